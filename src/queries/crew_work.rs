//! The work that a crew can be sent to: open hazards and violations, bridges that are rated 4 or 5.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::domain::Value;
use crate::domain::value::clipped_to;
use crate::geom::Chainage;
use crate::geom::Shape;
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

/// Bridges whose newest rating on a day is 4 or 5, in the order of their codes; those that were removed
/// by then are not there to be visited.
pub fn poor_bridges(world: &World, on: NaiveDate) -> Vec<Task> {
    let rated = ratings_on(world, on);
    let task = |row: Row| {
        let (_, rating) = rated.get(row.code()).copied().filter(|(_, rating)| *rating >= 4)?;
        let disposed = row.value("disposed_on").as_date().is_none_or(|day| day <= on);
        let disposal = labels(row, "disposal_kind").filter(|_| disposed);
        if row.text("disposal_kind") == Some("removed") && disposed {
            return None;
        }
        let name = row.text("name").map_or_else(|| row.code().to_owned(), |name| clipped_to(name, LONGEST_TEXT));
        let (zh, en) = disposal
            .map_or_else(Default::default, |(zh, en)| (format!("（处置：{zh}）"), format!(" (disposal: {en})")));
        let what =
            Words { zh: format!("查看{rating}类桥：{name}{zh}"), en: format!("Look at bridge rated {rating}: {name}{en}") };
        Some(Task { what, ..task_of(row) })
    };
    world.named("bridges").in_code_order(None).filter_map(task).collect()
}

/// The newest rating of each bridge on a day, with its day; of two of one day the worse.
fn ratings_on(world: &World, on: NaiveDate) -> HashMap<&str, (Option<NaiveDate>, i32)> {
    let mut newest: HashMap<&str, (Option<NaiveDate>, i32)> = HashMap::new();
    let mut take = |bridge, row: Row| {
        let day = row.value("rated_on").as_date();
        let Value::Integer(rating) = row.value("rating") else { return };
        if day.is_none_or(|day| day <= on) {
            let known = newest.entry(bridge).or_insert((day, rating));
            *known = (*known).max((day, rating));
        }
    };
    for row in world.named("bridges").rows() {
        take(row.code(), row);
    }
    for row in world.named("bridge_ratings").rows() {
        if let Some(bridge) = row.text("bridge_code") {
            take(bridge, row);
        }
    }
    newest
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
