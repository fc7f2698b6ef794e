//! What files look like that we write, and what is refused.

use geo_types::Point;

use super::*;
use crate::domain::Value;

fn bridge(code: &str, name: &str) -> Record {
    let mut record = Record::new(named("bridges"), code, "survey 2025");
    record.geometry = Some(Point::new(113.9, 34.0).into());
    record.values[0] = Value::text(name);
    record.values[4] = Value::Real(23.5);
    record.values[7] = Value::Integer(4);
    record
}

fn written(name: &str) -> String {
    let place = Place::empty(name);
    let mut writer = create(named("bridges"), &place.target(name)).unwrap();
    writer.write(&bridge("B1", "=HYPERLINK(\"x\")")).unwrap();
    writer.write(&bridge("B2", "北桥")).unwrap();
    writer.finish().unwrap();
    fs::read_to_string(&place.source.path).unwrap()
}

#[test]
fn geojson_has_one_feature_a_line_and_its_properties_in_the_order_of_the_fields() {
    let lines: Vec<String> = written("out.geojson").lines().map(str::to_owned).collect();
    assert_eq!(lines[0], r#"{"type":"FeatureCollection","name":"bridges","features":["#);
    assert_eq!(
        lines[2],
        "{\"type\":\"Feature\",\"id\":\"B2\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[113.9,34.0]},\
         \"properties\":{\"code\":\"B2\",\"name\":\"北桥\",\"road_code\":null,\"chainage\":null,\
         \"jurisdiction_code\":null,\"length_m\":23.5,\"deck_width_m\":null,\"span_class\":null,\"rating\":4,\
         \"rated_on\":null,\"rebuilt_on\":null,\"disposal_kind\":null,\"disposed_on\":null,\"valid_from\":null,\
         \"provenance\":\"survey 2025\"}}"
    );
    assert_eq!(lines[3], "]}");
    assert_eq!(written("out.geojsonl").lines().count(), 2);
}

#[test]
fn csv_starts_no_formula_and_has_no_byte_order_mark() {
    let text = written("out.csv");
    let mut lines = text.lines();
    says(lines.next().unwrap(), &["code,name,road_code,", ",valid_from,provenance,lon,lat"]);
    says(lines.next().unwrap(), &["B1,\"'=HYPERLINK(\"\"x\"\")\"", ",survey 2025,113.9,34"]);
}

#[test]
fn kml_carries_all_fields_and_leaves_out_what_is_unknown() {
    let text = written("out.kml");
    says(&text, &["<Schema id=\"bridges\"", "<SimpleField type=\"double\" name=\"length_m\"><displayName>全长"]);
    let mark = text.lines().find(|line| line.contains("北桥")).unwrap();
    assert_eq!(
        mark,
        "<Placemark><name>北桥</name><ExtendedData><SchemaData schemaUrl=\"#bridges\"><SimpleData name=\"code\">B2\
         </SimpleData><SimpleData name=\"name\">北桥</SimpleData><SimpleData name=\"length_m\">23.5</SimpleData>\
         <SimpleData name=\"rating\">4</SimpleData><SimpleData name=\"provenance\">survey 2025</SimpleData>\
         </SchemaData></ExtendedData><Point><coordinates>113.9,34</coordinates></Point></Placemark>"
    );
    says(&text, &["=HYPERLINK(&quot;x&quot;)"]);
}

#[test]
fn gpx_tells_a_crew_the_name_and_what_is_known() {
    let text = written("out.gpx");
    says(
        &text,
        &[
            "<wpt lat=\"34\" lon=\"113.9\"><name>北桥</name><cmt>B2</cmt><desc>名称: 北桥\n全长: 23.5 m\n技术状况等级: 4</desc>\
             <src>survey 2025</src><type>桥梁</type></wpt>",
        ],
    );
}

#[test]
fn waypoints_stand_before_tracks_and_what_has_no_place_is_counted() {
    let place = Place::empty("out.gpx");
    let mut writer = create(named("works"), &place.target("out.gpx")).unwrap();
    let mut record = Record::new(named("works"), "W1", "x");
    writer.write(&record).unwrap();
    record.geometry = Some(geo_types::LineString::from(vec![(113.9, 34.0), (114.0, 34.5)]).into());
    writer.write(&record).unwrap();
    assert_eq!((writer.left_out(), writer.finish().unwrap()), (1, 1));
    let text = fs::read_to_string(&place.source.path).unwrap();
    says(&text, &["<trkseg><trkpt lat=\"34\" lon=\"113.9\"/><trkpt lat=\"34.5\" lon=\"114\"/></trkseg></trk>\n</gpx>"]);
    let mut writer = create(named("hazards"), &place.target("out.gpx")).unwrap();
    let mut hazard = Record::new(named("hazards"), "H1", "x");
    hazard.geometry.clone_from(&record.geometry);
    writer.write(&hazard).unwrap();
    hazard.geometry = Some(Point::new(113.9, 34.0).into());
    writer.write(&hazard).unwrap();
    writer.finish().unwrap();
    let text = fs::read_to_string(&place.source.path).unwrap();
    assert!(text.find("<wpt").unwrap() < text.find("<trk").unwrap());
    let why = create(named("jurisdictions"), &place.target("out.gpx")).err().unwrap().to_string();
    says(&why, &["jurisdictions are areas", ".kml"]);
}

#[test]
fn a_file_appears_whole_or_not_at_all() {
    for name in ["out.geojson", "out.csv", "out.gpkg", "out.shp", "out.fgb", "out.xlsx", "out.kml", "out.gpx"] {
        let place = Place::with(name, "old");
        let mut writer = create(named("bridges"), &place.target(name)).unwrap();
        writer.write(&bridge("B1", "a")).unwrap();
        assert_eq!(fs::read(&place.source.path).unwrap(), b"old");
        drop(writer);
        assert_eq!(fs::read(&place.source.path).unwrap(), b"old");
        assert_eq!(place.names().len(), 1, "{name}");
    }
}

#[track_caller]
fn refused(target: &Target) -> String {
    create(named("bridges"), target).err().expect("the target is refused").to_string()
}

#[test]
fn a_target_that_cannot_be_is_refused_with_the_reason() {
    let place = Place::empty("out");
    let to = |name: &str, crs: &str| Target { crs: Some(crs.into()), ..place.target(name) };
    says(&refused(&to("out.geojson", "EPSG:4547")), &["RFC 7946", "EPSG:4547", ".gpkg or .csv"]);
    says(&refused(&to("out.kml", "EPSG:4547")), &["KML knows degrees only", "EPSG:4547"]);
    says(&refused(&to("out.gpx", "EPSG:4547")), &["GPX knows degrees only"]);
    says(&refused(&to("out.shp", "EPSG:3857")), &["EPSG:3857", "EPSG:4491 to 4554"]);
    says(&refused(&place.target("out.osm.pbf")), &["no format that is written"]);
    says(&refused(&to("out.gpkg", "EPSG:3857")), &["EPSG:3857", "EPSG:4491 to 4554"]);
    says(&refused(&to("out.geojson", "GCJ-02")), &["RFC 7946", "GCJ-02", ".gpkg or .csv"]);
    says(&refused(&to("out.csv", "BD-09")), &["BD-09", "not written", "GCJ-02"]);
    says(&refused(&to("out.shp", "GCJ-02")), &["Shapefile", "GCJ-02", ".gpkg or .csv"]);
    says(&refused(&to("out.fgb", "GCJ-02")), &["FlatGeobuf", "GCJ-02", ".gpkg or .csv"]);
    says(&refused(&place.target("out.dwg")), &["no format that is written", ".gpkg"]);
    says(&refused(&place.target("missing/out.csv")), &["there is no file", "missing"]);
    says(&refused(&Target { path: place.folder.path().into(), ..Target::default() }), &["is a folder"]);
    assert!(create(named("bridges"), &to("out.geojson", "EPSG:4490")).is_ok());
    assert_eq!(place.names().len(), 0);
}

#[test]
fn a_store_is_not_replaced_by_an_export() {
    let place = Place::empty("store.gpkg");
    let file = rusqlite::Connection::open(&place.source.path).unwrap();
    file.execute_batch(
        "create table gpkg_contents (table_name); insert into gpkg_contents values ('roads'), ('bridges')",
    )
    .unwrap();
    drop(file);
    says(&refused(&place.target("store.gpkg")), &["holds 2 layers", "another name"]);
}

#[test]
fn a_geopackage_says_what_it_is() {
    let place = Place::empty("out.gpkg");
    let mut writer =
        create(named("bridges"), &Target { crs: Some("EPSG:4547".into()), ..place.target("out.gpkg") }).unwrap();
    writer.write(&bridge("B1", "a")).unwrap();
    assert_eq!(writer.finish().unwrap(), 1);
    let file = rusqlite::Connection::open(&place.source.path).unwrap();
    let number = |sql: &str| file.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(number("pragma application_id"), 0x4750_4b47);
    assert_eq!(number("pragma user_version"), 10_300);
    assert_eq!(number("select count(*) from rtree_bridges_geom where minx > 490000"), 1);
    assert_eq!(number("select srs_id from gpkg_geometry_columns"), 4547);
    assert_eq!(number("select cast(min_x as integer) / 100 from gpkg_contents"), 4907);
    assert_eq!(number("select count(*) from sqlite_schema where type = 'trigger'"), 6);
}
