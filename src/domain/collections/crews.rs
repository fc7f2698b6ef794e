//! What crews are given to do.

use crate::domain::catalog::Collection;
use crate::domain::catalog::GeometryKind;
use crate::domain::catalog::describe::*;

pub static ROUTE_LISTS: Collection = collection(
    "route_lists",
    "作业路线清单",
    // The way along the roads; none where it has no length.
    GeometryKind::LineOrNone,
    &[
        text("name", "名称"),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        date("made_on", "编制日期"),
        // Of the world that it was made from.
        count("world_revision", "数据版本"),
        quantity("length_km", "路线长度", "km"),
        // What was asked, as it was asked.
        document("request", "编制条件"),
        // Start, stops in order, what could not be reached, assumptions.
        document("stops", "作业点"),
        text("request_key", "请求标识"),
    ],
);
