//! Reference layers are served as the collections are, and nobody without a role sees them.

use fast_mvt::MvtReaderRef;
use luzhang::app::Clock;
use luzhang::app::Destination;
use luzhang::app::Import;
use luzhang::app::Viewer;
use luzhang::app::import;
use luzhang::exchange::Source;

use crate::support::Browser;
use crate::support::now;
use crate::support::small_county;

const RIVERS: &str = r#"{"type":"FeatureCollection","features":[
 {"type":"Feature","id":"ying","properties":{"name":"颍河","order":2},"geometry":{"type":"MultiLineString","coordinates":[[[113.9,34.0],[114.0,34.05]],[[114.0,34.06],[114.1,34.1]]]}},
 {"type":"Feature","id":"far","properties":{"name":"远河","order":3},"geometry":{"type":"LineString","coordinates":[[115.0,35.0],[115.1,35.1]]}},
 {"type":"Feature","id":"mixed","properties":{"name":"泉","order":null},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[113.95,34.02]},{"type":"LineString","coordinates":[[113.95,34.02],[113.96,34.02]]}]}}]}"#;

async fn with_rivers() -> Browser {
    let browser = Browser::with(small_county()).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rivers.geojson");
    std::fs::write(&path, RIVERS).unwrap();
    let order = Import {
        into: Destination::Layer("rivers".into()),
        source: Source { path, ..Source::default() },
        dry_run: false,
        skip_bad: false,
    };
    let (store, clock) = (browser.app.store(), Clock::Fixed(now()));
    import(store, &Viewer::local_owner(), clock, &order, &mut |_, _| {}, &|_| {}).await.unwrap();
    browser.app.refresh().await.unwrap();
    browser
}

#[tokio::test]
async fn a_layer_is_a_collection_like_the_others() {
    let browser = with_rivers().await;
    let listed = browser.json("/ogc/collections").await;
    let rivers = listed["collections"].as_array().unwrap().iter().find(|about| about["id"] == "rivers").unwrap();
    assert_eq!((&rivers["title"], &rivers["itemType"]), (&"Rivers".into(), &"feature".into()));
    assert_eq!(rivers["extent"]["spatial"]["bbox"][0], serde_json::json!([113.9, 34.0, 115.1, 35.1]));
    let schema = browser.json("/ogc/collections/rivers/schema").await;
    assert_eq!(
        (&schema["properties"]["order"]["type"], &schema["properties"]["name"]["type"]),
        (&"integer".into(), &"string".into())
    );
    let paths = browser.json("/ogc/api").await["paths"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    for path in ["/collections/rivers/items", "/collections/rivers/tiles/WebMercatorQuad/{z}/{y}/{x}"] {
        assert!(paths.iter().any(|known| known == path), "{path}");
    }
    let named = |answer: &serde_json::Value| -> Vec<String> {
        answer["features"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(named(&browser.json("/ogc/collections/rivers/items").await), ["far", "mixed", "ying"]);
    assert_eq!(named(&browser.json("/ogc/collections/rivers/items?bbox=113.9,34,114,34.1").await), ["mixed", "ying"]);
    assert_eq!(named(&browser.json("/ogc/collections/rivers/items?order=3").await), ["far"]);
    let one = browser.json("/ogc/collections/rivers/items/mixed").await;
    assert_eq!(one["geometry"]["type"], "GeometryCollection");
    let within = browser.json("/api/v1/assets/within?collection=rivers&lon=114.0&lat=34.055&radius_m=2000").await;
    assert_eq!(named(&within), ["ying"]);
    let page = browser.get("/ogc/collections/rivers/items?f=html").await;
    assert!(page.status == 200 && page.text().contains("颍河"));
}

#[tokio::test]
async fn every_line_of_a_layer_is_drawn_with_what_is_known_of_it() {
    let browser = with_rivers().await;
    let tile = browser.get("/ogc/collections/rivers/tiles/WebMercatorQuad/8/102/208").await;
    assert_eq!(tile.status, 200, "{}", tile.text());
    let reader = MvtReaderRef::new(&tile.body).unwrap();
    let layer = reader.layers().next().unwrap();
    assert_eq!(layer.name(), "rivers");
    // The collection of different shapes is left to the formats that can hold it.
    assert_eq!(layer.features().count(), 1);
    assert_eq!(browser.get("/ogc/collections/rivers/tiles/WebMercatorQuad/7/51/104").await.status, 204);
}

#[tokio::test]
async fn an_unknown_layer_is_said_to_be_unknown() {
    let browser = with_rivers().await;
    let answer = browser.get("/ogc/collections/railways/items").await;
    assert_eq!(answer.status, 404);
    assert!(answer.text().contains("rivers"), "those that there are, are named: {}", answer.text());
    let nobody = browser.app.seen_by(Viewer::nobody());
    let rivers = nobody.collection("rivers").unwrap();
    assert!(nobody.table(rivers).is_err() && nobody.tables().all(|table| table.collection().name != "rivers"));
}
