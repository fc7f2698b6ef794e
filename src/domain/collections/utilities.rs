//! Gas and heating networks, and the conduits that a leak may follow.

use crate::domain::catalog::Collection;
use crate::domain::catalog::GeometryKind;
use crate::domain::catalog::describe::*;
use crate::domain::collections::codelists::*;

pub static GAS_NODES: Collection = collection(
    "gas_nodes",
    "燃气节点",
    GeometryKind::Point,
    &[
        code("kind", "类别", &GAS_NODE_KIND),
        text("name", "名称"),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        text("operator", "经营企业"),
        yes_no("in_service", "在用"),
        quantity("nominal_mpa", "额定压力", "MPa"),
        yes_no("mp_alarm_enabled", "中压低压报警启用"),
        yes_no("operable", "可操作"),
        yes_no("accessible", "可到达"),
        yes_no("normally_open", "常开"),
        yes_no("open", "当前开启"),
        reference("to_node", "流向节点", "gas_nodes"),
    ],
);

pub static GAS_PIPES: Collection = collection(
    "gas_pipes",
    "燃气管道",
    GeometryKind::Line,
    &[
        reference("from_node", "起点节点", "gas_nodes"),
        reference("to_node", "止点节点", "gas_nodes"),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        code("gas", "气种", &GAS),
        code("role", "管道作用", &GAS_PIPE_ROLE),
        code("pressure_class", "压力级制", &PRESSURE_CLASS),
        quantity("design_mpa", "设计压力", "MPa"),
        quantity("operating_mpa", "运行压力", "MPa"),
        quantity("diameter_mm", "管径", "mm"),
        text("material", "管材"),
        code("position", "敷设方式", &PIPE_POSITION),
        text("operator", "经营企业"),
        yes_no("in_service", "在用"),
        date("installed_on", "投用日期"),
    ],
);

pub static HEAT_NODES: Collection = collection(
    "heat_nodes",
    "供热节点",
    // The return circuit lies beside the supply, and its nodes are often recorded without a place
    // of their own; without them the network falls apart.
    GeometryKind::PointOrNone,
    &[
        code("kind", "类别", &HEAT_NODE_KIND),
        text("name", "名称"),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        code("circuit", "供回水", &CIRCUIT),
        code("network", "管网级别", &HEAT_NETWORK),
        text("operator", "经营企业"),
        yes_no("in_service", "在用"),
        quantity("nominal_mpa", "额定压力", "MPa"),
        yes_no("operable", "可操作"),
        yes_no("accessible", "可到达"),
        yes_no("normally_open", "常开"),
        yes_no("open", "当前开启"),
        reference("to_node", "流向节点", "heat_nodes"),
    ],
);

pub static HEAT_PIPES: Collection = collection(
    "heat_pipes",
    "供热管道",
    GeometryKind::Line,
    &[
        reference("from_node", "起点节点", "heat_nodes"),
        reference("to_node", "止点节点", "heat_nodes"),
        reference("jurisdiction_code", "区划代码", "jurisdictions"),
        code("circuit", "供回水", &CIRCUIT),
        code("network", "管网级别", &HEAT_NETWORK),
        quantity("design_mpa", "设计压力", "MPa"),
        quantity("operating_mpa", "运行压力", "MPa"),
        quantity("diameter_mm", "管径", "mm"),
        text("material", "管材"),
        code("position", "敷设方式", &PIPE_POSITION),
        text("operator", "经营企业"),
        yes_no("in_service", "在用"),
        date("installed_on", "投用日期"),
    ],
);

pub static CONDUITS: Collection = collection(
    "conduits",
    "管沟",
    GeometryKind::Line,
    &[code("kind", "类别", &CONDUIT_KIND), reference("jurisdiction_code", "区划代码", "jurisdictions")],
);
