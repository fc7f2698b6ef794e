//! Where the houses of a hamlet go: rows of plots in compact blocks, as on the North China Plain.

use crate::generate::hamlets::Hamlet;
use crate::generate::local_roads;
use crate::generate::numbers::real;
use crate::generate::shapes::Place;
use crate::generate::shapes::offset;

/// Along a row of houses and from row to row.
const PLOT_M: [f64; 2] = [14.6, 24.0];

/// A place for a house.
pub struct Plot {
    pub at: Place,
    pub row: i32,
    pub lane: i32,
    pub column: i32,
}

/// Plots around the middle of a hamlet, the nearest first; more than it needs.
pub fn plots(hamlet: &Hamlet) -> Vec<Plot> {
    let half = local_roads::half_width_m(hamlet.households) * 1.55 + 30.0;
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
pub fn ring_around(first: i32) -> Vec<(i32, i32)> {
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
