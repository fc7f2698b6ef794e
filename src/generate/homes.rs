//! Where people live: rows of houses in the hamlets, storeyed buildings in the towns.

use crate::generate::buckets::Buckets;
use crate::generate::dice::Dice;
use crate::generate::hamlets::Hamlet;
use crate::generate::numbers::real;
use crate::generate::rivers::River;
use crate::generate::road_net::RoadNet;
use crate::generate::shapes::Place;
use crate::generate::shapes::between;
use crate::generate::shapes::direction;
use crate::generate::shapes::distance_sq;
use crate::generate::shapes::offset;
use crate::generate::shapes::to_piece_sq;
use crate::generate::skeleton::Class;
use crate::generate::streets::Crossroads;
use crate::generate::streets::Streets;
use crate::generate::territory::Territory;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Detached,
    MultiStorey,
    HighRise,
}

/// One household.
pub struct Home {
    pub at: Place,
    pub persons: i32,
}

/// What a gas service feeds: a storeyed building, or a lane of houses.
pub struct Building {
    pub kind: Kind,
    pub at: Place,
    pub village: usize,
    /// Which block of the county seat it stands in.
    pub block: Option<Crossroads>,
    pub hamlet: Option<usize>,
    pub homes: Vec<usize>,
}

/// What a block of the county seat is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    Houses,
    Storeyed,
    Towers,
    Public,
}

pub struct Homes {
    pub all: Vec<Home>,
    pub buildings: Vec<Building>,
    pub blocks: Vec<(Crossroads, [Place; 4], Use)>,
}

/// Along a row of houses and from row to row.
const PLOT_M: [f64; 2] = [14.6, 24.0];
/// Houses on one lane, in one row.
const LANE: usize = 12;
const PERSONS: [f64; 7] = [12.0, 24.0, 24.0, 20.0, 12.0, 6.0, 2.0];
/// Households of a storeyed building for each floor of each entrance.
const PER_FLOOR: i32 = 2;
const ENTRANCE_M: f64 = 17.0;
/// No river is wider.
const WIDEST_M: f64 = 100.0;

impl Homes {
    pub fn new(
        seed: u64,
        territory: &Territory,
        rivers: &[River],
        hamlets: &[Hamlet],
        net: &RoadNet,
        streets: &Streets,
    ) -> Self {
        let mut homes = Self { all: Vec::new(), buildings: Vec::new(), blocks: Vec::new() };
        let land = Land::new(territory, rivers, net);
        for (crossroads, corners) in streets.blocks() {
            homes.fill_block(seed, &land, crossroads, corners);
        }
        for nth in 0..hamlets.len() {
            homes.fill_hamlet(seed, &land, hamlets, nth);
        }
        homes
    }

    fn fill_block(&mut self, seed: u64, land: &Land, crossroads: Crossroads, corners: [Place; 4]) {
        let mut dice = Dice::of(seed, "blocks", &format!("{} {}", crossroads.0, crossroads.1));
        let is_central = crossroads.0.abs() <= 2 && crossroads.1.abs() <= 1;
        let weights = if is_central { [3.0, 3.5, 1.0, 3.5] } else { [1.0, 5.0, 1.6, 2.4] };
        let used = [Use::Houses, Use::Storeyed, Use::Towers, Use::Public][dice.weighted(&weights)];
        self.blocks.push((crossroads, corners, used));
        let place = |u: f64, v: f64| between(between(corners[0], corners[1], u), between(corners[3], corners[2], u), v);
        let axis = direction(corners[0], corners[1]);
        let (columns, rows, kind) = match used {
            Use::Public => return,
            Use::Houses => {
                self.fill_old_block(&mut dice, land, crossroads, &place);
                return;
            }
            Use::Storeyed => (4, 6, Kind::MultiStorey),
            Use::Towers => (3, 4, Kind::HighRise),
        };
        for row in 0..rows {
            for column in 0..columns {
                let (u, v) = ((real::of(column) + 0.5) / real::of(columns), (real::of(row) + 0.5) / real::of(rows));
                let at = place(0.09 + 0.82 * u + 0.006 * dice.bell(), 0.09 + 0.82 * v + 0.006 * dice.bell());
                let (entrances, floors) = match kind {
                    Kind::HighRise => (2, dice.whole(15, 30)),
                    _ => (dice.whole(2, 4), dice.whole(5, 6)),
                };
                self.build(&mut dice, land, kind, at, axis, entrances, floors, (Some(crossroads), None));
            }
        }
    }

    /// Courtyard houses along lanes, where the old town is.
    fn fill_old_block(
        &mut self,
        dice: &mut Dice,
        land: &Land,
        crossroads: Crossroads,
        place: &dyn Fn(f64, f64) -> Place,
    ) {
        for row in 0..11 {
            let mut lane: Vec<Place> = Vec::new();
            for column in 0..18 {
                let (u, v) = ((real::of(column) + 0.5) / 18.0, (real::of(row) + 0.5) / 11.0);
                if !dice.chance(0.12) {
                    lane.push(place(0.07 + 0.86 * u + 0.003 * dice.bell(), 0.07 + 0.86 * v + 0.003 * dice.bell()));
                }
            }
            self.settle(dice, land, &lane, (Some(crossroads), None));
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a building is as much")]
    fn build(
        &mut self,
        dice: &mut Dice,
        land: &Land,
        kind: Kind,
        at: Place,
        axis: Place,
        entrances: i32,
        floors: i32,
        belongs: (Option<Crossroads>, Option<usize>),
    ) {
        let Some(village) = land.territory.village_at(at) else { return };
        let doors: Vec<Place> = (0..entrances)
            .map(|door| offset(at, axis, (f64::from(door) - f64::from(entrances - 1) / 2.0) * ENTRANCE_M, 0.0))
            .collect();
        if !doors.iter().all(|door| land.territory.is_well_inside(village, *door, 2.0) && land.is_dry(*door, 25.0)) {
            return;
        }
        let first = self.all.len();
        for door in doors {
            for _ in 0..floors * PER_FLOOR {
                // Some flats stand empty.
                if !dice.chance(0.07) {
                    self.all.push(Home { at: door, persons: persons(dice) });
                }
            }
        }
        self.buildings.push(Building {
            kind,
            at,
            village,
            block: belongs.0,
            hamlet: belongs.1,
            homes: (first..self.all.len()).collect(),
        });
    }

    /// Houses on one lane; those of different villages are different lanes.
    fn settle(&mut self, dice: &mut Dice, land: &Land, lane: &[Place], belongs: (Option<Crossroads>, Option<usize>)) {
        let mut building: Option<usize> = None;
        for at in lane {
            let Some(village) = land.territory.village_at(*at) else { continue };
            if !land.territory.is_well_inside(village, *at, 3.0) || !land.is_dry(*at, 12.0) {
                continue;
            }
            let same = building
                .filter(|nth| self.buildings[*nth].village == village && self.buildings[*nth].homes.len() < LANE + 4);
            let nth = same.unwrap_or_else(|| {
                self.buildings.push(Building {
                    kind: Kind::Detached,
                    at: *at,
                    village,
                    block: belongs.0,
                    hamlet: belongs.1,
                    homes: Vec::new(),
                });
                self.buildings.len() - 1
            });
            building = Some(nth);
            self.buildings[nth].homes.push(self.all.len());
            self.all.push(Home { at: *at, persons: persons(dice) });
        }
    }

    fn fill_hamlet(&mut self, seed: u64, land: &Land, hamlets: &[Hamlet], nth: usize) {
        let hamlet = &hamlets[nth];
        let code = land.territory.villages[hamlet.village].division.code;
        let mut dice = Dice::of(seed, "homes", &format!("{code} {}", hamlet.name));
        let others: Vec<Place> = hamlets
            .iter()
            .filter(|other| !std::ptr::eq(*other, hamlet) && distance_sq(other.at, hamlet.at) < 1.0e6)
            .map(|other| other.at)
            .collect();
        let mut plots = plots(hamlet);
        let roads = land.roads_near(hamlet.at, 420.0);
        let is_free = |at: Place, clear: f64| {
            roads.iter().all(|(piece, half)| to_piece_sq(at, *piece) > (half + clear) * (half + clear))
                && others.iter().all(|other| distance_sq(*other, at) > distance_sq(hamlet.at, at))
                && land.territory.is_well_inside(hamlet.village, at, 4.0)
                && land.is_dry(at, 14.0)
        };
        // Rows of plots, the nearest to the middle first, as many as there are households.
        plots.retain_mut(|plot| {
            plot.at = offset(plot.at, hamlet.axis, 1.1 * dice.bell(), 1.6 * dice.bell());
            is_free(plot.at, 6.0) && !dice.chance(0.04)
        });
        plots.truncate(hamlet.households);
        plots.sort_by_key(|plot| (plot.row, plot.lane, plot.column));
        let mut from = 0;
        for to in 1..=plots.len() {
            if to == plots.len() || (plots[to].row, plots[to].lane) != (plots[from].row, plots[from].lane) {
                let lane: Vec<Place> = plots[from..to].iter().map(|plot| plot.at).collect();
                self.settle(&mut dice, land, &lane, (None, Some(nth)));
                from = to;
            }
        }
        if hamlet.is_town {
            self.build_town(&mut dice, land, hamlet, nth, &is_free);
        }
    }

    /// A ring of storeyed buildings around the houses of a town.
    fn build_town(
        &mut self,
        dice: &mut Dice,
        land: &Land,
        hamlet: &Hamlet,
        nth: usize,
        is_free: &dyn Fn(Place, f64) -> bool,
    ) {
        let mut left = dice.whole(10, 16);
        for (row, column) in ring_around(4) {
            let at = offset(hamlet.at, hamlet.axis, 66.0 * f64::from(column), 55.0 * f64::from(row));
            let (entrances, floors) = (dice.whole(2, 3), dice.whole(4, 6));
            let doors_free = [-25.0, 0.0, 25.0].iter().all(|along| is_free(offset(at, hamlet.axis, *along, 0.0), 9.0));
            if left > 0 && doors_free {
                self.build(dice, land, Kind::MultiStorey, at, hamlet.axis, entrances, floors, (None, Some(nth)));
                left -= 1;
            }
        }
    }
}

/// What may not be built on.
struct Land<'a> {
    territory: &'a Territory,
    rivers: &'a [River],
    water: Buckets<(usize, usize)>,
    net: &'a RoadNet,
}

impl<'a> Land<'a> {
    fn new(territory: &'a Territory, rivers: &'a [River], net: &'a RoadNet) -> Self {
        let mut water = Buckets::new(250.0);
        for (nth, river) in rivers.iter().enumerate() {
            for (at, piece) in river.line.windows(2).enumerate() {
                water.add_piece([piece[0], piece[1]], (nth, at));
            }
        }
        Self { territory, rivers, water, net }
    }

    /// Whether a place is so far from the bank of every river; `clear_m` is at most 25.
    fn is_dry(&self, at: Place, clear_m: f64) -> bool {
        self.water.near(at, WIDEST_M / 2.0 + 25.0).into_iter().all(|(river, nth)| {
            let river = &self.rivers[river];
            let clear = river.width_m / 2.0 + clear_m;
            to_piece_sq(at, [river.line[nth], river.line[nth + 1]]) > clear * clear
        })
    }

    /// Pieces of road with half their width.
    fn roads_near(&self, at: Place, reach_m: f64) -> Vec<([Place; 2], f64)> {
        let pieces = self.net.pieces.near(at, reach_m).into_iter();
        pieces
            .map(|(edge, nth)| {
                let edge = &self.net.edges[edge];
                let half = match edge.class {
                    Class::National | Class::Provincial => 13.0,
                    Class::County | Class::Urban => 7.0,
                    Class::Township => 4.5,
                    Class::Village => 3.0,
                };
                ([edge.line[nth], edge.line[nth + 1]], half)
            })
            .collect()
    }
}

struct Plot {
    at: Place,
    row: i32,
    lane: i32,
    column: i32,
}

/// Plots around the middle of a hamlet, the nearest first; more than it needs.
fn plots(hamlet: &Hamlet) -> Vec<Plot> {
    let half = crate::generate::local_roads::half_width_m(hamlet.households) * 1.55 + 30.0;
    let reach = |pitch: f64| i32::try_from(real::round(half / pitch)).expect("a hamlet is small");
    let mut plots = Vec::new();
    for row in -reach(PLOT_M[1])..=reach(PLOT_M[1]) {
        for column in -reach(PLOT_M[0])..=reach(PLOT_M[0]) {
            let lane = column.div_euclid(12);
            // A cross lane after each dozen of houses; rows face each other in pairs.
            let along = f64::from(column) * PLOT_M[0] + f64::from(lane) * 5.0;
            let left = f64::from(row) * PLOT_M[1] - if row.rem_euclid(2) == 0 { 2.0 } else { -2.0 };
            plots.push((
                along.abs().max(left.abs()),
                Plot { at: offset(hamlet.at, hamlet.axis, along, left), row, lane, column },
            ));
        }
    }
    plots.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1.row, a.1.column).cmp(&(b.1.row, b.1.column))));
    plots.into_iter().map(|(_, plot)| plot).collect()
}

/// Rows and columns of the square rings from `first` to two beyond, ring by ring.
fn ring_around(first: i32) -> Vec<(i32, i32)> {
    let mut places = Vec::new();
    for ring in first..first + 3 {
        for row in -ring..=ring {
            for column in -ring..=ring {
                if row.abs() == ring || column.abs() == ring {
                    places.push((row, column));
                }
            }
        }
    }
    places
}

fn persons(dice: &mut Dice) -> i32 {
    1 + i32::try_from(dice.weighted(&PERSONS)).expect("seven weights")
}
