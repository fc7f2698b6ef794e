//! Every fact that a rule may name: kind, range, unit and where it comes from.
//!
//! One list for all: rules that name another fact are refused at load, and who parses a report takes
//! the ranges from here. Names of facts that a report carries are the field names of the report.

/// What the value of a fact may be. All bounds belong to the range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FactKind {
    Bool,
    /// A whole number from 0 on.
    Count {
        max: f64,
    },
    Number {
        min: f64,
        max: f64,
    },
    OneOf(&'static [&'static str]),
    /// One word, or several at once: all facilities near a leak.
    AnyOf(&'static [&'static str]),
    /// Names of other facts.
    FactNames,
}

/// Who supplies a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The report only.
    Report,
    /// The map; a value in the report overrides it.
    ReportOrMap,
    /// The map or the settings only.
    Map,
    /// The steps by which an incident is closed.
    Closing,
    /// The classification itself, for the rules of a later step. Nobody else may give it.
    Result,
}

/// A fact that rules may name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fact {
    pub name: &'static str,
    pub kind: FactKind,
    /// Empty where there is none.
    pub unit: &'static str,
    pub origin: Origin,
    pub title_zh: &'static str,
}

/// The description of a fact.
pub fn fact(name: &str) -> Option<&'static Fact> {
    FACTS.iter().find(|fact| fact.name == name)
}

pub const FACILITIES: &[&str] = &[
    "gate_station",
    "storage_station",
    "mother_station",
    "filling_station",
    "lpg_station",
    "trunk_main",
    "buried_main",
    "overhead_line",
    "district_regulator",
    "small_regulator",
    "box_regulator",
    "high_rise",
    "multi_storey",
    "public_underground_space",
    "residential_garage",
    "trench",
];

const COLOURS: &[&str] = &["red", "orange", "yellow", "blue"];
const BOOL: FactKind = FactKind::Bool;
const HOURS: FactKind = FactKind::Number { min: 0.0, max: 87_600.0 };
const MPA: FactKind = FactKind::Number { min: 0.0, max: 20.0 };
const PEOPLE: FactKind = FactKind::Count { max: 1_000_000.0 };

use Origin::Closing;
use Origin::Map;
use Origin::Report;
use Origin::ReportOrMap;
use Origin::Result as Found;

/// All facts, in the order of the report.
pub const FACTS: &[Fact] = &[
    is("gas", FactKind::OneOf(&["natural_gas", "lpg"]), "", ReportOrMap, "气种"),
    is("facility", FactKind::AnyOf(FACILITIES), "", ReportOrMap, "泄漏设施或场所"),
    is("road_above", FactKind::OneOf(&["trunk", "secondary", "residential", "none"]), "", ReportOrMap, "上方道路"),
    is("several_households", BOOL, "", ReportOrMap, "涉及高层建筑内多个住户"),
    // 2,000 is pure methane, 5,600 pure LPG: the reader of a report knows the gas and checks the nearer bound.
    is("lel_percent", FactKind::Number { min: 0.0, max: 5_600.0 }, "% LEL", Report, "燃气浓度占爆炸下限的比例"),
    is("trend", FactKind::OneOf(&["falling", "stable", "rising", "rapid"]), "", Report, "浓度变化趋势"),
    is("controlled", BOOL, "", Report, "已有效控制"),
    is("large_area", BOOL, "", Report, "大面积泄漏"),
    is("large_amount", BOOL, "", Report, "大量泄漏"),
    is("third_party_damage", BOOL, "", Report, "外力破坏"),
    is("threatens_residents", BOOL, "", Report, "威胁周边居民安全"),
    is("works_in_protection_range", BOOL, "", Report, "燃气设施保护范围内施工"),
    is("in_main_city", BOOL, "", ReportOrMap, "位于主城区"),
    is("simultaneous_leaks", FactKind::Count { max: 1_000_000.0 }, "", ReportOrMap, "同时泄漏点数"),
    is("gate_outlet_mpa", MPA, "MPa", Report, "市区门站出站压力"),
    is("medium_network_mpa", MPA, "MPa", Report, "中压管网压力"),
    is("magnitude", FactKind::Number { min: 0.0, max: 10.0 }, "", Report, "地震震级"),
    is("disaster", FactKind::OneOf(&["none", "major", "extraordinary"]), "", Report, "自然灾害等级"),
    is("scenario", FactKind::OneOf(&["leak", "rupture", "tanker", "tanker_fire"]), "", Report, "情景"),
    is("households_out", FactKind::Count { max: 100_000_000.0 }, "户", ReportOrMap, "停供户数"),
    is("outage_hours", HOURS, "h", Report, "预计停供时间"),
    is("elapsed_hours", HOURS, "h", Report, "已连续停供时间"),
    is("deaths", PEOPLE, "人", Report, "死亡人数"),
    is("serious_injuries", PEOPLE, "人", Report, "重伤人数"),
    is("loss_10k_cny", FactKind::Number { min: 0.0, max: 100_000_000.0 }, "万元", Report, "直接经济损失"),
    is("secondary_disaster", BOOL, "", Report, "引发次生灾害"),
    is("crowded_place_casualties", BOOL, "", Report, "大型公共场所或人群聚集区已有伤亡"),
    is("headquarters_judgement", FactKind::OneOf(COLOURS), "", Report, "市专项指挥部会商研判的预警级别"),
    is("special_period", BOOL, "", Report, "重大节日、重大活动期间或重点区域"),
    is("city_enterprise", BOOL, "", Report, "市直企业"),
    // What only the map and the settings know.
    is("mp_alarm_nodes", FactKind::Count { max: 1_000_000.0 }, "", Map, "设低压报警且额定压力高于0.1MPa的中压节点数"),
    is("road_inside", BOOL, "", Map, "警戒范围内有公路"),
    is("bridge_inside", BOOL, "", Map, "警戒范围内有桥梁"),
    is("cross_county", BOOL, "", Map, "跨县级行政区域"),
    is("in_heating_season", BOOL, "", Map, "处于供暖期"),
    // By which an incident is closed.
    is("people_rescued", BOOL, "", Closing, "遇险人员全部得救"),
    is("scene_controlled", BOOL, "", Closing, "现场得到控制"),
    is("hazards_removed", BOOL, "", Closing, "次生、衍生事故隐患消除"),
    is("environment_meets_standard", BOOL, "", Closing, "环境符合有关标准"),
    is("gas_vol_percent", FactKind::Number { min: 0.0, max: 100.0 }, "%vol", Closing, "现场燃气体积浓度"),
    is("leak_test_passed", BOOL, "", Closing, "检漏、检验符合要求"),
    is("supply_approved", BOOL, "", Closing, "市专项指挥部批准恢复供气（有批准文号）"),
    is("supply_restored", BOOL, "", Closing, "已恢复供应"),
    is("recheck_passed", BOOL, "", Closing, "恢复后复查合格"),
    is("scene_headquarters_confirmed", BOOL, "", Closing, "现场指挥部确认"),
    is("city_headquarters_agreed", BOOL, "", Closing, "市专项指挥部同意"),
    // What the steps of a classification found, for the steps after them.
    is("warning", FactKind::OneOf(&["red", "orange", "yellow", "blue", "none"]), "", Found, "预警级别"),
    is("grade", FactKind::OneOf(&["extraordinary", "major", "large", "general", "none"]), "", Found, "事故等级"),
    is("level", FactKind::OneOf(&["I", "II", "III", "IV", "none"]), "", Found, "响应级别"),
    is("missing_facts", FactKind::FactNames, "", Found, "尚缺的事实"),
    is("overridden_facts", FactKind::FactNames, "", Found, "以报告为准的图推事实"),
];

const fn is(name: &'static str, kind: FactKind, unit: &'static str, origin: Origin, title_zh: &'static str) -> Fact {
    Fact { name, kind, unit, origin, title_zh }
}

impl FactKind {
    /// What would be right, for a message.
    pub fn in_words(self) -> String {
        match self {
            Self::Bool => "true or false".to_owned(),
            Self::Count { max } => format!("a whole number from 0 to {max}"),
            Self::Number { min, max } => format!("a number from {min} to {max}"),
            Self::OneOf(words) => format!("one of {}", words.join(", ")),
            Self::AnyOf(words) => format!("one or more of {}", words.join(", ")),
            Self::FactNames => "names of facts".to_owned(),
        }
    }

    /// Whether a word may be the value of such a fact, or one of its values.
    pub fn has_word(self, word: &str) -> bool {
        match self {
            Self::OneOf(words) | Self::AnyOf(words) => words.contains(&word),
            Self::FactNames => fact(word).is_some(),
            Self::Bool | Self::Count { .. } | Self::Number { .. } => false,
        }
    }
}
