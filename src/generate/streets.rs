//! The streets of the county seat: a grid with cut corners, bent as an old town's is.

use std::collections::BTreeMap;

use crate::generate::dice::Dice;
use crate::generate::profile::Profile;
use crate::generate::shapes::Place;
use crate::generate::shapes::moved;

/// Columns count eastwards from the middle of the town, rows northwards: of 鄢陵 from -5 to 5 and
/// from -4 to 4.
pub type Crossroads = (i32, i32);

/// Between two streets, in metres; along the axes of a grid that is turned a little.
const EAST: Place = [378.0, 21.0];
const NORTH: Place = [-19.0, 346.0];

/// Of 鄢陵: south to north, from the west; then west to east, from the south.
const NORTHWARD: [&str; 11] =
    ["西环路", "梅园路", "翠柳路", "花博大道", "文化路", "人民路", "建安路", "鄢望路", "东明路", "兰溪路", "东环路"];
const EASTWARD: [&str; 9] =
    ["南环路", "花都大道", "健康路", "新民街", "中心大街", "乾明寺路", "翠薇路", "陈庄路", "北环路"];
/// What streets elsewhere are named after.
const WORDS: [&str; 40] = [
    "人民", "建设", "文峰", "解放", "和平", "新华", "光明", "胜利", "团结", "友谊", "健康", "育才", "工农", "前进",
    "振兴", "幸福", "学府", "迎宾", "文昌", "朝阳", "长春", "天平", "青年", "向阳", "兴业", "金桥", "银河", "玉泉",
    "梅山", "莲池", "竹林", "柳岸", "桃园", "槐荫", "枫香", "桂花", "紫荆", "明德", "崇文", "尚义",
];

pub struct Streets {
    pub crossroads: BTreeMap<Crossroads, Place>,
    pub all: Vec<Street>,
    profile: &'static Profile,
}

pub struct Street {
    pub name: String,
    /// trunk, secondary or branch.
    pub class: &'static str,
    /// In order.
    pub crossroads: Vec<Crossroads>,
}

impl Streets {
    pub fn new(seed: u64, profile: &'static Profile) -> Self {
        let (columns, rows) = (profile.columns, profile.rows);
        let mut dice = Dice::of(seed, "streets", profile.code);
        let mut streets = Self { crossroads: BTreeMap::new(), all: Vec::new(), profile };
        for column in -columns..=columns {
            for row in -rows..=rows {
                let shift = [28.0 * dice.bell(), 28.0 * dice.bell()];
                if streets.is_in_town((column, row)) {
                    let (c, r) = (f64::from(column), f64::from(row));
                    let at = [c * EAST[0] + r * NORTH[0] + shift[0], c * EAST[1] + r * NORTH[1] + shift[1]];
                    streets.crossroads.insert((column, row), moved(at, profile.seat));
                }
            }
        }
        let [northward, eastward] = names(&mut dice, profile);
        for (name, column) in northward.into_iter().zip(-columns..) {
            streets.add(name, class_of(column, columns), (-rows..=rows).map(|row| (column, row)));
        }
        for (name, row) in eastward.into_iter().zip(-rows..) {
            streets.add(name, class_of(row, rows), (-columns..=columns).map(|column| (column, row)));
        }
        streets
    }

    fn add(&mut self, name: String, class: &'static str, line: impl Iterator<Item = Crossroads>) {
        let crossroads = line.filter(|at| self.is_in_town(*at)).collect();
        self.all.push(Street { name, class, crossroads });
    }

    /// Whether a place is in the town or within a margin of it.
    pub fn covers(&self, at: Place, margin_m: f64) -> bool {
        Self::reach(self.profile, at, margin_m)
    }

    /// The same, before the streets are laid.
    pub fn reach(profile: &Profile, at: Place, margin_m: f64) -> bool {
        let at = [at[0] - profile.seat[0], at[1] - profile.seat[1]];
        let turned = |axis: Place| (at[0] * axis[0] + at[1] * axis[1]) / (axis[0] * axis[0] + axis[1] * axis[1]).sqrt();
        let (c, r) = (turned(EAST).abs() - margin_m, turned(NORTH).abs() - margin_m);
        let (columns, rows) = (f64::from(profile.columns), f64::from(profile.rows));
        c < (columns + 0.2) * 378.0 && r < (rows + 0.2) * 346.0 && c / 378.0 + r / 346.0 < columns + rows - 0.6
    }

    /// Without the four corners, which are cut.
    fn is_in_town(&self, (column, row): Crossroads) -> bool {
        let (columns, rows) = (self.profile.columns, self.profile.rows);
        column.abs() <= columns && row.abs() <= rows && !(column.abs() >= columns - 1 && row.abs() == rows)
    }

    /// Crossroads at the edge of the town, where roads from outside arrive.
    pub fn gates(&self) -> Vec<Crossroads> {
        let is_there = |column, row| self.crossroads.contains_key(&(column, row));
        self.crossroads
            .keys()
            .copied()
            .filter(|(c, r)| {
                !(is_there(c + 1, *r) && is_there(c - 1, *r) && is_there(*c, r + 1) && is_there(*c, r - 1))
            })
            .collect()
    }

    /// Blocks by their south-western crossroads: the four around each, against the clock.
    pub fn blocks(&self) -> Vec<(Crossroads, [Place; 4])> {
        let at = |column, row| self.crossroads.get(&(column, row)).copied();
        self.crossroads
            .keys()
            .filter_map(|(c, r)| Some(((*c, *r), [at(*c, *r)?, at(c + 1, *r)?, at(c + 1, r + 1)?, at(*c, r + 1)?])))
            .collect()
    }
}

/// Names of the streets northwards and of those eastwards.
fn names(dice: &mut Dice, profile: &Profile) -> [Vec<String>; 2] {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    if profile.is_first() {
        return [owned(&NORTHWARD), owned(&EASTWARD)];
    }
    let mut words = WORDS;
    dice.shuffle(&mut words);
    let count = |half: i32| usize::try_from(2 * half + 1).expect("a town has streets");
    let (columns, rows) = (count(profile.columns), count(profile.rows));
    let northward = words.iter().take(columns).map(|word| format!("{word}路")).collect();
    let eastward = words.iter().skip(columns).take(rows).map(|word| format!("{word}街")).collect();
    [northward, eastward]
}

/// The outermost and the middle streets are trunk streets.
fn class_of(nth: i32, last: i32) -> &'static str {
    match nth {
        nth if nth.abs() == last || nth == 0 => "trunk",
        nth if nth % 2 == 0 => "secondary",
        _ => "branch",
    }
}
