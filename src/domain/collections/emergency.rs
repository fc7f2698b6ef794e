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
        code("state", "状态", &INCIDENT_STATE),
        timestamp("reported_at", "报告时间"),
        timestamp("closed_at", "终止时间"),
        text("description", "简况"),
        timestamp("assessed_at", "研判时间"),
        timestamp("controlled_at", "控制时间"),
        document("report", "险情报告"),
        document("assessment", "研判结果"),
        code("colour", "预警级别", &WARNING_COLOUR),
        code("grade", "事故等级", &ACCIDENT_GRADE),
        code("response_level", "响应级别", &RESPONSE_LEVEL),
        // Every version of every zone that somebody drew: what, set_by, set_at, supersedes, geometry.
        document("zones", "划定区域"),
        // Concentrations as measured: vol_percent, lel_percent, at, place.
        document("readings", "浓度检测"),
        // What is established, and on whose word.
        document("evidence", "确认事项"),
        // Reports that went up, and questions that headquarters put.
        document("reports", "信息报送"),
        text("approval_ref", "恢复批准文号"),
        // Of the step that made this version.
        text("acted_by", "处置单位"),
        timestamp("acted_at", "处置时间"),
        text("decided_by", "决定单位"),
        text("published_by", "发布单位"),
        text("note", "备注"),
        text("request_key", "请求标识"),
        // Why this version departs from what was assessed, or from who should act.
        text("deviation", "偏离理由"),
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
        code("state", "状态", &WARNING_STATE),
        // With level and publisher, the nine of H10 4.2.2(2); G10 lists none and uses the same.
        text("area", "预警区域"),
        text("danger", "险情类别"),
        timestamp("starts_at", "预警期起始时间"),
        timestamp("expires_at", "预警期截止时间"),
        text("reach", "可能影响范围"),
        text("situation", "事故或受灾情况"),
        text("measures", "预防预警措施"),
        text("duties", "工作要求"),
        texts("channels", "发布渠道"),
        document("acknowledgements", "接收反馈"),
        text("acted_by", "处置单位"),
        timestamp("acted_at", "处置时间"),
        text("note", "备注"),
        text("deviation", "偏离理由"),
        // Texts that the server made of the assessment, and that nobody has written since.
        texts("prefilled", "自动填写的字段"),
    ],
);
