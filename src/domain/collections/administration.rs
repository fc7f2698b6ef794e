//! Who governs, who lives there, and the money of it.

use crate::domain::catalog::Collection;
use crate::domain::catalog::GeometryKind;
use crate::domain::catalog::describe::*;
use crate::domain::collections::codelists::*;

pub static JURISDICTIONS: Collection = collection(
    "jurisdictions",
    "行政区划",
    GeometryKind::PolygonOrNone,
    &[
        text("name", "名称"),
        code("level", "层级", &LEVEL),
        code("kind", "类别", &JURISDICTION_KIND),
        code("settlement_kind", "城乡类别", &SETTLEMENT_KIND),
        reference("parent_code", "上级区划代码", "jurisdictions"),
        reference("accountable_code", "责任主体代码", "jurisdictions"),
        yes_no("urban_core", "主城区"),
        measure("seat_lon", "驻地经度", "deg", -180.0, 180.0),
        measure("seat_lat", "驻地纬度", "deg", -90.0, 90.0),
        count("population", "人口"),
        date("road_clause_since", "爱路护路纳入村规民约日期"),
        date("chief_office_since", "路长办公室设立日期"),
        count("enforcement_staff", "路政执法人员数"),
        date("enforcement_staff_since", "路政执法人员配备日期"),
        count("maintenance_staff", "养护人员数"),
        date("maintenance_staff_since", "养护人员配备日期"),
        date("maintenance_org_since", "养护机构设立日期"),
        date("mechanism_since", "管养机制建立日期"),
        date("bus_stops_maintained_since", "公交站点养护到位日期"),
        yes_no("station_eligible", "具备建运输综合服务站条件"),
        date("piped_gas_since", "通管道燃气日期"),
    ],
);

pub static FISCAL_REGIMES: Collection = collection(
    "fiscal_regimes",
    "财政体制",
    GeometryKind::None,
    &[
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        code("regime", "分担比例", &REGIME),
        date("from_on", "起始日期"),
        date("to_on", "终止日期"),
    ],
);

pub static FISCAL_YEARS: Collection = collection(
    "fiscal_years",
    "年度财政收入",
    GeometryKind::None,
    &[
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        integer("year", "年度", 1949, 2200),
        money("general_revenue_cny", "一般公共预算收入"),
    ],
);

pub static FUNDS: Collection = collection(
    "funds",
    "资金台账",
    GeometryKind::None,
    &[
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        integer("year", "年度", 1949, 2200),
        text("source", "资金来源"),
        text("purpose", "资金用途"),
        code("entry", "记账类型", &FUND_ENTRY),
        money("amount_cny", "金额"),
        date("on", "日期"),
    ],
);

pub static DESIGNATIONS: Collection = collection(
    "designations",
    "示范称号",
    GeometryKind::None,
    &[
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        code("kind", "称号类别", &DESIGNATION_KIND),
        code("level", "称号级别", &DESIGNATION_LEVEL),
        date("granted_on", "授予日期"),
        date("withdrawn_on", "撤销日期"),
    ],
);

/// What was done of the duties that have no figure: a checklist with evidence, never a goal.
pub static DUTY_RECORDS: Collection = collection(
    "duty_records",
    "职责清单记录",
    GeometryKind::None,
    &[
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        text("duty", "职责"),
        date("done_on", "完成日期"),
        text("evidence", "佐证材料"),
        text("note", "备注"),
    ],
);

pub static HAMLETS: Collection = collection(
    "hamlets",
    "自然村",
    GeometryKind::Point,
    &[
        text("name", "名称"),
        reference("village_code", "行政村代码", "jurisdictions"),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        count("households", "户数"),
        date("hardened_road_since", "通硬化路日期"),
    ],
);

pub static PLACES: Collection = collection(
    "places",
    "重点场所",
    GeometryKind::PointOrPolygon,
    &[
        text("name", "名称"),
        code("kind", "类别", &PLACE_KIND),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        count("capacity", "容纳人数"),
        yes_no("large", "大型"),
        yes_no("crowded", "人员密集"),
    ],
);

pub static HOUSEHOLDS: Collection = collection(
    "households",
    "住户",
    GeometryKind::Point,
    &[
        text("address", "地址"),
        reference("village_code", "行政村代码", "jurisdictions"),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        text("building_code", "楼栋编号"),
        code("building_kind", "建筑类别", &BUILDING_KIND),
        count("persons", "人数"),
        count("elderly", "老年人数"),
        count("children", "儿童数"),
        count("disabled", "残疾人数"),
        count("pregnant", "孕妇数"),
        count("patients", "病患数"),
        reference("gas_node", "供气节点", "gas_nodes"),
        reference("heat_node", "供热节点", "heat_nodes"),
    ],
);

pub static FACILITIES: Collection = collection(
    "facilities",
    "管养与运输设施",
    GeometryKind::Point,
    &[
        text("name", "名称"),
        code("kind", "类别", &FACILITY_KIND),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        yes_no("standard", "达到标准化"),
        date("opened_on", "启用日期"),
    ],
);
