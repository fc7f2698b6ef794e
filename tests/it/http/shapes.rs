//! The shapes that others rely on (product.md, section 5): these members, in this order.

use serde_json::Value;
use serde_json::json;

use crate::support::Browser;
use crate::support::item;
use crate::support::small_county;

const ZONE: &str = "/api/v1/households/within?lon=114.022&lat=34.052&radius_m=250";

#[tokio::test]
async fn households_within_are_features_beside_their_sums() {
    let answer = Browser::with(small_county()).await.json(ZONE).await;
    keeps(
        &answer,
        &json!({
            "type": "FeatureCollection", "count": 0, "persons": 0,
            "vulnerable": {"elderly": 0, "children": 0, "disabled": 0, "pregnant": 0, "patients": 0},
            "features": [{"type": "Feature", "id": "", "geometry": {"type": "Point", "coordinates": [0.0, 0.0]},
                "properties": {"code": "", "address": "", "persons": 0, "distance_m": 0.0}}],
            "next": null,
        }),
    );
    // 13 of them: all columns and rows that are at most two steps away together, east to west 92 m
    // and south to north 111 m apart.
    let codes = codes_of(&answer);
    assert_eq!(codes[0], "H22");
    assert_eq!(answer["count"], codes.len());
    let distances: Vec<f64> = answer["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["properties"]["distance_m"].as_f64().unwrap())
        .collect();
    assert!(distances.is_sorted() && *distances.last().unwrap() <= 250.0);
}

fn codes_of(answer: &Value) -> Vec<&str> {
    answer["features"].as_array().unwrap().iter().map(|feature| feature["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn households_within_are_codes_in_order_when_codes_are_wanted() {
    let answer = Browser::with(small_county()).await.json(&format!("{ZONE}&return=codes")).await;
    keeps(&answer, &json!({"count": 0, "persons": 0, "codes": [""]}));
    assert!(answer["codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap()).is_sorted());
}

#[tokio::test]
async fn unknown_persons_count_as_none_and_are_counted_apart() {
    let browser = Browser::with(small_county()).await;
    let all = browser.json("/api/v1/households/within?lon=114.022&lat=34.052&radius_m=5000&return=count").await;
    keeps(&all, &json!({"count": 0, "persons": 0, "vulnerable": {"elderly": 0}}));
    // Five rows of 1 + 2 + 3 + 4 + 5, but for the last household.
    assert_eq!((&all["count"], &all["persons"], &all["persons_unknown"]), (&json!(25), &json!(70), &json!(1)));
    assert_eq!((&all["vulnerable"]["elderly"], &all["vulnerable"]["patients"]), (&json!(25), &json!(1)));
    let features = browser.json("/api/v1/households/within?lon=114.024&lat=34.054&radius_m=1").await;
    assert_eq!(features["features"][0]["properties"]["persons"], Value::Null);
}

#[tokio::test]
async fn a_pipe_and_a_polygon_are_zones_too() {
    let browser = Browser::with(small_county()).await;
    let near = browser.json("/api/v1/households/within?network=gas&pipe=G1&radius_m=700&return=codes").await;
    assert_eq!(near["codes"], json!(["H40", "H41", "H42", "H43", "H44"]));
    let near = browser.json("/api/v1/households/within?network=heat&pipe=P1&radius_m=1115&return=codes").await;
    assert_eq!(near["codes"], json!(["H00", "H01", "H02", "H03", "H04"]));
    let square = r#"{"type":"Polygon","coordinates":[[[114.0195,34.0495],[114.0215,34.0495],[114.0215,34.0515],[114.0195,34.0515],[114.0195,34.0495]]]}"#;
    for body in [square.to_owned(), format!(r#"{{"type":"Feature","properties":null,"geometry":{square}}}"#)] {
        let answer = browser.post("/api/v1/households/within?return=codes", body).await;
        assert_eq!((answer.status, &answer.json()["codes"]), (200, &json!(["H00", "H01", "H10", "H11"])));
    }
}

#[tokio::test]
async fn a_whole_network_is_a_zone_too() {
    let mut items = small_county();
    items.push(item("gas_pipes", "G2", "LINESTRING(114.02 34.0499, 114.05 34.0499)", "role=service"));
    let browser = Browser::with(items).await;
    let within = async |rest: &str| browser.json(&format!("/api/v1/households/within?network=gas{rest}")).await;
    assert_eq!(within("&radius_m=700&return=codes&role=trunk").await["codes"], json!([]));
    let near = within("&radius_m=20&return=codes&role=service,trunk").await;
    assert_eq!(near["codes"], json!(["H00", "H01", "H02", "H03", "H04"]));
    let numbers = within("&radius_m=700&return=count&role=service").await;
    assert_eq!(numbers["count"], 25, "it passes all of them by under 700 m");
    let features = within("&radius_m=20").await;
    assert_eq!((&features["count"], features["features"].as_array().unwrap().len()), (&json!(5), 5));
    let heat = browser.json("/api/v1/households/within?network=heat&radius_m=1115&return=codes").await;
    assert_eq!(heat["codes"], json!(["H00", "H01", "H02", "H03", "H04"]));
}

#[tokio::test]
async fn a_place_is_located_on_its_road() {
    let answer = Browser::with(small_county()).await.json("/api/v1/locate?lon=113.98&lat=34.0199").await;
    keeps(
        &answer,
        &json!({"road": "", "chainage": "", "offset_m": 0.0, "side": "", "jurisdictions": [{"code": "", "name": "", "level": ""}],
            "chiefs": [{"code": "", "level": "", "kind": ""}]}),
    );
    assert_eq!((&answer["road"], &answer["side"]), (&json!("Y001411024"), &json!("right")));
    let codes = |list: &str| -> Vec<String> {
        answer[list].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        (codes("jurisdictions"), codes("chiefs")),
        (vec!["411024101".into(), "411024".into()], vec!["PR".into(), "PT".into()])
    );
    // Far from every road and jurisdiction all is unknown, and that is an answer.
    let nowhere = Browser::with(small_county()).await.json("/api/v1/locate?lon=0&lat=0").await;
    assert_eq!(
        (&nowhere["road"], &nowhere["chainage"], &nowhere["jurisdictions"]),
        (&Value::Null, &Value::Null, &json!([]))
    );
}

#[tokio::test]
async fn roads_of_chiefs_unassigned_and_overlapping_stretches_have_one_shape() {
    let browser = Browser::with(small_county()).await;
    for path in ["/api/v1/chiefs/PT/roads", "/api/v1/chiefs/unassigned", "/api/v1/chiefs/overlaps"] {
        let answer = browser.json(path).await;
        let row = json!({"segment": "", "road": "", "from": "", "to": "", "length_km": "", "posts": []});
        keeps(&answer, &json!({"rows": [row]}));
        assert!(!answer["rows"].as_array().unwrap().is_empty(), "{path}");
        for row in answer["rows"].as_array().unwrap() {
            let (km, metres) = row["length_km"].as_str().unwrap().split_once('.').unwrap();
            assert!(km.parse::<u32>().is_ok() && metres.len() == 3, "{row}");
        }
        let lined = browser.json(&format!("{path}?geometry=true")).await;
        keeps(&lined["rows"][0]["geometry"], &json!({"type": "LineString", "coordinates": [[0.0]]}));
    }
}

#[tokio::test]
async fn a_posts_sheet_has_the_shape_of_the_contract() {
    let mut items = small_county();
    let on_road = "road_code=Y001411024; from_chainage=K1+000";
    items.extend([
        item(
            "hazards",
            "H1",
            "POINT(113.97 34.02)",
            &format!("{on_road}; kind=junction; needed=signs; found_on=2025-01-01"),
        ),
        item("violations", "V1", "POINT(113.97 34.02)", &format!("{on_road}; kind=stall; found_on=2025-01-01")),
        item(
            "bridges",
            "B9",
            "POINT(113.97 34.02)",
            "road_code=Y001411024; chainage=K1+000; rating=4; rated_on=2025-01-01",
        ),
    ]);
    let sheet = Browser::with(items).await.json("/api/v1/chiefs/PR/sheet?on=2026-06-15").await;
    keeps(
        &sheet,
        &json!({
            "post": {"code": "", "level": "", "kind": "", "jurisdiction": "", "office": ""},
            "on": "",
            "length_km": {"county": "", "township": "", "village": "", "total": ""},
            "condition": {"assessed_km": "", "by_grade": {"excellent": "", "good": "", "medium": "", "poor": "", "bad": ""}},
            "stretches": [{"segment": "", "road": "", "from": "", "to": "", "length_km": ""}],
            "bridges": [{"code": "", "road": "", "chainage": "", "rating": 4, "rated_on": "", "lon": 0.0, "lat": 0.0}],
            "hazards": [{"code": "", "road": "", "from": "", "lon": 0.0, "lat": 0.0, "kind": "", "found_on": "", "needed": ""}],
            "violations": [{"code": "", "road": "", "from": "", "lon": 0.0, "lat": 0.0, "kind": "", "found_on": ""}],
            "works_due": [{"collection": "", "code": "", "road": "", "why": ""}],
            "inspections_due": [{"post": "", "road": "", "why": ""}],
            "clauses": [""],
            "assumptions": [""],
        }),
    );
    assert_eq!((&sheet["length_km"]["township"], &sheet["condition"]["mean_index"]), (&json!("4.720"), &Value::Null));
    assert!(sheet["assumptions"].to_string().contains("C2"), "no text gives a frequency, and the sheet says so");
}

#[tokio::test]
async fn coverage_histories_and_who_answers_have_their_shapes() {
    let browser = Browser::with(small_county()).await;
    let lengths = json!({"county": "", "township": "", "village": "", "total": ""});
    let coverage = browser.json("/api/v1/chiefs/coverage?jurisdiction=411024&level=township&on=2026-06-15").await;
    let row = json!({"jurisdiction": "", "level": "", "length_km": lengths, "assigned_km": lengths, "unassigned_km": lengths,
        "unknown_km": lengths, "overlapped_km": lengths, "vacant_km": lengths, "office_not_recorded_km": lengths});
    keeps(&coverage, &json!({"on": "", "rows": [row], "clauses": [""], "assumptions": [""]}));
    let total = |nth: usize, of: &str| coverage["rows"][nth][of]["total"].as_str().unwrap().to_owned();
    // West: all of YS1. East: 4.1 km for 4 km of chainage, of which K7 to K8 is nobody's, and half a kilometre of
    // chainage has two posts.
    assert_eq!((total(0, "length_km"), total(0, "assigned_km")), ("3.695".to_owned(), "3.695".to_owned()));
    assert_eq!(
        (total(1, "length_km"), total(1, "unassigned_km"), total(1, "overlapped_km")),
        ("4.100".to_owned(), "1.025".to_owned(), "0.512".to_owned())
    );
    let answering = browser.json("/api/v1/chiefs/answering?bridge=B1&on=2026-06-15").await;
    let post = json!({"code": "", "level": "", "kind": ""});
    keeps(
        &answering,
        &json!({"on": "", "road": "", "class": "", "from": "", "managing_levels": [""], "posts": [post]}),
    );
    let history = browser.json("/api/v1/chiefs/history?road=Y001411024&from=K1%2B000&to=K2%2B000&on=2024-05-01").await;
    let period = json!({"posts": [{"code": "", "level": ""}]});
    keeps(&history, &json!({"road": "", "on": "", "rows": [{"from": "", "to": "", "periods": [period]}]}));
    assert_eq!(history["rows"].as_array().unwrap().len(), 1);
    let post = browser.json("/api/v1/chiefs/PR/history").await;
    keeps(
        &post,
        &json!({"post": {"code": ""}, "terms": [], "assignments": [{"code": "", "road": "", "from": "", "to": ""}]}),
    );
}

#[tokio::test]
async fn chiefs_are_told_as_on_a_day() {
    let mut items = small_county();
    items.push(item("appointments", "T1", "", "post_code=PR; from_on=2020-01-01; to_on=2024-04-30"));
    items.push(item(
        "assignments",
        "A3",
        "",
        "post_code=PR2; road_code=Y001411024; from_on=2024-01-01; to_on=2024-05-01",
    ));
    let browser = Browser::with(items).await;
    let unassigned =
        async |on: &str| browser.json(&format!("/api/v1/chiefs/unassigned?on={on}")).await["count"].clone();
    assert_eq!((unassigned("2024-05-01").await, unassigned("2024-05-02").await), (json!(0), json!(1)));
    let filled = async |on: &str| browser.json(&format!("/api/v1/chiefs/PR?on={on}")).await["filled"].clone();
    assert_eq!((filled("2024-04-30").await, filled("2024-05-01").await), (json!(true), json!(false)));
    let posts = async |on: &str| {
        let answer = browser.json(&format!("/api/v1/locate?lon=113.98&lat=34.0199&on={on}")).await;
        let posts = answer["chiefs"].as_array().unwrap().clone();
        posts.iter().map(|post| post["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(posts("2024-05-01").await, ["PR", "PR2", "PT"]);
    assert_eq!(posts("2024-05-02").await, ["PR", "PT"]);
    // A page leads to the next of the same day.
    let page = browser.json("/api/v1/chiefs/PR2/roads?on=2024-05-01&limit=1").await;
    let next = page["next"].as_str().unwrap();
    assert!(next.contains("on=2024-05-01"), "{next}");
    assert_eq!(browser.json(next).await["rows"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn nothing_is_nought_kilometres_long() {
    let answer = Browser::with(Vec::new()).await.json("/api/v1/chiefs/unassigned").await;
    assert_eq!(answer, json!({"rows": [], "count": 0, "length_km": "0.000", "next": null}));
}

#[tokio::test]
async fn a_place_on_a_road_is_a_feature() {
    let answer = Browser::with(small_county()).await.json("/api/v1/roads/Y001411024/at/K2+000").await;
    keeps(
        &answer,
        &json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [0.0]}, "properties": {"road": "", "chainage": ""}}),
    );
}

#[tokio::test]
async fn a_search_finds_roads_chainages_divisions_and_addresses() {
    let browser = Browser::with(small_county()).await;
    for (text, kind, code) in [
        ("Y001411024", "road", "Y001411024"),
        ("y001411024 k1%2B500", "chainage", "Y001411024"),
        ("Mill%20Road%20K1%2B500", "chainage", "Y001411024"),
        ("鄢陵", "division", "411024"),
        ("Stone", "bridge", "B1"),
        ("No. 13", "address", "H23"),
    ] {
        let text = if text.contains('%') { text.to_owned() } else { crate::support::encoded(text) };
        let answer = browser.json(&format!("/api/v1/search?q={}", text.replace(' ', "%20"))).await;
        let first = &answer["results"][0];
        assert_eq!((&first["kind"], &first["code"]), (&json!(kind), &json!(code)), "{text}: {answer}");
    }
    assert_eq!(browser.json("/api/v1/search?q=%E6%97%A0").await["results"], json!([]));
}

/// Checks that an answer has the members of a shape, in its order and of its types. Members may
/// have been added; unknown may stand for any.
#[track_caller]
fn keeps(answer: &Value, shape: &Value) {
    match (answer, shape) {
        (Value::Object(answer), Value::Object(shape)) => {
            let kept: Vec<&String> = answer.keys().filter(|key| shape.contains_key(*key)).collect();
            assert_eq!(kept, shape.keys().collect::<Vec<_>>());
            shape.iter().for_each(|(key, shape)| keeps(&answer[key], shape));
        }
        (Value::Array(answers), Value::Array(shapes)) => {
            for (answer, shape) in answers.iter().flat_map(|answer| shapes.iter().map(move |shape| (answer, shape))) {
                keeps(answer, shape);
            }
        }
        (Value::Number(_), Value::Number(_)) | (Value::String(_), Value::String(_)) | (Value::Null, _) => {}
        _ => panic!("{answer} is not as {shape}"),
    }
}
