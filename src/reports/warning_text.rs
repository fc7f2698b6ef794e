//! A warning in words, ready to be published: heading, what is done, the nine fields, who and when.

use crate::reports::notice::MessageKind;
use crate::reports::notice::NOT_GIVEN;
use crate::reports::notice::Notice;
use crate::reports::refused::Refused;
use crate::reports::words::filled;
use crate::reports::words::filled_or_not;
use crate::reports::words::time_zh;

const NUMERALS: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// The text, in lines that end in line feeds.
pub fn warning_text(notice: &Notice) -> Result<String, Refused> {
    notice.check()?;
    let mut lines = vec![notice.headline_zh(), String::new()];
    lines.extend(notice.note_zh());
    lines.push(lead(notice));
    for (numeral, (title, text)) in NUMERALS.iter().zip(notice.nine_fields()) {
        // What has several lines stands below its title.
        let gap = if text.contains('\n') { "\n" } else { "" };
        lines.push(format!("{numeral}、{title}：{gap}{text}"));
    }
    lines.push(String::new());
    lines.push(format!("决定单位：{}", filled_or_not(notice.decided_by.as_deref())));
    lines.push(format!("发布渠道：{}", channels(notice)));
    lines.push(format!("咨询：{}", filled_or_not(notice.contact.as_deref())));
    lines.push(format!("预警编号：{}", notice.warning_code));
    lines.push(String::new());
    lines.push(filled_or_not(Some(&notice.unit)));
    lines.push(time_zh(notice.sent));
    Ok(lines.join("\n") + "\n")
}

/// What is done, under which plan, by whose decision.
pub fn lead(notice: &Notice) -> String {
    let plan = notice.hazard.plan_zh();
    let decided = match filled(notice.decided_by.as_deref()) {
        Some(unit) => format!("经{unit}决定，"),
        None => String::new(),
    };
    let sent = time_zh(notice.sent);
    let (event, colour) = (notice.event_zh(), notice.colour.zh());
    let earlier = notice.references.iter().max_by_key(|earlier| earlier.sent);
    let earlier = earlier.map_or_else(
        || NOT_GIVEN.to_owned(),
        |earlier| format!("{}发布的{}号预警", time_zh(earlier.sent), earlier.warning_code),
    );
    let done = match notice.kind {
        MessageKind::Alert => format!("现于{sent}发布{event}{colour}预警"),
        MessageKind::Update => format!("现于{sent}将{earlier}调整为{event}{colour}预警"),
        MessageKind::Cancel => format!("现于{sent}解除{earlier}（{event}{colour}预警）"),
    };
    format!("根据《{plan}》，{decided}{done}。")
}

pub fn channels(notice: &Notice) -> String {
    let named: Vec<String> = notice.channels.iter().filter_map(|channel| filled(Some(channel))).collect();
    if named.is_empty() { NOT_GIVEN.to_owned() } else { named.join("、") }
}
