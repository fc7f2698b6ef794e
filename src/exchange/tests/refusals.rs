//! Each thing that can be wrong has its own words: what, and what would be right.

use super::*;

fn point(properties: &str, geometry: &str) -> Place {
    Place::with(
        "a.geojson",
        format!(
            r#"{{"type": "FeatureCollection", "features": [{{"type": "Feature", "properties": {properties}, "geometry": {geometry}}}]}}"#
        ),
    )
}

const HERE: &str = r#"{"type": "Point", "coordinates": [113.9, 34.0]}"#;

#[track_caller]
fn fault_of(place: &Place, collection: &str, field: &str, words: &[&str]) {
    let faults = place.faults(collection);
    let (_, fault) = faults.iter().find(|(_, fault)| fault.field == field).unwrap_or_else(|| panic!("{faults:?}"));
    says(&format!("{fault} [{}]", fault.value), words);
}

#[test]
fn a_value_that_its_field_does_not_take_is_named() {
    let check = |properties: &str, field: &str, words: &[&str]| {
        fault_of(&point(&format!("{{\"code\": \"B1\", {properties}}}"), HERE), "bridges", field, words);
    };
    check(r#""length_m": "1,8""#, "length_m", &["B1: length_m", "`1,8` is not a number", "decimal point"]);
    check(r#""length_m": [1]"#, "length_m", &["a list is not a number", "[[1]]"]);
    check(r#""length_m": true"#, "length_m", &["a yes/no value is not a number"]);
    check(r#""rating": 6"#, "rating", &["6 is out of range", "from 1 to 5"]);
    check(r#""span_class": "huge""#, "span_class", &["not in the code list", "one of"]);
    check(r#""rated_on": 2020"#, "rated_on", &["`2020` is not a date", "2025-12-31"]);
    check(r#""chainage": 1250"#, "chainage", &["not a chainage", "K12+345"]);
    check(r#""name": {"zh": "桥"}"#, "name", &["an object is not a text"]);
    check(r#""valid_from": "yesterday""#, "valid_from", &["not a date"]);
}

#[test]
fn all_faults_of_a_row_are_given() {
    let place = point(r#"{"code": "", "length_m": "x", "rating": 9}"#, "null");
    let fields: Vec<String> = place.faults("bridges").into_iter().map(|(_, fault)| fault.field).collect();
    assert_eq!(fields, ["length_m", "rating", "code", "geometry"]);
}

#[test]
fn a_place_that_cannot_be_is_named() {
    let check =
        |geometry: &str, words: &[&str]| fault_of(&point(r#"{"code": "a"}"#, geometry), "hamlets", "geometry", words);
    check("null", &["no geometry", "give a point"]);
    check(r#"{"type": "Point", "coordinates": []}"#, &["empty"]);
    check(r#"{"type": "LineString", "coordinates": [[1, 2], [3, 4]]}"#, &["a line is not what hamlets has", "a point"]);
    check(r#"{"type": "Point", "coordinates": [34.0, 113.9]}"#, &["latitude, longitude", "longitude first"]);
    check(r#"{"type": "Point", "coordinates": [490760, 3763000]}"#, &["not degrees", "--crs EPSG:4547"]);
    check(r#"{"type": "Point", "coordinates": [200, 34]}"#, &["longitude 200"]);
    check(r#"{"type": "Point", "coordinates": ["a", 34]}"#, &["a text stands where a coordinate should"]);
    check(r#"{"type": "Point", "coordinates": [34]}"#, &["fewer than two numbers"]);
    check(r#"{"type": "Point"}"#, &["null stands where"]);
    check(r#"{"type": "Circle", "coordinates": [1, 2]}"#, &["`Circle` is not a type"]);
    check(
        r#"{"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}]}"#,
        &["a geometry collection is not"],
    );
    check("[1, 2]", &["a list without a type"]);
}

#[test]
fn a_polygon_that_is_unsound_is_named() {
    let check = |rings: &str, words: &[&str]| {
        let geometry = format!(r#"{{"type": "Polygon", "coordinates": [{rings}]}}"#);
        fault_of(&point(r#"{"code": "a"}"#, &geometry), "jurisdictions", "geometry", words);
    };
    check("[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]", &["self-intersection"]);
    check("[[0, 0], [1, 1], [1, 0]]", &["3 corners does not close"]);
    let empty = r#"{"type": "Polygon", "coordinates": []}"#;
    fault_of(&point(r#"{"code": "a"}"#, empty), "warnings", "geometry", &["empty", "a polygon"]);
    assert_eq!(point(r#"{"code": "a"}"#, empty).records("jurisdictions")[0].geometry, None);
}

#[test]
fn a_second_row_of_a_code_names_the_first() {
    let place = Place::with("a.csv", "code,rating\nx,1\ny,2\nx,3\n");
    let faults = place.faults("bridges");
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].0, 4);
    says(&faults[0].1.to_string(), &["x: code", "stands in row 2 already", "once"]);
}

#[test]
fn broken_rows_of_a_table_are_named_and_the_rest_is_read() {
    let gbk: &[u8] = b"\xb1\xb1\xc7\xc5";
    let rest: &[u8] = b",113.9,34\nb,c,1\nd,e,113.9,\nf,g,1.5E,34\nh,i,113.9,34\n";
    let place = Place::with("a.csv", [b"code,name,lon,lat\na,", gbk, rest].concat());
    let faults = place.faults("bridges");
    let said: Vec<String> = faults.iter().map(|(row, fault)| format!("{row} {fault}")).collect();
    says(&said[0], &["2 a: name", "not UTF-8", "GBK", "CSV UTF-8"]);
    says(&said[1], &["3 the row has 3 cells, the header 4"]);
    says(&said[2], &["4 d: lat: the row has no lat", "both lon and lat"]);
    says(&said[3], &["5 f: lon", "`1.5E` is not a number"]);
    assert_eq!(place.rows("bridges").iter().filter(|row| row.outcome.is_ok()).count(), 1);
}

#[test]
fn a_quote_that_does_not_close_is_found_where_it_opens() {
    let rows = Place::with("a.csv", "code,name\na,b\nc,\"d\ne,f\n").rows("bridges");
    assert_eq!((rows.len(), rows[1].number), (2, 3));
    says(&rows[1].outcome.as_ref().unwrap_err()[0].to_string(), &["does not close", "rows after it"]);
    says(&Place::with("a.csv", "code,\"name\na,b\n").refused("bridges"), &["header does not close"]);
}

#[test]
fn degrees_that_are_called_metres_are_not_moved_to_the_equator() {
    let place = point(r#"{"code": "a"}"#, HERE).crs("EPSG:4547");
    fault_of(&place, "hamlets", "geometry", &["113.9, 34 look like degrees already", "leave --crs out"]);
    assert!(point(r#"{"code": "a"}"#, HERE).crs("EPSG:4214").rows("hamlets")[0].outcome.is_ok());
}

#[test]
fn a_break_in_the_middle_of_a_file_ends_it_with_the_place() {
    let text = "{\"type\": \"FeatureCollection\", \"features\": [\n{\"type\": \"Feature\", \"id\": 1, \"properties\": null, \
                \"geometry\": {\"type\": \"Point\", \"coordinates\": [1, 2]}},\n{\"type\": \"Feature\", oops}]}";
    let rows = Place::with("a.geojson", text).rows("hamlets");
    assert_eq!(rows.len(), 2);
    assert!(rows[0].outcome.is_ok());
    let fault = rows[1].outcome.as_ref().unwrap_err()[0].to_string();
    says(&fault, &["broken in line 3, column 21", "mend the JSON"]);
    let rows = Place::with("a.geojson", &text[..170]).rows("hamlets");
    says(&rows[1].outcome.as_ref().unwrap_err()[0].to_string(), &["broken in line"]);
}

#[test]
fn a_broken_line_is_refused_alone() {
    let good =
        r#"{"type": "Feature", "id": 1, "properties": {}, "geometry": {"type": "Point", "coordinates": [1, 2]}}"#;
    let place = Place::with("a.ndjson", format!("{good}\n{{oops\n[1]\n{}\n", good.replace(": 1,", ": 2,")));
    let rows = place.rows("hamlets");
    assert_eq!(rows.iter().map(|row| row.outcome.is_ok()).collect::<Vec<_>>(), [true, false, false, true]);
    says(&rows[1].outcome.as_ref().unwrap_err()[0].to_string(), &["record 2 is not JSON", "column 2"]);
    says(&rows[2].outcome.as_ref().unwrap_err()[0].to_string(), &["a list stands where a feature should"]);
}

#[test]
fn a_file_that_cannot_be_read_is_refused_in_one_line() {
    let check =
        |name: &str, content: &[u8], words: &[&str]| says(&Place::with(name, content).refused("hamlets"), words);
    check("a.geojson", b"", &["is empty"]);
    check("a.geojson", b"  \n", &["is empty"]);
    check("a.csv", b"\xef\xbb\xbf\n\n", &["is empty"]);
    check("a.ndjson", b"\n\n", &["is empty"]);
    check("a.gpkg", b"", &["is empty"]);
    check("a.geojson", b"code,name\n", &["not GeoJSON", "no JSON"]);
    check("a.geojson", b"{\"a\": 1}", &["type is not given", "FeatureCollection"]);
    check("a.geojson", b"{\"type\": \"Topology\"}", &["`Topology`"]);
    check("a.geojson", b"{\"type\": \"Feature\"}\n{\"type\": \"Feature\"}", &["in line 2", ".geojsonl"]);
    check("a.geojsonl", b"{\n\"type\": \"FeatureCollection\"\n}", &["first line", ".geojson"]);
    check("a.geojsonl", b"{\"type\": \"FeatureCollection\", \"features\": []}", &[".geojson"]);
    check("a.geojson", b"PK\x03\x04...", &["ZIP"]);
    check("a.csv", b"PK\x03\x04...", &["ZIP", ".xlsx"]);
    check("a.csv", b"{\"type\": 1}", &["begins as JSON", ".geojson"]);
    check("a.csv", b"\xff\xfec\0", &["UTF-16", "UTF-8"]);
    check("a.csv", b"\xb1\xff,code\n1,2\n", &["header is neither UTF-8 nor GBK"]);
    check("a.gpkg", b"not a database, but long enough to be looked at", &["no SQLite database"]);
    check("a.shp", b"x", &["not a Shapefile", "does not begin as one does"]);
    check("a.dbf", b"x", &["one of the files beside one", "name the .shp"]);
    check("a.dwg", b"x", &["a CAD drawing (.dwg), not read yet", "formats read are GeoJSON"]);
    check("a.xls", b"x", &["a spreadsheet"]);
    check("a", b"x", &["without an extension"]);
    says(&Place::empty("a.csv").refused("hamlets"), &["there is no file", "check the path"]);
    let place = Place::empty("a.csv");
    fs::create_dir(&place.source.path).unwrap();
    says(&place.refused("hamlets"), &["is a folder"]);
}

#[test]
fn a_geopackage_that_is_none_is_refused() {
    let place = Place::empty("a.gpkg");
    rusqlite::Connection::open(&place.source.path).unwrap().execute_batch("create table t (a)").unwrap();
    says(&place.refused("hamlets"), &["no table gpkg_contents", "ogr2ogr"]);
    let text = b"SQLite format 3\0".repeat(40);
    let damaged = Place::with("a.gpkg", text).refused("hamlets");
    assert!(damaged.contains("SQLite database") || damaged.contains("damaged"), "{damaged}");
    let place = Place::empty("a.gpkg").layer("roads");
    rusqlite::Connection::open(&place.source.path)
        .unwrap()
        .execute_batch(
            "create table gpkg_contents (table_name, data_type); insert into gpkg_contents values ('b', 'attributes')",
        )
        .unwrap();
    says(&place.refused("hamlets"), &["no layer `roads`", "there are b"]);
    says(&Place::with("a.csv", "code,name\n").layer("x").refused("hamlets"), &["only a GeoPackage has layers"]);
}

#[test]
fn maps_and_sets_that_name_nothing_are_refused() {
    let table = || Place::with("a.csv", "id,name,n\n1,a,b\n");
    says(&table().refused("bridges"), &["--map COLUMN=code", "id, name, n"]);
    says(&table().map("id", "kode").refused("bridges"), &["no field `kode`", "code, lon, lat", "length_m"]);
    says(&table().map("ID2", "code").refused("bridges"), &["no column `ID2`", "id, name, n"]);
    says(&table().map("id", "code").map("n", "code").refused("bridges"), &["`code` is fed twice"]);
    says(&table().map("id", "lon").refused("bridges"), &["`lat` is not mapped"]);
    says(&table().map("id", "code").set("rating", "9").refused("bridges"), &["--set rating=9", "1 to 5"]);
    says(&table().map("id", "code").set("kode", "9").refused("bridges"), &["no field `kode`"]);
    says(&table().map("id", "code").set("lon", "9").refused("bridges"), &["not the same for all rows"]);
    says(&table().map("id", "code").map("n", "name").set("name", "x").refused("bridges"), &["given twice"]);
    says(&table().map("id", "lon").refused("funds"), &["no field `lon`"]);
    says(&Place::with("a.csv", "code,Name,name\n1,a,b\n").refused("bridges"), &["`name` twice"]);
    says(&Place::with("a.csv", "code,x\n1,a\n").refused("bridges"), &["no column that bridges knows"]);
}

#[test]
fn coordinates_that_nobody_knows_are_refused() {
    let table = |crs: &str| Place::with("a.csv", "code,x,y\n1,2,3\n").crs(crs);
    says(&table("EPSG:99999").refused("hamlets"), &["`EPSG:99999` is not known", "EPSG:4547"]);
    says(&table("rubbish").refused("hamlets"), &["`rubbish` is not known"]);
    for crs in [
        "4490",
        "epsg:4326",
        "OGC:CRS84",
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "http://www.opengis.net/def/crs/EPSG/0/4490",
    ] {
        assert_eq!(table(crs).records("hamlets").len(), 1, "{crs}");
    }
    let place = Place::with("a.csv", "code,x,y\n1,490760,3763000\n2,1e9,1e9\n")
        .crs("+proj=tmerc +lon_0=114 +x_0=500000 +ellps=GRS80");
    let rows = place.rows("hamlets");
    assert!(rows[0].outcome.is_ok());
    says(&rows[1].outcome.as_ref().unwrap_err()[0].to_string(), &["geometry"]);
}
