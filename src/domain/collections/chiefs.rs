//! Road chiefs: offices, who fills them, and what they answer for. No person's name is kept.

use crate::domain::catalog::Collection;
use crate::domain::catalog::GeometryKind;
use crate::domain::catalog::describe::*;
use crate::domain::collections::codelists::*;

pub static CHIEF_POSTS: Collection = collection(
    "chief_posts",
    "路长职位",
    GeometryKind::None,
    &[
        code("level", "层级", &CHIEF_LEVEL),
        code("kind", "类别", &CHIEF_KIND),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        text("office", "职务"),
    ],
);

pub static APPOINTMENTS: Collection = collection(
    "appointments",
    "路长任期",
    GeometryKind::None,
    &[reference("post_code", "路长职位代码", "chief_posts"), date("from_on", "任职日期"), date("to_on", "离任日期")],
);

pub static ASSIGNMENTS: Collection = collection(
    "assignments",
    "路长责任路段",
    GeometryKind::None,
    &[
        reference("post_code", "路长职位代码", "chief_posts"),
        reference("road_code", "路线编号", "roads"),
        chainage("from_chainage", "起点桩号"),
        chainage("to_chainage", "止点桩号"),
        date("from_on", "起始日期"),
        date("to_on", "终止日期"),
    ],
);

pub static INSPECTIONS: Collection = collection(
    "inspections",
    "巡查记录",
    GeometryKind::PointOrLine,
    &[
        reference("post_code", "路长职位代码", "chief_posts"),
        timestamp("at", "巡查时间"),
        reference("road_code", "路线编号", "roads"),
        chainage("chainage", "桩号"),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        text("findings", "发现问题"),
        code("severity", "严重程度", &SEVERITY),
    ],
);
