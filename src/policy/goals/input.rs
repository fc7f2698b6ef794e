//! What all measures ask of the world on one day, made once.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::HashSet;

use chrono::NaiveDate;

use crate::geom::LonLat;
use crate::policy::goals::counts::Piece;
use crate::policy::goals::counts::Verdict;
use crate::policy::goals::goal::Blank;
use crate::policy::goals::goal::Goal;
use crate::policy::goals::goal::GoalScope;
use crate::queries::condition_scale::Scale;
use crate::world::Level;
use crate::world::Row;
use crate::world::Segment;
use crate::world::Tree;
use crate::world::UnitId;
use crate::world::World;

/// A world on a day, with what measures ask again and again.
pub struct Input<'a> {
    pub world: &'a World,
    pub day: NaiveDate,
    pub tree: &'a Tree,
    /// How the condition of roads is graded.
    pub scale: Scale,
    /// The record of each unit, by its place in the tree.
    rows: Vec<Option<Row<'a>>>,
    /// To whom each unit adds.
    adds_to: Vec<Box<[UnitId]>>,
    county_cities: HashSet<UnitId>,
    works_of_bridges: OnceCell<HashMap<&'a str, Vec<Row<'a>>>>,
    segment_rows: OnceCell<HashMap<&'a str, Row<'a>>>,
}

impl<'a> Input<'a> {
    pub fn new(world: &'a World, day: NaiveDate, scale: Scale) -> Self {
        let tree = world.jurisdictions().tree();
        let mut rows = vec![None; tree.len()];
        for row in world.named("jurisdictions").rows() {
            if let Some(id) = tree.find(row.code()) {
                rows[id.index()] = Some(row);
            }
        }
        let adds_to = tree.ids().map(|id| tree.adds_to(id).into_boxed_slice()).collect();
        let mut input = Self {
            world,
            day,
            tree,
            scale,
            rows,
            adds_to,
            county_cities: HashSet::new(),
            works_of_bridges: OnceCell::new(),
            segment_rows: OnceCell::new(),
        };
        input.county_cities = tree.ids().filter(|id| input.is_county_city(*id)).collect();
        input
    }

    /// To whom what lies in a unit is added, the finest first.
    pub fn adds_to(&self, unit: UnitId) -> &[UnitId] {
        &self.adds_to[unit.index()]
    }

    pub fn body_of(&self, unit: UnitId) -> Option<UnitId> {
        self.tree.unit(unit).body
    }

    pub fn text(&self, unit: UnitId, field: &str) -> Option<&'a str> {
        self.rows[unit.index()]?.text(field)
    }

    /// The record of a unit.
    pub fn row(&self, unit: UnitId) -> Option<Row<'a>> {
        self.rows[unit.index()]
    }

    fn date(&self, unit: UnitId, field: &str) -> Option<NaiveDate> {
        self.rows[unit.index()]?.value(field).as_date()
    }

    /// Counties and county-level cities, by the third pair of digits of their codes (GB/T 2260: districts
    /// have 01 to 20, zones of the statistics 71 to 80); zones are not among them (C7).
    fn is_county_city(&self, id: UnitId) -> bool {
        let code = &self.tree.unit(id).code;
        let pair = code.get(4..6).filter(|_| code.len() == 6).and_then(|pair| pair.parse::<u8>().ok());
        self.tree.is_body(id) && !self.is_zone(id) && pair.is_some_and(|pair| matches!(pair, 21..=70 | 81..=99))
    }

    pub fn is_zone(&self, id: UnitId) -> bool {
        self.text(id, "kind") == Some("functional_zone")
    }

    /// Whether a goal asks of what lies in a unit.
    pub fn takes(&self, goal: &Goal, unit: Option<UnitId>) -> bool {
        goal.scope != GoalScope::CountyCities
            || unit.and_then(|unit| self.body_of(unit)).is_some_and(|body| self.county_cities.contains(&body))
    }

    /// The bodies: counties, districts and zones.
    pub fn bodies(&self) -> impl Iterator<Item = UnitId> {
        self.tree.ids().filter(|id| self.tree.is_body(*id))
    }

    /// 乡镇: townships and towns, not subdistricts (街道); one whose kind is not recorded counts.
    pub fn townships(&self) -> impl Iterator<Item = UnitId> {
        let is_township = |id: &UnitId| self.tree.unit(*id).level == Some(Level::Township) && !self.tree.is_body(*id);
        let is_rural = |id: &UnitId| self.text(*id, "settlement_kind") != Some("subdistrict");
        self.tree.ids().filter(move |id| is_township(id) && is_rural(id))
    }

    /// 建制村: villages with a committee; residents' committees (社区) are none; one whose kind is not
    /// recorded counts.
    pub fn villages(&self) -> impl Iterator<Item = UnitId> {
        let is_village = |id: &UnitId| self.tree.unit(*id).level == Some(Level::Village);
        let is_rural = |id: &UnitId| self.text(*id, "settlement_kind") != Some("residents_committee");
        self.tree.ids().filter(move |id| is_village(id) && is_rural(id))
    }

    /// Countable segments of the classes that a goal is about, by road, then chainage.
    pub fn segments<'b>(&'b self, goal: &'b Goal) -> impl Iterator<Item = &'a Segment> + use<'a, 'b> {
        let world: &'a World = self.world;
        world.roads().segments().filter(|segment| segment.is_countable() && goal.takes_class(segment.class.as_deref()))
    }

    /// A segment judged as a whole, cut at borders.
    pub fn whole(&self, segment: &'a Segment, verdict: Verdict, why: &'static str, pieces: &mut Vec<Piece<'a>>) {
        let world: &'a World = self.world;
        pieces.clear();
        pieces.extend(world.shares(segment).iter().map(|share| Piece {
            unit: share.unit,
            amount: Some(u64::from(share.metres)),
            verdict,
            why,
            spans: Cow::Borrowed(&share.spans),
        }));
    }

    /// A segment judged by marks on parts of its line (they must not overlap), cut at borders; `None` is
    /// what no mark holds.
    pub fn marked<M: Copy + Ord>(
        &self,
        segment: &'a Segment,
        marks: &[(f64, f64, M)],
        judge: impl Fn(Option<M>) -> Option<(Verdict, &'static str)>,
        pieces: &mut Vec<Piece<'a>>,
    ) {
        let world: &'a World = self.world;
        pieces.clear();
        for share in world.shares(segment) {
            for (mark, metres) in share.split(marks) {
                let Some((verdict, why)) = judge(mark) else { continue };
                let spans = spans_of(&share.spans, marks, mark);
                pieces.push(Piece {
                    unit: share.unit,
                    amount: Some(u64::from(metres)),
                    verdict,
                    why,
                    spans: spans.into(),
                });
            }
        }
    }

    /// Where a record lies: as recorded when that is as fine as it gets, else the finest jurisdiction at
    /// its point or at the beginning of its line.
    pub fn unit_of(&self, row: Row<'_>) -> Option<UnitId> {
        let recorded = row.text("jurisdiction_code").and_then(|code| self.tree.find(code));
        if recorded.is_some_and(|id| self.tree.unit(id).is_leaf) {
            return recorded;
        }
        let place = match row.shape() {
            Some(geo_types::Geometry::Point(at)) => LonLat::new(at.x(), at.y()).ok(),
            // A line counts once, where it begins.
            Some(geo_types::Geometry::LineString(line)) => line.0.first().and_then(|at| LonLat::new(at.x, at.y).ok()),
            _ => None,
        };
        let finest = place.and_then(|at| self.world.jurisdictions().finest_at(at));
        finest.and_then(|code| self.tree.find(code)).or(recorded)
    }

    /// Whether something is so since a day that the unit's record has.
    pub fn since(&self, unit: UnitId, field: &str, blanks: &Blanks) -> Option<bool> {
        match self.date(unit, field) {
            Some(day) => Some(day <= self.day),
            None => blanks.of(self.body_of(unit)),
        }
    }

    /// What a blank date says of the units given.
    pub fn blanks(&self, goal: &Goal, field: &str, units: &[UnitId], everywhere: bool) -> Blanks {
        let known = units.iter().filter(|unit| self.date(**unit, field).is_some());
        Blanks::new(goal.blank, known.map(|unit| self.body_of(*unit)), everywhere)
    }

    /// The class of a road, and the segment of it at a chainage.
    pub fn road_class(&self, road: Option<&str>) -> Option<&'a str> {
        let world: &'a World = self.world;
        world.roads().road(road?)?.class.as_deref()
    }

    /// The record of a segment. Whoever asks once asks for thousands: they are all found at once.
    pub fn segment_row(&self, code: &str) -> Option<Row<'a>> {
        let world: &'a World = self.world;
        let rows = self
            .segment_rows
            .get_or_init(|| world.named("road_segments").rows().map(|row| (row.code(), row)).collect());
        rows.get(code).copied()
    }

    /// Works on each bridge.
    pub fn works_of_bridge(&self, bridge: &str) -> &[Row<'a>] {
        let world: &'a World = self.world;
        let works = self.works_of_bridges.get_or_init(|| {
            let mut works: HashMap<&'a str, Vec<Row<'a>>> = HashMap::new();
            for row in world.named("works").rows() {
                if let Some(bridge) = row.text("bridge_code") {
                    works.entry(bridge).or_default().push(row);
                }
            }
            works
        });
        works.get(bridge).map_or(&[], |rows| rows)
    }
}

/// What a blank says, by the body in which it stands.
pub struct Blanks {
    blank: Blank,
    bodies: BTreeSet<Option<UnitId>>,
    /// The fact is one of bodies: any of them that has it speaks for all.
    everywhere: bool,
}

impl Blanks {
    pub fn new(blank: Blank, known: impl Iterator<Item = Option<UnitId>>, everywhere: bool) -> Self {
        Self { blank, bodies: known.collect(), everywhere }
    }

    pub fn of(&self, body: Option<UnitId>) -> Option<bool> {
        let is_kept = self.bodies.contains(&body) || (self.everywhere && !self.bodies.is_empty());
        match self.blank {
            Blank::NotYet => Some(false),
            Blank::ByBody if is_kept => Some(false),
            _ => None,
        }
    }
}

/// What of a share's spans one mark holds, or none.
fn spans_of<M: Copy + Ord>(spans: &[(f64, f64)], marks: &[(f64, f64, M)], wanted: Option<M>) -> Vec<(f64, f64)> {
    let mut found = Vec::new();
    for (from, to) in spans {
        let mut cuts: Vec<f64> = marks.iter().flat_map(|(begin, end, _)| [*begin, *end]).collect();
        cuts.retain(|cut| from < cut && cut < to);
        cuts.extend([*from, *to]);
        cuts.sort_by(f64::total_cmp);
        for pair in cuts.windows(2) {
            let middle = f64::midpoint(pair[0], pair[1]);
            let mark = marks.iter().find(|(begin, end, _)| *begin <= middle && middle < *end).map(|mark| mark.2);
            if mark == wanted && pair[1] - pair[0] > 1e-9 {
                found.push((pair[0], pair[1]));
            }
        }
    }
    found
}
