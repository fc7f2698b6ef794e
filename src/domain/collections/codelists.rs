//! The code lists: value, Chinese label, English label.

use crate::domain::CodeList;

macro_rules! code_lists {
    ($($constant:ident = $name:literal { $($code:literal: $zh:literal, $en:literal;)+ })+) => {
        $(pub static $constant: CodeList = CodeList { name: $name, codes: &[$(($code, $zh, $en)),+] };)+
    };
}

/// The classes of 农村公路: only these count for goals, money and road chiefs.
pub const CLASSES_OF_RURAL_ROADS: [&str; 3] = ["county", "township", "village"];

code_lists! {
    LEVEL = "level" { "city": "市级", "City"; "county": "县级", "County"; "township": "乡级", "Township"; "village": "村级", "Village"; }
    CHIEF_LEVEL = "chief_level" { "county": "县级", "County"; "township": "乡级", "Township"; "village": "村级", "Village"; }
    JURISDICTION_KIND = "jurisdiction_kind" { "administrative": "行政区", "Administrative division"; "functional_zone": "功能区", "Functional zone"; }
    SETTLEMENT_KIND = "settlement_kind" {
        "town": "镇", "Town"; "township": "乡", "Township"; "subdistrict": "街道", "Subdistrict";
        "village_committee": "村民委员会", "Village committee"; "residents_committee": "居民委员会", "Residents' committee";
    }
    REGIME = "fiscal_regime" { "2:2:6": "省市县 2:2:6", "Province, city, county 2:2:6"; "4:6": "省直管 4:6", "Province, county 4:6"; }
    FUND_ENTRY = "fund_entry" { "budgeted": "预算", "Budgeted"; "allocated": "拨付", "Allocated"; "spent": "支出", "Spent"; "carried_over": "结转", "Carried over"; }
    DESIGNATION_KIND = "designation_kind" { "model_county": "四好农村路示范县", "Model county"; "model_township": "示范乡镇", "Model township"; "model_village": "示范村", "Model village"; "other": "其他", "Other"; }
    DESIGNATION_LEVEL = "designation_level" { "national": "国家级", "National"; "provincial": "省级", "Provincial"; "city": "市级", "City"; }
    PLACE_KIND = "place_kind" {
        "school": "学校", "School"; "kindergarten": "幼儿园", "Kindergarten"; "hospital": "医院", "Hospital"; "clinic": "卫生室", "Clinic";
        "care_home": "养老机构", "Care home"; "station": "车站", "Station"; "mall": "商场", "Mall"; "market": "集贸市场", "Market";
        "underground_space": "地下空间", "Underground space"; "parking_garage": "地下停车场", "Parking garage"; "factory": "工厂", "Factory";
        "government": "机关", "Government office"; "place_of_worship": "宗教场所", "Place of worship"; "hotel": "宾馆", "Hotel"; "other": "其他", "Other";
    }
    BUILDING_KIND = "building_kind" { "detached": "独院", "Detached"; "multi_storey": "多层", "Multi-storey"; "high_rise": "高层", "High-rise"; }
    FACILITY_KIND = "facility_kind" {
        "county_maintenance_centre": "县养护中心", "County maintenance centre"; "township_station": "乡镇管养站", "Township station";
        "village_room": "村养护室", "Village room"; "transport_service_station": "运输综合服务站", "Transport service station";
    }
    ROAD_CLASS = "road_class" {
        "national": "国道", "National"; "provincial": "省道", "Provincial"; "county": "县道", "County"; "township": "乡道", "Township";
        "village": "村道", "Village"; "special": "专用公路", "Special"; "urban": "城市道路", "Urban"; "other": "其他", "Other";
    }
    URBAN_CLASS = "urban_class" { "trunk": "主干路", "Trunk"; "secondary": "次干路", "Secondary"; "branch": "支路", "Branch"; "residential": "小区道路", "Residential"; }
    TECHNICAL_CLASS = "technical_class" {
        "expressway": "高速", "Expressway"; "1": "一级", "Class 1"; "2": "二级", "Class 2"; "3": "三级", "Class 3"; "4": "四级", "Class 4"; "substandard": "等外", "Substandard";
    }
    SURFACE = "surface" {
        "asphalt": "沥青混凝土", "Asphalt concrete"; "cement": "水泥混凝土", "Cement concrete"; "simple_paved": "简易铺装", "Simple paved";
        "block": "砌块", "Block"; "gravel": "砂石", "Gravel"; "earth": "土路", "Earth"; "other": "其他", "Other";
    }
    SURVEY_METHOD = "survey_method" { "manual": "人工", "Manual"; "automatic": "自动化", "Automatic"; }
    SPAN_CLASS = "span_class" { "extra_large": "特大桥", "Extra-large"; "large": "大桥", "Large"; "medium": "中桥", "Medium"; "small": "小桥", "Small"; }
    DISPOSAL_KIND = "disposal_kind" { "closed": "封闭", "Closed"; "restricted": "限载限行", "Restricted"; "repaired": "维修加固", "Repaired"; "rebuilt": "改建", "Rebuilt"; "removed": "拆除", "Removed"; }
    HAZARD_KIND = "hazard_kind" {
        "roadside_drop": "临水临崖", "Roadside drop"; "sharp_curve": "急弯", "Sharp curve"; "steep_grade": "陡坡", "Steep grade"; "junction": "平交路口", "Junction";
        "missing_sign": "标志缺失", "Missing sign"; "missing_barrier": "护栏缺失", "Missing barrier"; "drainage": "排水不畅", "Drainage"; "subsidence": "路基沉陷", "Subsidence"; "other": "其他", "Other";
    }
    VIOLATION_KIND = "violation_kind" {
        "advertisement": "违法广告", "Advertisement"; "building": "违法建筑", "Building"; "crossing": "违法穿跨越设施", "Crossing"; "sign": "违法非公路标志", "Sign";
        "planting": "违法种植", "Planting"; "stall": "摆摊设点", "Stall"; "threshing": "打场晒粮", "Threshing"; "piling": "堆放物品", "Piling";
    }
    WORKS_KIND = "works_kind" { "new": "新建", "New"; "rebuild": "改建", "Rebuild"; "major_repair": "大修", "Major repair"; "medium_repair": "中修", "Medium repair"; "preventive": "预防性养护", "Preventive maintenance"; }
    ACCEPTANCE = "acceptance" { "failed": "不合格", "Failed"; "qualified": "合格", "Qualified"; "excellent": "优良", "Excellent"; }
    CHIEF_KIND = "chief_kind" { "general": "总路长", "General"; "route": "路线路长", "Route"; }
    SEVERITY = "severity" { "none": "正常", "None"; "minor": "轻微", "Minor"; "serious": "严重", "Serious"; "urgent": "紧急", "Urgent"; }
    GAS = "gas" { "natural_gas": "天然气", "Natural gas"; "lpg": "液化石油气", "LPG"; }
    GAS_PIPE_ROLE = "gas_pipe_role" { "trunk": "干管", "Trunk"; "distribution": "配气管", "Distribution"; "service": "户引入管", "Service"; }
    PRESSURE_CLASS = "pressure_class" {
        "low": "低压", "Low"; "medium_b": "中压B", "Medium B"; "medium_a": "中压A", "Medium A"; "subhigh_b": "次高压B", "Sub-high B";
        "subhigh_a": "次高压A", "Sub-high A"; "high_b": "高压B", "High B"; "high_a": "高压A", "High A";
    }
    PIPE_POSITION = "pipe_position" { "buried": "埋地", "Buried"; "overhead": "架空", "Overhead"; }
    GAS_NODE_KIND = "gas_node_kind" {
        "source": "气源", "Source"; "gate_station": "门站", "Gate station"; "storage_station": "储配站", "Storage station"; "mother_station": "加气母站", "Mother station";
        "filling_station": "加气站", "Filling station"; "lpg_station": "液化气供应站", "LPG station"; "district_regulator": "区域调压站", "District regulator";
        "small_regulator": "小型调压站", "Small regulator"; "box_regulator": "楼栋调压箱", "Box regulator"; "valve": "阀门", "Valve"; "check_valve": "止回阀", "Check valve";
        "junction": "节点", "Junction"; "service": "用户接点", "Service";
    }
    HEAT_NODE_KIND = "heat_node_kind" {
        "plant": "热源", "Plant"; "substation": "换热站", "Substation"; "valve": "阀门", "Valve"; "check_valve": "止回阀", "Check valve";
        "junction": "节点", "Junction"; "service": "用户接点", "Service";
    }
    CIRCUIT = "circuit" { "supply": "供水", "Supply"; "return": "回水", "Return"; }
    HEAT_NETWORK = "heat_network" { "primary": "一级网", "Primary"; "secondary": "二级网", "Secondary"; }
    CONDUIT_KIND = "conduit_kind" { "sewer": "污水管", "Sewer"; "storm": "雨水管", "Storm drain"; "power": "电缆沟", "Power"; "telecom": "电信沟", "Telecom"; "other": "其他", "Other"; }
    HAZARD = "hazard" { "gas": "燃气", "Gas"; "heat": "供热", "Heat"; }
    WARNING_COLOUR = "warning_colour" { "red": "红色", "Red"; "orange": "橙色", "Orange"; "yellow": "黄色", "Yellow"; "blue": "蓝色", "Blue"; }
    INCIDENT_STATE = "incident_state" {
        "reported": "已报告", "Reported"; "assessed": "已研判", "Assessed"; "warning": "预警中", "Warning"; "adjusted": "预警已调整", "Adjusted";
        "response": "应急响应", "Response"; "controlled": "已控制", "Controlled"; "concentration_clear": "浓度达标", "Concentration clear";
        "supply_restored": "已恢复供应", "Supply restored"; "terminated": "已终止", "Terminated";
    }
    WARNING_STATE = "warning_state" { "draft": "拟发", "Draft"; "in_force": "生效", "In force"; "superseded": "已被替代", "Superseded"; "lifted": "已解除", "Lifted"; }
    // `none` is of heat alone: below every grade (H10 3).
    ACCIDENT_GRADE = "accident_grade" { "extraordinary": "特别重大", "Extraordinary"; "major": "重大", "Major"; "large": "较大", "Large"; "general": "一般", "General"; "none": "未达等级", "Below all grades"; }
    RESPONSE_LEVEL = "response_level" { "I": "I级", "Level I"; "II": "II级", "Level II"; "III": "III级", "Level III"; "IV": "IV级", "Level IV"; }
}
