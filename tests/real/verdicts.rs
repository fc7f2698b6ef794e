//! Every file of the shared data, and what becomes of it: as a reference layer, which takes whatever
//! can be read, and where it fits as a collection. Counts are those that GDAL gives.

use std::collections::BTreeSet;
use std::path::Path;

use luzhang::app::Clock;
use luzhang::app::Destination;
use luzhang::app::Import;
use luzhang::app::Viewer;
use luzhang::app::import;
use luzhang::domain::collections;
use luzhang::exchange::Source;
use luzhang::store::Store;

use crate::empty_store;
use crate::pairs;
use crate::shared;

/// A file, perhaps one layer of it, and where it goes.
struct Verdict {
    file: &'static str,
    layer: &'static str,
    /// A collection, or nothing for a reference layer.
    into: &'static str,
    map: &'static str,
    set: &'static str,
    good: u64,
    bad: u64,
    /// Words of the first fault, of the refusal of the file, or of a note.
    says: &'static str,
}

/// As a reference layer.
const fn layer(file: &'static str, layer: &'static str, good: u64, bad: u64, says: &'static str) -> Verdict {
    Verdict { file, layer, into: "", map: "", set: "", good, bad, says }
}

const fn whole(file: &'static str, good: u64) -> Verdict {
    layer(file, "", good, 0, "")
}

const fn into(into: &'static str, map: &'static str, set: &'static str, verdict: Verdict) -> Verdict {
    Verdict { into, map, set, ..verdict }
}

const FLAT: &str = "heights and measures (Z, M) are dropped";
const NO_CODE: &str = "nothing says what the code of a row is";
const NO_RECORD: &str = "holds no record";
const BALLPARK: &str = "accuracy unknown";
const BENTIU: &str = "roads/bentiu_southsudan-osm-20170213.gpkg";
const NANAIMO: &str = "utilities/nanaimo_water.gpkg";
const PIPES: &str = "link_id=code";

static VERDICTS: &[Verdict] = &[
    whole("admin/xuchang_counties_2023.csv", 7),
    whole("admin/xuchang_townships_2023.csv", 105),
    whole("admin/xuchang_villages_2023.csv", 2_505),
    whole("admin/xuchang_geonames_places.csv", 5),
    into("hamlets", "geonameid=code", "", whole("admin/xuchang_geonames_places.csv", 5)),
    // Its column `code` is that of the county: as a layer rows are known by their numbers.
    layer("admin/xuchang_townships_2021_pcc.csv", "", 105, 0, "codes are the numbers of the rows"),
    into(
        "jurisdictions",
        "",
        "level=township",
        layer("admin/xuchang_townships_2021_pcc.csv", "", 7, 98, "stands in row"),
    ),
    whole("utilities/schutterwald_gas_junctions.geojson", 2_559),
    whole("utilities/schutterwald_gas_pipes.geojson", 2_559),
    whole("utilities/schutterwald_gas_customers.geojson", 1_506),
    whole("utilities/schutterwald_heat_junctions.geojson", 488),
    whole("utilities/schutterwald_heat_pipes.geojson", 482),
    whole("utilities/schutterwald_heat_valves.geojson", 4),
    whole("utilities/schutterwald_heat_customers.geojson", 44),
    whole("utilities/ky4_nodes.geojson", 964),
    whole("utilities/ky4_links.geojson", 1_158),
    whole("utilities/ky10_nodes.geojson", 935),
    whole("utilities/ky10_links.geojson", 1_061),
    into("gas_nodes", "node_id=code", "kind=junction", whole("utilities/ky4_nodes.geojson", 964)),
    into("gas_nodes", "node_id=code", "kind=junction", whole("utilities/ky10_nodes.geojson", 935)),
    // Pumps and valves are links without length, and come in.
    into("gas_pipes", PIPES, "", whole("utilities/ky4_links.geojson", 1_158)),
    into("gas_pipes", PIPES, "", whole("utilities/ky10_links.geojson", 1_061)),
    layer(NANAIMO, "", 0, 0, "has several layers: name one with --layer"),
    layer(NANAIMO, "pipes", 17_755, 0, BALLPARK),
    layer(NANAIMO, "pipes_and_services_sm", 3_331, 0, BALLPARK),
    layer(NANAIMO, "parcels_sm", 1_300, 0, BALLPARK),
    layer(NANAIMO, "services_geom_only", 1_262, 0, BALLPARK),
    // Five ids stand twice.
    into("conduits", "PIPEID=code", "kind=other", layer(NANAIMO, "pipes", 17_750, 5, "stands in row")),
    into("conduits", "fid=code", "kind=other", layer(NANAIMO, "pipes", 17_755, 0, BALLPARK)),
    into("conduits", "fid=code", "kind=other", layer(NANAIMO, "pipes_and_services_sm", 3_330, 1, "has no length")),
    layer("roads/osm_north_bayreuth.gpkg", "roads", 2_056, 0, ""),
    layer("roads/osm_north_bayreuth.gpkg", "buildings", 4_267, 0, ""),
    whole("roads/massdot_bridges_2015.csv", 1_610),
    layer(BENTIU, "health_schools_polygons", 4, 0, ""),
    layer(BENTIU, "landuse_residential_polygons", 688, 0, ""),
    layer(BENTIU, "amenities_all_points", 4, 0, ""),
    layer(BENTIU, "towers_antennas_points", 5, 0, ""),
    layer(BENTIU, "landuse_other_polygons", 3, 0, ""),
    layer(BENTIU, "natural_polygons", 380, 0, ""),
    layer(BENTIU, "natural_lines", 0, 0, NO_RECORD),
    layer(BENTIU, "airports_all_polygons", 2, 0, ""),
    layer(BENTIU, "airports_all_points", 2, 0, ""),
    layer(BENTIU, "grassy_fields_polygons", 0, 0, NO_RECORD),
    layer(BENTIU, "waterways_lines", 191, 0, ""),
    layer(BENTIU, "amenities_all_polygons", 6, 0, ""),
    layer(BENTIU, "villages_points", 11, 0, ""),
    layer(BENTIU, "health_schools_points", 1, 0, ""),
    layer(BENTIU, "roads_paths_lines", 2_243, 0, ""),
    into("roads", "osm_id=code", "class=other", layer(BENTIU, "roads_paths_lines", 2_243, 0, "")),
    whole("hostile/geojson_good/good-feature-with-id.geojson", 1),
    whole("hostile/geojson_good/good-feature-with-string-id.geojson", 1),
    whole("hostile/geojson_good/good-feature.geojson", 1),
    whole("hostile/geojson_good/good-featurecollection-bbox.geojson", 2),
    layer("hostile/geojson_good/good-featurecollection-bbox3d.geojson", "", 2, 0, FLAT),
    whole("hostile/geojson_good/good-featurecollection-extensions.geojson", 3),
    whole("hostile/geojson_good/good-featurecollection.geojson", 3),
    whole("hostile/geojson_good/good-geometrycollection.geojson", 1),
    whole("hostile/geojson_good/good-linestring.geojson", 1),
    whole("hostile/geojson_good/good-multilinestring.geojson", 1),
    whole("hostile/geojson_good/good-multipoint.geojson", 1),
    layer("hostile/geojson_good/good-point-3d.geojson", "", 1, 0, FLAT),
    whole("hostile/geojson_good/good-point.geojson", 1),
    whole("hostile/geojson_good/good-polygon.geojson", 1),
    whole("hostile/geojson_good/issue627.geojson", 3),
    // Metres, or axes swapped: no latitude is -107.
    layer("hostile/geojson_good/issue82.geojson", "", 0, 1, "latitude -107"),
    whole("hostile/geojson_good/multipolygon.geojson", 1),
    whole("hostile/geojson_good/naturalearth_antimeridian_fiji_russia_antarctica.geojson", 3),
    whole("hostile/geojson_good/nullgeometry.geojson", 1),
    whole("hostile/geojson_good/nullproperties.geojson", 1),
    whole("hostile/geojson_good/test_tz.geojson", 1),
    whole("hostile/geojson_good/trio.geojson", 3),
    // As places, which need a code, and one point or area each.
    into("places", "", "", whole("hostile/geojson_good/good-feature-with-id.geojson", 1)),
    into("places", "", "", whole("hostile/geojson_good/issue627.geojson", 3)),
    into("places", "", "", layer("hostile/geojson_good/good-feature.geojson", "", 0, 0, NO_CODE)),
    into("places", "", "code=A", layer("hostile/geojson_good/good-geometrycollection.geojson", "", 0, 1, "collection")),
    // A multipoint of one point is a point.
    into("places", "", "code=A", whole("hostile/geojson_good/good-multipoint.geojson", 1)),
    into(
        "places",
        "",
        "code=A",
        layer("hostile/geojson_good/good-multilinestring.geojson", "", 0, 1, "is not what places has"),
    ),
    into(
        "places",
        "",
        "code=A",
        layer("hostile/geojson_good/nullgeometry.geojson", "", 0, 1, "the row has no geometry"),
    ),
    into("places", "", "code=A", layer("hostile/geojson_good/good-point-3d.geojson", "", 1, 0, FLAT)),
    into("places", "", "code=A", whole("hostile/geojson_good/multipolygon.geojson", 1)),
    into(
        "places",
        "iso_a3=code",
        "",
        whole("hostile/geojson_good/naturalearth_antimeridian_fiji_russia_antarctica.geojson", 3),
    ),
    layer("hostile/curve.gpkg", "", 0, 1, "compound curve; stroke curves into straight pieces first"),
    layer("hostile/multisurface.gpkg", "", 0, 1, "stroke curves into straight pieces first"),
    layer("hostile/line_zm.gpkg", "", 1, 0, FLAT),
    into("conduits", "fid=code", "", layer("hostile/line_zm.gpkg", "", 1, 0, FLAT)),
    layer("hostile/null_geometry.gpkg", "new_geopackage", 3, 0, ""),
    layer("hostile/null_geometry.gpkg", "PointExamples", 2, 0, ""),
    into(
        "places",
        "fid=code",
        "",
        layer("hostile/null_geometry.gpkg", "new_geopackage", 1, 2, "the row has no geometry"),
    ),
];

/// Not data: the licence of a file beside it.
const WORDS: [&str; 2] = ["README.md", "utilities/nanaimo_LICENCE.txt"];

#[test]
fn no_file_is_without_a_verdict() {
    fn walk(folder: &Path, root: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, found);
            } else {
                found.insert(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    let root = shared("");
    let mut found = BTreeSet::new();
    walk(&root, &root, &mut found);
    let judged: BTreeSet<String> =
        VERDICTS.iter().map(|verdict| verdict.file).chain(WORDS).map(str::to_owned).collect();
    assert_eq!(found, judged);
}

#[tokio::test]
async fn every_file_comes_to_what_is_written_of_it() {
    let (_folder, store) = empty_store().await;
    let mut others = Vec::new();
    for (nth, verdict) in VERDICTS.iter().enumerate() {
        if let Err(why) = try_out(&store, nth, verdict).await {
            others.push(format!("{} {} {}: {why}", verdict.file, verdict.layer, verdict.into));
        }
    }
    assert!(others.is_empty(), "{}", others.join("\n"));
}

/// Bad rows are left out, so that the good ones are counted, too.
async fn try_out(store: &Store, nth: usize, verdict: &Verdict) -> Result<(), String> {
    let destination = match collections::named(verdict.into) {
        Some(collection) => Destination::Collection(collection),
        None => Destination::Layer(format!("layer_{nth}")),
    };
    let order = Import {
        into: destination,
        source: Source {
            path: shared(verdict.file),
            layer: Some(verdict.layer.to_owned()).filter(|layer| !layer.is_empty()),
            crs: None,
            map: pairs(verdict.map),
            set: pairs(verdict.set),
        },
        dry_run: false,
        skip_bad: true,
    };
    let mut said = Vec::new();
    let mut report = |_: u64, fault: &luzhang::domain::Fault| said.push(fault.to_string());
    let done = import(store, &Viewer::local_owner(), Clock::System, &order, &mut report, &|_| {}).await;
    let (good, bad) = match done {
        Ok(done) => {
            said.extend(done.notes);
            let tally = done.tally;
            (tally.inserted + tally.updated + tally.unchanged, done.bad)
        }
        Err(why) => {
            said.push(format!("{why:#}"));
            (0, 0)
        }
    };
    let is_said = verdict.says.is_empty() || said.iter().any(|words| words.contains(verdict.says));
    if (good, bad) == (verdict.good, verdict.bad) && is_said {
        return Ok(());
    }
    said.truncate(3);
    Err(format!("{good} good, {bad} bad; {said:?}"))
}
