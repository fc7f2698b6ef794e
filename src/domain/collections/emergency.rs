//! Incidents and the warnings that follow them; their life cycle is the `emergency` room's.

use crate::domain::catalog::Collection;
use crate::domain::catalog::GeometryKind;
use crate::domain::catalog::describe::*;
use crate::domain::collections::codelists::*;

pub static INCIDENTS: Collection = collection(
    "incidents",
    "事故",
    GeometryKind::Point,
    &[
        code("hazard", "灾种", &HAZARD),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        text("state", "状态"),
        timestamp("reported_at", "报告时间"),
        timestamp("closed_at", "终止时间"),
        text("description", "简况"),
    ],
);

pub static WARNINGS: Collection = collection(
    "warnings",
    "预警",
    GeometryKind::Polygon,
    &[
        reference("incident_code", "事故代码", "incidents"),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        code("colour", "预警级别", &WARNING_COLOUR),
        text("decided_by", "决定单位"),
        text("published_by", "发布单位"),
        timestamp("published_at", "发布时间"),
        timestamp("lifted_at", "解除时间"),
        reference("supersedes", "替代预警", "warnings"),
    ],
);
