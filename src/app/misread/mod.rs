//! Whether the places of a file look as if its coordinates were misread: shifted degrees taken as
//! they are, axes swapped.
//!
//! A row says by its codes where it ought to lie, and a record that stands under its code says where
//! it lay. Where places are off and another reading of the file puts them right, the file is
//! suspected: reported, never mended in silence. What names no jurisdiction and has no forerunner
//! cannot be judged, and neither can a file that agrees with jurisdictions shifted like itself.
//!
//! Less than that is a note, which refuses nothing: rows beyond every boundary, and rows that a shift would
//! put right where it would put others wrong.
//!
//! Memory does not grow with the file, nor does the time: some thousand rows are judged, and of the
//! rest one in twenty.

mod beyond;
mod evidence;
mod named_area;

#[cfg(test)]
mod tests;

use geo::Centroid;
use geo::CoordsIter;
use geo_types::Coord;
use geo_types::Geometry;

use crate::app::misread::beyond::Beyond;
use crate::app::misread::evidence::Evidence;
use crate::app::misread::named_area::NamedArea;
use crate::domain::Collection;
use crate::domain::Fault;
use crate::domain::Record;
use crate::exchange::Crs;
use crate::exchange::Misreading;
use crate::geom::LonLat;
use crate::geom::Shape;
use crate::geom::geodesic;
use crate::world::Jurisdictions;

const ALL_OF_THE_FIRST: u64 = 5_000;
const THEN_ONE_IN: u64 = 20;
/// Standing records that are compared: of a batch, and of a file.
pub const COMPARED_OF_A_BATCH: usize = 64;
const MOST_COMPARED: u64 = 2_000;
/// A survey repeated finds the same place within this.
const SAME_PLACE_M: f64 = 5.0;
/// Less than any misreading moves a place.
const MOVED_M: f64 = 50.0;

/// Looks at the rows of a file as they pass.
pub struct Watch<'a> {
    areas: &'a Jurisdictions,
    named: NamedArea,
    crs: Crs,
    seen: u64,
    compared: u64,
    suspects: Vec<(Misreading, Evidence)>,
    /// None for jurisdictions, which say themselves where they are.
    beyond: Option<Beyond>,
}

impl<'a> Watch<'a> {
    pub fn new(collection: &Collection, areas: &'a Jurisdictions, crs: Crs) -> Self {
        let suspects = Misreading::of(&crs).iter().map(|misreading| (*misreading, Evidence::default())).collect();
        let beyond = (collection.name != "jurisdictions" && !areas.is_empty()).then(Beyond::default);
        Self { areas, named: NamedArea::of(collection), crs, seen: 0, compared: 0, suspects, beyond }
    }

    /// Judges a record as the file has it in that row, before anything is derived from its geometry.
    pub fn look(&mut self, row: u64, record: &Record) {
        let Some(taken) = record.geometry.as_ref().and_then(place_of) else { return };
        self.seen += 1;
        if self.seen > ALL_OF_THE_FIRST && !self.seen.is_multiple_of(THEN_ONE_IN) {
            return;
        }
        let is_anywhere = |at: Coord<f64>| LonLat::new(at.x, at.y).is_ok_and(|at| !self.areas.at(at).is_empty());
        if let Some(beyond) = &mut self.beyond {
            beyond.look(is_anywhere(taken), row, record, taken);
        }
        if let Some(code) = self.named.standing(record, self.areas) {
            let inside = |at: Coord<f64>| holds(self.areas, code, at);
            let is_inside = inside(taken);
            for (misreading, evidence) in &mut self.suspects {
                // Nothing speaks for swapped axes where the place is right.
                if is_inside && *misreading == Misreading::SwappedAxes {
                    evidence.named_as_is();
                    continue;
                }
                let mended = misreading.mended(&self.crs, taken);
                let is_mended = mended.is_some_and(inside);
                let by_an_eighth = mended.is_some_and(|mended| inside(taken + (mended - taken) / 8.0));
                evidence.named(taken, is_inside, is_mended, by_an_eighth);
                if is_mended && !is_inside {
                    evidence.explained_by(row, record);
                }
            }
        } else if !self.areas.is_empty() {
            let is_inside = is_anywhere(taken);
            for (misreading, evidence) in &mut self.suspects {
                // A shift of some hundred metres over an outer border proves nothing: the row may
                // well belong beyond it.
                if *misreading == Misreading::SwappedAxes {
                    let is_mended = !is_inside && misreading.mended(&self.crs, taken).is_some_and(is_anywhere);
                    evidence.unnamed(is_inside, is_mended);
                }
            }
        }
    }

    /// Whether more standing records are of use.
    pub fn wants_standing(&self) -> bool {
        self.compared < MOST_COMPARED
    }

    /// Compares a record with the one that stands under its code.
    pub fn compare(&mut self, standing: &Record, record: &Record) {
        let (Some(before), Some(now)) = (&standing.geometry, &record.geometry) else { return };
        // A line drawn anew has no corner to compare.
        if before.coords_count() != now.coords_count() {
            return;
        }
        let (Some(before), Some(taken)) = (place_of(before), place_of(now)) else { return };
        self.compared += 1;
        let moved_m = apart_m(before, taken);
        for (misreading, evidence) in &mut self.suspects {
            let is_explained = moved_m > MOVED_M
                && misreading.mended(&self.crs, taken).is_some_and(|mended| apart_m(mended, before) < SAME_PLACE_M);
            evidence.standing(moved_m < SAME_PLACE_M, is_explained);
        }
    }

    /// What an operator should look into, where nothing is suspected of the file as a whole.
    pub fn notes(&self) -> Vec<String> {
        let shifts = self.suspects.iter().filter(|(misreading, _)| *misreading != Misreading::SwappedAxes);
        let partly = shifts
            .filter(|(_, evidence)| evidence.is_partly_shifted())
            .rev()
            .max_by_key(|(_, evidence)| evidence.put_right())
            .map(|(misreading, evidence)| evidence.words_of_a_part(*misreading));
        self.beyond.as_ref().and_then(Beyond::words).into_iter().chain(partly).collect()
    }

    /// What is suspected, if anything: the reading that puts most places right. `is_named` says
    /// whether the user has named the CRS.
    pub fn suspicion(&self, is_named: bool) -> Option<Suspicion> {
        let convincing = self.suspects.iter().filter(|(misreading, evidence)| evidence.convinces(*misreading));
        // Of equals the first: it is the likeliest.
        let (misreading, evidence) = convincing.rev().max_by_key(|(_, evidence)| evidence.put_right())?;
        let is_refused = !is_named || *misreading == Misreading::SwappedAxes;
        Some(Suspicion {
            fault: Fault {
                code: String::new(),
                field: "geometry".into(),
                value: String::new(),
                problem: format!("suspected {}: {}", misreading.words(), evidence.words(*misreading)),
                remedy: remedy(*misreading, &self.crs, is_named),
            },
            is_refused,
        })
    }
}

/// A file that looks misread.
#[derive(Clone, Debug)]
pub struct Suspicion {
    pub fault: Fault,
    /// Nothing may be written: nobody has said that the coordinates are what they are taken for, or
    /// they cannot be.
    pub is_refused: bool,
}

fn remedy(misreading: Misreading, crs: &Crs, is_named: bool) -> String {
    let otherwise = if is_named { "" } else { ", or name the file's own CRS with --crs if it is right as it is" };
    match (misreading, crs) {
        (Misreading::SwappedAxes, Crs::Other(_)) => {
            "give easting first; in CSV name the columns, as --map EASTING=lon --map NORTHING=lat".into()
        }
        (Misreading::SwappedAxes, _) => {
            "give longitude first; in CSV name the columns, as --map A=lon --map B=lat".into()
        }
        (shifted, Crs::Other(_)) => {
            let name = shifted.words();
            format!("undo the projection and import the degrees with --crs {name}{otherwise}")
        }
        (shifted, _) if is_named => format!("check, and import again with --crs {} if so", shifted.words()),
        (shifted, _) => {
            format!(
                "import again with --crs {}, or with --crs {} if it is right as it is",
                shifted.words(),
                crs.words()
            )
        }
    }
}

/// One place to stand for a shape: a corner in the middle of a line, whose ends may well lie on a
/// border.
fn place_of(shape: &Shape) -> Option<Coord<f64>> {
    match shape {
        Geometry::Point(at) => Some(at.0),
        Geometry::LineString(line) => line.0.get(line.0.len() / 2).copied(),
        other => other.centroid().map(Coord::from),
    }
}

fn holds(areas: &Jurisdictions, code: &str, at: Coord<f64>) -> bool {
    LonLat::new(at.x, at.y).is_ok_and(|at| areas.holds(code, at) == Some(true))
}

/// Infinite where one is no place.
fn apart_m(a: Coord<f64>, b: Coord<f64>) -> f64 {
    match (LonLat::new(a.x, a.y), LonLat::new(b.x, b.y)) {
        (Ok(a), Ok(b)) => geodesic::distance_m(a, b),
        _ => f64::INFINITY,
    }
}
