//! Where people live: rows of houses in the hamlets, storeyed buildings in the towns.

use std::collections::BTreeMap;

use crate::generate::dice::Dice;
use crate::generate::hamlets::Hamlet;
use crate::generate::land::Land;
use crate::generate::numbers::real;
use crate::generate::plots;
use crate::generate::plots::ring_around;
use crate::generate::rivers::River;
use crate::generate::road_net::RoadNet;
use crate::generate::shapes::Place;
use crate::generate::shapes::between;
use crate::generate::shapes::direction;
use crate::generate::shapes::distance_sq;
use crate::generate::shapes::offset;
use crate::generate::shapes::to_piece_sq;
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

/// Houses on one lane, in one row.
const LANE: usize = 12;
const PERSONS: [f64; 7] = [12.0, 24.0, 24.0, 20.0, 12.0, 6.0, 2.0];
/// Households of a storeyed building for each floor of each entrance.
const PER_FLOOR: i32 = 2;
const ENTRANCE_M: f64 = 17.0;
/// No hamlet reaches farther from its middle.
const REACH_M: f64 = 520.0;

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
            // A lane that a boundary crosses belongs to two villages.
            let mut of_village: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
            for at in lane {
                let village =
                    land.territory.village_at(at).filter(|village| land.territory.is_well_inside(*village, at, 3.0));
                if let Some(village) = village.filter(|_| land.is_dry(at, 12.0)) {
                    of_village.entry(village).or_default().push(at);
                }
            }
            for (village, lane) in of_village {
                self.settle(dice, village, &lane, (Some(crossroads), None));
            }
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

    /// Houses on one lane of a village, each a home of its own.
    fn settle(
        &mut self,
        dice: &mut Dice,
        village: usize,
        lane: &[Place],
        belongs: (Option<Crossroads>, Option<usize>),
    ) {
        for part in lane.chunks(LANE) {
            let first = self.all.len();
            self.all.extend(part.iter().map(|at| Home { at: *at, persons: persons(dice) }));
            let homes = (first..self.all.len()).collect();
            self.buildings.push(Building {
                kind: Kind::Detached,
                at: part[0],
                village,
                block: belongs.0,
                hamlet: belongs.1,
                homes,
            });
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
        let mut plots = plots::plots(hamlet);
        let roads = land.roads_near(hamlet.at, REACH_M);
        let waters = land.waters_near(hamlet.at, REACH_M + 60.0);
        let is_free = |at: Place, clear: f64| {
            let is_clear = |of: &[([Place; 2], f64)], clear: f64| {
                of.iter().all(|(piece, half)| to_piece_sq(at, *piece) > (half + clear) * (half + clear))
            };
            is_clear(&roads, clear)
                && is_clear(&waters, 16.0)
                && others.iter().all(|other| distance_sq(*other, at) > distance_sq(hamlet.at, at))
                && land.territory.is_well_inside(hamlet.village, at, 4.0)
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
                self.settle(&mut dice, hamlet.village, &lane, (None, Some(nth)));
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

fn persons(dice: &mut Dice) -> i32 {
    1 + i32::try_from(dice.weighted(&PERSONS)).expect("seven weights")
}
