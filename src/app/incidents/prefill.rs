//! Texts of a warning made of what was assessed, where the desk gives none: to be read before they go out.

use serde_json::Value as Json;

use crate::app::View;
use crate::app::incidents::sheet::Sheet;
use crate::queries::Utility;

/// Numbers below it are not printed: they point at homes.
const SMALLEST_COUNT: u64 = 10;
/// No text is longer: more measures than that are read in the assessment.
const MOST_LINES: usize = 30;

/// Fields of a warning with what the assessment says of each; `None` where it says nothing.
pub(super) fn texts(view: &View, incident: &Sheet, hazard: Utility) -> [(&'static str, Option<String>); 6] {
    let assessment = incident.document("assessment");
    let report = incident.document("report");
    [
        ("area", area(view, &assessment)),
        ("danger", Some(danger(hazard, &report))),
        ("reach", reach(hazard, &assessment)),
        ("situation", situation(incident, &report)),
        ("measures", lines(&assessment["measures"], |one| one["text_zh"].as_str().map(str::to_owned))),
        ("duties", lines(&assessment["notify"], duty)),
    ]
}

/// The divisions from the county down, how far the cordon reaches, and where on the road.
fn area(view: &View, assessment: &Json) -> Option<String> {
    let place = &assessment["place"];
    let here = place["jurisdiction"].as_str()?;
    let mut names: Vec<&str> =
        view.jurisdictions().lineage(here).filter_map(|code| view.jurisdiction_name(code)).collect();
    names.reverse();
    // Each is named once, where a name holds those above it.
    let mut area = String::new();
    for name in names {
        if name.starts_with(&area) {
            area.clear();
        }
        area.push_str(name);
    }
    if area.is_empty() {
        return None;
    }
    if let Some(road) = place["road"]["code"].as_str() {
        let name = view.road_name(road).unwrap_or(road);
        area = format!("{area}{name}（{road}）{}附近", place["road"]["chainage"].as_str().unwrap_or_default());
    }
    let cordon = assessment["zones"]["features"].as_array()?.iter().find(|zone| zone["properties"]["zone"] == "cordon");
    match cordon.and_then(|cordon| cordon["properties"]["radius_m"].as_f64()) {
        Some(radius_m) => Some(format!("{area}，事发点周围{:.0}米警戒范围内", radius_m.ceil())),
        None => Some(format!("{area}，划定的警戒范围内")),
    }
}

fn danger(hazard: Utility, report: &Json) -> String {
    let words = match (hazard, report["scenario"].as_str()) {
        (Utility::Heat, Some("rupture")) => "供热管道破裂",
        (Utility::Heat, _) => "供热管道故障",
        (Utility::Gas, Some("rupture")) => "燃气管道破裂",
        (Utility::Gas, Some("tanker")) => "燃气槽车泄漏",
        (Utility::Gas, Some("tanker_fire")) => "燃气槽车着火",
        (Utility::Gas, _) => match report["facility"].as_str() {
            None | Some("trunk_main" | "buried_main" | "overhead_line") => "燃气管道泄漏",
            Some("district_regulator" | "small_regulator" | "box_regulator") => "燃气调压设施泄漏",
            Some("gate_station" | "storage_station" | "mother_station" | "filling_station" | "lpg_station") => {
                "燃气场站泄漏"
            }
            Some(_) => "燃气泄漏",
        },
    };
    words.to_owned()
}

/// Who lives in the cordon, and who is out of supply; what is not known is not said.
fn reach(hazard: Utility, assessment: &Json) -> Option<String> {
    let mut said = Vec::new();
    let cordon = &assessment["households"]["cordon"];
    if let Some(households) = cordon["count"].as_u64() {
        let persons = cordon["persons"].as_u64().map(|count| counted(count, "人"));
        said.push(match persons {
            Some(persons) => format!("警戒范围内{}、{persons}", counted(households, "户")),
            None => format!("警戒范围内{}", counted(households, "户")),
        });
    }
    if let Some(out) = assessment["outage"]["households"].as_u64() {
        let what = if hazard == Utility::Gas { "停气" } else { "停暖" };
        said.push(format!("可能{what}{}", counted(out, "户")));
    }
    (!said.is_empty()).then(|| said.join("；"))
}

fn counted(count: u64, unit: &str) -> String {
    match count {
        0 => format!("0{unit}"),
        few if few < SMALLEST_COUNT => format!("不足{SMALLEST_COUNT}{unit}"),
        many => format!("{many}{unit}"),
    }
}

/// The words of the desk, then what is known of it in numbers.
fn situation(incident: &Sheet, report: &Json) -> Option<String> {
    let mut said: Vec<String> = incident.text("description").map(str::to_owned).into_iter().collect();
    for (field, before, after) in [
        ("lel_percent", "燃气浓度为爆炸下限的", "%"),
        ("deaths", "死亡", "人"),
        ("serious_injuries", "重伤", "人"),
        ("elapsed_hours", "已停供", "小时"),
        ("outage_hours", "预计停供", "小时"),
    ] {
        if let Some(number) = report[field].as_f64() {
            said.push(format!("{before}{number}{after}"));
        }
    }
    let controlled = report["controlled"].as_bool().map(|is| if is { "已有效控制" } else { "尚未控制" });
    said.extend(controlled.map(str::to_owned));
    (!said.is_empty()).then(|| said.join("，"))
}

/// A unit and why it is called.
fn duty(notify: &Json) -> Option<String> {
    let unit = notify["unit"].as_str()?;
    Some(notify["why"].as_str().map_or_else(|| unit.to_owned(), |why| format!("{unit} — {why}")))
}

/// A line each, none twice.
fn lines(list: &Json, line: impl Fn(&Json) -> Option<String>) -> Option<String> {
    let mut lines: Vec<String> = Vec::new();
    for said in list.as_array()?.iter().filter_map(line) {
        if !lines.contains(&said) && lines.len() < MOST_LINES {
            lines.push(said);
        }
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn few_households_are_not_counted_and_unknown_ones_not_told() {
        let few = json!({"households": {"cordon": {"count": 3, "persons": 12}}, "outage": {"households": null}});
        assert_eq!(reach(Utility::Gas, &few).unwrap(), "警戒范围内不足10户、12人");
        let out = json!({"households": {"cordon": {"count": 0}}, "outage": {"households": 80}});
        assert_eq!(reach(Utility::Heat, &out).unwrap(), "警戒范围内0户；可能停暖80户");
        assert_eq!(reach(Utility::Gas, &Json::Null), None);
    }

    #[test]
    fn a_danger_is_named_by_hazard_scenario_and_facility() {
        assert_eq!(danger(Utility::Gas, &json!({})), "燃气管道泄漏");
        assert_eq!(danger(Utility::Heat, &json!({})), "供热管道故障");
        assert_eq!(danger(Utility::Gas, &json!({"scenario": "tanker_fire"})), "燃气槽车着火");
        assert_eq!(danger(Utility::Gas, &json!({"facility": "box_regulator"})), "燃气调压设施泄漏");
    }

    #[test]
    fn measures_and_duties_are_lines_each_said_once() {
        let notify =
            json!([{"unit": "市公安局", "why": "交通管制"}, {"unit": "市公安局", "why": "交通管制"}, {"unit": "医院"}]);
        assert_eq!(lines(&notify, duty).unwrap(), "市公安局 — 交通管制\n医院");
        assert_eq!(lines(&json!([]), duty), None);
    }
}
