//! Which polygons are sound, beside PostGIS.

use geo_types::LineString;
use geo_types::MultiPolygon;
use geo_types::Polygon;
use geozero::ToWkt;
use luzhang::geom::Shape;
use luzhang::geom::faults::fault_of;
use sqlx::Row;

use crate::support::Dice;
use crate::support::Home;

/// A ring of few corners on a small lattice, so that rings touch, run along each other, turn back,
/// cross and lie in each other in every way.
fn ring(dice: &mut Dice, corners: usize, from: usize, size: usize) -> LineString<f64> {
    #[expect(clippy::cast_precision_loss, reason = "a small lattice")]
    let mut lattice = || (from + dice.below(size + 1)) as f64;
    let mut corners: Vec<(f64, f64)> = (0..corners).map(|_| (lattice(), lattice())).collect();
    // WKT cannot say a ring of three corners, the first and the last included.
    corners.extend((corners[0] == corners[corners.len() - 1]).then_some((9.0, 9.0)));
    let mut ring = LineString::from(corners);
    ring.close();
    ring
}

fn area(dice: &mut Dice, nth: usize) -> Shape {
    let mut polygon = |from: usize, holes: usize| {
        // Half of the exteriors are sound squares: otherwise few would be sound with a hole in them.
        let exterior = if dice.one_in(2) {
            LineString::from(vec![(0.0, 0.0), (8.0, 0.0), (8.0, 8.0), (0.0, 8.0), (0.0, 0.0)])
        } else {
            let corners = 3 + dice.below(4);
            ring(dice, corners, from, 8)
        };
        let holes = (0..holes).map(|_| ring(dice, 3, from, 8)).collect();
        Polygon::new(exterior, holes)
    };
    match nth % 4 {
        0 => polygon(0, 0).into(),
        1 => polygon(0, 1).into(),
        2 => polygon(0, 2).into(),
        _ => MultiPolygon::new(vec![polygon(0, 0), polygon(0, 0)]).into(),
    }
}

#[tokio::test]
async fn an_area_is_sound_when_postgis_says_so() {
    let mut dice = Dice::seeded(31);
    let areas: Vec<Shape> = (0..6_000).map(|nth| area(&mut dice, nth)).collect();
    let shapes: Vec<String> = areas.iter().map(|area| area.to_wkt().unwrap()).collect();
    let sql = "SELECT ST_IsValidReason(ST_GeomFromText(shape)) FROM unnest($1::text[]) WITH ORDINALITY given (shape, n) ORDER BY n";
    let home = Home::postgis().await;
    let rows = sqlx::query(sql).bind(&shapes).fetch_all(&mut home.sql().await).await.unwrap();
    let (mut sound, mut differ) = (0, Vec::new());
    for ((area, wkt), row) in areas.iter().zip(&shapes).zip(rows) {
        let reason: &str = row.get(0);
        // Rings that touch at two places cut the inside in two, which is harmless to every question
        // here; and what else is wrong PostGIS then does not say.
        if reason.starts_with("Interior is disconnected") {
            continue;
        }
        let is_sound = reason == "Valid Geometry";
        sound += u32::from(is_sound);
        let ours = fault_of(area);
        if ours.is_none() != is_sound {
            differ.push(format!("{wkt}: {reason}; we say {ours:?}"));
        }
    }
    assert!(sound > 300, "{sound}");
    assert!(differ.is_empty(), "{} of {}: {:#?}", differ.len(), areas.len(), &differ[..differ.len().min(5)]);
}
