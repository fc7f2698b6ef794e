//! The work that a crew can be sent to: open hazards and violations, bridges that are rated 4 or 5.

use chrono::NaiveDate;

use crate::domain::value::clipped_to;
use crate::geom::Chainage;
use crate::geom::Shape;
use crate::queries::bridges::BridgeRatings;
use crate::queries::chiefs::NoSuchPost;
use crate::queries::chiefs::posts_of;
use crate::queries::post_sheet::InspectionDue;
use crate::queries::post_sheet::PatrolDays;
use crate::queries::post_sheet::patrols_due;
use crate::world::Row;
use crate::world::World;

/// A kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    Hazards,
    Bridges,
    Inspections,
    Violations,
}

/// One thing to do, before anybody asks where on the roads it is.
#[derive(Clone, Debug)]
pub struct Task {
    /// Of the record that it is about.
    pub collection: &'static str,
    pub code: String,
    pub road: Option<String>,
    pub from: Option<Chainage>,
    pub to: Option<Chainage>,
    /// In degrees.
    pub shape: Option<Shape>,
    pub jurisdiction: Option<String>,
    pub what: Words,
}

/// What to do, in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub zh: String,
    pub en: String,
}

/// Texts of others are shown, but not at any length: a list is read at the roadside.
const LONGEST_TEXT: usize = 200;

impl Work {
    pub const ALL: [Self; 4] = [Self::Hazards, Self::Bridges, Self::Inspections, Self::Violations];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hazards => "hazards",
            Self::Bridges => "bridges",
            Self::Inspections => "inspections",
            Self::Violations => "violations",
        }
    }

    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|work| work.as_str() == word)
    }
}

/// Hazards that are found and not treated on a day, in the order of their codes. A day that is not
/// recorded rules nothing out: what was never treated is open.
pub fn open_hazards(world: &World, on: NaiveDate) -> Vec<Task> {
    let table = world.named("hazards");
    let is_open = |row: &Row| stands_on(*row, "found_on", "treated_on", on);
    let task = |row: Row| {
        let (kind, [extent_zh, extent_en]) = (labels(row, "kind"), extent(row));
        let needed = row.text("needed").map(|text| clipped_to(text, LONGEST_TEXT));
        let zh = needed.as_ref().map_or_else(String::new, |needed| format!("；措施：{needed}"));
        let en = needed.map_or_else(String::new, |needed| format!("; needed: {needed}"));
        let kind = kind.unwrap_or(("类型未登记", "kind not recorded"));
        let what = Words {
            zh: format!("治理隐患：{}{extent_zh}{zh}", kind.0),
            en: format!("Treat hazard: {}{extent_en}{en}", kind.1),
        };
        Task { what, ..task_of(row) }
    };
    table.in_code_order(None).filter(is_open).map(task).collect()
}

/// Violations that are found and not cleared on a day, in the order of their codes.
pub fn open_violations(world: &World, on: NaiveDate) -> Vec<Task> {
    let is_open = |row: &Row| stands_on(*row, "found_on", "cleared_on", on);
    let task = |row: Row| {
        let (kind, [zh, en]) = (labels(row, "kind").unwrap_or(("类型未登记", "kind not recorded")), extent(row));
        let what = Words {
            zh: format!("查处违法行为：{}{zh}", kind.0),
            en: format!("Clear violation: {}{en}", kind.1),
        };
        Task { what, ..task_of(row) }
    };
    world.named("violations").in_code_order(None).filter(is_open).map(task).collect()
}

/// Bridges whose newest dated rating on a day is 4 or 5, in the order of their codes; those that were
/// removed by then are not there to be visited.
pub fn poor_bridges(world: &World, on: NaiveDate) -> Vec<Task> {
    let rated = BridgeRatings::of(world);
    let task = |row: Row| {
        let class = rated.on(row.code(), on).map(|rating| rating.class).filter(|class| *class >= 4)?;
        let is_disposed = row.value("disposed_on").as_date().is_some_and(|day| day <= on);
        let disposal = labels(row, "disposal_kind").filter(|_| is_disposed);
        if row.text("disposal_kind") == Some("removed") && is_disposed {
            return None;
        }
        let name = row.text("name").map_or_else(|| row.code().to_owned(), |name| clipped_to(name, LONGEST_TEXT));
        let (zh, en) = disposal
            .map_or_else(Default::default, |(zh, en)| (format!("（处置：{zh}）"), format!(" (disposal: {en})")));
        let what = Words {
            zh: format!("查看{class}类桥：{name}{zh}"),
            en: format!("Look at bridge rated {class}: {name}{en}"),
        };
        Some(Task { what, ..task_of(row) })
    };
    world.named("bridges").in_code_order(None).filter_map(task).collect()
}

/// Roads that a post should have inspected by a day; of every route post within a jurisdiction, or
/// everywhere, where no post is named. A stop is where the post's part of the road begins.
pub fn inspections_due(
    world: &World,
    post: Option<&str>,
    jurisdiction: Option<&str>,
    on: NaiveDate,
    patrol: PatrolDays,
) -> Result<Vec<Task>, NoSuchPost> {
    let posts: Vec<&str> = match post {
        Some(post) => vec![post],
        None => {
            let posts = posts_of(world, jurisdiction).filter(|post| post.kind.as_deref() == Some("route"));
            posts.map(|post| &*post.code).collect()
        }
    };
    let mut tasks = Vec::new();
    for post in posts {
        for (due, from) in patrols_due(world, post, on, patrol)? {
            tasks.push(patrol_task(world, &due, from));
        }
    }
    Ok(tasks)
}

fn patrol_task(world: &World, due: &InspectionDue, from: Option<Chainage>) -> Task {
    let road = world.roads().road(due.road);
    let name = road.and_then(|road| road.name.as_deref()).unwrap_or(due.road);
    let (last_zh, last_en) = match due.last_on {
        Some(day) => (format!("上次 {day}"), format!("last on {day}")),
        None => ("无巡查记录".to_owned(), "no inspection recorded".to_owned()),
    };
    let office = due.post.office.as_deref().unwrap_or(&due.post.code);
    Task {
        collection: "roads",
        code: due.road.to_owned(),
        road: Some(due.road.to_owned()),
        from: from.or_else(|| road.map(|road| road.alignment.chainage_at(0.0))),
        to: None,
        shape: None,
        jurisdiction: due.post.jurisdiction.as_deref().map(str::to_owned),
        what: Words {
            zh: format!("巡查路线：{name}（{}，{last_zh}）", clipped_to(office, LONGEST_TEXT)),
            en: format!("Inspect road: {name} ({}, {last_en})", due.post.code),
        },
    }
}

fn stands_on(row: Row, since: &str, until: &str, on: NaiveDate) -> bool {
    row.value(since).as_date().is_none_or(|day| day <= on) && row.value(until).as_date().is_none_or(|day| day > on)
}

fn task_of(row: Row) -> Task {
    let chainage = |field: &str| row.value(field).as_chainage();
    let collection = row.shard.collection();
    let from = if collection.field("chainage").is_some() { "chainage" } else { "from_chainage" };
    Task {
        collection: collection.name,
        code: row.code().to_owned(),
        road: row.text("road_code").map(str::to_owned),
        from: chainage(from),
        to: chainage("to_chainage"),
        shape: row.shape(),
        jurisdiction: row.text("jurisdiction_code").map(str::to_owned),
        what: Words::default(),
    }
}

/// From where to where, when both are recorded: Chinese, English.
fn extent(row: Row) -> [String; 2] {
    let ends = row.value("from_chainage").as_chainage().zip(row.value("to_chainage").as_chainage());
    ends.map_or_else(Default::default, |(from, to)| [format!("（{from}—{to}）"), format!(" ({from} to {to})")])
}

/// The labels of a code: Chinese, English.
fn labels(row: Row, field: &str) -> Option<(&'static str, &'static str)> {
    let list = row.shard.collection().field(field)?.code_list()?;
    let code = row.text(field)?;
    list.codes.iter().find(|known| known.0 == code).map(|(_, zh, en)| (*zh, *en))
}
