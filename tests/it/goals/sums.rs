//! Villages add up to townships, townships to bodies, bodies to the city: to the metre and the thing.

use std::collections::BTreeMap;

use super::*;
use crate::support::Dice;

/// Goal, part and day.
type Key = (String, Option<&'static str>, Option<chrono::NaiveDate>);

/// The county with a fact or none at random on every segment and unit.
fn anyhow(seed: u64, coarse: bool) -> World {
    let mut dice = Dice::seeded(seed);
    let mut items = [areas(), roads()].concat();
    for item in &mut items {
        let choices: &[(&str, [&str; 3])] = match item.collection.name {
            "road_segments" => &[
                ("listed_for_maintenance", ["true", "false", ""]),
                ("mqi", ["65", "75", ""]),
                ("assessed_on", ["2024-01-01", "2026-06-01", ""]),
                ("digitised", ["true", "false", ""]),
                ("separation_eligible", ["true", "false", ""]),
                ("official_length_km", ["0.333", "1.0005", ""]),
                ("shared", ["true", "", ""]),
            ],
            "jurisdictions" => &[
                ("road_clause_since", ["2021-01-01", "2026-06-01", ""]),
                ("enforcement_staff", ["0", "2", ""]),
                ("piped_gas_since", ["2022-06-01", "2021-01-01", ""]),
            ],
            _ => &[],
        };
        for (field, values) in choices {
            *item = item.clone().with(field, values[dice.below(3)]);
        }
        if coarse && item.collection.name == "road_segments" && dice.below(3) == 0 {
            // In a township, not a village: it adds to the township and what is above.
            *item = item.clone().with("jurisdiction_code", [GOOD, BAD, SILENT, EDGE][dice.below(4)]);
        }
    }
    world_of(items)
}

#[test]
fn sums_of_all_levels_close() {
    for seed in 0..20 {
        let coarse = seed % 2 == 1;
        let world = anyhow(seed, coarse);
        let book = RuleBook::embedded();
        let ledger = Ledger::of(&world, day(END), &book.goals, &book.condition.scale());
        let tree = world.jurisdictions().tree();
        let rows = |level: Level| ledger.rows(&book.goals, tree, &tree.scopes(None, Some(level)), None, false);
        // By goal, part and day: whole amounts, as kilometres have three decimals.
        let summed = |level: Level| {
            let mut sums: BTreeMap<Key, [i64; 2]> = BTreeMap::new();
            for row in rows(level) {
                #[expect(clippy::cast_possible_truncation, reason = "small figures")]
                let whole = |figure: f64| (figure * 1000.0).round() as i64;
                let sum = sums.entry((row.goal.clone(), row.part, row.due)).or_default();
                sum[0] += whole(row.numerator);
                sum[1] += whole(row.denominator.unwrap_or_default());
            }
            sums
        };
        let [city, bodies] = [Level::City, Level::County].map(summed);
        let [townships, villages] = [Level::Township, Level::Village].map(summed);
        for (key, sum) in &bodies {
            assert_eq!(city.get(key), Some(sum), "{key:?}, seed {seed}");
        }
        // Townships add up where nothing is counted at the county itself.
        for (key, sum) in townships.iter().filter(|((_, part, _), _)| *part != Some("county")) {
            assert_eq!(bodies.get(key), Some(sum), "{key:?}, seed {seed}");
        }
        // And villages where nothing is counted at the township itself.
        let of_township = |key: &Key| key.0 == "A11" || key.1 == Some("township");
        for (key, sum) in villages.iter().filter(|(key, _)| !coarse && !of_township(key)) {
            assert_eq!(townships.get(key), Some(sum), "{key:?}, seed {seed}");
        }
    }
}
