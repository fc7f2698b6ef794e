//! Management committees that answer for villages in place of a county (rules C8).
//!
//! The nine accountable bodies are six counties and three committees: the development zone, which
//! the statistics count as a county; 东城区, which they count as a township of 魏都区; and the
//! demonstration zone, which they do not know: its code is ours, its villages are invented.

use crate::generate::lands;
use crate::generate::lands::Corners;
use crate::generate::profile::Profile;
use crate::generate::shapes::Place;
use crate::generate::shapes::distance_sq;
use crate::generate::territory::Territory;
use crate::generate::territory::polygon;
use crate::geom::Shape;

pub struct Zone {
    pub code: &'static str,
    /// Positions in [`Territory::villages`].
    pub villages: Vec<usize>,
    /// Of a zone that is no division of the statistics.
    pub own: Option<Own>,
    /// General public budget revenue, CNY in 2019, and its yearly growth.
    pub revenue: [f64; 2],
}

pub struct Own {
    pub name: &'static str,
    pub seat: Place,
    pub shape: Shape,
}

const EAST_TOWN: &str = "411002570";
const DEMONSTRATION: &str = "4110SF";
/// Says of itself that nobody knows which villages it has.
const DEMONSTRATION_NAME: &str = "许昌市城乡一体化示范区（成员村为虚构）";
/// The township that it is invented around, and how many villages it has.
const AROUND: &str = "411003102";
const MEMBERS: usize = 36;

/// The zones within a county, whose villages are given to them.
pub fn zones(territory: &mut Territory, profile: &Profile, corners: &Corners) -> Vec<Zone> {
    let zones = match profile.code {
        "411002" => vec![east_town(territory)],
        "411003" => vec![demonstration(territory, corners)],
        _ => Vec::new(),
    };
    for zone in &zones {
        for village in &zone.villages {
            territory.villages[*village].accountable = zone.code;
        }
    }
    zones
}

fn position(territory: &Territory, code: &str) -> usize {
    territory.townships.iter().position(|township| township.division.code == code).expect("a township of the county")
}

fn east_town(territory: &Territory) -> Zone {
    let villages = territory.townships[position(territory, EAST_TOWN)].villages.clone().collect();
    Zone { code: EAST_TOWN, villages, own: None, revenue: [600_000_000.0, 0.05] }
}

/// A whole township, and villages beside it, the nearest first, as long as all of it is one piece
/// without a hole.
fn demonstration(territory: &Territory, corners: &Corners) -> Zone {
    let township = &territory.townships[position(territory, AROUND)];
    let seat = township.seat;
    let mut villages: Vec<usize> = township.villages.clone().collect();
    let mut others: Vec<usize> =
        (0..territory.villages.len()).filter(|village| !township.villages.contains(village)).collect();
    let far = |village: &usize| distance_sq(territory.villages[*village].seat, seat);
    others.sort_by(|a, b| far(a).total_cmp(&far(b)).then(a.cmp(b)));
    for village in others {
        if villages.len() >= MEMBERS {
            break;
        }
        villages.push(village);
        if lands::rings_of(&land(territory, &villages), &|cell| is_of(territory, &villages, cell), corners).len() != 1 {
            villages.pop();
        }
    }
    villages.sort_unstable();
    let ring = lands::ring_of(&land(territory, &villages), &|cell| is_of(territory, &villages, cell), corners);
    let own = Own { name: DEMONSTRATION_NAME, seat, shape: polygon(&ring) };
    Zone { code: DEMONSTRATION, villages, own: Some(own), revenue: [1_100_000_000.0, 0.055] }
}

fn land(territory: &Territory, villages: &[usize]) -> Vec<usize> {
    villages.iter().flat_map(|village| territory.villages[*village].cells.iter().copied()).collect()
}

fn is_of(territory: &Territory, villages: &[usize], cell: usize) -> bool {
    territory.owners[cell].is_some_and(|owner| villages.contains(&owner))
}
