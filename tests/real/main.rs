//! Third-party data, imported whole: `make test-real`. Reads `$LUZHANG_SHARED`, default `../shared`;
//! fails when it is not there.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod lengths;
mod supply;
mod verdicts;

use std::path::PathBuf;
use std::str::FromStr;

use luzhang::app::Clock;
use luzhang::app::Destination;
use luzhang::app::Import;
use luzhang::app::Imported;
use luzhang::app::Viewer;
use luzhang::app::import;
use luzhang::domain::collections;
use luzhang::exchange::Source;
use luzhang::store::Location;
use luzhang::store::Store;

/// A file of the shared data.
pub fn shared(path: &str) -> PathBuf {
    let root = std::env::var_os("LUZHANG_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let file = root.join("data").join(path);
    assert!(file.exists(), "{} is not there: set LUZHANG_SHARED to the folder of the shared data", file.display());
    file
}

pub fn pairs(text: &str) -> Vec<(String, String)> {
    text.split_whitespace().filter_map(|pair| pair.split_once('=')).map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
}

pub async fn bring(store: &Store, collection: &str, path: &str, layer: Option<&str>, map: &str, set: &str) -> Imported {
    let order = Import {
        into: Destination::Collection(collections::named(collection).unwrap()),
        source: Source {
            path: shared(path),
            layer: layer.map(str::to_owned),
            crs: None,
            map: pairs(map),
            set: pairs(set),
        },
        dry_run: false,
        skip_bad: false,
    };
    let mut first_faults = Vec::new();
    let mut report = |row: u64, fault: &luzhang::domain::Fault| {
        if first_faults.len() < 3 {
            first_faults.push(format!("row {row}: {fault}"));
        }
    };
    let done = import(store, &Viewer::local_owner(), Clock::System, &order, &mut report, &|_| {}).await.unwrap();
    assert!(done.bad == 0, "{path}: {first_faults:?}");
    done
}

async fn empty_store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("real.gpkg");
    let location = Location::from_str(path.to_str().unwrap()).unwrap();
    let (store, _) = Store::migrate(&location).await.unwrap();
    (folder, store)
}

#[track_caller]
fn check(done: &Imported, rows: u64) {
    assert_eq!((done.rows, done.tally.inserted, done.bad), (rows, rows, 0));
}

const PIPES: &str =
    "pipe_id=code from_junction=from_node to_junction=to_node inner_diameter_mm=diameter_mm stanet_std_type=material";

#[tokio::test]
async fn the_gas_network_of_schutterwald_comes_in_whole_and_hangs_together() {
    let (_folder, store) = empty_store().await;
    let data = "utilities/schutterwald_gas_";
    let nodes = format!("{data}junctions.geojson");
    check(&bring(&store, "gas_nodes", &nodes, None, "junction_id=code", "kind=junction").await, 2_559);
    let pipes = format!("{data}pipes.geojson");
    check(&bring(&store, "gas_pipes", &pipes, None, PIPES, "gas=natural_gas pressure_class=low").await, 2_559);
    let customers = format!("{data}customers.geojson");
    check(&bring(&store, "households", &customers, None, "sink_id=code junction=gas_node", "").await, 1_506);
    let world = world(&store).await;
    assert_eq!(world.gas().supply().graph().piece_count(), 1);
    // Nothing says which of the junctions the source is.
    assert!(world.gas().faults().iter().all(|fault| fault.rule == "island"));
}

#[tokio::test]
async fn the_heat_network_of_schutterwald_comes_in_whole_also_nodes_without_a_place() {
    let (_folder, store) = empty_store().await;
    let data = "utilities/schutterwald_heat_";
    let nodes = format!("{data}junctions.geojson");
    let map = "junction_id=code level=network";
    check(&bring(&store, "heat_nodes", &nodes, None, map, "kind=junction").await, 488);
    let pipes = format!("{data}pipes.geojson");
    check(&bring(&store, "heat_pipes", &pipes, None, &format!("{PIPES} level=network"), "").await, 482);
    let valves = format!("{data}valves.geojson");
    check(&bring(&store, "heat_nodes", &valves, None, "name=code opened=open", "kind=valve").await, 4);
    let customers = format!("{data}customers.geojson");
    check(&bring(&store, "households", &customers, None, "consumer_id=code from_junction=heat_node", "").await, 44);
    let world = world(&store).await;
    // Supply and return are one network only because the nodes without a place are there.
    let ends = ["loose_end", "dangling_end", "snapped_end"];
    assert!(world.heat().faults().iter().all(|fault| !ends.contains(&fault.rule)));
    let placeless = world.named("heat_nodes").rows().filter(|row| row.shape().is_none());
    assert_eq!(placeless.count(), 246);
}

#[tokio::test]
async fn bridges_of_massachusetts_come_in_whole_from_csv() {
    let (_folder, store) = empty_store().await;
    let map = "OBJECTID=code Item__49=length_m Item__32=deck_width_m Item___6A=name";
    check(&bring(&store, "bridges", "roads/massdot_bridges_2015.csv", None, map, "").await, 1_610);
}

#[tokio::test]
async fn the_divisions_of_xuchang_come_in_whole_without_boundaries() {
    let (_folder, store) = empty_store().await;
    let city = bring(&store, "jurisdictions", "admin/xuchang_counties_2023.csv", None, "", "level=county").await;
    check(&city, 7);
    let map = "county_code=parent_code";
    check(&bring(&store, "jurisdictions", "admin/xuchang_townships_2023.csv", None, map, "level=township").await, 105);
    let map = "township_code=parent_code";
    check(&bring(&store, "jurisdictions", "admin/xuchang_villages_2023.csv", None, map, "level=village").await, 2_505);
    let world = world(&store).await;
    assert!(world.jurisdictions().is_within("411024100001", "411024"));
    assert_eq!(world.jurisdictions().name("411024100"), Some("安陵镇"));
}

async fn world(store: &Store) -> luzhang::world::World {
    let mut builder = luzhang::world::WorldBuilder::default();
    let revision =
        store.read(collections::ALL, &mut |collection, batch| builder.push(collection, batch)).await.unwrap();
    builder.finish(revision, &[])
}
