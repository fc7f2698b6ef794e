//! Goals as one viewer may see them: rows, shortfall, trend, on any day.
//!
//! Everybody's counts of a day are made at once and kept: who asks first pays, unless the server was idle
//! and made those of today already.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use chrono::NaiveDate;
use serde_json::Value as Json;
use tokio::task::spawn_blocking;

use crate::app::App;
use crate::app::Refusal;
use crate::app::View;
use crate::app::Viewer;
use crate::policy::GoalRules;
use crate::policy::goals::Due;
use crate::policy::goals::GoalRow;
use crate::policy::goals::GoalUnit;
use crate::policy::goals::Input;
use crate::policy::goals::Ledger;
use crate::policy::goals::ShortfallFeature;
use crate::policy::goals::shortfall;
use crate::reports::goals_json;
use crate::reports::goals_text;
use crate::reports::trend_json;
use crate::store::StoreError;
use crate::world::Level;
use crate::world::Scope;
use crate::world::UnitId;

/// So many days are kept: the year ends of a plan, and today.
const KEPT: usize = 8;

/// A new world is let settle before today's counts are made again.
const QUIET: Duration = Duration::from_secs(2);

/// The most years of a trend.
const MOST_YEARS: i32 = 20;

/// The counts that were asked for last.
#[derive(Default)]
pub(super) struct Ledgers {
    making: tokio::sync::Mutex<()>,
    /// The last asked for comes last.
    kept: Mutex<Vec<Arc<Ledger>>>,
}

impl Ledgers {
    fn find(&self, revision: i64, day: NaiveDate) -> Option<Arc<Ledger>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|known| (known.revision, known.day) == (revision, day))?;
        let found = kept.remove(at);
        kept.push(Arc::clone(&found));
        Some(found)
    }

    fn keep(&self, ledger: Arc<Ledger>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|known| known.revision == ledger.revision);
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push(ledger);
    }
}

/// The goals on one day, in the eyes of one viewer.
pub struct GoalsView {
    view: View,
    ledger: Arc<Ledger>,
}

/// What falls short of a goal in one jurisdiction.
pub struct Shortfall {
    pub goal: String,
    pub as_of: NaiveDate,
    pub jurisdiction: String,
    pub part: Option<&'static str>,
    pub due: Option<NaiveDate>,
    pub unit: GoalUnit,
    /// Failing things first, then those of which nobody can say.
    pub features: Vec<ShortfallFeature>,
}

/// Which shortfall is asked for; what is left out is the first or the whole.
#[derive(Clone, Debug, Default)]
pub struct ShortfallAsked {
    pub jurisdiction: Option<String>,
    pub part: Option<String>,
    pub due: Option<NaiveDate>,
}

impl App {
    /// The goals on a day. On a past day the world is as it was, by the history of the store.
    pub async fn goals_on(&self, viewer: Viewer, as_of: NaiveDate) -> Result<GoalsView, Refusal> {
        viewer.may_see_roads()?;
        let view = self.view_on(viewer, as_of).await?;
        let (ledgers, revision) = (self.ledgers(), view.revision());
        if let Some(ledger) = ledgers.find(revision, as_of) {
            return Ok(GoalsView { view, ledger });
        }
        let _one = ledgers.making.lock().await;
        if let Some(ledger) = ledgers.find(revision, as_of) {
            return Ok(GoalsView { view, ledger });
        }
        let asked = view.clone();
        let counting = spawn_blocking(move || {
            let book = asked.book();
            Arc::new(Ledger::of(asked.world(), as_of, &book.goals, &book.condition.scale()))
        });
        let ledger = counting.await.map_err(|_cause| {
            let why = StoreError::Stopped { what: "counting for the goals" };
            tracing::error!(error = &why as &dyn std::error::Error, "goals");
            Refusal::StoreAway
        })?;
        ledgers.keep(Arc::clone(&ledger));
        Ok(GoalsView { view, ledger })
    }

    /// How a goal stood at the end of each year, both included, in a jurisdiction, or at the top without
    /// one; of a year that is not over, today. Of a goal with several days or parts the rows of all.
    pub async fn goal_trend(
        &self,
        viewer: Viewer,
        id: &str,
        jurisdiction: Option<&str>,
        (from, to): (i32, i32),
    ) -> Result<Json, Refusal> {
        let value = |field, why| Refusal::Value { field, why };
        if to < from || to - from >= MOST_YEARS {
            return Err(value(
                "to",
                format!("from {from} to {to}: give up to {MOST_YEARS} years, the first before the last"),
            ));
        }
        let today = self.clock().today();
        let mut rows = Vec::new();
        for year in from..=to {
            let end = NaiveDate::from_ymd_opt(year, 12, 31);
            let end = end.ok_or_else(|| value("from", format!("{year} is not a year of the calendar")))?;
            let begins = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(end);
            if begins > today {
                break;
            }
            let as_of = end.min(today);
            let goals = self.goals_on(viewer.clone(), as_of).await?;
            goals.check_goal(id)?;
            let at = goals.root(jurisdiction)?;
            let code = goals.view.world().jurisdictions().tree().unit(at).code.to_string();
            let found = goals.rows(Some(&code), None, Some(id))?;
            rows.extend(found.into_iter().map(|row| (as_of, row)));
        }
        let view = self.seen_by(viewer);
        Ok(trend_json(id, &view.book().goals, &rows))
    }

    /// Makes the counts of today, so that nobody has to wait for them; gives way to what comes after.
    pub async fn warm(self) {
        let revision = self.revision();
        tokio::time::sleep(QUIET).await;
        if self.revision() == revision
            && let Err(why) = self.goals_on(Viewer::local_owner(), self.clock().today()).await
        {
            tracing::warn!(%why, "counting for the goals of today");
        }
    }
}

impl GoalsView {
    pub fn as_of(&self) -> NaiveDate {
        self.ledger.day
    }

    pub fn rules(&self) -> &GoalRules {
        &self.view.book().goals
    }

    pub fn view(&self) -> &View {
        &self.view
    }

    /// The rows of a jurisdiction; with a level, of what lies below it there; without either, of the roots
    /// and the county-level bodies. Of one goal, or of all.
    pub fn rows(
        &self,
        jurisdiction: Option<&str>,
        level: Option<Level>,
        goal: Option<&str>,
    ) -> Result<Vec<GoalRow>, Refusal> {
        if let Some(id) = goal {
            self.check_goal(id)?;
        }
        self.view.check_jurisdiction(jurisdiction)?;
        let tree = self.view.world().jurisdictions().tree();
        let scopes = tree.scopes(jurisdiction.and_then(|code| tree.find(code)), level);
        Ok(self.ledger.rows(self.rules(), tree, &scopes, goal, self.view.undated() > 0))
    }

    /// Rows as the contract has them.
    pub fn rows_json(&self, rows: &[GoalRow]) -> Json {
        let mut told = goals_json(self.as_of(), self.rules(), rows);
        told["revision"] = self.view.revision().into();
        told["invented"] = self.view.is_invented().into();
        told
    }

    /// Rows for a terminal.
    pub fn rows_text(&self, rows: &[GoalRow]) -> String {
        goals_text(self.as_of(), self.rules(), rows)
    }

    /// What falls short of a goal: the list that its row counts.
    pub fn shortfall(&self, id: &str, asked: &ShortfallAsked) -> Result<Shortfall, Refusal> {
        self.check_goal(id)?;
        let value = |field, why| Refusal::Value { field, why };
        let found = self.ledger.goals.iter().find(|ledger| ledger.goal.id == id);
        let Some(ledger) = found else {
            return Err(value("as_of", format!("the goal {id} is not in force on {}", self.as_of())));
        };
        let goal = &ledger.goal;
        let parts: Vec<Option<&'static str>> = ledger.parts_named().collect();
        let nth = match &asked.part {
            None => 0,
            Some(part) => parts.iter().position(|known| *known == Some(&**part)).ok_or_else(|| {
                let known: Vec<&str> = parts.iter().flatten().copied().collect();
                let known =
                    if known.is_empty() { "it has none".to_owned() } else { format!("known are {}", known.join(", ")) };
                value("part", format!("the goal {id} has no part `{part}`; {known}"))
            })?,
        };
        let due = match asked.due {
            None => goal.dues.first(),
            Some(day) => goal.dues.iter().find(|due| due.on == Some(day)),
        };
        let due: &Due = due.ok_or_else(|| {
            let days: Vec<String> = goal.dues.iter().filter_map(|due| due.on).map(|day| day.to_string()).collect();
            let known =
                if days.is_empty() { "it has no day".to_owned() } else { format!("it is on {}", days.join(" and ")) };
            value("due", format!("the goal {id} is not due on that day; {known}"))
        })?;
        let unit = self.root(asked.jurisdiction.as_deref())?;
        let world = self.view.world();
        let input = Input::new(world, self.as_of(), self.view.book().condition.scale());
        let features = shortfall(&input, goal, nth, due, Scope { unit, within: None });
        Ok(Shortfall {
            goal: id.to_owned(),
            as_of: self.as_of(),
            jurisdiction: world.jurisdictions().tree().unit(unit).code.to_string(),
            part: parts[nth],
            due: due.on,
            unit: ledger.unit_of(parts[nth]),
            features,
        })
    }

    fn check_goal(&self, id: &str) -> Result<(), Refusal> {
        if self.rules().knows(id) { Ok(()) } else { Err(Refusal::Goal(id.to_owned())) }
    }

    /// The jurisdiction that is meant; without one that at the top, if there is one.
    fn root(&self, jurisdiction: Option<&str>) -> Result<UnitId, Refusal> {
        let tree = self.view.world().jurisdictions().tree();
        match jurisdiction {
            Some(code) => tree.find(code).ok_or_else(|| Refusal::Jurisdiction(code.to_owned())),
            None => {
                let mut roots = tree.ids().filter(|id| tree.unit(*id).parent.is_none());
                match (roots.next(), roots.next()) {
                    (Some(root), None) => Ok(root),
                    _ => Err(Refusal::Value {
                        field: "jurisdiction",
                        why: "there is not one jurisdiction above all others; say which is meant".to_owned(),
                    }),
                }
            }
        }
    }
}
