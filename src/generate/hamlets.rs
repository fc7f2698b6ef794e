//! Natural villages (自然村): where the people of a village live, in one to five clusters.

use crate::generate::dice::Dice;
use crate::generate::divisions;
use crate::generate::numbers::real;
use crate::generate::profile::Profile;
use crate::generate::rivers::River;
use crate::generate::shapes::Place;
use crate::generate::shapes::distance;
use crate::generate::shapes::distance_sq;
use crate::generate::shapes::to_piece_sq;
use crate::generate::streets::Streets;
use crate::generate::territory::Territory;

pub struct Hamlet {
    pub name: String,
    pub village: usize,
    pub at: Place,
    pub households: usize,
    /// Whether it is the seat of its township: shops, storeyed houses.
    pub is_town: bool,
    /// Direction of its lanes.
    pub axis: Place,
}

const FEWEST: f64 = 15.0;
const MOST: f64 = 300.0;
/// Between the middles of two hamlets.
const APART_M: f64 = 430.0;
const SURNAMES: [&str; 40] = [
    "李", "王", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马",
    "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾",
    "彭", "苏",
];
const PLACES: [&str; 14] = ["庄", "寨", "岗", "楼", "湾", "营", "店", "桥", "坡", "铺", "集", "堂", "园", "口"];

/// In the order of the villages; a village's main hamlet first.
pub fn hamlets(seed: u64, profile: &Profile, territory: &Territory, rivers: &[River]) -> Vec<Hamlet> {
    let mut hamlets: Vec<Hamlet> = Vec::new();
    for village in 0..territory.villages.len() {
        let first = hamlets.len();
        for hamlet in of_village(seed, profile, territory, rivers, village) {
            let is_apart = |other: &Hamlet| distance(other.at, hamlet.at) >= APART_M;
            if hamlets.len() == first || hamlets.iter().all(is_apart) {
                hamlets.push(hamlet);
            }
        }
    }
    hamlets
}

fn of_village(seed: u64, profile: &Profile, territory: &Territory, rivers: &[River], nth: usize) -> Vec<Hamlet> {
    let village = &territory.villages[nth];
    let mut dice = Dice::of(seed, "hamlets", village.division.code);
    let is_town = village.township > 0 && territory.townships[village.township].seat_village == nth;
    let open = |at: &Place| !Streets::reach(profile, *at, 230.0);
    let mut free: Vec<Place> = territory.inner_places(nth).into_iter().filter(open).collect();
    if free.is_empty() {
        return Vec::new();
    }
    let area_km2 = real::of(village.cells.len()) * 0.075;
    let count = real::count(area_km2 * (1.25 * profile.density) + 0.4 + 0.8 * dice.bell()).clamp(1, 5);
    let start = if is_town { village.seat } else { middle(&free) };
    let near = |at: &Place| distance_sq(*at, start);
    free.sort_by(|a, b| near(a).total_cmp(&near(b)));
    let mut places: Vec<Place> = Vec::new();
    for _ in 0..count {
        // The main one in the middle, each other as far from those before as can be.
        let far = |at: &Place| places.iter().map(|other| distance_sq(*other, *at)).fold(f64::INFINITY, f64::min);
        let next = if places.is_empty() {
            free[0]
        } else {
            *free.iter().max_by(|a, b| far(a).total_cmp(&far(b))).expect("there is a free place")
        };
        places.push([next[0] + 45.0 * dice.bell(), next[1] + 45.0 * dice.bell()]);
    }
    let stem = divisions::stem(village.division.name);
    let mut names = vec![stem.to_owned()];
    let mut found = Vec::new();
    for (rank, at) in places.into_iter().enumerate() {
        let dry = off_the_water(at, rivers);
        let at = if territory.is_well_inside(nth, dry, 40.0) { dry } else { at };
        let share = dice.unit();
        let households = match rank {
            _ if is_town && rank == 0 => real::count(profile.crowding * (MOST - 25.0 * share)),
            0 => real::count(profile.crowding * (50.0 + (MOST - 50.0) * share * share)),
            _ => real::count(profile.crowding * (FEWEST + 190.0 * share * share)),
        };
        while names.len() <= rank {
            let small = if dice.chance(0.3) { "小" } else { "" };
            let name = format!("{small}{}{}", dice.pick(&SURNAMES), dice.pick(&PLACES));
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let tilt = 0.12 * dice.bell();
        let long = (1.0 + tilt * tilt).sqrt();
        found.push(Hamlet {
            name: names[rank].clone(),
            village: nth,
            at,
            households,
            is_town: is_town && rank == 0,
            axis: [1.0 / long, tilt / long],
        });
    }
    found
}

/// Moved away from a river that would run through its middle.
fn off_the_water(at: Place, rivers: &[River]) -> Place {
    let mut at = at;
    for river in rivers {
        let clear = river.width_m / 2.0 + 90.0;
        for piece in river.line.windows(2) {
            if to_piece_sq(at, [piece[0], piece[1]]) < clear * clear {
                at = [at[0] + clear, at[1] + 0.3 * clear];
                break;
            }
        }
    }
    at
}

fn middle(places: &[Place]) -> Place {
    let count = real::of(places.len());
    let sum = places.iter().fold([0.0, 0.0], |sum, at| [sum[0] + at[0], sum[1] + at[1]]);
    [sum[0] / count, sum[1] / count]
}
