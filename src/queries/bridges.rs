//! How bridges were rated on a day, and how that changed.
//!
//! A rating is known from the bridge's own record and from the list of dated ratings. One without a day
//! was given on an unknown day and counts on none.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::collections::CLASSES_OF_RURAL_ROADS;
use crate::world::Row;
use crate::world::World;

/// A class that a bridge was rated in on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rating<'a> {
    /// 1 to 5; 5 is the worst.
    pub class: i32,
    pub rated_on: NaiveDate,
    /// The code of the record in the list of ratings; `None` is the bridge's own record.
    pub record: Option<&'a str>,
}

/// All dated ratings of all bridges.
#[derive(Debug)]
pub struct BridgeRatings<'a> {
    /// By day, of one day the worst last.
    by_bridge: HashMap<&'a str, Vec<Rating<'a>>>,
}

impl<'a> BridgeRatings<'a> {
    pub fn of(world: &'a World) -> Self {
        Self::of_those(world, |_| true)
    }

    fn of_those(world: &'a World, wanted: impl Fn(&str) -> bool) -> Self {
        let mut by_bridge: HashMap<&str, Vec<Rating>> = HashMap::new();
        let listed = world.named("bridge_ratings").rows();
        for row in listed {
            let Some(bridge) = row.text("bridge_code").filter(|bridge| wanted(bridge)) else { continue };
            by_bridge.entry(bridge).or_default().extend(rating(row, Some(row.code())));
        }
        for row in world.named("bridges").rows().filter(|row| wanted(row.code())) {
            by_bridge.entry(row.code()).or_default().extend(rating(row, None));
        }
        for ratings in by_bridge.values_mut() {
            // A bridge's own record repeats the newest of the list, which is named instead.
            ratings.sort_by_key(|rating| (rating.rated_on, rating.class, rating.record.is_none(), rating.record));
            ratings.dedup_by_key(|rating| (rating.rated_on, rating.class));
        }
        Self { by_bridge }
    }

    /// All ratings of a bridge in the order of their days; of one day the worst comes last.
    pub fn of_bridge(&self, code: &str) -> &[Rating<'a>] {
        self.by_bridge.get(code).map_or(&[], |ratings| &ratings[..])
    }

    /// The newest rating on or before a day; of one day the worst, as nobody may drive over a doubt.
    pub fn on(&self, code: &str, day: NaiveDate) -> Option<Rating<'a>> {
        let ratings = self.of_bridge(code);
        let end = ratings.partition_point(|rating| rating.rated_on <= day);
        ratings[..end].last().copied()
    }

    /// The days up to a day on which a bridge came into a class: rated so, and not so by the rating before.
    pub fn came_into(&self, code: &str, class: i32, until: NaiveDate) -> Vec<Rating<'a>> {
        let mut before = None;
        let mut found = Vec::new();
        for rating in self.settled(code).into_iter().filter(|rating| rating.rated_on <= until) {
            if rating.class == class && before != Some(class) {
                found.push(rating);
            }
            before = Some(rating.class);
        }
        found
    }

    /// One rating a day.
    fn settled(&self, code: &str) -> Vec<Rating<'a>> {
        let ratings = self.of_bridge(code);
        let is_last = |nth: &usize| ratings.get(nth + 1).is_none_or(|next| next.rated_on != ratings[*nth].rated_on);
        (0..ratings.len()).filter(is_last).map(|nth| ratings[nth]).collect()
    }
}

fn rating<'a>(row: Row<'a>, record: Option<&'a str>) -> Option<Rating<'a>> {
    let (class, day) = (row.value("rating").as_integer()?, row.value("rated_on").as_date()?);
    Some(Rating { class, rated_on: day, record })
}

/// The rating of a bridge on a day; `None` when it was not rated by then, or nobody knows when.
pub fn rating_on<'a>(world: &'a World, code: &str, day: NaiveDate) -> Option<Rating<'a>> {
    BridgeRatings::of_those(world, |bridge| bridge == code).on(code, day)
}

/// A bridge with the rating in which it stands.
#[derive(Clone, Copy, Debug)]
pub struct RatedBridge<'a> {
    pub bridge: Row<'a>,
    pub rating: Rating<'a>,
}

/// The bridges of county, township and village roads that stood in one of these classes on a day, in the
/// order of their codes. What a bridge's road is, is asked of the world as it is.
pub fn stock_on<'a>(world: &'a World, classes: &[i32], day: NaiveDate) -> Vec<RatedBridge<'a>> {
    let ratings = BridgeRatings::of(world);
    let rated = |bridge: Row<'a>| Some(RatedBridge { bridge, rating: ratings.on(bridge.code(), day)? });
    let bridges = world.named("bridges").in_code_order(None).filter(|bridge| is_rural(world, *bridge));
    bridges.filter_map(rated).filter(|rated| classes.contains(&rated.rating.class)).collect()
}

/// Whether a bridge lies on a county, township or village road.
pub fn is_rural(world: &World, bridge: Row) -> bool {
    let road = bridge.text("road_code").and_then(|code| world.roads().road(code));
    road.and_then(|road| road.class.as_deref()).is_some_and(|class| CLASSES_OF_RURAL_ROADS.contains(&class))
}

/// There is no bridge of that code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no bridge with the code `{0}`")]
pub struct NoSuchBridge(pub String);

/// What became of a bridge's rating.
#[derive(Debug)]
pub struct BridgeHistory<'a> {
    pub bridge: Row<'a>,
    pub steps: Vec<RatingStep<'a>>,
    /// Its own record has a rating, but no day: it counts on none.
    pub undated: Option<i32>,
}

/// One rating, and how it differs from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatingStep<'a> {
    pub rating: Rating<'a>,
    /// Classes gone worse (above 0) or better; `None` for the first.
    pub change: Option<i32>,
}

/// All ratings of a bridge up to a day.
pub fn bridge_history<'a>(world: &'a World, code: &str, until: NaiveDate) -> Result<BridgeHistory<'a>, NoSuchBridge> {
    let bridge = world.named("bridges").find(code).ok_or_else(|| NoSuchBridge(code.to_owned()))?;
    let ratings = BridgeRatings::of_those(world, |bridge| bridge == code);
    let mut before: Option<i32> = None;
    let step = |rating: Rating<'a>| {
        let change = before.replace(rating.class).map(|before| rating.class - before);
        RatingStep { rating, change }
    };
    let known = ratings.of_bridge(code).iter().copied().filter(|rating| rating.rated_on <= until);
    let steps = known.map(step).collect();
    let own = bridge.value("rating").as_integer();
    let undated = own.filter(|_| bridge.value("rated_on").is_null());
    Ok(BridgeHistory { bridge, steps, undated })
}
