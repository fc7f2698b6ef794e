//! A province for measuring: the city many times over, each copy at a place and with codes of its
//! own.
//!
//! The first is the city itself. The others stand around it in a grid, under prefecture numbers that
//! no prefecture of the province has (4151 to 4173). A copy is as long and as wide on the ground as
//! the city to a ten-thousandth, so that mileages still agree with the lines.

use geo::MapCoordsInPlace;

use crate::domain::Collection;
use crate::domain::Record;
use crate::domain::Value;
use crate::generate::Batch;
use crate::generate::divisions::CITY;
use crate::generate::plane;

/// Thirty million households.
pub const OF_PROVINCE: u32 = 24;

/// With what the codes of the city's records begin, after letters that say what they are.
const PREFIX: &str = "4110";
const FIRST_NUMBER: u32 = 51;
/// Columns and rows of the grid from west and south of the city; how far apart, in degrees.
const COLUMNS: std::ops::Range<i32> = -2..2;
const ROWS: std::ops::Range<i32> = -3..3;
const APART_DEG: [f64; 2] = [1.45, 0.9];
/// Text that holds a code without being a reference.
const OWN_CODES: [&str; 1] = ["building_code"];

/// One of the copies; the one without a number is the city.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Copied {
    number: Option<u32>,
    by_deg: [f64; 2],
}

/// So many copies, the city itself first.
pub fn copies(count: u32) -> impl Iterator<Item = Copied> + Clone {
    let places = ROWS.flat_map(|row| COLUMNS.map(move |column| (column, row))).filter(|place| *place != (0, 0));
    let others = places.zip(FIRST_NUMBER..).map(|((column, row), number)| Copied {
        number: Some(number),
        by_deg: [APART_DEG[0] * f64::from(column), APART_DEG[1] * f64::from(row)],
    });
    let city = Copied { number: None, by_deg: [0.0, 0.0] };
    std::iter::once(city).chain(others).take(usize::try_from(count).expect("few copies"))
}

impl Copied {
    pub fn of(&self, batch: Batch) -> Batch {
        let Some(number) = self.number else { return batch };
        let prefix = format!("41{number}");
        let Batch { collection, mut records } = batch;
        for record in &mut records {
            self.move_record(collection, record, &prefix);
        }
        Batch { collection, records }
    }

    fn move_record(&self, collection: &Collection, record: &mut Record, prefix: &str) {
        if &*record.code == CITY.code
            && let Some(name) = collection.position("name")
        {
            record.values[name] = Value::text(format!("{}（测量用副本{}）", CITY.name, &prefix[2..]));
        }
        record.code = renamed(&record.code, prefix);
        let own = OWN_CODES.iter().filter_map(|field| collection.position(field));
        for at in collection.references().map(|(at, _)| at).chain(own) {
            match &mut record.values[at] {
                Value::Text(code) => *code = renamed(code, prefix),
                Value::List(codes) => codes.iter_mut().for_each(|code| *code = renamed(code, prefix)),
                _ => {}
            }
        }
        if let Some(shape) = &mut record.geometry {
            shape.map_coords_in_place(|at| plane::shifted(at, self.by_deg));
        }
        if let (Some(lon), Some(lat)) = (collection.position("seat_lon"), collection.position("seat_lat"))
            && let (Value::Real(x), Value::Real(y)) = (&record.values[lon], &record.values[lat])
        {
            let seat = plane::shifted(geo_types::Coord { x: *x, y: *y }, self.by_deg);
            (record.values[lon], record.values[lat]) = (Value::Real(seat.x), Value::Real(seat.y));
        }
    }
}

/// No serial before it can look like the prefix, so that the first place where it stands is right.
fn renamed(code: &str, prefix: &str) -> Box<str> {
    code.replacen(PREFIX, prefix, 1).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_have_codes_and_places_of_their_own() {
        let all: Vec<Copied> = copies(OF_PROVINCE).collect();
        assert_eq!(all.len(), 24);
        assert!(all.windows(2).all(|pair| pair[0].number < pair[1].number));
        assert_eq!(&*renamed("411002570001", "4151"), "415102570001");
        assert_eq!(&*renamed("Y411411024L0010", "4173"), "Y411417324L0010");
        assert_eq!(&*renamed("4110SF", "4160"), "4160SF");
    }
}
