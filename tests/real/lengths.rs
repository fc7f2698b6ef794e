//! Lengths of real roads against PostGIS.

use std::str::FromStr;

use luzhang::domain::collections;
use luzhang::geom::geodesic;
use luzhang::store::Location;
use luzhang::store::Store;
use sqlx::Connection;
use sqlx::PgConnection;

#[tokio::test]
async fn roads_of_bayreuth_come_in_whole_and_are_as_long_as_postgis_says() {
    let url = std::env::var("LUZHANG_TEST_POSTGIS").expect("no LUZHANG_TEST_POSTGIS: run `make test-real`");
    let mut connection = PgConnection::connect(&url).await.unwrap();
    sqlx::raw_sql("drop database if exists real_roads").execute(&mut connection).await.unwrap();
    sqlx::raw_sql("create database real_roads template luzhang_template").execute(&mut connection).await.unwrap();
    let url = url.replacen("/postgres?", "/real_roads?", 1);
    let (store, _) = Store::migrate(&Location::from_str(&url).unwrap()).await.unwrap();
    let done =
        crate::bring(&store, "roads", "roads/osm_north_bayreuth.gpkg", Some("roads"), "osm_id=code", "class=other")
            .await;
    assert_eq!((done.rows, done.tally.inserted), (2_056, 2_056));

    let mut connection = PgConnection::connect(&url).await.unwrap();
    let theirs: Vec<(String, f64)> = sqlx::query_as("select code, st_length(geom::geography) from roads order by code")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    let mut ours = Vec::new();
    let roads = collections::named("roads").unwrap();
    store.read(&[roads], &mut |_, batch| ours.extend(batch)).await.unwrap();
    ours.sort_by(|a, b| a.code.cmp(&b.code));
    assert_eq!(ours.len(), theirs.len());
    for (road, (code, length_m)) in ours.iter().zip(&theirs) {
        assert_eq!(*road.code, **code);
        let Some(geo_types::Geometry::LineString(line)) = &road.geometry else { panic!("{code} is not a line") };
        let found = geodesic::length_m(line);
        assert!((found - length_m).abs() < 0.001, "{code}: {found} and {length_m}");
    }
}
