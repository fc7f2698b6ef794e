//! Notices that are sent, refused, and read as what they are.

mod bulletin;
mod cap;
mod national;
mod refusals;
mod warning_text;

use chrono::DateTime;
use chrono::Utc;
use geo_types::polygon;

use crate::geom::LonLat;
use crate::reports::notice::Circle;
use crate::reports::notice::Colour;
use crate::reports::notice::Content;
use crate::reports::notice::Detail;
use crate::reports::notice::Hazard;
use crate::reports::notice::MessageKind;
use crate::reports::notice::Notice;
use crate::reports::notice::Reference;
use crate::reports::notice::Response;
use crate::reports::notice::Status;
use crate::reports::notice::ZoneRow;

pub fn at(written: &str) -> DateTime<Utc> {
    written.parse().unwrap()
}

/// A gas main is broken; everything is known.
pub fn gas_leak() -> Notice {
    Notice {
        warning_code: "W20261124-0001".into(),
        incident_code: Some("I20261124-0001".into()),
        references: Vec::new(),
        sender: "warnings@luzhang.example".into(),
        unit: "许昌市专项指挥部办公室".into(),
        unit_code: Some("41100041600000".into()),
        decided_by: Some("许昌市专项指挥部".into()),
        sent: at("2026-11-24T07:28:28.75Z"),
        status: Status::Exercise,
        kind: MessageKind::Alert,
        hazard: Hazard::Gas,
        event: Some("燃气管道泄漏".into()),
        has_happened: Some(true),
        colour: Colour::Orange,
        headline: None,
        content: Content {
            area: Some("演练镇一村、二村".into()),
            danger: Some("燃气泄漏".into()),
            reach: Some("半径300米内120户".into()),
            situation: Some("中压管线破裂，无人员伤亡".into()),
            measures: Some("立即撤离警戒范围\n禁止一切火源".into()),
            duties: Some("24小时值班".into()),
        },
        channels: vec!["手机短信".into(), "大喇叭".into()],
        effective: Some(at("2026-11-24T07:28:28Z")),
        onset: Some(at("2026-11-24T07:00:00Z")),
        expires: None,
        polygons: vec![polygon![
            (x: 113.85, y: 34.03), (x: 113.86, y: 34.03), (x: 113.86, y: 34.04), (x: 113.85, y: 34.03)
        ]],
        circles: vec![Circle { centre: LonLat::new(113.855, 34.035).unwrap(), radius_m: 300.0 }],
        geocodes: vec!["411002001001".into(), "411002001002".into()],
        responses: vec![Response::Evacuate, Response::Avoid],
        details: vec![Detail::RoadClosure, Detail::Rupture],
        zones: vec![
            ZoneRow {
                name: "警戒范围".into(),
                radius_m: Some(300.0),
                households: Some(120),
                rule: Some("人员撤离，禁止车辆和火源".into()),
            },
            ZoneRow { name: "抢险危险区域".into(), radius_m: Some(50.5), households: Some(3), rule: None },
            ZoneRow { name: "安全区域".into(), ..ZoneRow::default() },
        ],
        contact: Some("值班室".into()),
        web: Some("https://luzhang.example/warnings/W20261124-0001?a=1&b=2".into()),
        english: None,
        is_invented: false,
    }
}

/// The same, lifted an hour later.
pub fn lifted() -> Notice {
    let first = gas_leak();
    Notice {
        kind: MessageKind::Cancel,
        sent: at("2026-11-24T08:28:28Z"),
        references: vec![Reference {
            warning_code: first.warning_code.clone(),
            sender: first.sender.clone(),
            unit_code: None,
            sent: first.sent,
        }],
        ..first
    }
}

/// Heat will fail, and nobody has filled in anything.
pub fn bare_heat() -> Notice {
    Notice {
        hazard: Hazard::Heat,
        colour: Colour::Blue,
        event: None,
        has_happened: None,
        incident_code: None,
        unit_code: None,
        decided_by: None,
        content: Content::default(),
        channels: Vec::new(),
        effective: None,
        onset: None,
        polygons: Vec::new(),
        circles: Vec::new(),
        geocodes: Vec::new(),
        responses: vec![Response::Prepare],
        details: Vec::new(),
        zones: Vec::new(),
        contact: None,
        web: None,
        ..gas_leak()
    }
}
