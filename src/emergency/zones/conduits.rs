//! M5: the conduits that gas may follow, and how far.

use std::collections::BTreeMap;

use geo_types::Coord;
use geo_types::LineString;

use crate::geom::Grid;
use crate::geom::GridPoint;
use crate::geom::LonLat;
use crate::geom::Shape;
use crate::geom::distance_sq_to_piece;
use crate::geom::spans::joined;
use crate::policy::ZoneParameters;
use crate::queries::Zone;
use crate::world::World;

/// A part of a conduit that gas may have reached.
#[derive(Clone, Debug)]
pub struct Corridor {
    pub code: String,
    /// Of the code list `conduit_kind`; `None` where it is not recorded.
    pub kind: Option<String>,
    /// Grid metres from the leak to the conduit.
    pub distance_m: f64,
    /// Degrees.
    pub line: LineString<f64>,
}

/// A conduit in the metres of one grid.
struct Conduit {
    code: String,
    kind: Option<String>,
    corners: Vec<[f64; 2]>,
    length_m: f64,
    /// From the leak.
    distance_m: f64,
    /// Where along it the leak is nearest, metres.
    foot_m: f64,
}

/// The conduits that pass a leak, from its foot on so far each way, and what is joined to their ends as far
/// as the distance lasts. The nearest first, then by code.
pub fn conduits_near(world: &World, with: &ZoneParameters, at: LonLat) -> Vec<Corridor> {
    let with = &with.conduits;
    let grid = Grid::of(at);
    let all = conduits_around(world, &grid, at, with.within_m + with.along_m);
    let mut open: Vec<(usize, f64, f64)> = Vec::new();
    for (nth, conduit) in all.iter().enumerate().filter(|(_, conduit)| conduit.distance_m <= with.within_m) {
        open.push((nth, conduit.foot_m, with.along_m));
    }
    // By conduit; and what was left when one of its ends was entered.
    let mut spans: BTreeMap<usize, Vec<(f64, f64)>> = BTreeMap::new();
    let mut entered: BTreeMap<(usize, bool), f64> = BTreeMap::new();
    while let Some((nth, from_m, left_m)) = open.pop() {
        let conduit = &all[nth];
        spans.entry(nth).or_default().push(((from_m - left_m).max(0.0), (from_m + left_m).min(conduit.length_m)));
        let ends = [(conduit.corners.first(), from_m), (conduit.corners.last(), conduit.length_m - from_m)];
        for (end, away_m) in ends {
            let (Some(end), true) = (end, away_m <= left_m) else { continue };
            let beyond_m = left_m - away_m;
            for (other, is_far_end) in joined_at(&all, *end, with.joined_within_m) {
                let known = entered.get(&(other, is_far_end)).copied().unwrap_or(0.0);
                if other != nth && beyond_m > known {
                    entered.insert((other, is_far_end), beyond_m);
                    let start_m = if is_far_end { all[other].length_m } else { 0.0 };
                    open.push((other, start_m, beyond_m));
                }
            }
        }
    }
    let mut found = Vec::new();
    for (nth, spans) in spans {
        let conduit = &all[nth];
        for span in joined(spans, 0.001) {
            let line: LineString<f64> = conduit.part(span).filter_map(|corner| in_degrees(&grid, corner)).collect();
            if line.0.len() > 1 {
                let (code, kind) = (conduit.code.clone(), conduit.kind.clone());
                found.push(Corridor { code, kind, distance_m: conduit.distance_m, line });
            }
        }
    }
    found.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.code.cmp(&b.code)));
    found
}

fn conduits_around(world: &World, grid: &Grid, at: LonLat, reach_m: f64) -> Vec<Conduit> {
    // Wide enough for every conduit that is joined within the distance.
    let Ok(around) = Zone::around(at, reach_m + 1.0) else { return Vec::new() };
    let (place, reach) = (grid.project(at).xy(), around.reach());
    let mut found = Vec::new();
    for shard in world.named("conduits").shards_near(reach) {
        shard.near_box(reach, |row| {
            let lines = match shard.shape_ref(row) {
                Some(Shape::LineString(line)) => std::slice::from_ref(line),
                Some(Shape::MultiLineString(lines)) => &lines.0,
                _ => &[],
            };
            let kind = shard.text(row, "kind");
            found.extend(lines.iter().filter_map(|line| Conduit::of(shard.code(row), kind, line, grid, place)));
        });
    }
    found.sort_by(|a, b| a.code.cmp(&b.code).then(a.foot_m.total_cmp(&b.foot_m)));
    found
}

/// The conduits of which an end lies at a place, and whether it is the far one.
fn joined_at(all: &[Conduit], place: [f64; 2], within_m: f64) -> Vec<(usize, bool)> {
    let is_near =
        |end: Option<&[f64; 2]>| end.is_some_and(|end| (end[0] - place[0]).hypot(end[1] - place[1]) <= within_m);
    let ends = |(nth, conduit): (usize, &Conduit)| {
        let near = is_near(conduit.corners.first()).then_some((nth, false));
        near.into_iter().chain(is_near(conduit.corners.last()).then_some((nth, true)))
    };
    all.iter().enumerate().flat_map(ends).collect()
}

fn in_degrees(grid: &Grid, [easting, northing]: [f64; 2]) -> Option<Coord<f64>> {
    grid.unproject(GridPoint { easting, northing }).map(LonLat::coord)
}

impl Conduit {
    fn of(code: &str, kind: Option<&str>, line: &LineString<f64>, grid: &Grid, place: [f64; 2]) -> Option<Self> {
        let corners: Vec<[f64; 2]> =
            line.0.iter().map(|corner| grid.project_coord(*corner)).map(|at| [at.x, at.y]).collect();
        let (mut reached_m, mut foot_m, mut nearest_sq) = (0.0, 0.0, f64::INFINITY);
        for pair in corners.windows(2) {
            let length_m = (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1]);
            let (distance_sq, along) = distance_sq_to_piece(place, pair[0], pair[1]);
            if distance_sq < nearest_sq {
                (nearest_sq, foot_m) = (distance_sq, reached_m + along * length_m);
            }
            reached_m += length_m;
        }
        let kind = kind.map(str::to_owned);
        // Written so that NaN is left out too.
        let is_line = reached_m > 0.0 && reached_m.is_finite();
        let distance_m = nearest_sq.sqrt();
        is_line.then(|| Self { code: code.to_owned(), kind, corners, length_m: reached_m, distance_m, foot_m })
    }

    /// The corners of a part, with its ends.
    fn part(&self, (from_m, to_m): (f64, f64)) -> impl Iterator<Item = [f64; 2]> + '_ {
        let mut reached_m = 0.0;
        let mut part: Vec<[f64; 2]> = Vec::new();
        for pair in self.corners.windows(2) {
            let length_m = (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1]);
            let at = |metres: f64| {
                let share = if length_m > 0.0 { ((metres - reached_m) / length_m).clamp(0.0, 1.0) } else { 0.0 };
                [pair[0][0] + share * (pair[1][0] - pair[0][0]), pair[0][1] + share * (pair[1][1] - pair[0][1])]
            };
            if reached_m + length_m >= from_m && reached_m <= to_m {
                part.extend([at(from_m), at(to_m)]);
            }
            reached_m += length_m;
        }
        part.dedup();
        part.into_iter()
    }
}
