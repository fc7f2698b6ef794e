//! A notice as a message of CAP 1.2 (OASIS, Common Alerting Protocol, 2010).
//!
//! What CAP has no word for is decided here, and is our reading: colours become severities (the
//! exact colour goes along as a parameter), a leak that is there is `Observed` and `Immediate`.
//! A polygon of CAP has no holes: the outer ring is sent, so that more people are warned rather
//! than fewer, and a parameter says so. Codes of divisions are an area only when no shape is given,
//! because the area of a message is the union of all that it names.

use crate::reports::notice::Colour;
use crate::reports::notice::Detail;
use crate::reports::notice::English;
use crate::reports::notice::Hazard;
use crate::reports::notice::MessageKind;
use crate::reports::notice::Notice;
use crate::reports::notice::Reference;
use crate::reports::notice::Response;
use crate::reports::notice::Status;
use crate::reports::refused::Refused;
use crate::reports::shapes::circle_in_km;
use crate::reports::shapes::ring;
use crate::reports::words::beijing;
use crate::reports::words::filled;
use crate::reports::words::filled_or_not;
use crate::reports::xml::XmlText;

const NAMESPACE: &str = "urn:oasis:names:tc:emergency:cap:1.2";
/// The list of event terms of OASIS, as `valueName` names it.
const EVENT_TERMS: &str = "OET:v1.2";
/// The twelve digits of the National Bureau of Statistics.
const DIVISIONS: &str = "NBS-DIVISION-CODE";

/// The message as an XML document, or why it cannot be sent.
pub fn cap_message(notice: &Notice) -> Result<String, Refused> {
    notice.check()?;
    let mut xml = XmlText::new();
    xml.root("alert", NAMESPACE, |xml| {
        xml.leaf("identifier", &notice.identifier());
        xml.leaf("sender", &notice.sender);
        xml.leaf("sent", &time(notice.sent));
        xml.leaf("status", status(notice.status));
        xml.leaf("msgType", kind(notice.kind));
        xml.leaf("scope", "Public");
        xml.leaf_if_known("note", notice.note_zh().as_deref());
        let references: Vec<String> = notice.references.iter().map(reference).collect();
        xml.leaf_if_known("references", Some(references.join(" ")).filter(|all| !all.is_empty()).as_deref());
        xml.leaf_if_known("incidents", notice.incident_code.as_deref());
        put_info(xml, notice, &in_chinese(notice));
        if let Some(english) = &notice.english {
            put_info(xml, notice, &in_english(notice, english));
        }
    });
    Ok(xml.finish())
}

/// What differs between the two languages.
struct Wording {
    language: &'static str,
    event: String,
    headline: String,
    description: String,
    instruction: Option<String>,
    area: String,
}

fn in_chinese(notice: &Notice) -> Wording {
    let content = &notice.content;
    let line = |(title, text): &(&str, String)| format!("{title}：{text}");
    let fields = notice.nine_fields();
    // Measures and duties are what is asked of people: they are the instruction.
    let (asked, told): (Vec<_>, Vec<_>) =
        fields.iter().partition(|(title, _)| matches!(*title, "预防预警措施" | "工作要求"));
    let mut told: Vec<String> = told.into_iter().map(line).collect();
    told.splice(0..0, notice.note_zh());
    Wording {
        language: "zh-CN",
        event: format!("{}{}预警", notice.event_zh(), notice.colour.zh()),
        headline: notice.headline_zh(),
        description: told.join("\n"),
        instruction: Some(asked.into_iter().map(line).collect::<Vec<_>>().join("\n")),
        area: filled_or_not(content.area.as_deref()),
    }
}

/// Nothing is translated here: what nobody has given in English is said to stand in the Chinese part.
fn in_english(notice: &Notice, english: &English) -> Wording {
    let event = filled(english.event.as_deref()).unwrap_or_else(|| notice.hazard.event_en().to_owned());
    let colour = notice.colour.code();
    let done = match notice.kind {
        MessageKind::Alert => "issued",
        MessageKind::Update => "updated",
        MessageKind::Cancel => "lifted",
    };
    let mark = match notice.status {
        Status::Actual => "",
        Status::Exercise => "EXERCISE: ",
        Status::Test => "TEST: ",
    };
    let invented = if notice.is_invented { "Made from invented data: this is not a real warning. " } else { "" };
    let headline = filled(english.headline.as_deref()).unwrap_or_else(|| format!("{event}: {colour} warning {done}"));
    let description = filled(english.description.as_deref()).unwrap_or_else(|| {
        format!(
            "Level {colour}; the four levels are red (highest), orange, yellow and blue. Details are given in Chinese."
        )
    });
    Wording {
        language: "en-US",
        event: format!("{event}, {colour} warning"),
        headline: format!("{mark}{headline}"),
        description: format!("{mark}{invented}{description}"),
        instruction: filled(english.instruction.as_deref()),
        area: filled(english.area.as_deref()).unwrap_or_else(|| filled_or_not(notice.content.area.as_deref())),
    }
}

fn put_info(xml: &mut XmlText, notice: &Notice, wording: &Wording) {
    xml.within("info", |xml| {
        xml.leaf("language", wording.language);
        for category in categories(notice.hazard) {
            xml.leaf("category", category);
        }
        xml.leaf("event", &wording.event);
        for response in responses(notice) {
            xml.leaf("responseType", response);
        }
        xml.leaf("urgency", urgency(notice));
        xml.leaf("severity", severity(notice.colour));
        xml.leaf("certainty", certainty(notice));
        for code in event_codes(notice) {
            put_pair(xml, "eventCode", EVENT_TERMS, code);
        }
        xml.leaf_if_known("effective", notice.effective.map(time).as_deref());
        xml.leaf_if_known("onset", notice.onset.map(time).as_deref());
        xml.leaf_if_known("expires", notice.expires.map(time).as_deref());
        xml.leaf("senderName", &notice.unit);
        xml.leaf("headline", &wording.headline);
        xml.leaf("description", &wording.description);
        xml.leaf_if_known("instruction", wording.instruction.as_deref());
        xml.leaf_if_known("web", notice.web.as_deref());
        xml.leaf_if_known("contact", filled(notice.contact.as_deref()).as_deref());
        put_parameters(xml, notice);
        put_area(xml, notice, &wording.area);
    });
}

fn put_parameters(xml: &mut XmlText, notice: &Notice) {
    put_pair(xml, "parameter", "luzhang.colour", notice.colour.code());
    put_pair(xml, "parameter", "luzhang.hazard", notice.hazard.code());
    put_pair(xml, "parameter", "luzhang.warning", &notice.warning_code);
    if let Some(unit) = filled(notice.decided_by.as_deref()) {
        put_pair(xml, "parameter", "luzhang.decided_by", &unit);
    }
    for channel in &notice.channels {
        put_pair(xml, "parameter", "luzhang.channel", channel);
    }
    if notice.is_invented {
        put_pair(xml, "parameter", "luzhang.invented", "true");
    }
    let holes: usize = notice.polygons.iter().map(|polygon| polygon.interiors().len()).sum();
    if holes > 0 {
        put_pair(xml, "parameter", "luzhang.holes_filled", &holes.to_string());
    }
    if has_shape(notice) {
        for code in &notice.geocodes {
            put_pair(xml, "parameter", "luzhang.division", code);
        }
    }
}

fn put_area(xml: &mut XmlText, notice: &Notice, words: &str) {
    xml.within("area", |xml| {
        xml.leaf("areaDesc", words);
        for polygon in &notice.polygons {
            xml.leaf("polygon", &ring(polygon.exterior()));
        }
        for circle in &notice.circles {
            xml.leaf("circle", &circle_in_km(circle));
        }
        if !has_shape(notice) {
            for code in &notice.geocodes {
                put_pair(xml, "geocode", DIVISIONS, code);
            }
        }
    });
}

fn put_pair(xml: &mut XmlText, element: &str, name: &str, value: &str) {
    xml.within(element, |xml| {
        xml.leaf("valueName", name);
        xml.leaf("value", value);
    });
}

fn has_shape(notice: &Notice) -> bool {
    !notice.polygons.is_empty() || !notice.circles.is_empty()
}

/// `2026-11-24T15:28:28+08:00`: never `Z`, no fractions (CAP 1.2, 3.3.2).
fn time(at: chrono::DateTime<chrono::Utc>) -> String {
    beijing(at).format("%Y-%m-%dT%H:%M:%S+08:00").to_string()
}

fn reference(earlier: &Reference) -> String {
    format!("{},{},{}", earlier.sender, earlier.identifier(), time(earlier.sent))
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Actual => "Actual",
        Status::Exercise => "Exercise",
        Status::Test => "Test",
    }
}

fn kind(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Alert => "Alert",
        MessageKind::Update => "Update",
        MessageKind::Cancel => "Cancel",
    }
}

fn categories(hazard: Hazard) -> &'static [&'static str] {
    match hazard {
        Hazard::Gas => &["Infra", "Safety", "Fire"],
        Hazard::Heat => &["Infra", "Safety"],
    }
}

fn responses(notice: &Notice) -> Vec<&'static str> {
    if notice.kind == MessageKind::Cancel {
        return vec!["AllClear"];
    }
    let word = |response: &Response| match response {
        Response::Evacuate => "Evacuate",
        Response::Avoid => "Avoid",
        Response::Shelter => "Shelter",
        Response::Prepare => "Prepare",
        Response::Monitor => "Monitor",
    };
    notice.responses.iter().map(word).collect()
}

fn urgency(notice: &Notice) -> &'static str {
    match (notice.kind, notice.has_happened) {
        (MessageKind::Cancel, _) => "Past",
        (_, Some(true)) => "Immediate",
        (_, Some(false)) => "Expected",
        (_, None) => "Unknown",
    }
}

fn severity(colour: Colour) -> &'static str {
    match colour {
        Colour::Red => "Extreme",
        Colour::Orange => "Severe",
        Colour::Yellow => "Moderate",
        Colour::Blue => "Minor",
    }
}

/// A warning of what has not happened is given when it is likely to (H10 4.2.2(1)).
fn certainty(notice: &Notice) -> &'static str {
    match notice.has_happened {
        Some(true) => "Observed",
        Some(false) => "Likely",
        None => "Unknown",
    }
}

/// The list has no term for heating: a utility.
fn event_codes(notice: &Notice) -> Vec<&'static str> {
    let mut codes = vec![match notice.hazard {
        Hazard::Gas => "OET-134",
        Hazard::Heat => "OET-206",
    }];
    for (detail, code) in
        [(Detail::Rupture, "OET-142"), (Detail::RoadClosure, "OET-165"), (Detail::BridgeClosure, "OET-029")]
    {
        if notice.details.contains(&detail) {
            codes.push(code);
        }
    }
    codes
}
