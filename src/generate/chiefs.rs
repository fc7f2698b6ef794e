//! Road chiefs: offices at three levels, who fills them when, and what stretches they answer for.
//!
//! County roads belong to county posts, township roads to township posts, village roads to posts of
//! the village or the township. Gaps, overlaps and vacancies are left in on purpose.

use chrono::NaiveDate;

use crate::domain::Record;
use crate::generate::county::County;
use crate::generate::dice::Dice;
use crate::generate::divisions;
use crate::generate::draft::Draft;
use crate::generate::draft::collection;
use crate::generate::draft::date;
use crate::generate::draft::day_within;
use crate::generate::draft::days_after;
use crate::generate::profile::Profile;
use crate::generate::route::Route;
use crate::generate::skeleton::Class;
use crate::generate::territory::Territory;
use crate::geom::Chainage;

/// Routes of each kind that are assigned only in part, and those that two posts of one level share.
pub const GAPS: usize = 14;
pub const OVERLAPS: usize = 9;
/// Village roads that nobody was given.
const FORGOTTEN_SHARE: f64 = 0.03;
const VACANT_SHARE: f64 = 0.03;
/// Posts whose holder changed in 2024.
const CHANGED_SHARE: f64 = 0.12;
/// Route posts of a county and of a township.
const COUNTY_POSTS: usize = 9;
const TOWNSHIP_POSTS: usize = 4;

pub struct Post {
    pub code: String,
    level: &'static str,
    kind: &'static str,
    jurisdiction: &'static str,
    office: String,
}

pub struct Assignment {
    post: usize,
    route: usize,
    from: Chainage,
    to: Chainage,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
}

pub struct Chiefs {
    pub posts: Vec<Post>,
    pub assignments: Vec<Assignment>,
}

impl Chiefs {
    pub fn new(seed: u64, profile: &Profile, territory: &Territory, routes: &[Route]) -> Self {
        let county = profile.code;
        let (leader, bureau) = offices(profile.body);
        let mut posts = vec![Post {
            code: format!("LZ{county}-0"),
            level: "county",
            kind: "general",
            jurisdiction: county,
            office: leader.to_owned(),
        }];
        for nth in 0..COUNTY_POSTS {
            let office =
                [format!("副{leader}"), format!("{bureau}交通运输局局长"), format!("{bureau}公路事业发展中心主任")]
                    [nth % 3]
                    .clone();
            posts.push(Post {
                code: format!("LZ{county}-{}", nth + 1),
                level: "county",
                kind: "route",
                jurisdiction: county,
                office,
            });
        }
        for township in &territory.townships {
            let code = township.division.code;
            let stem = township.division.name;
            posts.push(Post {
                code: format!("LZ{code}-0"),
                level: "township",
                kind: "general",
                jurisdiction: code,
                office: format!("{stem}{}", divisions::leader(stem)),
            });
            for nth in 0..TOWNSHIP_POSTS {
                posts.push(Post {
                    code: format!("LZ{code}-{}", nth + 1),
                    level: "township",
                    kind: "route",
                    jurisdiction: code,
                    office: format!("{stem}副{}", divisions::leader(stem)),
                });
            }
        }
        for village in &territory.villages {
            let division = &village.division;
            let office = if divisions::settlement_kind(division.name) == Some("village_committee") {
                "村委会主任"
            } else {
                "居委会主任"
            };
            posts.push(Post {
                code: format!("LZ{}-1", division.code),
                level: "village",
                kind: "route",
                jurisdiction: division.code,
                office: office.to_owned(),
            });
        }
        // Last, so that the positions of the others do not depend on them.
        for zone in &territory.zones {
            posts.push(Post {
                code: format!("LZ{}-G", zone.code),
                level: "county",
                kind: "general",
                jurisdiction: zone.code,
                office: "管委会主任".to_owned(),
            });
        }
        let mut chiefs = Self { posts, assignments: Vec::new() };
        chiefs.assign(seed, territory, routes);
        chiefs
    }

    fn assign(&mut self, seed: u64, territory: &Territory, routes: &[Route]) {
        let villages = 1 + COUNTY_POSTS + (1 + TOWNSHIP_POSTS) * territory.townships.len();
        let (mut gaps, mut overlaps, mut rank) = (GAPS, OVERLAPS, 0);
        for (nth, route) in routes.iter().enumerate().filter(|(_, route)| route.class.is_rural()) {
            let mut dice = Dice::of(seed, "chiefs", &route.code);
            let village = territory.village_at(route.line[route.line.len() / 2]).unwrap_or(0);
            let township = territory.villages[village].township;
            // After the county's posts and those of the townships before this one, its general post first.
            let township_posts = 1 + COUNTY_POSTS + (1 + TOWNSHIP_POSTS) * township + 1;
            let of_township = |dice: &mut Dice| township_posts + dice.below(TOWNSHIP_POSTS);
            let post = match route.class {
                Class::County => 1 + rank % COUNTY_POSTS,
                Class::Township => of_township(&mut dice),
                _ if dice.chance(FORGOTTEN_SHARE) => continue,
                _ if dice.chance(0.35) => of_township(&mut dice),
                _ => villages + village,
            };
            rank += 1;
            let last = route.chainages[route.chainages.len() - 1];
            let end = Chainage::from_mm(last);
            let middle = Chainage::from_mm(last / 2000 * 1000);
            let first_day = day_within(&mut dice, date(2019, 6, 1), date(2022, 9, 30));
            let mut give = |post, from, to, from_on, to_on| {
                self.assignments.push(Assignment { post, route: nth, from, to, from_on, to_on });
            };
            if gaps > 0 && last > 1_500_000 && dice.chance(0.06) {
                gaps -= 1;
                give(post, Chainage::ZERO, middle, first_day, None);
            } else if overlaps > 0 && post < villages && last > 1_500_000 && dice.chance(0.08) {
                overlaps -= 1;
                // The next post of the same office.
                let (first, count) = match route.class {
                    Class::County => (1, COUNTY_POSTS),
                    _ => (township_posts, TOWNSHIP_POSTS),
                };
                let beside = first + (post - first + 1) % count;
                give(post, Chainage::ZERO, end, first_day, None);
                give(beside, middle, end, days_after(first_day, 90), None);
            } else if dice.chance(0.07) {
                // Handed on to a new stretch of duty at the start of 2024.
                give(post, Chainage::ZERO, end, first_day, Some(date(2023, 12, 31)));
                give(post, Chainage::ZERO, end, date(2024, 1, 1), None);
            } else {
                give(post, Chainage::ZERO, end, first_day, None);
            }
        }
    }
}

/// Who leads a county, and what its bureaus are called after.
fn offices(body: &str) -> (&'static str, &'static str) {
    match body {
        "县" => ("县长", "县"),
        "市" => ("市长", "市"),
        "区" => ("区长", "区"),
        _ => ("管委会主任", "管委会"),
    }
}

pub fn post_records(county: &County) -> Vec<Record> {
    let posts = county.chiefs.posts.iter();
    posts
        .map(|post| {
            Draft::new(collection("chief_posts"), post.code.as_str())
                .set("level", post.level)
                .set("kind", post.kind)
                .set("jurisdiction_code", post.jurisdiction)
                .set("office", post.office.as_str())
                .done()
        })
        .collect()
}

pub fn appointment_records(county: &County) -> Vec<Record> {
    let mut records = Vec::new();
    for (nth, post) in county.chiefs.posts.iter().enumerate() {
        let mut dice = Dice::of(county.seed, "appointments", &post.code);
        let first = day_within(&mut dice, date(2019, 3, 1), date(2022, 10, 31));
        let mut add = |rank: usize, from: NaiveDate, to: Option<NaiveDate>| {
            let draft = Draft::new(collection("appointments"), format!("{}-R{rank}", post.code)).valid_from(from);
            records.push(draft.set("post_code", &post.code).set("from_on", from).set("to_on", to).done());
        };
        // The county's own general post is filled.
        if nth > 0 && dice.chance(VACANT_SHARE) {
            if dice.chance(0.5) {
                add(1, first, Some(date(2024, 8, 31)));
            }
        } else if dice.chance(CHANGED_SHARE) {
            let last_day = day_within(&mut dice, date(2024, 1, 15), date(2024, 11, 30));
            let days = dice.whole(1, 45);
            add(1, first, Some(last_day));
            add(2, days_after(last_day, days), None);
        } else {
            add(1, first, None);
        }
    }
    records
}

pub fn assignment_records(county: &County) -> Vec<Record> {
    let assignments = county.chiefs.assignments.iter().enumerate();
    assignments
        .map(|(nth, assignment)| {
            Draft::new(collection("assignments"), format!("ZR{}{:05}", county.code, nth + 1))
                .valid_from(assignment.from_on)
                .set("post_code", &county.chiefs.posts[assignment.post].code)
                .set("road_code", &county.routes[assignment.route].code)
                .set("from_chainage", assignment.from)
                .set("to_chainage", assignment.to)
                .set("from_on", assignment.from_on)
                .set("to_on", assignment.to_on)
                .done()
        })
        .collect()
}

const FINDINGS: [(&str, &str); 5] =
    [("路面坑槽", "minor"), ("边沟淤塞", "minor"), ("护栏损坏", "serious"), ("无异常", "none"), ("路面积水", "minor")];
const INSPECTIONS: usize = 60;

/// First forms from the field: a place on a road, what was seen.
pub fn inspection_records(county: &County) -> Vec<Record> {
    let mut dice = Dice::of(county.seed, "inspections", county.code);
    let mut records = Vec::new();
    for nth in 0..INSPECTIONS {
        let assignment = dice.pick(&county.chiefs.assignments);
        let route = &county.routes[assignment.route];
        let corner = dice.below(route.line.len());
        let (findings, severity) = *dice.pick(&FINDINGS);
        let day = day_within(&mut dice, date(2025, 1, 1), date(2025, 12, 20));
        let hour = u32::try_from(dice.whole(0, 9)).expect("not negative");
        let at = day.and_hms_opt(hour, 30, 0).expect("an hour of the day").and_utc();
        let place = route.line[corner];
        records.push(
            Draft::new(collection("inspections"), format!("XC{}{:04}", county.code, nth + 1))
                .valid_from(day)
                .shape(crate::generate::plane::point(place))
                .set("post_code", &county.chiefs.posts[assignment.post].code)
                .set("at", crate::domain::Value::Timestamp(at))
                .set("road_code", &route.code)
                .set("chainage", Chainage::from_mm(route.chainages[corner]))
                .set("jurisdiction_code", county.territory.code_at(place, county.code))
                .set("findings", findings)
                .set("severity", severity)
                .done(),
        );
    }
    records
}
