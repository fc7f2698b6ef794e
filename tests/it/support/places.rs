//! Small invented places, each named for what is in it.

use crate::support::Item;
use crate::support::item;

/// A county of two townships that meet on the central meridian, one village, a road with two
/// segments, 25 households in rows of five, a gas and a heating pipe, posts and assignments.
///
/// ```text
/// 113.9          114.0          114.1
///   +---- 101 -----+---- 102 -----+  34.1
///   | village 201  |  H00 … H44   |  34.05
///   |  ====== Y001411024 ======   |  34.02
///   +--------------+--------------+  34.0
/// ```
pub fn small_county() -> Vec<Item> {
    let mut items = jurisdictions();
    items.extend(households());
    items.extend([
        item("roads", "Y001411024", "LINESTRING(113.96 34.02, 114.04 34.02)", "name=Mill Road; class=township"),
        item(
            "road_segments",
            "YS1",
            "LINESTRING(113.96 34.02, 114 34.02)",
            "road_code=Y001411024; from_chainage=K0+000; to_chainage=K4+000; surface=asphalt; pavement_width_m=5.5; dead_end=false",
        ),
        item(
            "road_segments",
            "YS2",
            "LINESTRING(114 34.02, 114.04 34.02)",
            "road_code=Y001411024; from_chainage=K4+000; to_chainage=K8+000; official_length_km=4.1; surface=cement",
        ),
        item("bridges", "B1", "POINT(113.98 34.02)", "name=Stone bridge; road_code=Y001411024; chainage=K2+000; rating=3; rated_on=2025-01-03"),
        item("bridges", "B2", "POINT(114.03 34.02)", "name=<b>Iron & steel</b>; rating=5"),
        item("gas_nodes", "GN1", "POINT(114.0 34.06)", "kind=source"),
        item("gas_nodes", "GN2", "POINT(114.05 34.06)", "kind=service"),
        item("gas_pipes", "G1", "LINESTRING(114.0 34.06, 114.05 34.06)", "from_node=GN1; to_node=GN2; operating_mpa=0.2"),
        item("heat_pipes", "P1", "LINESTRING(114.0 34.04, 114.05 34.04)", "circuit=supply"),
        item("places", "school", "POLYGON((114.01 34.07, 114.02 34.07, 114.02 34.08, 114.01 34.07))", "kind=school; capacity=400"),
        item("chief_posts", "PT", "", "level=township; kind=general; jurisdiction_code=411024101; office=Head of township"),
        item("chief_posts", "PR", "", "level=township; kind=route; jurisdiction_code=411024101; office=Deputy head"),
        item("chief_posts", "PR2", "", "level=township; kind=route; jurisdiction_code=411024102"),
        item("assignments", "A1", "", "post_code=PR; road_code=Y001411024; from_chainage=K0+000; to_chainage=K5+000"),
        item("assignments", "A2", "", "post_code=PR2; road_code=Y001411024; from_chainage=K4+500; to_chainage=K7+000"),
        item("works", "W1", "", "kind=rebuild; cost_cny=1236927.50; tendered=true"),
        item("incidents", "I1", "POINT(114.02 34.05)", "hazard=gas; reported_at=2026-06-15T08:00:00.5+08:00"),
        item("access_routes", "R1", "", "target_code=411024101201; road_segment_codes=YS1;YS2; recorded_on=2024-02-29"),
    ]);
    items
}

fn jurisdictions() -> Vec<Item> {
    let area = |code: &str, west: &str, east: &str, facts: &str| {
        let square = format!("POLYGON(({west} 34, {east} 34, {east} 34.1, {west} 34.1, {west} 34))");
        item("jurisdictions", code, &square, facts)
    };
    let village = "POLYGON((113.91 34.04, 113.95 34.04, 113.95 34.06, 113.91 34.06, 113.91 34.04))";
    vec![
        area("411024", "113.9", "114.1", "name=鄢陵县; level=county; settlement_kind=town"),
        area("411024101", "113.9", "114", "name=West; level=township; parent_code=411024"),
        area("411024102", "114", "114.1", "name=East; level=township; parent_code=411024"),
        item("jurisdictions", "411024101201", village, "name=Village; level=village; parent_code=411024101"),
    ]
}

/// H00 is the south-western one; rows and columns are 0.001 degrees apart.
fn households() -> Vec<Item> {
    let household = |nth: usize| {
        let (column, row) = (nth % 5, nth / 5);
        let place = format!("POINT(114.02{column} 34.05{row})");
        let facts = format!("address=No. {nth}; persons={}; elderly=1; building_kind=detached", column + 1);
        item("households", &format!("H{row}{column}"), &place, &facts)
    };
    let mut households: Vec<Item> = (0..25).map(household).collect();
    // How many live there is not known.
    households[24] = households[24].clone().with("persons", "").with("patients", "1");
    households
}
