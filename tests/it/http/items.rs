//! Which records are wanted: by box, by day, by what a field says.

use geo::Intersects;
use geo_types::Coord;
use geo_types::Rect;
use serde_json::Value;
use serde_json::json;

use crate::support::Browser;
use crate::support::Dice;
use crate::support::Home;
use crate::support::Item;
use crate::support::day;
use crate::support::encoded;
use crate::support::item;
use crate::support::small_county;

async fn codes(browser: &Browser, path: &str) -> Vec<String> {
    let page = browser.json(&format!("/ogc/collections/{path}")).await;
    let features = page["features"].as_array().unwrap();
    assert_eq!(page["numberReturned"], features.len());
    assert_eq!(page["numberMatched"], features.len(), "{path}");
    features.iter().map(|feature| feature["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_field_of_any_kind_can_be_asked_for() {
    let browser = Browser::with(small_county()).await;
    for (asked, expected) in [
        ("bridges/items?name=Stone%20bridge", vec!["B1"]),
        ("bridges/items?road_code=Y001411024", vec!["B1"]),
        ("bridges/items?rating=3", vec!["B1"]),
        ("bridges/items?rated_on=2025-01-03", vec!["B1"]),
        ("bridges/items?chainage=K2%2B000", vec!["B1"]),
        ("bridges/items?chainage=2%2B000.0", vec!["B1"]),
        ("bridges/items?code=B2", vec!["B2"]),
        ("bridges/items?code=B2&rating=3", vec![]),
        ("bridges/items?rating=3&name=Stone%20bridge&chainage=K2%2B000", vec!["B1"]),
        ("road_segments/items?surface=asphalt", vec!["YS1"]),
        ("road_segments/items?surface=%E6%B2%A5%E9%9D%92%E6%B7%B7%E5%87%9D%E5%9C%9F", vec!["YS1"]),
        ("road_segments/items?pavement_width_m=5.50", vec!["YS1"]),
        ("road_segments/items?dead_end=false", vec!["YS1"]),
        ("works/items?cost_cny=1236927.5", vec!["W1"]),
        ("works/items?tendered=yes", vec!["W1"]),
        ("incidents/items?reported_at=2026-06-15T00:00:00.500Z", vec!["I1"]),
        ("access_routes/items?road_segment_codes=YS1;YS2", vec!["R1"]),
        ("access_routes/items?road_segment_codes=YS1", vec![]),
        ("households/items?persons=5&jurisdiction_code=411024102", vec!["H04", "H14", "H24", "H34"]),
    ] {
        assert_eq!(codes(&browser, asked).await, expected, "{asked}");
    }
    // Unknown equals nothing, not even no and not zero.
    assert!(codes(&browser, "road_segments/items?dead_end=true").await.is_empty());
    assert!(codes(&browser, "households/items?persons=0").await.is_empty());
}

#[tokio::test]
async fn a_record_says_all_that_is_known_of_it_and_null_where_nothing_is() {
    let browser = Browser::with(small_county()).await;
    let item = browser.json("/ogc/collections/bridges/items/B1").await;
    let expected = json!({
        "code": "B1", "name": "Stone bridge", "road_code": "Y001411024", "chainage": "K2+000",
        "jurisdiction_code": "411024101", "length_m": null, "deck_width_m": null, "span_class": null, "rating": 3,
        "rated_on": "2025-01-03", "rebuilt_on": null, "disposal_kind": null, "disposed_on": null,
        "version": 1, "valid_from": "2026-06-15", "recorded_at": "2026-06-15T04:00:00.000Z", "provenance": "hand-drawn",
    });
    assert_eq!(item["properties"], expected);
    assert_eq!(item["geometry"], json!({"type": "Point", "coordinates": [113.98, 34.02]}));
    let works = browser.json("/ogc/collections/works/items/W1").await;
    assert_eq!((&works["geometry"], &works["properties"]["cost_cny"]), (&Value::Null, &json!("1236927.50")));
    let route = browser.json("/ogc/collections/access_routes/items/R1").await;
    assert_eq!(route["properties"]["road_segment_codes"], json!(["YS1", "YS2"]));
    let incident = browser.json("/ogc/collections/incidents/items/I1").await;
    assert_eq!(incident["properties"]["reported_at"], "2026-06-15T00:00:00.500Z");
    let area = browser.json("/ogc/collections/jurisdictions/items/411024").await;
    assert_eq!(area["geometry"]["type"], "Polygon", "a multipolygon of one part is given as a polygon");
}

#[tokio::test]
async fn a_box_holds_what_meets_it_and_touching_is_meeting() {
    let browser = Browser::with(small_county()).await;
    for (asked, expected) in [
        ("bridges/items?bbox=113.98,34.02,113.98,34.02", vec!["B1"]),
        ("bridges/items?bbox=113.97,34.01,113.98,34.02", vec!["B1"]),
        ("bridges/items?bbox=113.97,34.01,0,113.98,34.02,9", vec!["B1"]),
        ("bridges/items?bbox=113.981,34.02,114.02,34.03", vec![]),
        ("bridges/items?bbox=-180,-90,180,90", vec!["B1", "B2"]),
        // The box lies within the county and within one township: all that hold it meet it.
        ("jurisdictions/items?bbox=113.92,34.01,113.93,34.02", vec!["411024", "411024101"]),
        ("roads/items?bbox=113.97,34.0,113.98,34.03", vec!["Y001411024"]),
        // Beside the line, though within its box... which is flat.
        ("roads/items?bbox=113.97,34.021,113.98,34.03", vec![]),
        // The triangle's box reaches here, the triangle does not.
        ("places/items?bbox=114.010,34.078,114.011,34.08", vec![]),
        ("places/items?bbox=114.015,34.070,114.016,34.071", vec!["school"]),
        ("funds/items?bbox=-180,-90,180,90", vec![]),
    ] {
        assert_eq!(codes(&browser, asked).await, expected, "{asked}");
    }
}

#[tokio::test]
async fn a_box_whose_west_is_east_of_its_east_crosses_the_antimeridian() {
    let place = |code: &str, lon: &str| item("hamlets", code, &format!("POINT({lon} 10)"), "");
    let items = vec![place("east", "179.9"), place("here", "114"), place("line", "180"), place("west", "-179.9")];
    let browser = Browser::with(items).await;
    for (asked, expected) in [
        ("179,0,-179,20", vec!["east", "line", "west"]),
        ("179,0,0,-179,20,9", vec!["east", "line", "west"]),
        ("170,0,180,20", vec!["east", "line"]),
        ("-180,0,-170,20", vec!["west"]),
        ("120,0,113,20", vec!["east", "line", "west"]),
        ("114,0,113,20", vec!["east", "here", "line", "west"]),
    ] {
        assert_eq!(codes(&browser, &format!("hamlets/items?bbox={asked}")).await, expected, "{asked}");
    }
}

/// Every kind of shape, scattered, so that boxes cut them.
fn scattered(dice: &mut Dice) -> Vec<Item> {
    let mut items = Vec::new();
    let middle = Coord { x: 115.5, y: 34.0 };
    for nth in 0..150 {
        let (a, b, c) = (dice.near(middle, 20_000.0), dice.near(middle, 20_000.0), dice.near(middle, 20_000.0));
        let line = format!("LINESTRING({} {}, {} {}, {} {})", a.x, a.y, b.x, b.y, c.x, c.y);
        let area = format!("POLYGON(({} {}, {} {}, {} {}, {} {}))", a.x, a.y, b.x, b.y, c.x, c.y, a.x, a.y);
        items.push(item("hamlets", &format!("D{nth}"), &format!("POINT({} {})", a.x, a.y), ""));
        items.push(item("conduits", &format!("C{nth}"), &line, ""));
        items.push(item("jurisdictions", &format!("9999{nth:05}"), &area, ""));
    }
    items
}

#[tokio::test]
async fn an_index_finds_what_looking_at_every_record_finds() {
    let mut dice = Dice::seeded(7);
    let items = scattered(&mut dice);
    let browser = Browser::with(items.clone()).await;
    let mut met = 0;
    for _ in 0..60 {
        let (a, b) = (dice.near(Coord { x: 115.5, y: 34.0 }, 22_000.0), dice.between(0.001, 0.2));
        let wanted = Rect::new(a, Coord { x: a.x + b, y: a.y + b / 2.0 });
        let (min, max) = (wanted.min(), wanted.max());
        for name in ["hamlets", "conduits", "jurisdictions"] {
            let own = items.iter().filter(|item| item.collection.name == name);
            let mut expected: Vec<&str> = own
                .filter(|item| item.record.geometry.as_ref().unwrap().intersects(&wanted))
                .map(|item| &*item.record.code)
                .collect();
            expected.sort_unstable();
            met += expected.len();
            let asked = format!("{name}/items?limit=1000&bbox={},{},{},{}", min.x, min.y, max.x, max.y);
            assert_eq!(codes(&browser, &asked).await, expected, "{asked}");
        }
    }
    assert!(met > 1_000, "{met}");
}

#[tokio::test]
async fn a_time_asks_for_what_was_valid_by_then() {
    let mut items = small_county();
    items.retain(|item| item.collection.name == "bridges");
    items[0].record.valid_from = Some(day("2020-01-01"));
    items[1].record.valid_from = Some(day("2024-06-30"));
    let browser = Browser::with(items).await;
    for (asked, expected) in [
        ("2019-12-31T15:59:59Z", vec![]),
        ("2019-12-31T16:00:00Z", vec!["B1"]), // Midnight in China.
        ("2020-01-01T00:00:00Z", vec!["B1"]),
        ("2024-06-30", vec!["B1", "B2"]),
        ("../2024-06-29T00:00:00Z", vec!["B1"]),
        ("2024-06-30T00:30:00+08:00", vec!["B1", "B2"]),
        ("2000-01-01/2024-07-01", vec!["B1", "B2"]),
        ("2025-01-01/..", vec!["B1", "B2"]),
        ("../..", vec!["B1", "B2"]),
    ] {
        assert_eq!(codes(&browser, &format!("bridges/items?datetime={}", encoded(asked))).await, expected, "{asked}");
    }
}

#[tokio::test]
async fn as_of_reads_the_past_from_history_and_world_together() {
    let home = Home::geopackage().await;
    let bridge = |code: &str, rating: i32, from: &str| {
        let mut bridge = item("bridges", code, "POINT(114 34)", &format!("rating={rating}"));
        bridge.record.valid_from = Some(day(from));
        bridge
    };
    home.put(vec![bridge("A", 1, "2020-01-01"), bridge("B", 2, "2020-01-01"), bridge("C", 3, "2025-01-01")]).await;
    home.put(vec![bridge("A", 4, "2024-01-01")]).await;
    home.delete("bridges", &["B"]).await;
    let browser = Browser::over(home).await;
    for (asked, expected) in [
        ("", vec![("A", 4), ("C", 3)]),
        ("as_of=2019-12-31", vec![]),
        ("as_of=2023-12-31", vec![("A", 1), ("B", 2)]),
        ("as_of=2024-06-01", vec![("A", 4), ("B", 2)]),
        ("as_of=2026-06-15", vec![("A", 4), ("C", 3)]), // B is gone since that day.
        ("as_of=2023-12-31&rating=2", vec![("B", 2)]),
        ("as_of=2023-12-31&bbox=113,33,114,34&code=A", vec![("A", 1)]),
        ("as_of=2023-12-31&bbox=113,33,113.5,34", vec![]),
        ("recorded_as_of=2026-06-14T00:00:00Z", vec![]),
        ("datetime=2023-12-31T12:00:00Z", vec![("A", 1), ("B", 2)]),
    ] {
        let page = browser.json(&format!("/ogc/collections/bridges/items?{asked}")).await;
        let found: Vec<(&str, i64)> = page["features"]
            .as_array()
            .unwrap()
            .iter()
            .map(|bridge| (bridge["id"].as_str().unwrap(), bridge["properties"]["rating"].as_i64().unwrap()))
            .collect();
        assert_eq!((found, page["numberMatched"].as_u64()), (expected.clone(), Some(expected.len() as u64)), "{asked}");
    }
    // Page by page, over what stands and what does not.
    let mut next = Some("/ogc/collections/bridges/items?as_of=2024-06-01&limit=1".to_owned());
    let mut codes = Vec::new();
    while let Some(at) = next {
        let page = browser.json(&at).await;
        codes.push(page["features"][0]["id"].as_str().unwrap().to_owned());
        let links = page["links"].as_array().unwrap().iter();
        let link = links.filter(|link| link["rel"] == "next").find_map(|link| link["href"].as_str());
        next = link.map(|link| link[link.find("/ogc").unwrap()..].to_owned());
    }
    assert_eq!(codes, ["A", "B"]);
    assert_eq!(browser.json("/ogc/collections/bridges/items/A?as_of=2021-01-01").await["properties"]["rating"], 1);
    assert_eq!(browser.json("/ogc/collections/bridges/items/A").await["properties"]["rating"], 4);
    for (asked, status) in [
        ("B", 404),
        ("C?as_of=2024-06-01", 404),
        ("A?as_of=soon", 400),
        ("A?as_of=2021-01-01&datetime=2021-01-01", 400),
    ] {
        assert_eq!(browser.get(&format!("/ogc/collections/bridges/items/{asked}")).await.status, status, "{asked}");
    }
    // Without the store there is no past, but the present goes on.
    std::fs::remove_file(browser.home.path()).unwrap();
    let away = browser.get("/ogc/collections/bridges/items?as_of=2021-01-01").await;
    assert_eq!(
        (away.status, away.header("retry-after"), away.json()["type"].as_str()),
        (503, "5", Some("/problems/store-away"))
    );
    assert_eq!(browser.json("/ogc/collections/bridges/items").await["numberMatched"], 2);
}

#[tokio::test]
async fn what_is_matched_is_counted_beyond_the_page() {
    let browser = Browser::with(small_county()).await;
    for (asked, matched) in
        [("", 25), ("&building_kind=detached", 25), ("&persons=2", 5), ("&bbox=114,34.0505,115,35", 20)]
    {
        let page = browser.json(&format!("/ogc/collections/households/items?limit=3{asked}")).await;
        assert_eq!((&page["numberMatched"], &page["numberReturned"]), (&json!(matched), &json!(3)), "{asked}");
        assert_eq!(page["timeStamp"], "2026-06-15T04:00:00Z");
    }
    let more_than_there_may_be = browser.json("/ogc/collections/households/items?limit=99999999").await;
    assert_eq!(more_than_there_may_be["numberReturned"], 25);
}
