//! What the heading of a column means, where it is not the name of a field: spreadsheets are headed in
//! Chinese, and many name the unit behind.

use crate::domain::Collection;
use crate::domain::Field;
use crate::domain::FieldKind;

/// Other words for a title, as surveys and registers of roads use them.
const OTHER_WORDS: [(&str, &str); 8] = [
    ("路线编号", "路线编码"),
    ("路线编号", "路线代码"),
    ("止点桩号", "讫点桩号"),
    ("止点桩号", "终点桩号"),
    ("桥梁代码", "桥梁编码"),
    ("桥梁代码", "桥梁编号"),
    ("区划代码", "行政区划代码"),
    ("检测日期", "检测时间"),
];

/// Words for the code of a record.
const CODE_WORDS: [&str; 3] = ["代码", "编码", "编号"];

/// The name of ours that a heading of a plain table means: that name itself in any case, or the Chinese
/// title of the field. A unit in brackets behind must be the one that we keep: `(m)` behind a length in
/// kilometres is a column of another kind.
pub fn meaning(collection: &Collection, heading: &str) -> String {
    let (words, unit) = split(heading.trim());
    let is_title = |field: &&Field| {
        field.title_zh == words || OTHER_WORDS.iter().any(|(title, other)| field.title_zh == *title && *other == words)
    };
    let is_named = |field: &&Field| field.name.eq_ignore_ascii_case(words);
    let found = collection.fields.iter().find(is_named).or_else(|| collection.fields.iter().find(is_title));
    match found {
        Some(field) if unit.is_none_or(|unit| is_unit_of(field, unit)) => field.name.to_owned(),
        None if unit.is_none() && CODE_WORDS.contains(&words) => "code".to_owned(),
        _ => heading.to_lowercase(),
    }
}

/// The words, and the unit in brackets of either width.
fn split(heading: &str) -> (&str, Option<&str>) {
    let Some(inner) = heading.strip_suffix([')', '）']) else { return (heading, None) };
    match inner.rfind(['(', '（']) {
        Some(at) => {
            let unit = inner[at..].trim_start_matches(['(', '（']).trim();
            (heading[..at].trim(), Some(unit))
        }
        None => (heading, None),
    }
}

fn is_unit_of(field: &Field, unit: &str) -> bool {
    let ours = match field.kind {
        FieldKind::Chainage => "km",
        _ => field.unit.unwrap_or_default(),
    };
    let theirs = match unit {
        "公里" | "千米" => "km",
        "米" => "m",
        "元" => "CNY",
        other => other,
    };
    ours.eq_ignore_ascii_case(theirs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::collections;

    #[track_caller]
    fn check(collection: &str, heading: &str, ours: &str) {
        assert_eq!(meaning(collections::named(collection).unwrap(), heading), ours, "{heading}");
    }

    #[test]
    fn a_heading_is_a_name_a_title_or_another_word_for_it() {
        check("condition_surveys", "MQI", "mqi");
        check("condition_surveys", "路线编号", "road_code");
        check("condition_surveys", "路线编码", "road_code");
        check("condition_surveys", "讫点桩号", "to_chainage");
        check("condition_surveys", " 起点桩号 ", "from_chainage");
        check("bridges", "编号", "code");
        check("bridges", "Rating", "rating");
        check("bridges", "备注", "备注");
    }

    #[test]
    fn a_unit_behind_must_be_ours() {
        check("condition_surveys", "IRI(m/km)", "iri");
        check("condition_surveys", "国际平整度指数（m/km）", "iri");
        check("condition_surveys", "起点桩号(km)", "from_chainage");
        check("condition_surveys", "起点桩号（公里）", "from_chainage");
        check("condition_surveys", "起点桩号(m)", "起点桩号(m)");
        check("road_segments", "里程（千米）", "official_length_km");
        check("road_segments", "里程(米)", "里程(米)");
        check("works", "造价(元)", "cost_cny");
        check("bridges", "桥面宽度)", "桥面宽度)");
    }
}
