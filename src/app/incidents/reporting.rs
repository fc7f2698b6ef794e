//! An incident is opened by a report.

use chrono::DateTime;
use chrono::Utc;
use geo_types::Point;
use serde_json::Value as Json;
use serde_json::json;

use crate::app::App;
use crate::app::View;
use crate::app::incidents::Incident;
use crate::app::incidents::WriteRefusal;
use crate::app::incidents::assessed::assessed;
use crate::app::incidents::incidents;
use crate::app::incidents::report::Opening;
use crate::app::incidents::sheet::Hand;
use crate::app::incidents::sheet::Sheet;
use crate::app::incidents::sheet::moment;
use crate::app::incidents::writing::Told;
use crate::domain::Collection;
use crate::domain::Record;
use crate::emergency::life::State;

/// What opens an incident.
#[derive(Clone, Debug)]
pub struct NewReport {
    /// As an assessment takes it.
    pub report: Json,
    pub description: Option<String>,
    /// The unit that reports.
    pub by: Option<String>,
    /// Now unless it is given.
    pub reported_at: Option<DateTime<Utc>>,
    /// Asked again with the same key, the same report opens nothing new.
    pub request_key: Option<String>,
}

/// An incident, and whether this report opened it.
#[derive(Clone, Debug)]
pub struct Reported {
    pub incident: Incident,
    pub is_new: bool,
}

impl Told for Reported {
    fn take(&mut self, collection: &'static Collection, record: Record) {
        self.incident.take(collection, record);
    }
}

impl App {
    /// Opens an incident: `reported`. What the server makes of the report is kept with it as advice; that
    /// an incident is assessed is for people at the scene to say (G10 5.1(1)).
    pub async fn report_incident(&self, view: &View, new: NewReport) -> Result<Reported, WriteRefusal> {
        view.viewer().may_run_incidents()?;
        // Refused before the store is asked.
        Opening::read(view, &new.report)?;
        let why = format!("an incident is reported{}", by_words(new.by.as_deref()));
        self.write(view, why, Some(incidents()), |desk| {
            if let Some(before) = desk.view.incident_of_request(new.request_key.as_deref())? {
                return again(&desk.view, before, &new, desk.now);
            }
            let opening = Opening::read(&desk.view, &new.report)?;
            let mut sheet = Sheet::new(incidents(), &desk.code);
            sheet.record.geometry = Some(Point::new(opening.at.lon(), opening.at.lat()).into());
            sheet.set("hazard", Some(opening.hazard.as_str()));
            sheet.set("jurisdiction_code", desk.view.jurisdictions().finest_at(opening.at));
            sheet.set("state", Some(State::Reported.as_str()));
            sheet.set_time("reported_at", Some(moment("reported_at", new.reported_at, desk.now)?));
            sheet.set("description", new.description.as_deref());
            sheet.set("request_key", new.request_key.as_deref());
            sheet.sign(&Hand { acted_by: new.by.clone().unwrap_or_default(), ..Hand::default() }, desk.now);
            sheet.set_document("report", &new.report)?;
            sheet.assess(&desk.view)?;
            let incident = Incident::of(&desk.view, sheet.record.clone(), Vec::new(), desk.now);
            Ok((vec![sheet], Reported { incident, is_new: true }))
        })
        .await
    }
}

/// The answer that was given before, unless the key now stands for another report.
fn again(
    view: &View,
    before: Record,
    new: &NewReport,
    now: DateTime<Utc>,
) -> Result<(Vec<Sheet>, Reported), WriteRefusal> {
    let sheet = Sheet::of(incidents(), before);
    if sheet.document("report") != new.report {
        let why = format!("was given with another report, which opened {}; take a new key", sheet.record.code);
        return Err(WriteRefusal::field("Idempotency-Key", why));
    }
    let incident = Incident::of(view, sheet.record, Vec::new(), now);
    Ok((Vec::new(), Reported { incident, is_new: false }))
}

impl View {
    fn incident_of_request(&self, key: Option<&str>) -> Result<Option<Record>, WriteRefusal> {
        let Some(key) = key else { return Ok(None) };
        let mut rows = self.table(incidents())?.in_code_order(None);
        Ok(rows.find(|row| row.text("request_key") == Some(key)).map(crate::world::Row::record))
    }
}

impl Sheet {
    /// Assesses the report that the incident has, where that can be done. The grade that the assessment
    /// finds holds until somebody judges otherwise.
    pub(super) fn assess(&mut self, view: &View) -> Result<(), WriteRefusal> {
        let Some(assessment) = assessed(view, &self.document("report")) else { return Ok(()) };
        let accident = &assessment["accident"];
        let is_settled = accident["undetermined"].as_array().is_some_and(Vec::is_empty);
        let grade = match accident["grade"].as_str() {
            Some(grade) => Some(grade.to_owned()),
            // Below every grade, unless something that would raise it is not known.
            None if accident["grade"].is_null() && is_settled => Some("none".to_owned()),
            None => None,
        };
        self.set_document("assessment", &assessment)?;
        self.set("grade", grade.as_deref());
        Ok(())
    }

    /// Adds what somebody established to what stood, each with whose word it is.
    pub(super) fn establish(
        &mut self,
        facts: &[(&'static str, Option<bool>)],
        by: &str,
        at: &Json,
    ) -> Result<(), WriteRefusal> {
        let mut evidence = self.document("evidence").as_object().cloned().unwrap_or_default();
        for (name, fact) in facts {
            if let Some(fact) = fact {
                evidence.insert((*name).to_owned(), json!({"is": fact, "by": by, "at": at}));
            }
        }
        self.set_document("evidence", &if evidence.is_empty() { Json::Null } else { evidence.into() })
    }
}

pub(super) fn by_words(by: Option<&str>) -> String {
    by.map_or_else(String::new, |by| format!(", by {by}"))
}
