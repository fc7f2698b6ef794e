//! Incidents and warnings as they stand.

use chrono::DateTime;
use chrono::Utc;
use serde_json::Value as Json;

use crate::app::App;
use crate::app::Refusal;
use crate::app::View;
use crate::app::incidents::incidents;
use crate::app::incidents::sheet::Sheet;
use crate::app::incidents::sheet::read_time;
use crate::app::incidents::warnings;
use crate::app::incidents::writing::Told;
use crate::domain::Collection;
use crate::domain::Record;
use crate::emergency::life;
use crate::emergency::life::Course;
use crate::emergency::life::Due;
use crate::emergency::life::Sent;
use crate::emergency::life::SentKind;
use crate::emergency::life::State;
use crate::policy::Assumed;
use crate::policy::Hazard;
use crate::queries::Utility;
use crate::world::Row;

/// An incident with what follows from it at a moment.
#[derive(Clone, Debug)]
pub struct Incident {
    pub record: Record,
    /// In the order of their codes.
    pub warnings: Vec<Record>,
    pub due: Vec<Due>,
    /// The states that may follow.
    pub next: &'static [State],
    /// How zones that somebody drew are read (DC16), where the rules say so.
    drawing: Option<Assumed>,
    now: DateTime<Utc>,
}

/// A warning, and the incident that it warns of.
#[derive(Clone, Debug)]
pub struct Warning {
    pub record: Record,
    pub incident: Record,
}

/// Which incidents or warnings are listed.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Fields and the text that each must have.
    pub equal: Vec<(&'static str, String)>,
    /// It and all below it.
    pub jurisdiction: Option<String>,
}

impl Incident {
    pub(super) fn of(view: &View, record: Record, warnings: Vec<Record>, now: DateTime<Utc>) -> Self {
        // The heating plan draws no cordon: what the desk draws for it is read as the gas plan has it.
        let drawing = view.book().rules.assumption(Hazard::Gas, "DC16");
        let drawing = drawing.map(|one| Assumed { id: one.id.clone(), text: one.text.clone() });
        let mut incident = Self { record, warnings, due: Vec::new(), next: &[], drawing, now };
        incident.follow();
        incident
    }

    /// Our interpretations that what the desk did rests on.
    pub fn assumptions(&self) -> impl Iterator<Item = &Assumed> {
        let is_drawn = !self.record.value(incidents(), "zones").is_null();
        self.drawing.iter().filter(move |_| is_drawn)
    }

    fn follow(&mut self) {
        let sheet = Sheet::of(incidents(), self.record.clone());
        // Other programs write to the table too: without a hazard nothing is known to follow.
        let Some(hazard) = hazard_of(&sheet) else { return };
        self.due = course(&sheet, hazard).map_or_else(Vec::new, |course| life::due(&course, self.now));
        self.next = state_of(&sheet).map_or(&[], |state| state.next(hazard));
    }
}

impl Told for Incident {
    fn take(&mut self, collection: &'static Collection, record: Record) {
        if collection.name == "incidents" {
            self.record = record;
        } else {
            self.warnings.retain(|warning| warning.code != record.code);
            self.warnings.push(record);
            self.warnings.sort_by(|a, b| a.code.cmp(&b.code));
        }
        self.follow();
    }
}

impl Told for Warning {
    fn take(&mut self, collection: &'static Collection, record: Record) {
        if collection.name == "incidents" {
            self.incident = record;
        } else if self.record.code == record.code {
            self.record = record;
        }
    }
}

pub(super) fn hazard_of(sheet: &Sheet) -> Option<Utility> {
    match sheet.text("hazard")? {
        "gas" => Some(Utility::Gas),
        "heat" => Some(Utility::Heat),
        _ => None,
    }
}

pub(super) fn state_of(sheet: &Sheet) -> Option<State> {
    State::read(sheet.text("state")?)
}

fn course(sheet: &Sheet, hazard: Utility) -> Option<Course> {
    let read =
        |entry: &Json| Some(Sent { kind: SentKind::read(entry["kind"].as_str()?)?, at: read_time(&entry["at"])? });
    let mut sent: Vec<Sent> = sheet.list("reports").iter().filter_map(read).collect();
    sent.sort_by_key(|sent| sent.at);
    Some(Course {
        hazard,
        reported_at: sheet.time("reported_at")?,
        grade: sheet.text("grade").map(str::to_owned),
        ended_at: sheet.time("closed_at"),
        sent,
    })
}

impl View {
    /// A page of incidents in the order of their codes, and whether there are more.
    pub fn incidents(
        &self,
        wanted: &Wanted,
        after: Option<&str>,
        limit: usize,
    ) -> Result<(Vec<Record>, bool), Refusal> {
        self.listed(incidents(), wanted, after, limit)
    }

    /// A page of warnings in the order of their codes, and whether there are more.
    pub fn warnings(&self, wanted: &Wanted, after: Option<&str>, limit: usize) -> Result<(Vec<Record>, bool), Refusal> {
        self.listed(warnings(), wanted, after, limit)
    }

    fn listed(
        &self,
        collection: &'static Collection,
        wanted: &Wanted,
        after: Option<&str>,
        limit: usize,
    ) -> Result<(Vec<Record>, bool), Refusal> {
        let table = self.table(collection)?;
        self.check_jurisdiction(wanted.jurisdiction.as_deref())?;
        let is_wanted = |row: &Row<'_>| {
            let within = |above: &String| {
                row.text("jurisdiction_code").is_some_and(|code| self.jurisdictions().is_within(code, above))
            };
            wanted.equal.iter().all(|(field, text)| row.text(field) == Some(text))
                && wanted.jurisdiction.as_ref().is_none_or(within)
        };
        let mut rows: Vec<Row> = table.in_code_order(after).filter(is_wanted).take(limit + 1).collect();
        let more = rows.len() > limit;
        rows.truncate(limit);
        Ok((rows.into_iter().map(Row::record).collect(), more))
    }

    /// `None` when there is no such warning; one whose incident is gone is not shown either.
    pub fn warning(&self, code: &str) -> Result<Option<Warning>, Refusal> {
        let Some(row) = self.table(warnings())?.find(code) else { return Ok(None) };
        let incident = row.text("incident_code").map(|code| self.table(incidents()).map(|table| table.find(code)));
        let incident = incident.transpose()?.flatten();
        Ok(incident.map(|incident| Warning { record: row.record(), incident: incident.record() }))
    }

    /// The warnings of an incident, in the order of their codes.
    pub(super) fn warnings_of(&self, incident: &str) -> Result<Vec<Record>, Refusal> {
        let rows = self.table(warnings())?.in_code_order(None);
        Ok(rows.filter(|row| row.text("incident_code") == Some(incident)).map(Row::record).collect())
    }
}

impl App {
    /// An incident with what is due at this moment; `None` when there is none of that code.
    pub fn incident(&self, view: &View, code: &str) -> Result<Option<Incident>, Refusal> {
        let Some(row) = view.table(incidents())?.find(code) else { return Ok(None) };
        Ok(Some(Incident::of(view, row.record(), view.warnings_of(code)?, self.clock().now())))
    }
}
