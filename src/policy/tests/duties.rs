//! What each fact adds to the units, time limits and measures of a quiet case, of both plans.

use std::collections::BTreeSet;

use super::*;

/// A case in which all is known and nothing has happened.
const QUIET: &str = "facility = [], lel_percent = 10, households_out = 0, outage_hours = 0, elapsed_hours = 0, \
     deaths = 0, serious_injuries = 0, loss_10k_cny = 0, crowded_place_casualties = false, secondary_disaster = false, \
     magnitude = 0, disaster = 'none', third_party_damage = false, threatens_residents = false, controlled = false, \
     works_in_protection_range = false, city_enterprise = false, cross_county = false, road_inside = false, \
     bridge_inside = false, large_area = false, large_amount = false, gate_outlet_mpa = 0.4, medium_network_mpa = 0.2";

/// Every duty with its clause.
fn duties(hazard: Hazard, change: &str) -> BTreeSet<String> {
    let mut case = facts(QUIET);
    for (name, value) in values(change) {
        case.know(&name, value).unwrap();
    }
    let found = classify(Rules::embedded(), hazard, &case);
    assert_eq!(found.undetermined_duties, [], "{change}");
    let notify = found.notify.iter().map(|one| format!("{} {}", one.unit, one.clause));
    let deadlines = found.deadlines.iter().map(|one| {
        let minutes = one.within_minutes.map(|minutes| minutes.to_string());
        format!("时限 {} {}", one.clause, minutes.or(one.at.clone()).unwrap())
    });
    let measures = found.measures.iter().map(|one| format!("措施 {}", one.clause));
    notify.chain(deadlines).chain(measures).collect()
}

/// What a change adds, in the order of the characters; nothing goes away.
#[track_caller]
fn check_adds(hazard: Hazard, change: &str, expected: &[&[&str]]) {
    let quiet = duties(hazard, "");
    let now = duties(hazard, change);
    let added: BTreeSet<&str> = now.difference(&quiet).map(String::as_str).collect();
    let expected: BTreeSet<&str> = expected.iter().flat_map(|group| group.iter().copied()).collect();
    assert_eq!(added, expected, "{change}");
    assert!(quiet.is_subset(&now), "{change}");
}

const GAS_LARGE: &[&str] = &[
    "市城镇燃气事故应急救援指挥部办公室（市住房和城乡建设局） 5.1(6)",
    "市委宣传部 2.2(1)",
    "市委网信办 2.2(2)",
    "市民政局 2.2(6)",
    "市财政局 2.2(7)",
    "市生态环境局 2.2(9)",
    "市通信管理办公室 2.2(16)",
    "同级人民政府新闻办 5.9",
    "措施 5.6(1)",
];
const GAS_MAJOR: &[&str] = &["省政府 5.1(6)", "省住房和城乡建设厅 5.3", "时限 5.7 0"];
const GAS_DEATH: &[&str] =
    &["市城镇燃气事故应急救援指挥部办公室（市住房和城乡建设局） 5.1(6)", "市政府 5.1(6)", "省政府及相关部门 5.1(6)"];
const GAS_CASUALTIES: &[&str] = &["市卫生健康委 2.2(11)", "措施 5.6(4)"];
const GAS_OUTAGE: &[&str] = &["措施 2.2(20)"];
const GAS_SUPPLY: &[&str] = &["市发展改革委 2.2(4)"];
/// On any colour; `市城镇燃气事故应急救援指挥部` is told of each (3.3).
const GAS_WARNED: &[&str] = &[
    "市城镇燃气事故应急救援指挥部 3.3",
    "同级人民政府新闻办 5.9",
    "时限 3.4.1 0",
    "措施 3.4.2(1)",
    "措施 3.4.2(2)",
    "措施 3.4.2(3)",
    "措施 3.4.2(4)",
];
const GAS_EVACUATED: &[&str] = &["措施 5.6(6)"];
const GAS_CITY: &[&str] = &["专家组 3.4.1", "市政府 3.3", "市应急救援总指挥部办公室 3.3"];

#[test]
fn on_a_quiet_gas_leak_the_units_of_the_scene_are_told_and_it_is_checked() {
    let expected = [
        "事发地县（市、区）应急管理部门 3.4.2",
        "事发地县（市、区）政府（管委会）专项指挥部 5.1(6)",
        "事发地县（市、区）燃气主管部门 3.4.2",
        "公安、公安交警部门 2.2(5)",
        "市住房和城乡建设局 2.2(3)",
        "市应急管理局 2.2(12)",
        "市气象局 2.2(14)",
        "消防救援队伍 2.2(17)",
        "燃气经营企业 5.1(1)",
        "时限 5.1(1) 0",
        "时限 5.1(1) 30",
        "措施 5.5",
        "措施 5.6(2)",
        "措施 5.6(3)",
        "措施 5.6(5)",
    ];
    assert_eq!(duties(Hazard::Gas, ""), expected.iter().map(|one| (*one).to_owned()).collect());
}

#[test]
fn the_grade_of_a_gas_accident_brings_its_members() {
    let add = |change: &str, expected: &[&[&str]]| check_adds(Hazard::Gas, change, expected);
    add("loss_10k_cny = 999", &[]);
    add("loss_10k_cny = 1000", &[GAS_LARGE]);
    add("loss_10k_cny = 5000", &[GAS_LARGE, GAS_MAJOR]);
    add("loss_10k_cny = 10000", &[GAS_LARGE, GAS_MAJOR]);
    add("deaths = 1", &[GAS_DEATH, GAS_CASUALTIES]);
    add("deaths = 3", &[GAS_DEATH, GAS_CASUALTIES, GAS_LARGE]);
    add("serious_injuries = 1", &[GAS_CASUALTIES]);
    add("crowded_place_casualties = true", &[GAS_CASUALTIES, GAS_LARGE]);
}

#[test]
fn the_colour_of_a_gas_warning_brings_its_readers() {
    let add = |change: &str, expected: &[&[&str]]| check_adds(Hazard::Gas, change, expected);
    add("households_out = 1", &[GAS_OUTAGE]);
    add("households_out = 1999", &[GAS_OUTAGE]);
    add("households_out = 2000", &[GAS_OUTAGE, GAS_SUPPLY, GAS_WARNED]);
    add("households_out = 5000", &[GAS_OUTAGE, GAS_SUPPLY, GAS_WARNED, GAS_EVACUATED]);
    add("headquarters_judgement = 'blue'", &[GAS_WARNED]);
    add("headquarters_judgement = 'yellow'", &[GAS_WARNED, GAS_EVACUATED]);
    add("headquarters_judgement = 'orange'", &[GAS_WARNED, GAS_EVACUATED, GAS_CITY]);
    add("headquarters_judgement = 'red'", &[GAS_WARNED, GAS_EVACUATED, GAS_CITY]);
}

#[test]
fn each_fact_of_a_gas_leak_brings_the_unit_whose_matter_it_is() {
    let add = |change: &str, expected: &[&[&str]]| check_adds(Hazard::Gas, change, expected);
    let office = "市城镇燃气事故应急救援指挥部办公室（市住房和城乡建设局）";
    let power: &[&str] = &["国网许昌供电公司 2.2(18)"];
    add("lel_percent = 19.9", &[]);
    add("lel_percent = 20", &[GAS_WARNED, power]);
    add("city_enterprise = true", &[&[&format!("{office} 5.1(2)")]]);
    add("cross_county = true", &[&[&format!("{office} 1.3")]]);
    add("road_inside = true", &[&["市交通运输局 2.2(10)"]]);
    add("bridge_inside = true", &[&["市交通运输局 2.2(10)"]]);
    for station in ["gate_station", "storage_station", "mother_station", "filling_station", "lpg_station"] {
        add(&format!("facility = '{station}'"), &[&["市市场监管局 2.2(13)"]]);
    }
    add("facility = 'trunk_main'", &[]);
    let warned = &[GAS_WARNED, GAS_EVACUATED, GAS_CITY];
    add("disaster = 'major'", &[&["市自然资源和规划局 2.2(8)"], warned[0], warned[1], warned[2]]);
    add("disaster = 'extraordinary'", &[&["市自然资源和规划局 2.2(8)"], warned[0], warned[1], warned[2]]);
    add("magnitude = 4.9", &[]);
    add("magnitude = 5", &[&["市防震减灾中心 2.2(15)"], warned[0], warned[1], warned[2]]);
    add("third_party_damage = true", &[&["施工单位 5.1(4)", "时限 5.1(4) 0"]]);
    add("threatens_residents = true", &[GAS_EVACUATED]);
    add("controlled = true", &[&["措施 5.1(3)", "措施 5.6(7)"]]);
}

const HEAT_LARGE: &[&str] = &[
    "市集中供热事故应急处置指挥部办公室（市住房和城乡建设局） 5.1",
    "市交通运输局 2.2(11)",
    "市水利局 2.2(12)",
    "国网许昌供电公司 2.2(18)",
    "市委宣传部 2.2(1)",
    "市委网信办 2.2(2)",
    "市民政局 2.2(7)",
    "市财政局 2.2(8)",
    "市生态环境局 2.2(10)",
    "市通信管理办公室 2.2(16)",
    "时限 6.1.3(2) 07:30",
    "时限 6.1.3(2) 16:00",
];
const HEAT_PROVINCE: &[&str] = &["省住房和城乡建设厅 5.1"];
const HEAT_CASUALTIES: &[&str] = &["市卫生健康委 2.2(13)", "市人力资源和社会保障局 2.2(9)"];
const HEAT_CHANGES: &[&str] = &["时限 6.1.3(2) 23:59"];
const HEAT_WARNED: &[&str] = &[
    "市政府 4.2.2(1)",
    "可能受到危害的毗邻地区政府 4.2.2(1)",
    "承担应急处置职责的相关单位 4.2.2(3)",
    "市气象局 2.2(15)",
    "措施 4.2.1 IV(1)",
    "措施 4.2.1 IV(2)",
    "措施 4.2.1 IV(3)",
    "措施 4.2.1 IV(4)",
    "措施 4.2.1 IV(5)",
    "措施 4.2.1 IV(6)",
];
const HEAT_YELLOW: &[&str] = &[
    "专家组 4.2.1 III(1)",
    "市水利局 2.2(12)",
    "国网许昌供电公司 2.2(18)",
    "措施 4.2.1 III(1)",
    "措施 4.2.1 III(2)",
    "措施 4.2.1 III(3)",
    "措施 4.2.1 III(4)",
    "措施 4.2.1 III(5)",
    "措施 4.2.1 III(6)",
];
const HEAT_ORANGE: &[&str] = &["措施 4.2.1 II(1)", "措施 4.2.1 II(2)", "措施 4.2.1 II(3)", "措施 4.2.1 II(4)"];
const HEAT_RED: &[&str] = &["措施 4.2.1 I(1)", "措施 4.2.1 I(2)"];

#[test]
fn on_a_quiet_heating_leak_the_units_of_the_scene_are_told() {
    let expected = [
        "热力企业 2.2(20)",
        "事发地县（市、区）政府（管委会） 2.2(19)",
        "事发地县（市、区）供热主管部门 6.1.1",
        "事发地县（市、区）应急管理部门 6.1.1",
        "市住房和城乡建设局 2.2(3)",
        "公安部门 2.2(6)",
        "市消防救援支队 2.2(17)",
        "市应急管理局 2.2(14)",
        "时限 6.1.1 0",
        "时限 6.1.3(3) 15",
        "时限 6.1.3(3) 30",
        "措施 6.2(1)",
    ];
    assert_eq!(duties(Hazard::Heat, "headquarters_judgement = 'blue'").len(), expected.len() + HEAT_WARNED.len());
    assert_eq!(duties(Hazard::Heat, ""), expected.iter().map(|one| (*one).to_owned()).collect());
}

#[test]
fn the_grade_of_a_heating_accident_brings_its_members() {
    let add = |change: &str, expected: &[&[&str]]| check_adds(Hazard::Heat, change, expected);
    add("loss_10k_cny = 99", &[]);
    add("loss_10k_cny = 100", &[&["措施 6.3.3(1)"]]);
    add("loss_10k_cny = 1000", &[HEAT_LARGE, &["措施 6.3.2(1)"]]);
    add("loss_10k_cny = 3000", &[HEAT_LARGE, &["措施 6.3.1(1)"]]);
    add("loss_10k_cny = 5000", &[HEAT_LARGE, HEAT_PROVINCE, &["措施 6.3.1(1)"]]);
    add("loss_10k_cny = 10000", &[HEAT_LARGE, HEAT_PROVINCE, &["措施 6.3.1(1)"]]);
    add("deaths = 1", &[HEAT_CASUALTIES, HEAT_CHANGES, &["措施 6.3.3(1)"]]);
    add("serious_injuries = 1", &[HEAT_CASUALTIES, HEAT_CHANGES, &["措施 6.3.3(1)"]]);
    add("crowded_place_casualties = true", &[HEAT_CASUALTIES]);
}

#[test]
fn each_colour_of_a_heating_warning_adds_to_the_one_below_it() {
    let add = |change: &str, expected: &[&[&str]]| check_adds(Hazard::Heat, change, expected);
    add("headquarters_judgement = 'blue'", &[HEAT_WARNED]);
    add("headquarters_judgement = 'yellow'", &[HEAT_WARNED, HEAT_YELLOW]);
    add("headquarters_judgement = 'orange'", &[HEAT_WARNED, HEAT_YELLOW, HEAT_ORANGE]);
    add("headquarters_judgement = 'red'", &[HEAT_WARNED, HEAT_YELLOW, HEAT_ORANGE, HEAT_RED]);
}

#[test]
fn each_fact_of_a_heating_leak_brings_the_unit_whose_matter_it_is() {
    let add = |change: &str, expected: &[&[&str]]| check_adds(Hazard::Heat, change, expected);
    let users: &[&str] = &["受影响用户 4.2.1 IV(2)"];
    add("households_out = 1", &[users]);
    add("households_out = 999", &[users]);
    add("households_out = 1000", &[users, &["市工业和信息化局 2.2(5)", "市发展改革委 2.2(4)"]]);
    add("road_inside = true", &[&["市交通运输局 2.2(11)"]]);
    add("bridge_inside = true", &[&["市交通运输局 2.2(11)"]]);
    add("cross_county = true", &[&["市集中供热事故应急处置指挥部办公室（市住房和城乡建设局） 1.3"]]);
}
