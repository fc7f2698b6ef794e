//! Lists for crews: made from the world, kept in the store, read again in many formats.

use chrono::NaiveDate;
use geo_types::Coord;
use geo_types::Geometry;
use serde_json::Value as Json;

use crate::app::App;
use crate::app::Denied;
use crate::app::GoalsView;
use crate::app::Refusal;
use crate::app::ShortfallAsked;
use crate::app::View;
use crate::app::incidents::Sheet;
use crate::app::incidents::Told;
use crate::app::incidents::WriteRefusal;
use crate::domain::Collection;
use crate::domain::Record;
use crate::domain::Value;
use crate::domain::collections;
use crate::geom::Shape;
use crate::geom::Stretch;
use crate::policy::goals::ShortfallFeature;
use crate::queries::crew_routes;
use crate::queries::crew_routes::Journey;
use crate::queries::crew_routes::NoRouteList;
use crate::queries::crew_routes::Within;
use crate::queries::crew_work;
use crate::queries::crew_work::Task;
use crate::queries::crew_work::Words;
use crate::queries::crew_work::Work;
use crate::reports::route_list::CrewList;
use crate::reports::route_list::Stops;
use crate::reports::route_list::pdf;
use crate::reports::route_list::pdf::Surroundings;
use crate::world::Row;

/// Where the records come from.
const PROVENANCE: &str = "route lists";

/// What a list is asked for.
#[derive(Clone, Debug)]
pub struct NewRouteList {
    pub name: Option<String>,
    pub works: Vec<Work>,
    /// What falls short of a goal.
    pub goal: Option<GoalWork>,
    pub within: Within,
    pub journey: Journey,
    /// The body as it was sent.
    pub request: Json,
    /// Asked again with the same key, the same request makes nothing new.
    pub request_key: Option<String>,
}

/// A goal whose shortfall is the work.
#[derive(Clone, Debug)]
pub struct GoalWork {
    pub id: String,
    /// Today unless it is given.
    pub as_of: Option<NaiveDate>,
    pub part: Option<String>,
    pub due: Option<NaiveDate>,
}

/// A list, and whether this request made it.
#[derive(Clone, Debug)]
pub struct MadeRouteList {
    pub list: CrewList,
    pub is_new: bool,
}

/// Why there is no new list.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RouteListRefusal {
    #[error(transparent)]
    View(#[from] Refusal),
    #[error(transparent)]
    List(#[from] NoRouteList),
    #[error(transparent)]
    Write(#[from] WriteRefusal),
    #[error("there is no such work within what was asked: nothing to list")]
    Nothing,
    #[error("making the list stopped; the log tells why")]
    Stopped,
}

impl From<Denied> for RouteListRefusal {
    fn from(why: Denied) -> Self {
        Self::View(why.into())
    }
}

fn route_lists() -> &'static Collection {
    named("route_lists")
}

fn named(collection: &str) -> &'static Collection {
    collections::named(collection).expect("a collection of the product")
}

/// What is kept of a new list, before it has a code.
#[derive(Clone, Debug)]
struct Draft {
    name: String,
    stops: Stops,
    jurisdiction: Option<String>,
    route: Option<Shape>,
    world_revision: i64,
    made_on: NaiveDate,
}

struct Kept {
    is_new: bool,
    record: Record,
}

impl Told for Kept {
    fn take(&mut self, _: &'static Collection, record: Record) {
        self.record = record;
    }
}

impl App {
    /// Makes a list and keeps it. Nothing is written when there is nothing to do.
    pub async fn make_route_list(&self, view: &View, new: NewRouteList) -> Result<MadeRouteList, RouteListRefusal> {
        view.viewer().may_plan_routes()?;
        if let Some(before) = view.list_of_request(&new)? {
            return Ok(MadeRouteList { list: view.crew_list(&before)?, is_new: false });
        }
        let goals = match &new.goal {
            None => None,
            Some(goal) => {
                let as_of = goal.as_of.unwrap_or_else(|| view.today());
                Some(self.goals_on(view.viewer().clone(), as_of).await?)
            }
        };
        let asked = (view.clone(), new.clone());
        let made = tokio::task::spawn_blocking(move || asked.0.draft(&asked.1, goals.as_ref())).await;
        let draft = made.map_err(|_cause| RouteListRefusal::Stopped)??;
        let why = format!("a route list of {} stops", draft.stops.stops.len());
        let kept = self.write_in_turn(view, why, Some(route_lists()), |desk| {
            if let Some(record) = desk.view.list_of_request(&new)? {
                return Ok((Vec::new(), Kept { is_new: false, record }));
            }
            let sheet = draft.sheet(&desk.code, &new)?;
            let record = sheet.record.clone();
            Ok((vec![sheet], Kept { is_new: true, record }))
        });
        let kept = kept.await?;
        Ok(MadeRouteList { list: view.crew_list(&kept.record)?, is_new: kept.is_new })
    }
}

fn short_task(title: &str, id: &str, feature: &ShortfallFeature) -> Task {
    let name = feature.name.as_deref().unwrap_or(&feature.code);
    let doubt = if feature.is_unknown { ("，情况不明须核实", "; not known, to be checked") } else { ("", "") };
    Task {
        collection: feature.collection,
        code: feature.code.clone(),
        road: feature.road.clone(),
        from: feature.stretch.map(Stretch::from),
        to: feature.stretch.map(Stretch::to),
        shape: feature.geometry.clone(),
        jurisdiction: feature.jurisdiction.clone(),
        what: Words {
            zh: format!("{title}：{name}（{}{}）", feature.why, doubt.0),
            en: format!("{id}: {name} ({}{})", feature.why, doubt.1),
        },
    }
}

impl Draft {
    fn sheet(&self, code: &str, new: &NewRouteList) -> Result<Sheet, WriteRefusal> {
        let mut sheet = Sheet::of(route_lists(), Record::new(route_lists(), code, PROVENANCE));
        sheet.record.geometry.clone_from(&self.route);
        sheet.set("name", Some(&self.name));
        sheet.set("jurisdiction_code", self.jurisdiction.as_deref());
        sheet.set("request_key", new.request_key.as_deref());
        sheet.set_document("request", &new.request)?;
        let stops = serde_json::to_value(&self.stops).expect("texts and numbers make JSON");
        sheet.set_document("stops", &stops)?;
        sheet.set_value("made_on", Value::Date(self.made_on));
        // A store of 2^31 transactions has other troubles.
        sheet.set_value("world_revision", i32::try_from(self.world_revision).map_or(Value::Null, Value::Integer));
        sheet.set_value("length_km", self.stops.length_km.parse().map_or(Value::Null, Value::Real));
        Ok(sheet)
    }
}

impl View {
    /// The list that a request made before; refused where its key now stands for another.
    fn list_of_request(&self, new: &NewRouteList) -> Result<Option<Record>, WriteRefusal> {
        let Some(key) = new.request_key.as_deref() else { return Ok(None) };
        let mut rows = self.table(route_lists())?.in_code_order(None);
        let Some(row) = rows.find(|row| row.text("request_key") == Some(key)) else { return Ok(None) };
        let record = row.record();
        let sheet = Sheet::of(route_lists(), record.clone());
        if sheet.document("request") != new.request {
            let why = format!("was given with another request, which made {}; take a new key", record.code);
            return Err(WriteRefusal::Field { field: "Idempotency-Key".to_owned(), why });
        }
        Ok(Some(record))
    }

    fn draft(&self, new: &NewRouteList, goals: Option<&GoalsView>) -> Result<Draft, RouteListRefusal> {
        self.check_jurisdiction(new.within.jurisdiction.as_deref())?;
        self.viewer().may_see_roads()?;
        let mut tasks = self.tasks(new)?;
        if let (Some(goal), Some(goals)) = (&new.goal, goals) {
            tasks.extend(self.shortfall_tasks(goal, goals, &new.within)?);
        }
        let list = crew_routes::route_list(self.world(), tasks, &new.within, new.journey, self.today())?;
        if list.stops.is_empty() && list.unreachable.is_empty() {
            return Err(RouteListRefusal::Nothing);
        }
        let stops = Stops::of(&list);
        let post = new.within.post.as_deref().and_then(|code| self.world().chiefs().post(code));
        let jurisdiction = new.within.jurisdiction.clone().or_else(|| post?.jurisdiction.as_deref().map(str::to_owned));
        let route = list.line.map(Shape::from);
        let jurisdiction =
            jurisdiction.or_else(|| self.jurisdictions().finest_of(route.as_ref()?).map(|code| code.to_string()));
        let place = jurisdiction.as_deref().and_then(|code| self.jurisdiction_name(code)).unwrap_or_default();
        let name = new.name.clone().unwrap_or_else(|| format!("{place}作业路线 {}", self.today()));
        Ok(Draft { name, stops, jurisdiction, route, world_revision: self.revision(), made_on: self.today() })
    }

    /// The work that is asked for, wherever it is.
    fn tasks(&self, new: &NewRouteList) -> Result<Vec<Task>, RouteListRefusal> {
        let mut tasks = Vec::new();
        for work in &new.works {
            if let Some(collection) = collections::named(work.as_str()) {
                self.viewer().may_see(collection)?;
            }
            tasks.extend(match work {
                Work::Hazards => crew_work::open_hazards(self.world(), self.today()),
                Work::Violations => crew_work::open_violations(self.world(), self.today()),
                Work::Bridges => crew_work::poor_bridges(self.world(), self.today()),
                Work::Inspections => {
                    let Within { post, jurisdiction, .. } = &new.within;
                    let days = self.book().patrol.days();
                    let (post, jurisdiction) = (post.as_deref(), jurisdiction.as_deref());
                    crew_work::inspections_due(self.world(), post, jurisdiction, self.today(), days)
                        .map_err(NoRouteList::from)?
                }
            });
        }
        Ok(tasks)
    }

    /// What falls short of a goal in the jurisdiction that is asked for, or that of the post.
    fn shortfall_tasks(
        &self,
        goal: &GoalWork,
        goals: &GoalsView,
        within: &Within,
    ) -> Result<Vec<Task>, RouteListRefusal> {
        let post = within.post.as_deref().and_then(|code| self.world().chiefs().post(code));
        let jurisdiction = within.jurisdiction.clone();
        let asked = ShortfallAsked {
            jurisdiction: jurisdiction.or_else(|| post?.jurisdiction.as_deref().map(str::to_owned)),
            part: goal.part.clone(),
            due: goal.due,
        };
        let short = goals.shortfall(&goal.id, &asked)?;
        let known = goals.rules().on(goals.as_of()).into_iter().find(|known| known.id == goal.id);
        let title = known.map_or(&*goal.id, |known| &*known.title);
        Ok(short.features.iter().map(|feature| short_task(title, &goal.id, feature)).collect())
    }

    /// A page of lists in the order of their codes, and whether there are more.
    pub fn route_lists(
        &self,
        jurisdiction: Option<&str>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<(Vec<Record>, bool), Refusal> {
        let table = self.table(route_lists())?;
        self.check_jurisdiction(jurisdiction)?;
        let is_wanted = |row: &Row<'_>| {
            jurisdiction.is_none_or(|above| {
                row.text("jurisdiction_code").is_some_and(|code| self.jurisdictions().is_within(code, above))
            })
        };
        let mut rows: Vec<Row> = table.in_code_order(after).filter(is_wanted).take(limit + 1).collect();
        let more = rows.len() > limit;
        rows.truncate(limit);
        Ok((rows.into_iter().map(Row::record).collect(), more))
    }

    /// `None` when there is no such list.
    pub fn route_list(&self, code: &str) -> Result<Option<CrewList>, Refusal> {
        let row = self.table(route_lists())?.find(code);
        row.map(|row| self.crew_list(&row.record())).transpose()
    }

    /// What the map of a list shows beneath it: roads, and the names of townships; of villages too where
    /// the map is of few kilometres.
    pub fn surroundings(&self, list: &CrewList) -> Result<Surroundings, Refusal> {
        const CLOSE_DEG: f64 = 0.1;
        let shown = pdf::extent(list);
        let mut around = Surroundings::default();
        for shard in self.table(named("roads"))?.shards_near(shown) {
            shard.near_box(shown, |row| {
                let row = Row { shard, row };
                if let Some(Geometry::LineString(line)) = row.shape() {
                    let is_main = matches!(row.text("class"), Some("national" | "provincial" | "county"));
                    around.roads.push((is_main, line));
                }
            });
        }
        let is_close = shown.width().max(shown.height()) < CLOSE_DEG;
        for row in self.table(named("jurisdictions"))?.in_code_order(None) {
            let level = row.text("level");
            if level != Some("township") && !(is_close && level == Some("village")) {
                continue;
            }
            if let (Value::Real(x), Value::Real(y), Some(name)) =
                (row.value("seat_lon"), row.value("seat_lat"), row.text("name"))
            {
                around.names.push((Coord { x, y }, name.to_owned()));
            }
        }
        Ok(around)
    }

    fn crew_list(&self, record: &Record) -> Result<CrewList, Refusal> {
        let sheet = Sheet::of(route_lists(), record.clone());
        // Other programs write to the table too.
        let stops = serde_json::from_value(sheet.document("stops"))
            .map_err(|_cause| Refusal::NotOurs(format!("route list {}", record.code)))?;
        Ok(CrewList {
            code: record.code.to_string(),
            name: sheet.text("name").unwrap_or(&record.code).to_owned(),
            made_on: record.value(route_lists(), "made_on").written(),
            world_revision: match record.value(route_lists(), "world_revision") {
                Value::Integer(revision) => Some(*revision),
                _ => None,
            },
            request: sheet.document("request"),
            stops,
            route: record.geometry.clone(),
            is_invented: self.is_invented(),
        })
    }
}
