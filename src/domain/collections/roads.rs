//! Roads, their stretches and bridges, what is wrong with them and what was done to them.

use crate::domain::catalog::Collection;
use crate::domain::catalog::GeometryKind;
use crate::domain::catalog::describe::*;
use crate::domain::collections::codelists::*;

pub static ROADS: Collection = collection(
    "roads",
    "路线",
    GeometryKind::Line,
    &[
        text("name", "名称"),
        code("class", "行政等级", &ROAD_CLASS),
        code("urban_class", "城市道路类别", &URBAN_CLASS),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        text("from_name", "起点名称"),
        text("to_name", "止点名称"),
    ],
);

pub static ROAD_SEGMENTS: Collection = collection(
    "road_segments",
    "路段",
    GeometryKind::Line,
    &[
        reference("road_code", "路线编号", "roads"),
        chainage("from_chainage", "起点桩号"),
        chainage("to_chainage", "止点桩号"),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        code("technical_class", "技术等级", &TECHNICAL_CLASS),
        code("surface", "路面类型", &SURFACE),
        quantity("roadbed_width_m", "路基宽度", "m"),
        quantity("pavement_width_m", "路面宽度", "m"),
        quantity("official_length_km", "里程", "km"),
        yes_no("shared", "重复路段"),
        yes_no("dead_end", "断头路段"),
        yes_no("urban_managed", "城管路段"),
        yes_no("listed_for_maintenance", "列养"),
        yes_no("bus_route", "通客车"),
        yes_no("key_township_road", "重要乡道"),
        yes_no("digitised", "数字化管理"),
        date("auto_surveyed_on", "自动化检测日期"),
        measure("mqi", "公路技术状况指数", "1", 0.0, 100.0),
        measure("pqi", "路面技术状况指数", "1", 0.0, 100.0),
        date("assessed_on", "评定日期"),
        date("scenic_since", "美丽农村路建成日期"),
        yes_no("separation_eligible", "具备路田路宅分家条件"),
        date("separated_since", "路田路宅分家日期"),
        integer("built_year", "修建年度", 1900, 2200),
        integer("rebuilt_year", "改建年度", 1900, 2200),
    ],
);

pub static CONDITION_SURVEYS: Collection = coded_by(
    collection(
        "condition_surveys",
        "路况检测",
        GeometryKind::None,
        &[
            reference("road_code", "路线编号", "roads"),
            chainage("from_chainage", "起点桩号"),
            chainage("to_chainage", "止点桩号"),
            date("surveyed_on", "检测日期"),
            code("method", "检测方式", &SURVEY_METHOD),
            measure("mqi", "公路技术状况指数", "1", 0.0, 100.0),
            measure("pqi", "路面技术状况指数", "1", 0.0, 100.0),
            measure("pci", "路面损坏状况指数", "1", 0.0, 100.0),
            measure("rqi", "路面行驶质量指数", "1", 0.0, 100.0),
            quantity("iri", "国际平整度指数", "m/km"),
        ],
    ),
    &["road_code", "from_chainage", "to_chainage", "surveyed_on"],
);

pub static ACCESS_ROUTES: Collection = collection(
    "access_routes",
    "优选通达路线",
    GeometryKind::None,
    &[
        text("target_code", "通达对象代码"),
        references("road_segment_codes", "路段代码", "road_segments"),
        date("recorded_on", "登记日期"),
    ],
);

pub static BRIDGES: Collection = collection(
    "bridges",
    "桥梁",
    GeometryKind::Point,
    &[
        text("name", "名称"),
        reference("road_code", "路线编号", "roads"),
        chainage("chainage", "中心桩号"),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        quantity("length_m", "全长", "m"),
        quantity("deck_width_m", "桥面宽度", "m"),
        code("span_class", "按跨径分类", &SPAN_CLASS),
        integer("rating", "技术状况等级", 1, 5),
        date("rated_on", "评定日期"),
        date("rebuilt_on", "改造完成日期"),
        code("disposal_kind", "处置方式", &DISPOSAL_KIND),
        date("disposed_on", "处置日期"),
    ],
);

pub static BRIDGE_RATINGS: Collection = coded_by(
    collection(
        "bridge_ratings",
        "桥梁评定记录",
        GeometryKind::None,
        &[
            reference("bridge_code", "桥梁代码", "bridges"),
            integer("rating", "技术状况等级", 1, 5),
            date("rated_on", "评定日期"),
        ],
    ),
    &["bridge_code", "rated_on"],
);

pub static HAZARDS: Collection = collection(
    "hazards",
    "安全隐患",
    GeometryKind::PointOrLine,
    &[
        reference("road_code", "路线编号", "roads"),
        chainage("from_chainage", "起点桩号"),
        chainage("to_chainage", "止点桩号"),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        code("kind", "隐患类型", &HAZARD_KIND),
        text("needed", "所需措施"),
        date("found_on", "发现日期"),
        date("treated_on", "治理日期"),
    ],
);

pub static VIOLATIONS: Collection = collection(
    "violations",
    "路产路权违法行为",
    GeometryKind::PointOrLine,
    &[
        reference("road_code", "路线编号", "roads"),
        chainage("from_chainage", "起点桩号"),
        chainage("to_chainage", "止点桩号"),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        code("kind", "违法类型", &VIOLATION_KIND),
        date("found_on", "发现日期"),
        date("cleared_on", "清除日期"),
    ],
);

pub static WORKS: Collection = collection(
    "works",
    "工程项目",
    GeometryKind::LineOrNone,
    &[
        code("kind", "工程类别", &WORKS_KIND),
        reference("road_code", "路线编号", "roads"),
        reference("bridge_code", "桥梁代码", "bridges"),
        chainage("from_chainage", "起点桩号"),
        chainage("to_chainage", "止点桩号"),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        quantity("length_km", "工程里程", "km"),
        date("started_on", "开工日期"),
        date("completed_on", "完工日期"),
        date("accepted_on", "验收日期"),
        code("acceptance", "验收结果", &ACCEPTANCE),
        money("cost_cny", "造价"),
        yes_no("designed_together", "同时设计"),
        yes_no("built_together", "同时施工"),
        yes_no("accepted_together", "同时验收交付"),
        yes_no("tendered", "招投标"),
        yes_no("contracted", "合同管理"),
        yes_no("supervised", "工程监理"),
        yes_no("seven_disclosures", "七公开"),
        yes_no("lifelong_liability", "质量责任终身制"),
        text("financing", "融资方式"),
    ],
);

pub static BUS_STOPS: Collection = collection(
    "bus_stops",
    "客运站点",
    GeometryKind::Point,
    &[
        text("name", "名称"),
        reference("village_code", "行政村代码", "jurisdictions"),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        yes_no("county_seat", "位于县城"),
    ],
);

pub static BUS_ROUTES: Collection = collection(
    "bus_routes",
    "客运线路",
    GeometryKind::Line,
    &[
        text("name", "名称"),
        references("stop_codes", "站点代码", "bus_stops"),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        date("from_on", "开行日期"),
        date("to_on", "停运日期"),
        yes_no("on_demand", "预约响应"),
    ],
);
