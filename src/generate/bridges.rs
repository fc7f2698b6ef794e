//! Bridges where county, township and village roads cross water, and how they were rated.

use chrono::NaiveDate;

use crate::domain::Record;
use crate::generate::county::County;
use crate::generate::dice::Dice;
use crate::generate::draft::Draft;
use crate::generate::draft::collection;
use crate::generate::draft::date;
use crate::generate::draft::day_within;
use crate::generate::draft::days_after;
use crate::generate::numbers::real;
use crate::generate::plane;
use crate::generate::rivers::River;
use crate::generate::road_net::RoadNet;
use crate::generate::route::Route;
use crate::generate::segments::STOCK_DAY;
use crate::generate::shapes::Place;
use crate::generate::skeleton::Class;
use crate::generate::territory::Territory;
use crate::geom::Chainage;

pub struct Bridge {
    pub code: String,
    pub name: String,
    pub route: usize,
    pub at: Place,
    pub chainage: Chainage,
    pub jurisdiction: &'static str,
    pub length_m: f64,
    pub deck_m: f64,
    /// Oldest first; the last is the rating in force.
    pub ratings: Vec<(i32, NaiveDate)>,
    pub rebuilt_on: Option<NaiveDate>,
    pub disposal: Option<(&'static str, NaiveDate)>,
}

const FIRST_RATINGS: [f64; 5] = [0.2, 0.5, 0.22, 0.06, 0.02];
/// A bridge in class 4 or 5 at the end of 2020 that was rebuilt by the end of 2025.
const REBUILT_SHARE: f64 = 0.82;
/// A bridge found in class 5 since, that was closed, restricted or mended.
const DISPOSED_SHARE: f64 = 0.7;

pub fn bridges(
    seed: u64,
    county: &'static str,
    territory: &Territory,
    rivers: &[River],
    net: &RoadNet,
    routes: &[Route],
) -> Vec<Bridge> {
    let mut bridges = Vec::new();
    for (nth, route) in routes.iter().enumerate().filter(|(_, route)| route.class.is_rural()) {
        let mut serial = 0;
        for (step, start) in route.steps.iter().zip(&route.starts) {
            let edge = &net.edges[step.edge];
            let mut waters = edge.waters.clone();
            if step.is_reversed {
                waters.reverse();
            }
            for (corner, river) in waters.into_iter().filter(|_| !step.is_shared) {
                let corner = start + if step.is_reversed { edge.line.len() - 1 - corner } else { corner };
                serial += 1;
                let code = format!("{}L{:04}", route.code, serial * 10);
                let mut dice = Dice::of(seed, "bridges", &code);
                let length_m = match river {
                    Some(river) => real::rounded(rivers[river].width_m * dice.between(0.95, 1.5) + 4.0, 1).max(8.0),
                    None => real::rounded(dice.between(8.0, 14.0), 1),
                };
                let least = match route.class {
                    Class::County => 8.5,
                    Class::Township => 6.5,
                    _ => 4.5,
                };
                let water = river.map_or("小沟", |river| rivers[river].name);
                let mut bridge = Bridge {
                    code,
                    name: format!("{}{water}桥", route.to_name),
                    route: nth,
                    at: route.line[corner],
                    chainage: Chainage::from_mm(route.chainages[corner]),
                    jurisdiction: territory.code_at(route.line[corner], county),
                    length_m,
                    deck_m: least + real::rounded(dice.between(0.0, 2.0), 1),
                    ratings: Vec::new(),
                    rebuilt_on: None,
                    disposal: None,
                };
                bridge.age(&mut dice);
                bridges.push(bridge);
            }
        }
    }
    bridges
}

/// JTG B01-2014, table 1.0.11: by total length; below 8 m it would be a culvert.
fn span_class(length_m: f64) -> &'static str {
    match length_m {
        length if length > 1000.0 => "extra_large",
        length if length >= 100.0 => "large",
        length if length > 30.0 => "medium",
        _ => "small",
    }
}

impl Bridge {
    /// Rates the bridge from 2018 to 2025 and mends what is found bad.
    fn age(&mut self, dice: &mut Dice) {
        let mut rating = i32::try_from(dice.weighted(&FIRST_RATINGS)).expect("five weights") + 1;
        let mut in_2020 = rating;
        let rebuild_in = dice.chance(REBUILT_SHARE).then(|| dice.whole(2021, 2025));
        for year in 2018..=2025 {
            if year == 2021 {
                in_2020 = rating;
            }
            if in_2020 >= 4 && rebuild_in == Some(year) && year >= 2021 && self.rebuilt_on.is_none() {
                let day = day_within(dice, date(year, 4, 1), date(year, 9, 30));
                self.rebuilt_on = Some(day);
                self.disposal = Some(("rebuilt", day));
                rating = 1;
                self.ratings.push((rating, days_after(day, 20)));
                continue;
            }
            // Every bridge is rated in 2020; in other years about half of them.
            let is_rated = year == 2020 || year == 2018 || dice.chance(0.5);
            let worse = dice.chance(0.11);
            if !is_rated {
                continue;
            }
            rating = (rating + i32::from(worse)).min(5);
            let day = day_within(dice, date(year, 3, 1), date(year, 11, 30));
            self.ratings.push((rating, day));
            if rating == 5 && year > 2020 && self.disposal.is_none() && dice.chance(DISPOSED_SHARE) {
                let kind = *dice.pick(&["closed", "restricted", "restricted", "repaired"]);
                let days = dice.whole(5, 40);
                self.disposal = Some((kind, days_after(day, days)));
            }
        }
        // Some ratings were never written down.
        if dice.chance(0.02) {
            self.ratings.clear();
        }
    }

    /// The days from which something new is true of it, the first being that of the stock.
    pub fn versions(&self) -> Vec<NaiveDate> {
        let mut days = vec![STOCK_DAY];
        let later = self
            .ratings
            .iter()
            .map(|rating| rating.1)
            .chain(self.rebuilt_on)
            .chain(self.disposal.map(|disposal| disposal.1));
        days.extend(later.filter(|day| *day > STOCK_DAY));
        days.sort_unstable();
        days.dedup();
        days
    }

    /// What was true on a day.
    pub fn record(&self, county: &County, day: NaiveDate) -> Record {
        let rating = self.ratings.iter().rfind(|rating| rating.1 <= day);
        let disposal = self.disposal.filter(|disposal| disposal.1 <= day);
        Draft::new(collection("bridges"), self.code.as_str())
            .valid_from(day)
            .shape(plane::point(self.at))
            .set("name", self.name.as_str())
            .set("road_code", &county.routes[self.route].code)
            .set("chainage", self.chainage)
            .set("jurisdiction_code", self.jurisdiction)
            .set("length_m", self.length_m)
            .set("deck_width_m", self.deck_m)
            .set("span_class", span_class(self.length_m))
            .set("rating", rating.map(|rating| rating.0))
            .set("rated_on", rating.map(|rating| rating.1))
            .set("rebuilt_on", self.rebuilt_on.filter(|rebuilt| *rebuilt <= day))
            .set("disposal_kind", disposal.map(|disposal| disposal.0))
            .set("disposed_on", disposal.map(|disposal| disposal.1))
            .done()
    }
}

pub fn rating_records(county: &County) -> Vec<Record> {
    let ratings =
        county.bridges.iter().flat_map(|bridge| bridge.ratings.iter().enumerate().map(move |rating| (bridge, rating)));
    ratings
        .map(|(bridge, (nth, (rating, day)))| {
            Draft::new(collection("bridge_ratings"), format!("{}R{:02}", bridge.code, nth + 1))
                .valid_from(*day)
                .set("bridge_code", &bridge.code)
                .set("rating", *rating)
                .set("rated_on", *day)
                .done()
        })
        .collect()
}
