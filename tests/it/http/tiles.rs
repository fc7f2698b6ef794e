//! Vector tiles, read back with a reader.

use std::collections::BTreeMap;
use std::f64::consts::PI;

use axum::body::Body;
use fast_mvt::MvtReaderRef;
use fast_mvt::MvtValueRef;
use geo::BoundingRect;
use geo_types::Coord;
use geo_types::Rect;

use crate::support::Answer;
use crate::support::Browser;
use crate::support::item;
use crate::support::small_county;

/// Column and row of the tile that holds a place, and where in its 4,096 steps.
fn tile_of(zoom: u32, lon: f64, lat: f64) -> (f64, f64, Coord<f64>) {
    let across = f64::from(1_u32 << zoom);
    let x = (lon + 180.0) / 360.0 * across;
    let y = (1.0 - lat.to_radians().tan().asinh() / PI) / 2.0 * across;
    (x.floor(), y.floor(), Coord { x: x.fract() * 4096.0, y: y.fract() * 4096.0 })
}

fn path(collection: &str, zoom: u32, lon: f64, lat: f64) -> String {
    let (column, row, _) = tile_of(zoom, lon, lat);
    format!("/ogc/collections/{collection}/tiles/WebMercatorQuad/{zoom}/{row}/{column}")
}

/// What is drawn, by code: its box in steps of the tile, and what it carries.
fn read(answer: &Answer) -> BTreeMap<String, (Rect<f64>, BTreeMap<String, String>)> {
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/vnd.mapbox-vector-tile"));
    let reader = MvtReaderRef::new(&answer.body).unwrap();
    let mut found = BTreeMap::new();
    for layer in reader.layers() {
        assert_eq!((layer.version(), layer.extent()), (2, 4096));
        for feature in layer.features() {
            let text = |value: MvtValueRef<'_>| match value {
                MvtValueRef::String(text) => text.to_owned(),
                MvtValueRef::SInt(number) => number.to_string(),
                MvtValueRef::Double(number) => number.to_string(),
                other => format!("{other:?}"),
            };
            let facts: BTreeMap<String, String> = feature
                .properties_vec()
                .unwrap()
                .into_iter()
                .map(|(key, value)| (key.to_owned(), text(value)))
                .collect();
            let shape = feature.geometry().unwrap();
            let rect = shape.bounding_rect().unwrap();
            let wide = |at: Coord<i32>| Coord { x: f64::from(at.x), y: f64::from(at.y) };
            found.insert(facts["code"].clone(), (Rect::new(wide(rect.min()), wide(rect.max())), facts));
        }
        assert_eq!(reader.layer_count(), 1);
    }
    found
}

#[tokio::test]
async fn a_point_is_drawn_within_a_step_of_where_it_lies() {
    let browser = Browser::with(small_county()).await;
    for zoom in [11, 14, 18, 22] {
        let drawn = read(&browser.get(&path("bridges", zoom, 113.98, 34.02)).await);
        let (rect, facts) = &drawn["B1"];
        let (_, _, expected) = tile_of(zoom, 113.98, 34.02);
        assert!(
            (rect.min().x - expected.x).abs() <= 0.5 && (rect.min().y - expected.y).abs() <= 0.5,
            "{rect:?} {expected:?}"
        );
        assert_eq!((&*facts["name"], &*facts["rating"], &*facts["chainage"]), ("Stone bridge", "3", "K2+000"));
        assert!(!facts.contains_key("length_m"), "what is unknown is left out");
    }
}

#[tokio::test]
async fn every_household_of_a_tile_is_in_it_and_in_no_tile_elsewhere() {
    let browser = Browser::with(small_county()).await;
    let mut found = Vec::new();
    for row in 0..5 {
        for column in 0..5 {
            let (lon, lat) = (114.02 + 0.001 * f64::from(column), 34.05 + 0.001 * f64::from(row));
            let drawn = read(&browser.get(&path("households", 16, lon, lat)).await);
            assert!(drawn.contains_key(&format!("H{row}{column}")), "H{row}{column}");
            // Features may reach a little over the edge.
            for (code, (rect, _)) in drawn {
                assert!((-96.0..=4192.0).contains(&rect.min().x) && (-96.0..=4192.0).contains(&rect.min().y), "{code}");
                found.push(code);
            }
        }
    }
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 25);
    for elsewhere in [(114.5, 34.05), (0.0, 0.0), (-114.02, 34.05)] {
        assert_eq!(browser.get(&path("households", 16, elsewhere.0, elsewhere.1)).await.status, 204);
    }
}

#[tokio::test]
async fn lines_and_areas_are_cut_at_the_tile() {
    let browser = Browser::with(small_county()).await;
    let drawn = read(&browser.get(&path("road_segments", 14, 113.98, 34.02)).await);
    let (rect, facts) = &drawn["YS1"];
    assert_eq!((rect.min().x, rect.max().x), (-96.0, 4192.0), "{rect:?}");
    assert_eq!((&*facts["class"], &*facts["road_name"], &*facts["surface"]), ("township", "Mill Road", "asphalt"));
    let inside = read(&browser.get(&path("jurisdictions", 16, 113.95, 34.02)).await);
    assert_eq!(inside.keys().collect::<Vec<_>>(), ["411024", "411024101"]);
    for (rect, _) in inside.values() {
        assert_eq!((rect.min(), rect.max()), (Coord { x: -96.0, y: -96.0 }, Coord { x: 4192.0, y: 4192.0 }));
    }
}

#[tokio::test]
async fn a_layer_is_empty_below_its_first_zoom() {
    let browser = Browser::with(small_county()).await;
    for (collection, zoom, status) in [
        ("households", 13, 204),
        ("households", 14, 200),
        ("bridges", 10, 204),
        ("bridges", 11, 200),
        ("road_segments", 9, 204),
        ("road_segments", 10, 200),
        ("jurisdictions", 7, 200),
    ] {
        let (lon, lat) = if collection == "bridges" { (113.98, 34.02) } else { (114.02, 34.05) };
        let place = if collection == "road_segments" { (113.98, 34.02) } else { (lon, lat) };
        assert_eq!(browser.get(&path(collection, zoom, place.0, place.1)).await.status, status, "{collection} {zoom}");
    }
    let county = read(&browser.get(&path("jurisdictions", 7, 114.02, 34.05)).await);
    assert_eq!(county.keys().collect::<Vec<_>>(), ["411024"], "townships show from zoom 8 on, villages from 11");
}

#[tokio::test]
async fn a_tile_that_has_not_changed_is_not_sent_twice() {
    let browser = Browser::with(small_county()).await;
    let path = path("bridges", 14, 113.98, 34.02);
    let first = browser.get(&path).await;
    let tag = first.header("etag").to_owned();
    assert_eq!(first.header("cache-control"), "private, no-cache");
    let again = browser.send("GET", &path, &[("if-none-match", &tag)], Body::empty()).await;
    assert_eq!((again.status, again.header("etag"), again.body.len()), (304, &*tag, 0));

    browser.home.put(vec![item("bridges", "B9", "POINT(113.9801 34.02)", "")]).await;
    browser.app.refresh().await.unwrap();
    let changed = browser.send("GET", &path, &[("if-none-match", &tag)], Body::empty()).await;
    assert!(read(&changed).contains_key("B9"));
    assert_ne!(changed.header("etag"), tag);
}

#[tokio::test]
async fn the_same_world_makes_the_same_tile() {
    let browser = Browser::with(small_county()).await;
    let path = path("households", 14, 114.02, 34.05);
    let first = browser.get(&path).await.body;
    let mut backwards = small_county();
    backwards.reverse();
    assert_eq!(Browser::with(backwards).await.get(&path).await.body, first);
}
