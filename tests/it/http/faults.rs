//! Whatever is asked, the answer is an answer or a problem that names its remedy: 400 what cannot
//! be read, 422 what is out of range (under `/ogc` always 400), 404 what is not there. Never 5xx.

use axum::body::Body;
use serde_json::Value;

use crate::support::Answer;
use crate::support::Browser;
use crate::support::small_county;

/// Checks that an answer is a whole problem document of this status and kind.
#[track_caller]
fn assert_problem(asked: &str, answer: &Answer, status: u16, kind: &str) {
    assert_eq!(answer.status, status, "{asked}: {}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json", "{asked}");
    let problem = answer.json();
    assert_eq!(
        (&problem["type"], &problem["status"]),
        (&format!("/problems/{kind}").into(), &status.into()),
        "{asked}"
    );
    assert_eq!(problem["instance"], format!("urn:uuid:{}", answer.header("x-request-id")), "{asked}");
    for member in ["title", "detail"] {
        assert!(problem[member].as_str().is_some_and(|text| !text.is_empty()), "{asked}: {problem}");
    }
}

async fn check(cases: &[(&str, u16, &str)]) {
    let browser = Browser::with(small_county()).await;
    for (path, status, kind) in cases {
        assert_problem(path, &browser.get(path).await, *status, kind);
    }
}

const UNREADABLE: &str = "unreadable-parameter";
const REFUSED: &str = "refused-value";
const NOT_FOUND: &str = "not-found";

#[tokio::test]
async fn a_bad_zone_is_refused_in_words() {
    let place = "/api/v1/households/within?lon=114&lat=34";
    let at = |rest: &str| format!("{place}{rest}");
    let cases = [
        (at("&radius_m=0"), 422, REFUSED),
        (at("&radius_m=-1"), 422, REFUSED),
        (at("&radius_m=NaN"), 422, REFUSED),
        (at("&radius_m=inf"), 422, REFUSED),
        (at("&radius_m=1e7"), 422, REFUSED),
        (at("&radius_m=50000.001"), 422, REFUSED),
        (at(""), 400, UNREADABLE),
        (at("&radius_m="), 400, UNREADABLE),
        (at("&radius_m=wide"), 400, UNREADABLE),
        (at("&radius_m=5&radius_m=6"), 400, UNREADABLE),
        (at("&radius_m=5&colour=red"), 400, UNREADABLE),
        (at("&radius_m=5&return=everything"), 400, UNREADABLE),
        (at("&radius_m=5&limit=0"), 400, UNREADABLE),
        (at("&radius_m=5&limit=-1"), 400, UNREADABLE),
        (at("&radius_m=5&limit=some"), 400, UNREADABLE),
        (at("&radius_m=5&cursor=here"), 400, UNREADABLE),
        (at("&radius_m=5&cursor=7ff8000000000000-H00"), 400, UNREADABLE),
        ("/api/v1/households/within?lon=200&lat=34&radius_m=5".into(), 422, REFUSED),
        ("/api/v1/households/within?lon=NaN&lat=34&radius_m=5".into(), 422, REFUSED),
        ("/api/v1/households/within?lon=114&radius_m=5".into(), 400, UNREADABLE),
        ("/api/v1/households/within?lon=114&lat=x&radius_m=5".into(), 400, UNREADABLE),
        ("/api/v1/households/within?network=gas&pipe=none&radius_m=5".into(), 404, NOT_FOUND),
        ("/api/v1/households/within?network=gas&lon=114&lat=34&radius_m=5".into(), 400, UNREADABLE),
        ("/api/v1/households/within?network=water&pipe=G1&radius_m=5".into(), 400, UNREADABLE),
        ("/api/v1/households/within?network=heat&pipe=G1&radius_m=5".into(), 404, NOT_FOUND),
        ("/api/v1/households/within?network=gas&pipe=G1&radius_m=0".into(), 422, REFUSED),
        ("/api/v1/households/within?network=gas&pipe=G1&radius_m=5&lon=114&lat=34".into(), 400, UNREADABLE),
        ("/api/v1/households/within?network=gas&lat=34&radius_m=5".into(), 400, UNREADABLE),
        ("/api/v1/households/within?network=gas".into(), 400, UNREADABLE),
        ("/api/v1/households/within?network=&radius_m=5".into(), 400, UNREADABLE),
        ("/api/v1/households/within?network=water&radius_m=5".into(), 400, UNREADABLE),
        ("/api/v1/households/within?network=gas&radius_m=50001".into(), 422, REFUSED),
        ("/api/v1/households/within?network=gas&radius_m=5&role=main".into(), 422, REFUSED),
        ("/api/v1/households/within?network=gas&radius_m=5&role=".into(), 422, REFUSED),
        ("/api/v1/households/within?network=gas&radius_m=5&role=trunk,".into(), 422, REFUSED),
        ("/api/v1/households/within?network=heat&radius_m=5&role=trunk".into(), 422, REFUSED),
        ("/api/v1/households/within?network=gas&pipe=G1&radius_m=5&role=trunk".into(), 400, UNREADABLE),
        (at("&radius_m=5&role=trunk"), 400, UNREADABLE),
    ];
    check(&cases.iter().map(|(path, status, kind)| (&**path, *status, *kind)).collect::<Vec<_>>()).await;

    let browser = Browser::with(small_county()).await;
    for (rest, said) in [
        ("radius_m=5&role=main", "`main` is not one of trunk, distribution, service"),
        ("pipe=G1&radius_m=5&role=trunk", "without pipe"),
        ("lon=114&lat=34&radius_m=5", "leave out lon and lat"),
    ] {
        let problem = browser.get(&format!("/api/v1/households/within?network=gas&{rest}")).await.json();
        assert!(problem["detail"].as_str().unwrap().contains(said), "{problem}");
    }

    let swapped = Browser::with(Vec::new()).await.get("/api/v1/households/within?lon=34.1&lat=114.1&radius_m=5").await;
    assert_problem("swapped axes", &swapped, 422, REFUSED);
    assert!(swapped.json()["detail"].as_str().unwrap().contains("longitude first"));
    assert_eq!(swapped.json()["errors"][0]["pointer"], "lat");
}

#[tokio::test]
async fn a_bad_area_is_refused_in_words() {
    let browser = Browser::with(small_county()).await;
    let polygon = |ring: &str| format!(r#"{{"type":"Polygon","coordinates":[{ring}]}}"#);
    let unreadable = "unreadable-body";
    for (body, status, kind) in [
        (polygon("[[114,34],[114.1,34.1],[114.1,34],[114,34.1],[114,34]]"), 422, REFUSED),
        (polygon("[[34,114],[34.1,114],[34.1,114.1],[34,114]]"), 422, REFUSED),
        (polygon("[[114,34],[200,34],[114.1,34.1],[114,34]]"), 422, REFUSED),
        (polygon("[[114,34],[114.1,34]]"), 400, unreadable),
        (polygon("[]"), 422, REFUSED),
        (polygon("[[114,34],[114.1,null],[114.1,34.1],[114,34]]"), 400, unreadable),
        (r#"{"type":"Point","coordinates":[114,34]}"#.into(), 422, REFUSED),
        (r#"{"type":"Polygon"}"#.into(), 400, unreadable),
        (r#"{"type":"Circle","coordinates":[114,34]}"#.into(), 400, unreadable),
        (r#"{"type":"Feature","geometry":null,"properties":{}}"#.into(), 400, unreadable),
        (r#"{"type":"Polygon","coordinates":[[[114"#.into(), 400, unreadable),
        ("[".repeat(100_000), 400, unreadable),
        ("null".into(), 400, unreadable),
        ("\u{0}".into(), 400, unreadable),
        (String::new(), 400, unreadable),
        (" ".repeat(9_000_000), 413, "body-too-large"),
    ] {
        let asked: String = body.chars().take(80).collect();
        assert_problem(&asked, &browser.post("/api/v1/households/within", body).await, status, kind);
    }
    let latin = browser.post("/api/v1/households/within", b"{\"type\":\"\xe9\"}".to_vec()).await;
    assert_problem("not UTF-8", &latin, 400, unreadable);
}

#[tokio::test]
async fn the_boundary_of_a_prefecture_is_not_too_large() {
    let browser = Browser::with(small_county()).await;
    // 60,000 corners in a row, as long as GIS writes them: over 2 MB.
    let corner = |nth: u32| format!("[{:.18},{:.18}]", 113.0 + f64::from(nth) * 3e-5, 34.0);
    let corners: Vec<String> = (0..=60_000).map(corner).chain(["[114,35]".into(), corner(0)]).collect();
    let body = format!(r#"{{"type":"Polygon","coordinates":[[{}]]}}"#, corners.join(","));
    assert!(body.len() > 2_500_000, "{}", body.len());
    let answer = browser.post("/api/v1/households/within?return=count", body).await;
    assert_eq!((answer.status, &answer.json()["count"]), (200, &25.into()));
}

#[tokio::test]
async fn a_bad_question_about_roads_and_chiefs_is_refused_in_words() {
    check(&[
        ("/api/v1/roads/none/at/K1+000", 404, NOT_FOUND),
        ("/api/v1/roads/Y001411024/at/K99+000", 422, REFUSED),
        ("/api/v1/roads/Y001411024/at/K8+000.001", 422, REFUSED),
        ("/api/v1/roads/Y001411024/at/1234", 400, UNREADABLE),
        ("/api/v1/roads/Y001411024/at/K1+9999", 400, UNREADABLE),
        ("/api/v1/roads/Y001411024/at/K-1+000", 400, UNREADABLE),
        ("/api/v1/roads/Y001411024/at/K1+000?side=left", 400, UNREADABLE),
        ("/api/v1/locate?lon=114", 400, UNREADABLE),
        ("/api/v1/locate?lon=114&lat=91", 422, REFUSED),
        ("/api/v1/locate?lon=114&lat=34&radius_m=5", 400, UNREADABLE),
        ("/api/v1/chiefs/none", 404, NOT_FOUND),
        ("/api/v1/chiefs/none/roads", 404, NOT_FOUND),
        ("/api/v1/chiefs?level=world", 400, UNREADABLE),
        ("/api/v1/chiefs?jurisdiction=999999", 422, REFUSED),
        ("/api/v1/chiefs?limit=0", 400, UNREADABLE),
        ("/api/v1/chiefs/unassigned?jurisdiction=999999", 422, REFUSED),
        ("/api/v1/chiefs/unassigned?cursor=x", 400, UNREADABLE),
        ("/api/v1/chiefs/unassigned?on=yesterday", 400, UNREADABLE),
        ("/api/v1/chiefs/overlaps?on=2024-02-30", 400, UNREADABLE),
        ("/api/v1/chiefs?on=1066-10-14", 422, REFUSED),
        ("/api/v1/chiefs/PT?on=2026-13-01", 400, UNREADABLE),
        ("/api/v1/locate?lon=114&lat=34&on=%2B20000-01-01", 422, REFUSED),
        ("/api/v1/chiefs/none/sheet", 404, NOT_FOUND),
        ("/api/v1/chiefs/PT/sheet?on=x", 400, UNREADABLE),
        ("/api/v1/chiefs/none/history", 404, NOT_FOUND),
        ("/api/v1/chiefs/PT/history?on=2024-05-01", 400, UNREADABLE),
        ("/api/v1/chiefs/history", 400, UNREADABLE),
        ("/api/v1/chiefs/history?road=none", 404, NOT_FOUND),
        ("/api/v1/chiefs/history?road=Y001411024&from=K1%2B000", 400, UNREADABLE),
        ("/api/v1/chiefs/history?road=Y001411024&to=K1%2B000", 400, UNREADABLE),
        ("/api/v1/chiefs/history?road=Y001411024&from=one&to=two", 400, UNREADABLE),
        ("/api/v1/chiefs/history?road=Y001411024&from=K2%2B000&to=K1%2B000", 422, REFUSED),
        ("/api/v1/chiefs/answering", 400, UNREADABLE),
        ("/api/v1/chiefs/answering?segment=YS1&bridge=B1", 400, UNREADABLE),
        ("/api/v1/chiefs/answering?segment=YS1&lat=34", 400, UNREADABLE),
        ("/api/v1/chiefs/answering?lon=114", 400, UNREADABLE),
        ("/api/v1/chiefs/answering?lon=200&lat=34", 422, REFUSED),
        ("/api/v1/chiefs/answering?segment=none", 404, NOT_FOUND),
        ("/api/v1/chiefs/answering?bridge=none", 404, NOT_FOUND),
        ("/api/v1/chiefs/coverage?level=world", 400, UNREADABLE),
        ("/api/v1/chiefs/coverage?jurisdiction=999999", 422, REFUSED),
        ("/api/v1/chiefs/coverage?on=never", 400, UNREADABLE),
        ("/api/v1/chiefs/overlaps?geometry=perhaps", 400, UNREADABLE),
        ("/api/v1/search", 400, UNREADABLE),
        ("/api/v1/search?q=x&limit=0", 400, UNREADABLE),
        ("/api/v1/world?verbose=1", 400, UNREADABLE),
        ("/api/v1/chiefs/%FF", 400, UNREADABLE),
        ("/api/v1/roads/Y001411024/at/%C3%28", 400, UNREADABLE),
        ("/api/v1/nothing", 404, NOT_FOUND),
        ("/no/such/page", 404, NOT_FOUND),
    ])
    .await;
    let long = format!("/api/v1/search?q={}", "x".repeat(201));
    assert_problem(&long, &Browser::with(Vec::new()).await.get(&long).await, 422, REFUSED);
}

#[tokio::test]
async fn under_ogc_every_fault_of_a_parameter_is_400() {
    check(&[
        ("/ogc?f=xml", 400, UNREADABLE),
        ("/ogc/collections?limit=5", 400, UNREADABLE),
        ("/ogc/collections/castles", 404, NOT_FOUND),
        ("/ogc/collections/castles/items", 404, NOT_FOUND),
        ("/ogc/collections/castles/schema", 404, NOT_FOUND),
        ("/ogc/collections/bridges/items/none", 404, NOT_FOUND),
        ("/ogc/collections/bridges/items/B1?limit=5", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?limit=0", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?limit=ten", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?limit=5&limit=6", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?bbox=1,2,3", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?bbox=1,2,3,4,5", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?bbox=", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?bbox=a,b,c,d", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?bbox=NaN,34,115,35", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?bbox=113,35,115,34", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?bbox=113,34,200,35", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?bbox=113,34,115,95", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?bbox=113,34,115,35&bbox-crs=EPSG:4326", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?datetime=yesterday", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?datetime=2025-13-01T00:00:00Z", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?datetime=2026-01-01/2025-01-01", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?datetime=/", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?datetime=", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?colour=red", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?rating=9", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?rating=good", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?rating=", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?span_class=wide", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?rated_on=2025-1-3", 400, UNREADABLE),
        ("/ogc/collections/bridges/items?f=csv", 400, UNREADABLE),
        ("/ogc/collections/bridges/tiles/WebMercatorQuad/11/819/x", 400, UNREADABLE),
        ("/ogc/collections/bridges/tiles/WebMercatorQuad/-1/0/0", 400, UNREADABLE),
        ("/ogc/collections/bridges/tiles/WebMercatorQuad/3/8/0", 404, NOT_FOUND),
        ("/ogc/collections/bridges/tiles/WebMercatorQuad/99/0/0", 404, NOT_FOUND),
        ("/ogc/collections/bridges/tiles/WorldCRS84Quad/0/0/0", 404, NOT_FOUND),
        ("/ogc/collections/funds/tiles/WebMercatorQuad/0/0/0", 404, NOT_FOUND),
        ("/ogc/nothing", 404, NOT_FOUND),
    ])
    .await;
}

#[tokio::test]
async fn a_method_that_an_address_does_not_answer_to_is_405_and_says_which_it_does() {
    let browser = Browser::with(Vec::new()).await;
    for (method, path, allowed) in [
        ("POST", "/api/v1/world", "GET,HEAD"),
        ("DELETE", "/api/v1/households/within", "GET,HEAD,POST"),
        ("PUT", "/ogc/collections/bridges/items", "GET,HEAD"),
    ] {
        let answer = browser.send(method, path, &[], Body::empty()).await;
        assert_problem(path, &answer, 405, "method-not-allowed");
        assert_eq!(answer.header("allow"), allowed);
    }
    assert_problem("POST /", &browser.send("POST", "/nothing", &[], Body::empty()).await, 404, NOT_FOUND);
}

#[tokio::test]
async fn the_title_of_a_kind_of_problem_never_varies() {
    let browser = Browser::with(small_county()).await;
    let mut titles: Vec<Value> = Vec::new();
    for path in ["/ogc?f=xml", "/ogc?g=1", "/api/v1/search", "/api/v1/locate?lon=x"] {
        titles.push(browser.get(path).await.json()["title"].clone());
    }
    titles.dedup();
    assert_eq!(titles.len(), 1);
}
