//! What falls short of a goal, thing by thing: the list that a row counts.

use geo_types::Coord;
use geo_types::LineString;
use geo_types::MultiLineString;

use crate::geom::Chainage;
use crate::geom::Shape;
use crate::geom::Stretch;
use crate::policy::goals::counts::Piece;
use crate::policy::goals::counts::Sink;
use crate::policy::goals::counts::Thing;
use crate::policy::goals::counts::Verdict;
use crate::policy::goals::goal::Due;
use crate::policy::goals::goal::Goal;
use crate::policy::goals::input::Input;
use crate::policy::goals::measure::Kind;
use crate::policy::goals::rows::years_counted;
use crate::world::Scope;
use crate::world::Segment;

/// A thing that fails, or of which nobody can say.
#[derive(Clone, Debug)]
pub struct ShortfallFeature {
    pub collection: &'static str,
    pub code: String,
    pub name: Option<String>,
    /// The finest jurisdiction that it lies in, with its greatest part.
    pub jurisdiction: Option<String>,
    pub road: Option<String>,
    /// Of a part of a segment: the chainages between which it lies, where they are known.
    pub stretch: Option<Stretch>,
    /// Whether it is a part of a segment only.
    pub is_part: bool,
    /// Whole metres, for lengths.
    pub metres: Option<u64>,
    pub why: &'static str,
    pub is_unknown: bool,
    /// Degrees: a line cut to the jurisdiction, a point, an area, or none where none is recorded.
    pub geometry: Option<Shape>,
}

impl ShortfallFeature {
    /// `road_segments/YS1@K0+000-K1+500`
    pub fn id(&self) -> String {
        match self.stretch.filter(|_| self.is_part) {
            Some(part) => format!("{}/{}@{}-{}", self.collection, self.code, part.from(), part.to()),
            None => format!("{}/{}", self.collection, self.code),
        }
    }
}

/// What falls short in a scope, failing things first, each group in the order in which a measure goes
/// through its things: roads by chainage, others by code.
pub fn shortfall(input: &Input<'_>, goal: &Goal, part: usize, due: &Due, scope: Scope) -> Vec<ShortfallFeature> {
    let (first, last) = match goal.measure.kind {
        Kind::Yearly => (1, years_counted(goal, due, input.day)),
        _ => (part, part),
    };
    let mut list = List { input, goal, parts: first..=last, scope, failing: Vec::new(), unknown: Vec::new() };
    (goal.measure.run)(input, goal, &mut list);
    let List { mut failing, unknown, .. } = list;
    failing.extend(unknown);
    failing
}

struct List<'b, 'a> {
    input: &'b Input<'a>,
    goal: &'b Goal,
    parts: std::ops::RangeInclusive<usize>,
    scope: Scope,
    failing: Vec<ShortfallFeature>,
    unknown: Vec<ShortfallFeature>,
}

impl<'a> Sink<'a> for List<'_, 'a> {
    fn count(&mut self, part: usize, thing: Thing<'a>, pieces: &[Piece<'a>]) {
        if !self.parts.contains(&part) {
            return;
        }
        let counts = |piece: &&Piece<'a>| {
            let counts_here = |unit| self.input.tree.counts_in(unit, self.scope);
            piece.unit.is_some_and(counts_here) && self.input.takes(self.goal, piece.unit)
        };
        for verdict in [Verdict::Failing, Verdict::Unknown] {
            let own: Vec<&Piece<'a>> = pieces.iter().filter(|piece| piece.verdict == verdict).filter(counts).collect();
            if !own.is_empty() {
                let feature = feature(self.input, thing, &own);
                if verdict == Verdict::Failing { self.failing.push(feature) } else { self.unknown.push(feature) }
            }
        }
    }
}

fn feature<'a>(input: &Input<'a>, thing: Thing<'a>, pieces: &[&Piece<'a>]) -> ShortfallFeature {
    let largest = pieces.iter().rev().max_by_key(|piece| piece.amount);
    let unit = largest.and_then(|piece| piece.unit);
    let why = largest.map_or("", |piece| piece.why);
    let jurisdiction = unit.map(|unit| input.tree.unit(unit).code.to_string());
    let plain = ShortfallFeature {
        collection: "",
        code: String::new(),
        name: None,
        jurisdiction,
        road: None,
        stretch: None,
        is_part: false,
        metres: None,
        why,
        is_unknown: pieces.iter().any(|piece| piece.verdict == Verdict::Unknown),
        geometry: None,
    };
    match thing {
        Thing::Segment(segment) => of_segment(input, segment, pieces, plain),
        Thing::Record(row) => ShortfallFeature {
            collection: row.shard.collection().name,
            code: row.code().to_owned(),
            name: row.text("name").map(str::to_owned),
            road: row.text("road_code").map(str::to_owned),
            geometry: row.shape(),
            ..plain
        },
        Thing::Unit(unit) => ShortfallFeature {
            collection: "jurisdictions",
            code: input.tree.unit(unit).code.to_string(),
            name: input.tree.unit(unit).name.as_deref().map(str::to_owned),
            geometry: input.row(unit).and_then(|row| row.shape()),
            ..plain
        },
    }
}

fn of_segment(
    input: &Input<'_>,
    segment: &Segment,
    pieces: &[&Piece<'_>],
    plain: ShortfallFeature,
) -> ShortfallFeature {
    let mut spans: Vec<(f64, f64)> = pieces.iter().flat_map(|piece| piece.spans.iter().copied()).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut joined: Vec<(f64, f64)> = Vec::new();
    for (from, to) in spans {
        match joined.last_mut() {
            // A hair is what rounding leaves.
            Some(last) if from - last.1 < 1e-7 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    let (from, to) = joined.first().zip(joined.last()).map_or((0.0, 1.0), |(first, last)| (first.0, last.1));
    let is_part = joined.len() > 1 || from > 1e-7 || to < 1.0 - 1e-7;
    let stretch = segment.stretch.and_then(|whole| {
        let at = |share: f64| Chainage::from_metres(whole.from().metres() + share * whole.length_m());
        if is_part { Stretch::new(at(from)?, at(to)?) } else { Some(whole) }
    });
    let line = input.world.named("road_segments").find(&segment.code).and_then(|row| row.shape());
    let geometry = line.map(|line| match line {
        geo_types::Geometry::LineString(line) if is_part => parts_of(&line, &segment.line, &joined),
        whole => whole,
    });
    let name =
        segment.road.as_deref().and_then(|road| input.world.roads().road(road)).and_then(|road| road.name.as_deref());
    ShortfallFeature {
        collection: "road_segments",
        code: segment.code.to_string(),
        name: name.map(str::to_owned),
        road: segment.road.as_deref().map(str::to_owned),
        stretch,
        is_part,
        metres: Some(pieces.iter().filter_map(|piece| piece.amount).sum()),
        geometry,
        ..plain
    }
}

/// The parts of a line in degrees, by shares of its length on the grid.
fn parts_of(line: &LineString<f64>, on_grid: &LineString<f64>, spans: &[(f64, f64)]) -> Shape {
    let mut reached = vec![0.0];
    for piece in on_grid.lines() {
        let long = (piece.end.x - piece.start.x).hypot(piece.end.y - piece.start.y);
        reached.push(reached.last().copied().unwrap_or_default() + long);
    }
    let total = reached.last().copied().unwrap_or_default();
    let at = |distance: f64| -> Coord<f64> {
        let next = reached.partition_point(|known| *known < distance).clamp(1, line.0.len() - 1);
        let (before, after) = (reached[next - 1], reached[next]);
        let share = if after > before { ((distance - before) / (after - before)).clamp(0.0, 1.0) } else { 0.0 };
        line.0[next - 1] + (line.0[next] - line.0[next - 1]) * share
    };
    let part = |(from, to): &(f64, f64)| {
        let (from, to) = (from * total, to * total);
        let between = line.0.iter().zip(&reached).filter(|(_, known)| from < **known && **known < to);
        let mut corners = vec![at(from)];
        corners.extend(between.map(|(corner, _)| *corner));
        corners.push(at(to));
        LineString::new(corners)
    };
    let mut parts: Vec<LineString<f64>> = spans.iter().map(part).collect();
    if parts.len() == 1 { parts.remove(0).into() } else { MultiLineString::new(parts).into() }
}
