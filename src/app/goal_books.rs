//! Goals as books of sheets, and as a page with what falls short on the map.

use chrono::Datelike;
use chrono::NaiveDate;

use crate::app::App;
use crate::app::GoalsView;
use crate::app::Refusal;
use crate::app::ShortfallAsked;
use crate::app::Viewer;
use crate::policy::goals::GoalRow;
use crate::reports::GoalReport;
use crate::reports::goal_bars;
use crate::reports::goal_book;
use crate::reports::goal_table;
use crate::reports::page::Marked;
use crate::reports::page::Series;
use crate::reports::page::bars;
use crate::reports::page::map;
use crate::reports::page::trends;
use crate::reports::series_label;
use crate::reports::sheet::Book;
use crate::reports::sheet::Sheet;
use crate::world::Level;
use crate::world::Scope;

/// Whose goals are asked for.
#[derive(Clone, Debug, Default)]
pub struct GoalsAsked {
    pub jurisdiction: Option<String>,
    pub level: Option<Level>,
    /// One goal alone.
    pub goal: Option<String>,
}

/// The year from whose end on a trend is drawn: the stock of 2020 is the first that a document names.
const FIRST_YEAR: i32 = 2020;

/// More would be a blot on the map, and a page that nobody can open.
const MOST_MARKED: usize = 4_000;

impl GoalsView {
    /// The rows that are asked for, for CSV; and the name of the file.
    pub fn goal_table(&self, asked: &GoalsAsked) -> Result<(Sheet, String), Refusal> {
        let rows = self.rows(asked.jurisdiction.as_deref(), asked.level, asked.goal.as_deref())?;
        let own = if asked.level.is_none() && asked.jurisdiction.is_some() { &rows[..] } else { &[] };
        let name = goal_book(&self.report(own, &rows)).file_name;
        Ok((goal_table(&rows), name))
    }

    /// The goals of a jurisdiction, and of what lies one level below it or at the level that is asked for.
    pub fn goal_book(&self, asked: &GoalsAsked) -> Result<Book, Refusal> {
        let (own, below) = self.own_and_below(asked)?;
        Ok(goal_book(&self.report(&own, &below)))
    }

    /// The same with a map of what falls short, the goals against their targets, and a trend where there is
    /// one.
    pub fn goal_page(&self, asked: &GoalsAsked, series: &[Series]) -> Result<Book, Refusal> {
        let (own, below) = self.own_and_below(asked)?;
        let mut book = goal_book(&self.report(&own, &below));
        if let Some(unit) = self.view().top(asked.jurisdiction.as_deref()) {
            let marked = match &asked.goal {
                Some(goal) => self.marked(goal, &own)?,
                None => Vec::new(),
            };
            if marked.len() > MOST_MARKED {
                book.notes.push(format!(
                    "地图只标出 {} 处中的前 {MOST_MARKED} 处。 The map marks the first {MOST_MARKED} of {}.",
                    marked.len(),
                    marked.len()
                ));
            }
            let marked = &marked[..marked.len().min(MOST_MARKED)];
            book.drawings.extend(map(self.view().world(), Scope { unit, within: None }, marked));
        }
        book.drawings.extend(bars(&goal_bars(&own)));
        book.drawings.extend(trends(series));
        Ok(book)
    }

    /// What falls short of a goal by its first day, in all its parts, as far as it has a place.
    fn marked(&self, goal: &str, own: &[GoalRow]) -> Result<Vec<Marked>, Refusal> {
        let mut marked = Vec::new();
        let mut seen: Vec<Option<&str>> = Vec::new();
        for row in own {
            if seen.contains(&row.part) {
                continue;
            }
            seen.push(row.part);
            let asked = ShortfallAsked {
                jurisdiction: Some(row.jurisdiction.clone()),
                part: row.part.map(str::to_owned),
                due: row.due,
            };
            let found = self.shortfall(goal, &asked)?.features.into_iter();
            marked.extend(
                found.filter_map(|feature| Some(Marked { shape: feature.geometry?, is_unknown: feature.is_unknown })),
            );
        }
        Ok(marked)
    }

    fn own_and_below(&self, asked: &GoalsAsked) -> Result<(Vec<GoalRow>, Vec<GoalRow>), Refusal> {
        let (jurisdiction, goal) = (asked.jurisdiction.as_deref(), asked.goal.as_deref());
        let top = self.view().top(jurisdiction);
        let Some(code) = self.view().code_of(top) else {
            return Ok((Vec::new(), self.rows(jurisdiction, asked.level, goal)?));
        };
        let own = self.rows(Some(&code), None, goal)?;
        let below = match self.view().level_below(top, asked.level) {
            Some(level) => self.rows(jurisdiction, Some(level), goal)?,
            None => Vec::new(),
        };
        let is_other = |row: &GoalRow| row.jurisdiction != code;
        Ok((own, below.into_iter().filter(is_other).collect()))
    }

    fn report<'a>(&'a self, own: &'a [GoalRow], below: &'a [GoalRow]) -> GoalReport<'a> {
        GoalReport {
            as_of: self.as_of(),
            rules: self.rules(),
            own,
            below,
            revision: self.view().revision(),
            is_invented: self.view().is_invented(),
        }
    }
}

impl App {
    /// How the goals of a jurisdiction stood at the end of each year up to a day, and on that day.
    pub async fn goal_series(
        &self,
        viewer: Viewer,
        asked: &GoalsAsked,
        as_of: NaiveDate,
    ) -> Result<Vec<Series>, Refusal> {
        let mut found: Vec<((String, Option<&'static str>), Series)> = Vec::new();
        for year in FIRST_YEAR..=as_of.year() {
            let end = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(as_of).min(as_of);
            let goals = self.goals_on(viewer.clone(), end).await?;
            let (own, _) = goals.own_and_below(&GoalsAsked { level: None, ..asked.clone() })?;
            for row in own {
                let key = (row.goal.clone(), row.part);
                let at = found.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
                    let series = Series {
                        label: series_label(&row),
                        points: Vec::new(),
                        target: row.target,
                        is_share: row.denominator.is_some(),
                    };
                    found.push((key, series));
                    found.len() - 1
                });
                // A goal with two days has one value.
                let points = &mut found[at].1.points;
                if points.last().is_none_or(|(last, _)| *last != year) {
                    points.push((year, row.value));
                }
            }
        }
        Ok(found.into_iter().map(|(_, series)| series).collect())
    }
}
