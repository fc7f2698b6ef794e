//! Whether it lives, whether it is ready.

use crate::support::Browser;
use crate::support::small_county;

#[tokio::test]
async fn a_running_service_is_alive_and_ready() {
    let browser = Browser::with(small_county()).await;
    assert_eq!(browser.get("/healthz").await.text(), "alive\n");
    let ready = browser.json("/readyz").await;
    assert_eq!(
        (&ready["ready"], &ready["world"]["revision"], &ready["store"]),
        (&true.into(), &1.into(), &true.into())
    );
    let metrics = browser.get("/metrics").await;
    assert_eq!((metrics.status, metrics.header("content-type")), (200, "text/plain; version=0.0.4"));
}

#[tokio::test]
async fn without_its_store_it_goes_on_reading_and_says_that_it_is_not_ready() {
    let browser = Browser::with(small_county()).await;
    let (path, away) = (browser.home.path(), browser.home.path().with_extension("away"));
    std::fs::rename(&path, &away).unwrap();
    assert!(browser.app.refresh().await.is_err());
    let ready = browser.get("/readyz").await;
    assert_eq!((ready.status, &ready.json()["ready"]), (503, &false.into()));
    assert_eq!(browser.json("/ogc/collections/bridges/items").await["numberMatched"], 2);

    std::fs::rename(&away, &path).unwrap();
    assert!(!browser.app.refresh().await.unwrap());
    assert_eq!(browser.get("/readyz").await.status, 200);
}

#[tokio::test]
async fn what_is_held_is_counted_and_what_is_invented_is_said() {
    let browser = Browser::with(small_county()).await;
    let world = browser.json("/api/v1/world").await;
    let count = |name: &str| {
        let found = world["collections"].as_array().unwrap().iter().find(|collection| collection["name"] == name);
        found.unwrap()["count"].as_u64().unwrap()
    };
    assert_eq!((count("households"), count("bridges"), count("warnings")), (25, 2, 0));
    assert_eq!(world["invented"], false);
    let [west, south, east, north] = [0, 1, 2, 3].map(|at| world["bbox"][at].as_f64().unwrap());
    assert_eq!((west, south, east, north), (113.9, 34.0, 114.1, 34.1));
    let home = crate::support::Home::geopackage().await;
    let mut invented = small_county();
    invented[5].record.provenance = "invented".into();
    home.put(invented).await;
    let browser = Browser::over(home).await;
    assert_eq!(browser.json("/api/v1/world").await["invented"], true);
    assert!(browser.get("/ogc").await.text().contains("INVENTED"));
}
