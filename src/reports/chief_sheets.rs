//! What is said of road chiefs, as JSON: sheets, histories, coverage, who answers. Lengths are kilometres
//! with three decimals, as text.

use chrono::NaiveDate;
use serde_json::Map;
use serde_json::Value as Json;
use serde_json::json;

use crate::domain::collections::CLASSES_OF_RURAL_ROADS;
use crate::geom::LonLat;
use crate::policy::ConditionRules;
use crate::policy::Patrol;
use crate::queries::chiefs::Answering;
use crate::queries::chiefs::ChiefCoverage;
use crate::queries::chiefs::Covered;
use crate::queries::chiefs::HeldStretch;
use crate::queries::chiefs::PostHistory;
use crate::queries::chiefs::SegmentStretch;
use crate::queries::chiefs::general_posts_of;
use crate::queries::chiefs::managing_levels;
use crate::queries::condition_scale::Grade;
use crate::queries::post_sheet::PostSheet;
use crate::queries::post_sheet::Thing;
use crate::world::Level;
use crate::world::Post;
use crate::world::Reach;
use crate::world::World;

/// What asks for road chiefs, and for whom roads are managed.
const CLAUSES: [&str; 3] = ["R5 二(一)2", "R5 二(一)3", "R4 二(二)5"];

/// What of ours every answer about coverage stands on.
const COVERAGE_ASSUMPTIONS: [&str; 3] = [
    "C-managing: county roads are managed by county posts, township roads by township posts, village roads by township or village posts (县道县管、乡村道乡村管)",
    "C-route: coverage and overlaps are judged on the assignments of route posts alone; general posts neither make nor hide either",
    "C-office: a stretch stays assigned when the office is vacant; vacant lengths are told beside",
];

/// Metres as kilometres with three decimals.
fn km(metres: u64) -> String {
    format!("{}.{:03}", metres / 1000, metres % 1000)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows have whole metres")]
fn row_km(row: &SegmentStretch<'_>) -> String {
    km(row.length_m as u64)
}

fn post_view(world: &World, post: &Post, on: NaiveDate) -> Json {
    json!({
        "code": post.code,
        "level": post.level,
        "kind": post.kind,
        "jurisdiction": post.jurisdiction,
        "jurisdiction_name": post.jurisdiction.as_deref().and_then(|code| world.jurisdictions().name(code)),
        "office": post.office,
        "filled": post.is_filled_on(on),
    })
}

/// Of each scope, lengths by class.
pub fn coverage(world: &World, rows: &[ChiefCoverage], on: NaiveDate) -> Json {
    let tree = world.jurisdictions().tree();
    let general = general_posts_of(world);
    let row = |row: &ChiefCoverage| {
        let unit = tree.unit(row.scope.unit);
        let all = row.all();
        let classes = |of: fn(&Covered) -> u64| {
            let mut told: Map<String, Json> = CLASSES_OF_RURAL_ROADS
                .iter()
                .zip(&row.by_class)
                .map(|(class, covered)| ((*class).to_owned(), km(of(covered)).into()))
                .collect();
            told.insert("total".to_owned(), km(of(&all)).into());
            Json::Object(told)
        };
        let posts = general.get(&row.scope.unit).into_iter().flatten();
        let posts: Vec<Json> = posts.map(|post| json!({"code": post.code, "filled": post.is_filled_on(on)})).collect();
        let office = world.jurisdictions().find(&unit.code).and_then(|row| row.value("chief_office_since").as_date());
        #[expect(clippy::cast_precision_loss, reason = "no network is 2^52 m long")]
        let share = (all.total > 0).then(|| all.assigned as f64 / all.total as f64);
        json!({
            "jurisdiction": unit.code,
            "name": unit.name,
            "level": unit.level.map(Level::word),
            "within": row.scope.within.map(|body| &*tree.unit(body).code),
            "length_km": classes(|covered| covered.total),
            "assigned_km": classes(|covered| covered.assigned),
            "unassigned_km": classes(|covered| covered.unassigned),
            "unknown_km": classes(|covered| covered.unknown),
            "overlapped_km": classes(|covered| covered.overlapped),
            "vacant_km": classes(|covered| covered.vacant),
            "office_not_recorded_km": classes(|covered| covered.office_not_recorded),
            "assigned_share": share,
            "general_posts": posts,
            "chief_office_since": office.map(|day| day.to_string()),
        })
    };
    let rows: Vec<Json> = rows.iter().map(row).collect();
    json!({"on": on.to_string(), "rows": rows, "clauses": CLAUSES, "assumptions": COVERAGE_ASSUMPTIONS})
}

/// Who answers, those who manage the road marked.
pub fn answering(world: &World, found: &Answering<'_>, on: NaiveDate) -> Json {
    let posts = found.posts.iter().map(|answers| {
        let mut told = post_view(world, answers.post, on);
        told["managing"] = answers.is_managing.into();
        told["assignment"] = answers.assignment.into();
        told["from"] = answers.part.map(|part| part.from().to_string()).into();
        told["to"] = answers.part.map(|part| part.to().to_string()).into();
        told["certain"] = answers.is_certain.into();
        told
    });
    json!({
        "on": on.to_string(),
        "road": found.road,
        "class": found.class,
        "from": found.from.map(|at| at.to_string()),
        "to": found.to.map(|at| at.to_string()),
        "managing_levels": found.class.map(managing_levels).unwrap_or_default(),
        "posts": posts.collect::<Vec<_>>(),
        "clauses": CLAUSES,
    })
}

/// Terms, times without a holder, and assignments.
pub fn post_history(world: &World, history: &PostHistory<'_>, on: NaiveDate) -> Json {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    let tenures = history.tenures.iter().map(|tenure| {
        json!({"from_on": day(tenure.term.from), "to_on": day(tenure.term.to), "filled": tenure.appointment.is_some(),
            "appointment": tenure.appointment})
    });
    let assignments = history.assignments.iter().map(|held| {
        let (from, to) = match held.reach {
            Reach::Stretch(stretch) => (Some(stretch.from().to_string()), Some(stretch.to().to_string())),
            Reach::Road | Reach::Unknown => (None, None),
        };
        json!({"code": held.code, "road": held.road, "from": from, "to": to, "whole_road": held.reach == Reach::Road,
            "from_on": day(held.term.from), "to_on": day(held.term.to)})
    });
    json!({
        "post": post_view(world, history.post, on),
        "terms": tenures.collect::<Vec<_>>(),
        "assignments": assignments.collect::<Vec<_>>(),
    })
}

/// Who held each stretch in each period; with a day, the period that holds it.
pub fn stretch_history(world: &World, road: &str, rows: &[HeldStretch<'_>], on: Option<NaiveDate>) -> Json {
    let class = world.named("roads").find(road).and_then(|row| row.text("class"));
    let levels = class.map(managing_levels).unwrap_or_default();
    let row = |row: &HeldStretch<'_>| {
        let periods = row.periods.iter().filter(|period| on.is_none_or(|day| period.term.holds_on(day)));
        let periods = periods.map(|period| {
            let posts = period.holders.iter().map(|holder| {
                let level = holder.post.level.as_deref();
                json!({"code": holder.post.code, "level": level, "office": holder.post.office,
                    "managing": level.is_some_and(|level| levels.contains(&level)),
                    "assignment": holder.assignment, "filled": holder.filled})
            });
            json!({
                "from_on": period.term.from.map(|day| day.to_string()),
                "to_on": period.term.to.map(|day| day.to_string()),
                "posts": posts.collect::<Vec<_>>(),
            })
        });
        json!({
            "from": row.stretch.map(|stretch| stretch.from().to_string()),
            "to": row.stretch.map(|stretch| stretch.to().to_string()),
            "periods": periods.collect::<Vec<_>>(),
        })
    };
    json!({
        "road": road,
        "class": class,
        "on": on.map(|day| day.to_string()),
        "managing_levels": levels,
        "rows": rows.iter().map(row).collect::<Vec<_>>(),
    })
}

/// All that a post has to look after.
pub fn post_sheet(world: &World, sheet: &PostSheet<'_>, patrol: &Patrol, rules: &ConditionRules) -> Json {
    let [county, township, village] = sheet.metres.map(km);
    let road_name = |road: Option<&str>| world.roads().road(road?)?.name.as_deref();
    let stretches = sheet.stretches.iter().zip(&sheet.row_conditions).map(|(row, condition)| {
        json!({
            "segment": row.segment.code,
            "road": row.segment.road,
            "road_name": road_name(row.segment.road.as_deref()),
            "class": row.segment.class,
            "from": row.stretch.map(|stretch| stretch.from().to_string()),
            "to": row.stretch.map(|stretch| stretch.to().to_string()),
            "length_km": row_km(row),
            "grade": condition.map(|(grade, _)| grade.word()),
            "index": condition.map(|(_, index)| hundredth(index)),
            "jurisdiction": row.segment.jurisdiction,
        })
    });
    let grades: Map<String, Json> = Grade::ALL
        .iter()
        .map(|grade| (grade.word().to_owned(), km(sheet.condition.metres[*grade as usize]).into()))
        .collect();
    let condition = json!({
        "assessed_km": km(sheet.condition.assessed_m()),
        "by_grade": grades,
        "mean_index": sheet.condition.mean_index().map(hundredth),
    });
    let bridges = sheet.bridges.iter().map(|(thing, class, rated_on)| {
        json!({
            "code": thing.row.code(),
            "name": thing.row.text("name"),
            "road": thing.road,
            "chainage": thing.from.map(|at| at.to_string()),
            "rating": class,
            "rated_on": rated_on.to_string(),
            "disposal_kind": thing.row.text("disposal_kind"),
            "lon": thing.at.map(LonLat::lon),
            "lat": thing.at.map(LonLat::lat),
        })
    });
    let found = |thing: &Thing<'_>| {
        let mut told = placed(thing);
        told["kind"] = thing.row.text("kind").into();
        told["found_on"] = thing.row.value("found_on").as_date().map(|day| day.to_string()).into();
        told
    };
    let hazards = sheet.hazards.iter().map(|thing| {
        let mut told = found(thing);
        told["needed"] = thing.row.text("needed").into();
        told
    });
    let works = sheet.works_due.iter().map(|due| {
        let mut told = json!({"collection": due.thing.row.shard.collection().name});
        for (key, value) in placed(&due.thing).as_object().into_iter().flatten() {
            told[key] = value.clone();
        }
        let text = |field| due.thing.row.shard.collection().position(field).and_then(|_| due.thing.row.text(field));
        told["kind"] = text("kind").into();
        told["needed"] = text("needed").into();
        told["why"] = due.why.words().into();
        told
    });
    let inspections = sheet.inspections_due.iter().map(|due| {
        json!({
            "post": due.post.code,
            "road": due.road,
            "road_name": road_name(Some(due.road)),
            "last_on": due.last_on.map(|day| day.to_string()),
            "due_on": due.due_on.map(|day| day.to_string()),
            "days_overdue": due.due_on.map(|day| (sheet.on - day).num_days()),
            "why": if due.last_on.is_some() { "the interval has passed" } else { "no inspection by the post is recorded" },
        })
    });
    let days = patrol.days();
    let intervals = format!(
        "{}: {} days for a county post, {} for a township post, {} for a village post",
        patrol.source, days.county, days.township, days.village
    );
    json!({
        "post": post_view(world, sheet.post, sheet.on),
        "on": sheet.on.to_string(),
        "length_km": {"county": county, "township": township, "village": village, "total": km(sheet.metres.iter().sum())},
        "condition": condition,
        "stretches": stretches.collect::<Vec<_>>(),
        "bridges": bridges.collect::<Vec<_>>(),
        "hazards": hazards.collect::<Vec<_>>(),
        "violations": sheet.violations.iter().map(found).collect::<Vec<_>>(),
        "works_due": works.collect::<Vec<_>>(),
        "inspections_due": inspections.collect::<Vec<_>>(),
        "clauses": CLAUSES,
        "assumptions": rules.assumptions(sheet.condition.has_derived).into_iter().chain([intervals, "C-placed: a record without a road belongs to the nearest within 30 m; one without a place on its road is listed for every post of the road".to_owned()]).collect::<Vec<_>>(),
    })
}

/// An index to a hundredth.
fn hundredth(index: f64) -> f64 {
    (index * 100.0).round() / 100.0
}

fn placed(thing: &Thing<'_>) -> Json {
    json!({
        "code": thing.row.code(),
        "road": thing.road,
        "from": thing.from.map(|at| at.to_string()),
        "to": thing.to.map(|at| at.to_string()),
        "lon": thing.at.map(LonLat::lon),
        "lat": thing.at.map(LonLat::lat),
    })
}
