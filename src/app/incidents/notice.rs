//! A warning as it is given out: the notice from which message, text and bulletin are made.

use chrono::TimeDelta;
use geo_types::Geometry;
use serde_json::Value as Json;

use crate::app::View;
use crate::app::incidents::Warning;
use crate::app::incidents::WriteRefusal;
use crate::app::incidents::incidents;
use crate::app::incidents::sheet::Sheet;
use crate::app::incidents::warning_sheet::drawn;
use crate::app::incidents::warnings;
use crate::domain::Record;
use crate::domain::Value;
use crate::reports::Notice;
use crate::reports::notice::Colour;
use crate::reports::notice::Content;
use crate::reports::notice::Detail;
use crate::reports::notice::English;
use crate::reports::notice::Hazard;
use crate::reports::notice::MessageKind;
use crate::reports::notice::Reference;
use crate::reports::notice::Response;
use crate::reports::notice::Status;
use crate::reports::notice::ZoneRow;

/// What of a message its sender says, not the warning.
#[derive(Clone, Debug)]
pub struct Sending {
    /// One word that is unique in the world.
    pub sender: String,
    /// 单位编码.
    pub unit_code: Option<String>,
    /// `None`: in earnest, unless the data are invented.
    pub status: Option<Status>,
    pub in_english: bool,
}

/// Zones in the words of G10 5.6(3) and 3.4.2(2).
const ZONES: [(&str, &str); 3] = [("hot", "抢险危险区域"), ("warm", "缓冲区域"), ("cordon", "警戒范围")];

impl View {
    /// The notice of a warning as it stands: a warning in force or superseded is issued, or updates the
    /// ones that it supersedes; a lifted one cancels them and itself.
    pub fn notice(&self, warning: &Warning, sending: &Sending) -> Result<Notice, WriteRefusal> {
        let sheet = Sheet::of(warnings(), warning.record.clone());
        let incident = Sheet::of(incidents(), warning.incident.clone());
        let code = sheet.record.code.to_string();
        let told = |field: &str| sheet.text(field).map(str::to_owned);
        let unknown = |what: &str| WriteRefusal::NotNow(format!("{code}: {what} is not known; adjust the warning"));
        let Some(published_at) = sheet.time("published_at").filter(|_| sheet.text("state") != Some("draft")) else {
            return Err(WriteRefusal::NotNow(format!("{code} is a draft: it was never published")));
        };
        let mut references = self.superseded_by(&sheet.record, sending)?;
        let (kind, sent) = match sheet.time("lifted_at") {
            None if references.is_empty() => (MessageKind::Alert, published_at),
            None => (MessageKind::Update, published_at),
            Some(lifted_at) => {
                references.push(reference(&sheet, sending, published_at));
                // Messages are told apart by the second.
                (MessageKind::Cancel, lifted_at.max(published_at + TimeDelta::seconds(1)))
            }
        };
        let is_invented = self.is_invented();
        let assessment = incident.document("assessment");
        let is_cordon = drawn(&incident).is_ok_and(|cordon| sheet.record.geometry == Some(warnings().shaped(cordon)));
        Ok(Notice {
            incident_code: Some(incident.record.code.to_string()),
            references,
            sender: sending.sender.clone(),
            unit: told("published_by").ok_or_else(|| unknown("who publishes it"))?,
            unit_code: sending.unit_code.clone(),
            decided_by: told("decided_by"),
            sent,
            status: sending.status.unwrap_or(if is_invented { Status::Exercise } else { Status::Actual }),
            kind,
            hazard: incident.text("hazard").and_then(Hazard::of).ok_or_else(|| unknown("the hazard"))?,
            event: told("danger"),
            // There is an incident: it has been reported.
            has_happened: Some(true),
            colour: sheet.text("colour").and_then(Colour::of).ok_or_else(|| unknown("the colour"))?,
            headline: None,
            content: Content {
                area: told("area"),
                danger: told("danger"),
                reach: told("reach"),
                situation: told("situation"),
                measures: told("measures"),
                duties: told("duties"),
            },
            channels: match sheet.record.value(warnings(), "channels") {
                Value::List(parts) => parts.iter().map(ToString::to_string).collect(),
                _ => Vec::new(),
            },
            responses: if is_cordon { vec![Response::Evacuate, Response::Avoid] } else { Vec::new() },
            effective: Some(sent),
            onset: sheet.time("starts_at"),
            expires: sheet.time("expires_at").filter(|end| *end > sent),
            polygons: match &sheet.record.geometry {
                Some(Geometry::MultiPolygon(parts)) => parts.0.clone(),
                Some(Geometry::Polygon(polygon)) => vec![polygon.clone()],
                _ => Vec::new(),
            },
            circles: Vec::new(),
            geocodes: sheet.text("jurisdiction_code").and_then(division).into_iter().collect(),
            details: details(&incident.document("report"), &assessment),
            zones: zones(&assessment),
            contact: None,
            web: None,
            english: sending.in_english.then(English::default),
            is_invented,
            warning_code: code,
        })
    }

    /// The messages of the warnings before this one, the first of all first.
    fn superseded_by(&self, warning: &Record, sending: &Sending) -> Result<Vec<Reference>, WriteRefusal> {
        let table = self.table(warnings())?;
        let mut chain = Vec::new();
        let mut before = Sheet::of(warnings(), warning.clone()).text("supersedes").map(str::to_owned);
        while let Some(code) = before {
            // Whoever writes past us may have made a ring.
            let is_known = chain.iter().any(|earlier: &Reference| earlier.warning_code == code);
            let Some(row) = table.find(&code).filter(|_| !is_known) else { break };
            let sheet = Sheet::of(warnings(), row.record());
            let Some(published_at) = sheet.time("published_at") else { break };
            chain.push(reference(&sheet, sending, published_at));
            before = sheet.text("supersedes").map(str::to_owned);
        }
        chain.reverse();
        Ok(chain)
    }
}

fn reference(sheet: &Sheet, sending: &Sending, sent: chrono::DateTime<chrono::Utc>) -> Reference {
    Reference { warning_code: sheet.record.code.to_string(), sender: sending.sender.clone(), unit_code: None, sent }
}

/// Twelve digits; the code of a functional zone has letters, and no division of that name is known.
fn division(code: &str) -> Option<String> {
    let is_division = code.len() <= 12 && !code.is_empty() && code.bytes().all(|sign| sign.is_ascii_digit());
    is_division.then(|| format!("{code:0<12}"))
}

fn details(report: &Json, assessment: &Json) -> Vec<Detail> {
    let roads = assessment["roads"].as_array().map_or(&[][..], Vec::as_slice);
    let found = [
        (report["scenario"] == "rupture", Detail::Rupture),
        (!roads.is_empty(), Detail::RoadClosure),
        (roads.iter().any(|road| !road["bridge"].is_null()), Detail::BridgeClosure),
    ];
    found.into_iter().filter(|(is_so, _)| *is_so).map(|(_, detail)| detail).collect()
}

fn zones(assessment: &Json) -> Vec<ZoneRow> {
    let features = assessment["zones"]["features"].as_array().map_or(&[][..], Vec::as_slice);
    let row = |(zone, name): &(&str, &str)| {
        let feature = features.iter().find(|feature| feature["properties"]["zone"] == *zone)?;
        Some(ZoneRow {
            name: (*name).to_owned(),
            radius_m: feature["properties"]["radius_m"].as_f64(),
            households: assessment["households"][zone]["count"].as_u64(),
            rule: None,
        })
    };
    ZONES.iter().filter_map(row).collect()
}
