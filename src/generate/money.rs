//! Who pays which share, what the public budgets took in, and what was given for roads.

use chrono::NaiveDate;

use crate::domain::Record;
use crate::domain::Value;
use crate::generate::county::County;
use crate::generate::county::Heading;
use crate::generate::dice::Dice;
use crate::generate::divisions;
use crate::generate::draft::Draft;
use crate::generate::draft::collection;
use crate::generate::draft::date;
use crate::generate::draft::day_within;
use crate::generate::route::Route;
use crate::generate::segments::Segment;
use crate::generate::skeleton::Class;
use crate::generate::works::fen;

/// General public budget revenue of the city, CNY in 2019, and its yearly growth: invented.
const CITY_REVENUE: [f64; 2] = [18_000_000_000.0, 0.035];
const YEARS: std::ops::RangeInclusive<i32> = 2019..=2025;

/// The county, and the zones that answer in its place, with their revenue.
fn bodies(county: &County) -> Vec<(&'static str, [f64; 2])> {
    let zones = county.territory.zones.iter().map(|zone| (zone.code, zone.revenue));
    std::iter::once((county.code, county.profile.revenue)).chain(zones).collect()
}

/// Share by province, city and county until 2021; for counties under the province, by province and
/// county since. Districts and zones stay with the city.
pub fn regime_records(county: &County) -> Vec<Record> {
    let (end, start) = (date(2021, 12, 31), date(2022, 1, 1));
    let mut records = Vec::new();
    for (code, _) in bodies(county) {
        let mut add = |nth: usize, regime: &str, from: Option<NaiveDate>, to: Option<NaiveDate>| {
            records.push(
                Draft::new(collection("fiscal_regimes"), format!("TZ{code}-{nth}"))
                    .set("jurisdiction_code", code)
                    .set("regime", regime)
                    .set("from_on", from)
                    .set("to_on", to)
                    .done(),
            );
        };
        if county.profile.is_direct {
            add(1, "2:2:6", Some(date(2016, 1, 1)), Some(end));
            add(2, "4:6", Some(start), None);
        } else {
            add(1, "2:2:6", Some(date(2016, 1, 1)), None);
        }
    }
    records
}

pub fn year_records(county: &County) -> Vec<Record> {
    let mut records = Vec::new();
    let city = matches!(county.heading, Heading::City(_)).then_some((divisions::CITY.code, CITY_REVENUE));
    for (code, [first, growth]) in city.into_iter().chain(bodies(county)) {
        let mut dice = Dice::of(county.seed, "revenue", code);
        let mut revenue = first;
        for year in YEARS {
            records.push(
                Draft::new(collection("fiscal_years"), format!("SR{code}-{year}"))
                    .valid_from(date(year, 12, 31))
                    .set("jurisdiction_code", code)
                    .set("year", year)
                    .set("general_revenue_cny", fen(revenue))
                    .done(),
            );
            revenue *= 1.0 + growth + 0.02 * dice.bell();
        }
    }
    records
}

/// Daily maintenance by the three levels, works by the two upper ones; budgeted, allocated, spent.
pub fn fund_records(county: &County) -> Vec<Record> {
    bodies(county).into_iter().flat_map(|(code, _)| funds_of(county, code)).collect()
}

/// Kilometres of a class for which a body answers.
fn km(county: &County, body: &str, class: Class) -> f64 {
    if county.territory.zones.is_empty() {
        let routes = county.routes.iter().filter(|route| route.class == class);
        return routes.map(|route| route.length_m() / 1000.0).sum::<f64>();
    }
    let segments = county.segments.iter().filter(|segment| county.routes[segment.route].class == class);
    let is_its = |segment: &&Segment| {
        let [from, to] = segment.corners;
        let village = county.territory.village_at(county.routes[segment.route].line[usize::midpoint(from, to)]);
        village.map_or(county.code, |village| county.territory.villages[village].accountable) == body
    };
    segments.filter(is_its).map(|segment| segment.length_m() / 1000.0).sum::<f64>()
}

fn funds_of(county: &County, code: &'static str) -> Vec<Record> {
    let mut records = Vec::new();
    let [x, y, c] = [Class::County, Class::Township, Class::Village].map(|class| km(county, code, class));
    let floor = 10_000.0 * x + 5_000.0 * y + 3_000.0 * c;
    // What else is given goes with the roads; the county's own is measured by its whole.
    let whole: f64 = county.routes.iter().filter(|route| route.class.is_rural()).map(Route::length_m).sum();
    let part = if code == county.code { 1.0 } else { (x + y + c) * 1000.0 / whole };
    let size = county.profile.size() * part;
    let zone = if code == county.code { "" } else { code };
    for year in YEARS {
        let mut dice = Dice::of(county.seed, "funds", &format!("{year}{zone}"));
        let shares: &[(&str, f64)] = if year < 2022 || !county.profile.is_direct {
            &[("省级", 0.2), ("市级", 0.2), ("县级", 0.6)]
        } else {
            &[("省级", 0.4), ("县级", 0.6)]
        };
        let mut lines: Vec<(&str, &str, f64)> = shares
            .iter()
            .map(|(source, share)| (*source, "日常养护", floor * share * dice.between(0.93, 1.08)))
            .collect();
        lines.push(("省级", "养护工程", 9_500_000.0 * size * dice.between(0.9, 1.2)));
        lines.push(("市级", "养护工程", 4_200_000.0 * size * dice.between(0.9, 1.2)));
        lines.push(("成品油税费改革转移支付", if year < 2022 { "人员经费" } else { "养护工程" }, 3_100_000.0 * size));
        lines.push(("县级", "机构运行经费", 1_800_000.0 * size * dice.between(0.95, 1.1)));
        for (nth, (source, purpose, amount)) in lines.into_iter().enumerate() {
            let mut left = amount;
            for (rank, entry) in ["budgeted", "allocated", "spent"].into_iter().enumerate() {
                let months = [(1, 3), (3, 8), (6, 12)][rank];
                let on = day_within(&mut dice, date(year, months.0, 10), date(year, months.1, 28));
                let amount: Value = fen(left);
                records.push(
                    Draft::new(collection("funds"), format!("ZJ{code}-{year}-{:02}{rank}", nth + 1))
                        .valid_from(on)
                        .set("jurisdiction_code", code)
                        .set("year", year)
                        .set("source", source)
                        .set("purpose", purpose)
                        .set("entry", entry)
                        .set("amount_cny", amount)
                        .set("on", on)
                        .done(),
                );
                left *= if dice.chance(0.3) { 0.96 } else { 1.0 };
            }
        }
    }
    records
}

pub fn designation_records(county: &County) -> Vec<Record> {
    let mut dice = Dice::of(county.seed, "designations", county.code);
    let mut records = Vec::new();
    let mut add = |code: &str, kind: &str, level: &str, granted: NaiveDate, withdrawn: Option<NaiveDate>| {
        records.push(
            Draft::new(collection("designations"), format!("CH{code}-{level}"))
                .valid_from(granted)
                .set("jurisdiction_code", code)
                .set("kind", kind)
                .set("level", level)
                .set("granted_on", granted)
                .set("withdrawn_on", withdrawn)
                .done(),
        );
    };
    add(county.code, "model_county", "city", date(2019, 12, 20), None);
    add(county.code, "model_county", "provincial", date(2022, 11, 18), None);
    for (nth, township) in county.territory.townships.iter().enumerate() {
        if dice.chance(0.4) {
            let granted = day_within(&mut dice, date(2019, 6, 1), date(2024, 12, 1));
            add(township.division.code, "model_township", "city", granted, (nth == 7).then_some(date(2025, 3, 1)));
        }
    }
    for village in &county.territory.villages {
        if dice.chance(0.06) {
            let granted = day_within(&mut dice, date(2019, 6, 1), date(2025, 6, 1));
            add(village.division.code, "model_village", "city", granted, None);
        }
    }
    records
}
