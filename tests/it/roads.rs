//! Lengths, chainages and places, beside PostGIS and back again.

use geo_types::Coord;
use geo_types::LineString;
use geozero::ToWkt;
use luzhang::geom::LonLat;
use luzhang::geom::Shape;
use luzhang::geom::geodesic;
use serde_json::Value;
use sqlx::Row;

use crate::support::Browser;
use crate::support::Dice;
use crate::support::Home;
use crate::support::Item;
use crate::support::item;

/// A line that winds eastwards and never crosses itself: pieces of 5 m up to `piece_m`.
fn winding(dice: &mut Dice, from: Coord<f64>, pieces: usize, piece_m: f64) -> LineString<f64> {
    let mut line = vec![LonLat::new(from.x, from.y).unwrap()];
    for _ in 0..pieces {
        let (azimuth, length_m) = (dice.between(20.0, 160.0), dice.between(5.0, piece_m));
        line.push(geodesic::destination(line[line.len() - 1], azimuth, length_m).unwrap());
    }
    line.into_iter().map(LonLat::coord).collect()
}

fn road(code: &str, line: &LineString<f64>) -> Item {
    item("roads", code, "LINESTRING(0 0, 1 1)", "").at(line.clone().into())
}

fn distance_m(a: Coord<f64>, b: Coord<f64>) -> f64 {
    geodesic::distance_m(LonLat::new(a.x, a.y).unwrap(), LonLat::new(b.x, b.y).unwrap())
}

#[tokio::test]
async fn geodesic_lengths_are_those_of_postgis_to_a_millimetre() {
    let mut dice = Dice::seeded(11);
    let mut lines: Vec<LineString<f64>> = Vec::new();
    for _ in 0..300 {
        let from = Coord { x: dice.between(75.0, 135.0), y: dice.between(-50.0, 50.0) };
        let pieces = 1 + dice.below(60);
        lines.push(winding(&mut dice, from, pieces, 30_000.0));
    }
    let shapes: Vec<String> = lines.iter().map(|line| Shape::from(line.clone()).to_wkt().unwrap()).collect();
    let sql = "SELECT ST_Length(ST_GeomFromText(shape, 4490)::geography)
               FROM unnest($1::text[]) WITH ORDINALITY given (shape, n) ORDER BY n";
    let home = Home::postgis().await;
    let rows = sqlx::query(sql).bind(&shapes).fetch_all(&mut home.sql().await).await.unwrap();
    assert_eq!(rows.len(), lines.len());
    for (line, row) in lines.iter().zip(rows) {
        let (ours, theirs) = (geodesic::length_m(line), row.get::<f64, _>(0));
        assert!((ours - theirs).abs() < 0.001, "{ours} {theirs}");
    }
}

async fn place_at(browser: &Browser, road: &str, chainage: &str) -> Coord<f64> {
    let answer = browser.json(&format!("/api/v1/roads/{road}/at/{chainage}")).await;
    let number = |at: usize| answer["geometry"]["coordinates"][at].as_f64().unwrap();
    Coord { x: number(0), y: number(1) }
}

async fn locate(browser: &Browser, at: Coord<f64>) -> Value {
    browser.json(&format!("/api/v1/locate?lon={}&lat={}", at.x, at.y)).await
}

fn millimetres(chainage: &str) -> i64 {
    let (km, metres) = chainage.strip_prefix('K').unwrap().split_once('+').unwrap();
    let (metres, decimals) = metres.split_once('.').unwrap_or((metres, ""));
    let decimals = format!("{decimals:0<3}");
    km.parse::<i64>().unwrap() * 1_000_000 + metres.parse::<i64>().unwrap() * 1_000 + decimals.parse::<i64>().unwrap()
}

fn chainage(mm: i64) -> String {
    format!("K{}+{:03}.{:03}", mm / 1_000_000, mm / 1_000 % 1_000, mm % 1_000)
}

#[tokio::test]
async fn a_chainage_leads_to_a_place_that_leads_back_to_the_chainage() {
    let mut dice = Dice::seeded(12);
    let mut items = Vec::new();
    let mut ends = Vec::new();
    for nth in 0..12 {
        // Two on the seam of the grid, all too far apart to be mistaken for each other.
        let from = Coord { x: if nth < 2 { 115.45 } else { 114.17 }, y: 33.5 + f64::from(nth) * 0.1 };
        let line = winding(&mut dice, from, 80, 150.0);
        let (road_code, half) = (format!("R{nth}"), LineString::new(line.0[..41].to_vec()));
        items.push(road(&road_code, &line));
        // Official mileage runs ahead of the ground on the first half of every other road.
        let measured_mm = |metres: f64| format!("{:.0}", metres * 1000.0).parse::<i64>().unwrap();
        let (mut middle, mut end) = (measured_mm(geodesic::length_m(&half)), measured_mm(geodesic::length_m(&line)));
        if nth % 2 == 1 {
            let (start, ahead) = (3_000_000, middle / 10);
            (middle, end) = (start + middle + ahead, start + end + ahead);
            let rest = LineString::new(line.0[40..].to_vec());
            for (code, line, from, to) in [("a", half, start, middle), ("b", rest, middle, end)] {
                let facts =
                    format!("road_code={road_code}; from_chainage={}; to_chainage={}", chainage(from), chainage(to));
                items.push(
                    item("road_segments", &format!("{road_code}{code}"), "LINESTRING(0 0, 1 1)", &facts)
                        .at(line.into()),
                );
            }
            ends.push((start, end));
        } else {
            ends.push((0, end));
        }
    }
    let browser = Browser::with(items).await;
    for (nth, (start, end)) in ends.into_iter().enumerate() {
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "millimetres of a road")]
        let asked = (0..30).map(|_| dice.between(start as f64, end as f64) as i64).chain([start, end]);
        for asked in asked {
            let place = place_at(&browser, &format!("R{nth}"), &chainage(asked)).await;
            let found = locate(&browser, place).await;
            assert_eq!((&found["road"], &found["side"]), (&format!("R{nth}").into(), &"on".into()));
            let back = millimetres(found["chainage"].as_str().unwrap());
            assert_eq!(back, asked, "R{nth}: {} came back as {}", chainage(asked), chainage(back));
        }
    }
}

#[tokio::test]
async fn a_place_at_a_chainage_is_where_postgis_puts_it() {
    let mut dice = Dice::seeded(13);
    let line = winding(&mut dice, Coord { x: 114.17, y: 34.11 }, 200, 50.0);
    let (length_m, browser) = (geodesic::length_m(&line), Browser::with(vec![road("R", &line)]).await);
    let shares: Vec<f64> = (0..200).map(|_| dice.between(0.0, 1.0)).collect();
    let sql = "SELECT ST_X(place), ST_Y(place) FROM (
                   SELECT n, ST_Transform(ST_LineInterpolatePoint(ST_Transform(ST_GeomFromText($1, 4490), 4547), share), 4490) AS place
                   FROM unnest($2::float8[]) WITH ORDINALITY given (share, n)) placed ORDER BY n";
    let home = Home::postgis().await;
    let query = sqlx::query(sql).bind(Shape::from(line).to_wkt().unwrap()).bind(&shares);
    for (share, row) in shares.iter().zip(query.fetch_all(&mut home.sql().await).await.unwrap()) {
        #[expect(clippy::cast_possible_truncation, reason = "millimetres of a road")]
        let ours = place_at(&browser, "R", &chainage((share * length_m * 1000.0).round() as i64)).await;
        let theirs = Coord { x: row.get(0), y: row.get(1) };
        assert!(distance_m(ours, theirs) < 0.01, "{share}: {ours:?} {theirs:?}");
    }
}

#[tokio::test]
async fn the_offset_is_the_distance_sideways_and_positive_to_the_right() {
    let mut dice = Dice::seeded(14);
    let line = LineString::from(vec![(114.17, 34.10), (114.18, 34.11), (114.20, 34.11), (114.20, 34.09)]);
    let browser = Browser::with(vec![road("R", &line)]).await;
    for piece in line.lines() {
        let (start, end) =
            (LonLat::new(piece.start.x, piece.start.y).unwrap(), LonLat::new(piece.end.x, piece.end.y).unwrap());
        for _ in 0..30 {
            let (along, aside_m) = (dice.between(0.2, 0.8), dice.between(0.01, 100.0));
            let foot = LonLat::new(
                start.lon() + along * (end.lon() - start.lon()),
                start.lat() + along * (end.lat() - start.lat()),
            );
            // Clockwise from north; looking along the piece.
            let (east, north) = ((end.lon() - start.lon()) * start.lat().to_radians().cos(), end.lat() - start.lat());
            let azimuth = east.atan2(north).to_degrees();
            for (side, turn, sign) in [("right", 90.0, 1.0), ("left", -90.0, -1.0)] {
                let place = geodesic::destination(foot.unwrap(), azimuth + turn, aside_m).unwrap();
                let found = locate(&browser, place.coord()).await;
                let offset_m = found["offset_m"].as_f64().unwrap();
                // The foot lies on the chord in degrees, a hand's breadth off the one in the grid.
                assert!((offset_m - sign * aside_m).abs() < 0.2, "{side} {aside_m}: {found}");
                assert!(found["side"] == side || aside_m < 0.2, "{found}");
            }
        }
    }
}

#[tokio::test]
async fn in_a_hairpin_the_outside_is_outside() {
    // Eastwards, then sharply back to the right.
    let bend = LineString::from(vec![(114.0, 34.0), (114.01, 34.0), (114.0, 33.999)]);
    let browser = Browser::with(vec![road("R", &bend)]).await;
    for (lon, lat, side) in [
        (114.0101, 34.00005, "left"),
        (114.0101, 34.0, "left"),
        (114.0101, 33.99996, "left"),
        (114.005, 34.0001, "left"),
        (114.005, 33.9999, "right"),
        (114.005, 33.9991, "left"),
    ] {
        assert_eq!(locate(&browser, Coord { x: lon, y: lat }).await["side"], side, "{lon} {lat}");
    }
}

/// One kilometre of ground is two by the books on the second half, and the first stone is K10.
#[tokio::test]
async fn chainage_follows_the_kilometre_stones_of_the_segments() {
    let line = LineString::from(vec![(113.99, 34.0), (114.0, 34.0), (114.01, 34.0)]);
    let half_m = geodesic::length_m(&line) / 2.0;
    let segment = |code: &str, wkt: &str, from: &str, to: &str| {
        item("road_segments", code, wkt, &format!("road_code=R; from_chainage={from}; to_chainage={to}"))
    };
    let browser = Browser::with(vec![
        road("R", &line),
        segment("S1", "LINESTRING(113.99 34, 114 34)", "K10+000", "K11+000"),
        segment("S2", "LINESTRING(114 34, 114.01 34)", "K11+000", "K13+000"),
        // Too far off the road to be a stone of it.
        segment("S3", "LINESTRING(114 34.01, 114.01 34.01)", "K11+500", "K12+900"),
    ])
    .await;
    for (chainage, along_m) in [
        ("K10+000", 0.0),
        ("K10+500", half_m * 0.5),
        ("K11+000", half_m),
        ("K12+000", half_m * 1.5),
        ("K13+000", half_m * 2.0),
    ] {
        let place = place_at(&browser, "R", chainage).await;
        assert!((distance_m(line.0[0], place) - along_m).abs() < 0.001, "{chainage}: {place:?}");
        assert_eq!(locate(&browser, place).await["chainage"], chainage);
    }
    for past in ["K9+999.999", "K13+000.002", "K0+000", "K100+000"] {
        let answer = browser.get(&format!("/api/v1/roads/R/at/{past}")).await;
        assert_eq!(answer.status, 422, "{past}");
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains("R runs from K10+000 to K13+000"), "{detail}");
    }
}

#[tokio::test]
async fn of_two_roads_equally_near_the_first_code_is_taken_and_beyond_five_kilometres_none() {
    let line = LineString::from(vec![(114.0, 34.0), (114.01, 34.0)]);
    let browser = Browser::with(vec![road("B", &line), road("A", &line)]).await;
    assert_eq!(locate(&browser, Coord { x: 114.005, y: 34.01 }).await["road"], "A");
    // 5 km are 0.04507 degrees of latitude here.
    assert_eq!(locate(&browser, Coord { x: 114.005, y: 34.045 }).await["road"], "A");
    assert_eq!(locate(&browser, Coord { x: 114.005, y: 34.0452 }).await["road"], Value::Null);
}
