//! Lists come in pages: every record once, in order, whatever the size of the page.

use serde_json::Value;
use serde_json::json;

use crate::support::Browser;
use crate::support::Item;
use crate::support::encoded;
use crate::support::item;
use crate::support::small_county;

const ORIGIN: &str = "http://127.0.0.1:8080";

/// Follows `next` from a first page to the last.
async fn pages(browser: &Browser, first: &str) -> Vec<Value> {
    let mut pages = Vec::new();
    let mut next = Some(first.to_owned());
    while let Some(path) = next {
        let page = browser.json(&path).await;
        next = next_of(&page);
        pages.push(page);
        assert!(pages.len() < 100, "the pages of {first} do not end");
    }
    pages
}

fn next_of(page: &Value) -> Option<String> {
    let link = page["links"].as_array().into_iter().flatten().find(|link| link["rel"] == "next");
    let next = link.map_or(&page["next"], |link| &link["href"]);
    next.as_str().map(|next| next.strip_prefix(ORIGIN).unwrap_or(next).to_owned())
}

fn codes(pages: &[Value], list: &str, code: &str) -> Vec<String> {
    let rows = pages.iter().flat_map(|page| page[list].as_array().unwrap());
    rows.map(|row| row[code].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn every_household_of_a_zone_comes_once_nearest_first() {
    let browser = Browser::with(small_county()).await;
    for zone in [
        "lon=114.022&lat=34.052&radius_m=300",
        "lon=114.022&lat=34.052&radius_m=9000",
        "network=gas&pipe=G1&radius_m=900",
        "network=gas&radius_m=900",
    ] {
        let all = browser.json(&format!("/api/v1/households/within?{zone}&return=codes")).await;
        for limit in [1, 2, 7, 24, 25, 26] {
            let pages = pages(&browser, &format!("/api/v1/households/within?{zone}&limit={limit}")).await;
            let mut found = codes(&pages, "features", "id");
            let distances: Vec<f64> = pages
                .iter()
                .flat_map(|page| page["features"].as_array().unwrap())
                .map(|household| household["properties"]["distance_m"].as_f64().unwrap())
                .collect();
            assert!(distances.is_sorted());
            assert!(
                pages.iter().all(|page| page["count"] == all["count"]),
                "the sums are of the zone, not of the page"
            );
            found.sort();
            assert_eq!(json!(found), all["codes"], "{zone} by {limit}");
        }
    }
}

#[tokio::test]
async fn households_of_an_area_are_paged_by_sending_the_area_again() {
    let browser = Browser::with(small_county()).await;
    let area = r#"{"type":"Polygon","coordinates":[[[114,34],[114.1,34],[114.1,34.0535],[114,34.0535],[114,34]]]}"#;
    let (mut found, mut next) = (Vec::new(), Some("/api/v1/households/within?limit=4".to_owned()));
    while let Some(path) = next {
        let page = browser.post(&path, area).await.json();
        found.extend(codes(std::slice::from_ref(&page), "features", "id"));
        next = next_of(&page);
    }
    found.sort();
    let all = browser.post("/api/v1/households/within?return=codes", area).await.json();
    assert_eq!(json!(found), all["codes"]);
    assert_eq!(found.len(), 20);
}

#[tokio::test]
async fn posts_and_stretches_come_once_in_order() {
    let browser = Browser::with(small_county()).await;
    assert_eq!(codes(&pages(&browser, "/api/v1/chiefs?limit=1").await, "posts", "code"), ["PR", "PR2", "PT"]);
    let of_township = pages(&browser, "/api/v1/chiefs?limit=1&level=township&jurisdiction=411024101").await;
    assert_eq!(codes(&of_township, "posts", "code"), ["PR", "PT"]);
    let pages = pages(&browser, "/api/v1/chiefs/PR/roads?limit=1&geometry=true&jurisdiction=411024").await;
    assert_eq!(codes(&pages, "rows", "segment"), ["YS1", "YS2"]);
    assert!(pages.iter().all(|page| page["count"] == 2 && page["rows"][0]["geometry"]["type"] == "LineString"));
}

/// Codes that mean something in an address.
const AWKWARD: [&str; 12] = ["#1", "%41", "a&b=c", "a+b", "a/b", "a b", "a?b", "a\"b", "é", "路-1", "👩‍👩‍👧", "~"];

fn awkward() -> Vec<Item> {
    AWKWARD.iter().map(|code| item("hamlets", code, "POINT(114 34)", "name=Awkward; households=1")).collect()
}

#[tokio::test]
async fn items_come_once_in_the_order_of_their_codes_even_when_the_page_changes_its_size_half_way() {
    let browser = Browser::with(awkward()).await;
    let mut sorted: Vec<&str> = AWKWARD.to_vec();
    sorted.sort_unstable();
    for (first, then) in [(1, 1), (5, 2), (2, 100), (12, 12)] {
        for filter in ["", "&name=Awkward", "&bbox=113,33,115,35", "&name=Awkward&bbox=114,34,114,34&households=1"] {
            let page = browser.json(&format!("/ogc/collections/hamlets/items?limit={first}{filter}")).await;
            let mut all = vec![page.clone()];
            if let Some(next) = next_of(&page) {
                all.extend(pages(&browser, &next.replace(&format!("limit={first}"), &format!("limit={then}"))).await);
            }
            assert_eq!(codes(&all, "features", "id"), sorted, "{filter} by {first}, then {then}");
            assert!(all.iter().all(|page| page["numberMatched"] == AWKWARD.len()));
        }
    }
}

#[tokio::test]
async fn an_item_is_found_at_its_code_whatever_signs_are_in_it() {
    let browser = Browser::with(awkward()).await;
    for code in AWKWARD {
        let item = browser.json(&format!("/ogc/collections/hamlets/items/{}", encoded(code))).await;
        assert_eq!(item["id"], code);
        let own = item["links"][0]["href"].as_str().unwrap().strip_prefix(ORIGIN).unwrap().to_owned();
        assert_eq!(browser.json(&own).await["id"], code, "{own}");
        let found = browser.json(&format!("/ogc/collections/hamlets/items?code={}", encoded(code))).await;
        assert_eq!(codes(&[found], "features", "id"), [code]);
        let page = browser.get(&format!("/ogc/collections/hamlets/items?f=html&code={}", encoded(code))).await;
        let link = format!("/ogc/collections/hamlets/items/{}?f=html", encoded(code));
        assert!(page.text().contains(&link), "{}", page.text());
    }
}
