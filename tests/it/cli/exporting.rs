//! `export`: what is written comes back by `import`, in every format.

use luzhang::domain::Record;
use luzhang::store::Location;
use luzhang::store::Store;

use crate::cli::Desk;
use crate::cli::county;
use crate::support::named;

async fn records(location: &Location, collection: &str) -> Vec<Record> {
    let mut records = Vec::new();
    let store = Store::open(location).await.unwrap();
    store.read(&[named(collection)], &mut |_, batch| records.extend(batch)).await.unwrap();
    records.sort_by(|a, b| a.code.cmp(&b.code));
    records
}

#[tokio::test]
async fn what_is_exported_and_imported_is_the_same_in_every_format() {
    let ((home, store), desk) = (county().await, Desk::empty());
    for format in ["geojson", "geojsonl", "gpkg", "csv", "fgb", "shp"] {
        let other = format!("{format}-store.gpkg");
        desk.run(&format!("migrate --store {other}")).done();
        for collection in ["jurisdictions", "road_segments", "places", "access_routes", "works", "incidents"] {
            // A Shapefile holds shapes, and of one kind.
            let is_held = match format {
                "shp" => ["jurisdictions", "road_segments", "works"].contains(&collection),
                "fgb" => collection != "access_routes",
                _ => true,
            };
            if !is_held {
                continue;
            }
            let file = format!("{collection}.{format}");
            desk.run(&format!("export {collection} {file} {store}")).done();
            desk.run(&format!("import {collection} {file} --store {other}")).done();
            let written = records(&home.location, collection).await;
            let back = records(&Location::GeoPackage(desk.path(&other)), collection).await;
            assert_eq!(back.len(), written.len());
            for (back, mut written) in back.into_iter().zip(written) {
                // Where it lies is derived on the way in.
                if let Some(at) = named(collection).position("jurisdiction_code") {
                    written.values[at] = back.values[at].clone();
                }
                assert!(
                    back.same_facts(&written) && back.valid_from == written.valid_from,
                    "{file}\n{back:?}\n{written:?}"
                );
            }
        }
    }
}

#[tokio::test]
async fn the_same_records_give_the_same_bytes() {
    let ((_home, store), desk) = (county().await, Desk::empty());
    for format in ["geojson", "geojsonl", "csv", "kml", "gpx"] {
        desk.run(&format!("export households one.{format} {store}")).done();
        desk.run(&format!("export households two.{format} {store}")).done();
        assert!(desk.read(&format!("one.{format}")) == desk.read(&format!("two.{format}")), "{format}");
    }
}

#[tokio::test]
async fn where_people_live_is_for_their_owner_alone_in_every_file_of_an_export() {
    use std::os::unix::fs::PermissionsExt;
    let ((_home, store), desk) = (county().await, Desk::empty());
    for format in ["csv", "gpkg", "shp", "fgb", "xlsx", "kml", "gpx"] {
        desk.run(&format!("export households all.{format} {store}")).done();
    }
    let files: Vec<_> = std::fs::read_dir(desk.path(".")).unwrap().map(|entry| entry.unwrap().path()).collect();
    let of_export = files.iter().filter(|path| path.file_stem().is_some_and(|stem| stem == "all"));
    let modes: Vec<u32> = of_export.map(|path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777).collect();
    assert_eq!(modes, [0o600; 11]);
}

#[tokio::test]
async fn a_store_is_not_overwritten_by_an_export() {
    let (home, store) = county().await;
    let (desk, before) = (Desk::empty(), std::fs::read(home.path()).unwrap());
    let ran = desk.run(&format!("export bridges {} {store}", home.path().display()));
    ran.refused(&["choose another name"]);
    assert!(std::fs::read(home.path()).unwrap() == before);
}

#[tokio::test]
async fn no_cell_of_a_table_starts_a_formula() {
    let ((home, store), desk) = (county().await, Desk::empty());
    home.put(vec![crate::support::item("hamlets", "=1+1", "POINT(114 34)", "name=@SUM(A1)")]).await;
    desk.run(&format!("export hamlets out.csv {store}")).done();
    let text = desk.read("out.csv");
    assert!(text.contains("'=1+1") && text.contains("'@SUM(A1)"), "{text}");
}
