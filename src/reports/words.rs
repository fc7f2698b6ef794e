//! The Chinese words that message, text and bulletin share: headings, times, the nine fields.

use chrono::DateTime;
use chrono::FixedOffset;
use chrono::Utc;

use crate::reports::notice::Hazard;
use crate::reports::notice::MessageKind;
use crate::reports::notice::NOT_GIVEN;
use crate::reports::notice::Notice;
use crate::reports::notice::Reference;
use crate::reports::notice::Status;
use crate::reports::xml::cleaned;

/// What every product of invented data says.
pub const INVENTED: &str = "本信息由虚构数据生成，不是真实预警。";

/// What a lifted warning says in place of what to do.
pub const LIFTED: &str = "本预警已解除，后续事项以发布单位的通知为准。";

/// An instant in Beijing time, in whole seconds: what lies behind the second is cut, so that a time
/// reads the same wherever it is written.
pub fn beijing(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    let zone = FixedOffset::east_opt(8 * 3600).expect("eight hours are less than a day");
    DateTime::from_timestamp(at.timestamp(), 0).unwrap_or(at).with_timezone(&zone)
}

/// `2026年11月24日15时28分`.
pub fn time_zh(at: DateTime<Utc>) -> String {
    beijing(at).format("%Y年%-m月%-d日%H时%M分").to_string()
}

/// A text that somebody has filled in, cleaned; `None` for a blank one.
pub fn filled(text: Option<&str>) -> Option<String> {
    text.map(cleaned).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The same, or 未填.
pub fn filled_or_not(text: Option<&str>) -> String {
    filled(text).unwrap_or_else(|| NOT_GIVEN.to_owned())
}

impl Hazard {
    /// The plan under which warnings of the hazard are given.
    pub fn plan_zh(self) -> &'static str {
        match self {
            Self::Gas => "许昌市城镇燃气事故应急预案",
            Self::Heat => "许昌市集中供热事故应急预案",
        }
    }
}

impl Notice {
    pub fn event_zh(&self) -> String {
        filled(self.event.as_deref()).unwrap_or_else(|| self.hazard.event_zh().to_owned())
    }

    /// What stands before the heading of what is not in earnest; blank in earnest.
    pub fn mark_zh(&self) -> &'static str {
        match (self.status, self.is_invented) {
            (Status::Actual, false) => "",
            (Status::Actual, true) => "【虚构数据】",
            (Status::Exercise, false) => "【演练】",
            (Status::Exercise, true) => "【演练·虚构数据】",
            (Status::Test, false) => "【测试】",
            (Status::Test, true) => "【测试·虚构数据】",
        }
    }

    /// Why it is not in earnest; `None` in earnest.
    pub fn note_zh(&self) -> Option<String> {
        let mut note = match self.status {
            Status::Actual => String::new(),
            Status::Exercise => "这是一次演练，不是真实预警。".to_owned(),
            Status::Test => "这是一条测试信息，不是真实预警。".to_owned(),
        };
        if self.is_invented {
            note.push_str(INVENTED);
        }
        Some(note).filter(|note| !note.is_empty())
    }

    /// The heading, marked when it is not in earnest.
    pub fn headline_zh(&self) -> String {
        let made = || {
            let (unit, verb) = (cleaned(&self.unit), self.kind.verb_zh());
            let to = if self.kind == MessageKind::Update { "为" } else { "" };
            format!("{}{verb}{}{to}{}预警", unit.trim(), self.event_zh(), self.colour.zh())
        };
        format!("{}{}", self.mark_zh(), filled(self.headline.as_deref()).unwrap_or_else(made))
    }

    /// The nine fields of H10 4.2.2(2) in its order, with 未填 where nothing is known.
    pub fn nine_fields(&self) -> [(&'static str, String); 9] {
        let content = &self.content;
        let level = match self.kind {
            MessageKind::Cancel => format!("{}预警（已解除）", self.colour.zh()),
            MessageKind::Alert | MessageKind::Update => format!("{}预警", self.colour.zh()),
        };
        [
            ("预警区域", filled_or_not(content.area.as_deref())),
            ("险情类别", filled_or_not(content.danger.as_deref())),
            ("预警级别", level),
            ("预警期起始时间", self.onset.map_or_else(|| NOT_GIVEN.to_owned(), time_zh)),
            ("可能影响范围", filled_or_not(content.reach.as_deref())),
            ("事故或受灾情况", filled_or_not(content.situation.as_deref())),
            ("预防预警措施", self.asked(content.measures.as_deref())),
            ("工作要求", self.asked(content.duties.as_deref())),
            ("发布单位", filled_or_not(Some(&self.unit))),
        ]
    }

    /// What is asked of people and of units. What a lifted warning asked for is not asked again, nor
    /// is it called off: supply comes back by an approval of its own (G10 6.2).
    pub fn asked(&self, text: Option<&str>) -> String {
        let text = filled_or_not(text);
        match self.kind {
            MessageKind::Alert | MessageKind::Update => text,
            MessageKind::Cancel => format!("{LIFTED}预警期内的要求为：{text}"),
        }
    }

    /// The message's own name: another for each time that something is sent about a warning.
    pub fn identifier(&self) -> String {
        identifier(&self.warning_code, self.sent)
    }
}

impl Reference {
    pub fn identifier(&self) -> String {
        identifier(&self.warning_code, self.sent)
    }
}

fn identifier(warning_code: &str, sent: DateTime<Utc>) -> String {
    format!("{warning_code}.{}", beijing(sent).format("%Y%m%d%H%M%S"))
}
