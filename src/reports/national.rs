//! A notice for the national warning system (国家突发事件预警信息发布系统), in a profile of its own
//! that is not valid CAP.
//!
//! The profile is known from public implementations only, so every document says that it is
//! unverified until an office that receives it has confirmed it. No code of the event type is
//! known for gas or heating: it is configuration, and so are the groups of receivers.

use chrono::DateTime;
use chrono::Utc;

use crate::reports::notice::Colour;
use crate::reports::notice::MessageKind;
use crate::reports::notice::Notice;
use crate::reports::notice::Status;
use crate::reports::refused::NoticeFault;
use crate::reports::refused::Refused;
use crate::reports::shapes::circle_in_metres;
use crate::reports::shapes::ring;
use crate::reports::warning_text::warning_text;
use crate::reports::words::beijing;
use crate::reports::words::filled;
use crate::reports::words::filled_or_not;
use crate::reports::xml::XmlText;
use crate::reports::xml::cleaned;

const NAMESPACE: &str = "http://com.icss.amp";

/// What the receiving office gives to a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NationalProfile {
    /// 预警事件类型编码, such as `11B01`. Unknown: the element stands empty.
    pub event_type: Option<String>,
    /// By which means to whom. None: one by which the office decides.
    pub methods: Vec<NationalMethod>,
}

/// 发布手段.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NationalMethod {
    /// Its code, such as `SMS`.
    pub name: String,
    /// 发布对象群组, by their ids.
    pub audiences: Vec<String>,
}

/// A document and the name that its file must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NationalMessage {
    pub file_name: String,
    pub xml: String,
}

/// The message, or why it cannot be sent: besides what holds for every notice, the unit needs its code
/// and the area its divisions.
pub fn national_message(notice: &Notice, profile: &NationalProfile) -> Result<NationalMessage, Refused> {
    let unit_code = checked(notice, profile)?;
    let own = identifier(unit_code, notice.sent);
    // The profile names one message, the first: what is updated or lifted is the event.
    let first = notice.references.iter().min_by_key(|earlier| earlier.sent);
    let text = warning_text(notice)?;
    let mut xml = XmlText::new();
    xml.comment("profile unverified: 本文件格式未经接收单位确认");
    xml.root("alert", NAMESPACE, |xml| {
        xml.leaf("identifier", &own);
        xml.leaf("sender", notice.unit.trim());
        xml.leaf("senderCode", unit_code);
        xml.leaf("sendTime", &time(Some(notice.sent)));
        xml.leaf("status", status(notice.status));
        xml.leaf("msgType", kind(notice.kind));
        xml.leaf("scope", "Public");
        xml.within("code", |xml| put_methods(xml, profile));
        xml.leaf("secClassification", "None");
        xml.leaf("note", &note(notice));
        xml.leaf(
            "references",
            &first.map_or_else(String::new, |first| {
                identifier(first.unit_code.as_deref().unwrap_or(unit_code), first.sent)
            }),
        );
        xml.within("info", |xml| {
            xml.leaf("language", "zh-CN");
            xml.leaf("eventType", profile.event_type.as_deref().unwrap_or_default());
            // The profile reserves these two and takes nothing else.
            xml.leaf("urgency", "Unknown");
            xml.leaf("severity", severity(notice.colour));
            xml.leaf("certainty", "Unknown");
            xml.leaf("effective", &time(Some(notice.effective.unwrap_or(notice.sent))));
            xml.leaf("onset", &time(notice.onset));
            xml.leaf("expires", &time(notice.expires));
            xml.leaf("senderName", notice.unit.trim());
            xml.leaf("headline", &headline(notice));
            xml.leaf("description", &text);
            xml.leaf("instruction", &notice.asked(notice.content.measures.as_deref()));
            xml.leaf("web", notice.web.as_deref().unwrap_or_default());
            xml.within("area", |xml| put_area(xml, notice));
        });
    });
    Ok(NationalMessage { file_name: file_name(notice, profile, &own), xml: xml.finish() })
}

/// The unit's code.
fn checked<'a>(notice: &'a Notice, profile: &NationalProfile) -> Result<&'a str, Refused> {
    let mut faults = notice.check().err().map_or_else(Vec::new, |refused| refused.faults);
    let is_code = |text: &str| !text.is_empty() && text.bytes().all(|sign| sign.is_ascii_alphanumeric());
    let mut add = |field: &str, problem: String, remedy| {
        faults.push(NoticeFault { field: field.to_owned(), problem, remedy });
    };
    let unit_code = notice.unit_code.as_deref().unwrap_or_default();
    if !is_code(unit_code) {
        add(
            "unit_code",
            format!("`{unit_code}` is no 单位编码"),
            "give the code that the national system gave to the unit",
        );
    }
    for (nth, earlier) in notice.references.iter().enumerate() {
        if let Some(code) = earlier.unit_code.as_deref()
            && !is_code(code)
        {
            let problem = format!("`{code}` is no 单位编码");
            add(&format!("references[{nth}].unit_code"), problem, "give the code of the unit that sent it");
        }
    }
    if notice.geocodes.is_empty() {
        add("geocodes", "no division is named".into(), "name the divisions that are warned, by 12 digits each");
    }
    if let Some(event_type) = &profile.event_type
        && !is_code(event_type)
    {
        add("event_type", format!("`{event_type}` is no code"), "give letters and digits, such as 11B01");
    }
    if faults.is_empty() { Ok(unit_code) } else { Err(Refused { faults }) }
}

fn put_methods(xml: &mut XmlText, profile: &NationalProfile) {
    let left_open = [NationalMethod::default()];
    let methods = if profile.methods.is_empty() { &left_open[..] } else { &profile.methods };
    for method in methods {
        xml.within("method", |xml| {
            xml.leaf("methodName", &method.name);
            // Empty: the description is sent.
            xml.leaf("message", "");
            xml.leaf("audienceGrp", &method.audiences.join(","));
        });
    }
}

fn put_area(xml: &mut XmlText, notice: &Notice) {
    xml.leaf("areaDesc", &filled_or_not(notice.content.area.as_deref()));
    for polygon in &notice.polygons {
        xml.leaf("polygon", &ring(polygon.exterior()));
    }
    for circle in &notice.circles {
        xml.leaf("circle", &circle_in_metres(circle));
    }
    xml.leaf("geocode", &notice.geocodes.join(","));
}

/// 〈unit〉发布/解除〈event〉〈colour〉预警: the profile knows no 调整.
fn headline(notice: &Notice) -> String {
    let verb = if notice.kind == MessageKind::Cancel { "解除" } else { "发布" };
    let unit = cleaned(&notice.unit);
    format!("{}{}{verb}{}{}预警", notice.mark_zh(), unit.trim(), notice.event_zh(), notice.colour.zh())
}

/// That it is no earnest, and why a warning is lifted: the situation now.
fn note(notice: &Notice) -> String {
    let mut note = notice.note_zh().unwrap_or_default();
    if notice.kind == MessageKind::Cancel {
        note.push_str("解除原因：");
        note.push_str(&filled(notice.content.situation.as_deref()).unwrap_or_else(|| filled_or_not(None)));
    }
    note
}

/// `2026-11-24 15:28:28+08:00`; blank for an unknown one.
fn time(at: Option<DateTime<Utc>>) -> String {
    at.map_or_else(String::new, |at| beijing(at).format("%Y-%m-%d %H:%M:%S+08:00").to_string())
}

fn identifier(unit_code: &str, sent: DateTime<Utc>) -> String {
    format!("{unit_code}_{}", beijing(sent).format("%Y%m%d%H%M%S"))
}

/// `单位_时间_类型_级别_状态.xml`; a type that is not known is written as `UNKNOWN`.
fn file_name(notice: &Notice, profile: &NationalProfile, identifier: &str) -> String {
    let event_type = profile.event_type.as_deref().unwrap_or("unknown");
    let name = format!("{identifier}_{event_type}_{}_{}", severity(notice.colour), kind(notice.kind));
    format!("{}.xml", name.to_uppercase())
}

/// The profile has two: what is not in earnest is a test.
fn status(status: Status) -> &'static str {
    match status {
        Status::Actual => "Actual",
        Status::Exercise | Status::Test => "Test",
    }
}

fn kind(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Alert => "Alert",
        MessageKind::Update => "Update",
        MessageKind::Cancel => "Cancel",
    }
}

fn severity(colour: Colour) -> &'static str {
    match colour {
        Colour::Red => "Red",
        Colour::Orange => "Orange",
        Colour::Yellow => "Yellow",
        Colour::Blue => "Blue",
    }
}
