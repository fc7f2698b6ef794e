//! Rows beyond every jurisdiction that has a boundary.

use geo_types::Coord;

use crate::domain::Record;
use crate::domain::value::clipped;

#[derive(Debug, Default)]
pub struct Beyond {
    judged: u64,
    outside: u64,
    first: String,
}

impl Beyond {
    pub fn look(&mut self, is_anywhere: bool, row: u64, record: &Record, at: Coord<f64>) {
        self.judged += 1;
        if is_anywhere {
            return;
        }
        if self.outside == 0 {
            self.first = format!("row {row}, {}, lon {}, lat {}", clipped(&record.code), at.x, at.y);
        }
        self.outside += 1;
    }

    pub fn words(&self) -> Option<String> {
        let Self { judged, outside, first } = self;
        (*outside > 0).then(|| {
            format!(
                "{outside} of {judged} places judged lie outside every jurisdiction that has a boundary; first: {first}"
            )
        })
    }
}
