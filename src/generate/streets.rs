//! The streets of the county seat: a grid with cut corners, bent as an old town's is.

use std::collections::BTreeMap;

use crate::generate::dice::Dice;
use crate::generate::shapes::Place;

/// Columns count from -5 to 5 eastwards, rows from -4 to 4 northwards.
pub type Crossroads = (i32, i32);

const COLUMNS: i32 = 5;
const ROWS: i32 = 4;
/// Between two streets, in metres; along the axes of a grid that is turned a little.
const EAST: Place = [378.0, 21.0];
const NORTH: Place = [-19.0, 346.0];

/// South to north, from the west; then west to east, from the south.
const NORTHWARD: [&str; 11] =
    ["西环路", "梅园路", "翠柳路", "花博大道", "文化路", "人民路", "建安路", "鄢望路", "东明路", "兰溪路", "东环路"];
const EASTWARD: [&str; 9] =
    ["南环路", "花都大道", "健康路", "新民街", "中心大街", "乾明寺路", "翠薇路", "陈庄路", "北环路"];

pub struct Streets {
    pub crossroads: BTreeMap<Crossroads, Place>,
    pub streets: Vec<Street>,
}

pub struct Street {
    pub name: &'static str,
    /// trunk, secondary or branch.
    pub class: &'static str,
    /// In order.
    pub crossroads: Vec<Crossroads>,
}

impl Streets {
    pub fn new(seed: u64, county: &str) -> Self {
        let mut dice = Dice::of(seed, "streets", county);
        let mut crossroads = BTreeMap::new();
        for column in -COLUMNS..=COLUMNS {
            for row in -ROWS..=ROWS {
                let shift = [28.0 * dice.bell(), 28.0 * dice.bell()];
                if is_in_town(column, row) {
                    let (c, r) = (f64::from(column), f64::from(row));
                    let at = [c * EAST[0] + r * NORTH[0] + shift[0], c * EAST[1] + r * NORTH[1] + shift[1]];
                    crossroads.insert((column, row), at);
                }
            }
        }
        let of = |name, class, line: Vec<Crossroads>| Street {
            name,
            class,
            crossroads: line.into_iter().filter(|at| is_in_town(at.0, at.1)).collect(),
        };
        let northward = NORTHWARD.iter().zip(-COLUMNS..).map(|(name, column)| {
            of(name, class_of(column, COLUMNS), (-ROWS..=ROWS).map(|row| (column, row)).collect())
        });
        let eastward = EASTWARD.iter().zip(-ROWS..).map(|(name, row)| {
            of(name, class_of(row, ROWS), (-COLUMNS..=COLUMNS).map(|column| (column, row)).collect())
        });
        Self { crossroads, streets: northward.chain(eastward).collect() }
    }

    /// Whether a place is in the town or within a margin of it.
    pub fn covers(at: Place, margin_m: f64) -> bool {
        let turned = |axis: Place| (at[0] * axis[0] + at[1] * axis[1]) / (axis[0] * axis[0] + axis[1] * axis[1]).sqrt();
        let (c, r) = (turned(EAST).abs() - margin_m, turned(NORTH).abs() - margin_m);
        c < 5.2 * 378.0 && r < 4.2 * 346.0 && c / 378.0 + r / 346.0 < 8.4
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

fn is_in_town(column: i32, row: i32) -> bool {
    column.abs() <= COLUMNS && row.abs() <= ROWS && !(column.abs() >= COLUMNS - 1 && row.abs() == ROWS)
}

/// The outermost and the middle streets are trunk streets.
fn class_of(nth: i32, last: i32) -> &'static str {
    match nth {
        nth if nth.abs() == last || nth == 0 => "trunk",
        nth if nth % 2 == 0 => "secondary",
        _ => "branch",
    }
}
