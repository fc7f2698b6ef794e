//! Warnings: drawn up, issued, adjusted, lifted, acknowledged.
//!
//! Adjusting makes a new warning that supersedes the one before, so that each says what was published
//! under its code. Headquarters decide and offices publish: both are kept (DC12, EC6).

use chrono::DateTime;
use chrono::Utc;
use serde_json::Value as Json;
use serde_json::json;

use crate::app::App;
use crate::app::View;
use crate::app::incidents::Warning;
use crate::app::incidents::WriteRefusal;
use crate::app::incidents::reporting::by_words;
use crate::app::incidents::sheet::Hand;
use crate::app::incidents::sheet::Sheet;
use crate::app::incidents::sheet::moment;
use crate::app::incidents::sheet::written;
use crate::app::incidents::stepping::in_force;
use crate::app::incidents::stepping::warnings_of;
use crate::app::incidents::warning_sheet::drawn;
use crate::app::incidents::warnings;
use crate::app::incidents::writing::Desk;
use crate::emergency::life::State;
use crate::emergency::life::Step;
use crate::geom::Shape;

/// What somebody wants to warn of, to change in a warning, or to lift it with.
#[derive(Clone, Debug, Default)]
pub struct NewWarning {
    /// The version that they saw: of the incident when a warning is issued, else of the warning.
    pub seen: Option<i32>,
    pub by: String,
    /// Kept, but not published.
    pub is_draft: bool,
    pub colour: Option<String>,
    pub decided_by: Option<String>,
    pub published_by: Option<String>,
    pub note: Option<String>,
    /// Why it departs from what was assessed, or from who should decide and publish.
    pub deviation: Option<String>,
    pub texts: Texts,
    pub starts_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub channels: Vec<String>,
    pub polygon: Option<Shape>,
}

/// The free texts of H10 4.2.2(2).
#[derive(Clone, Debug, Default)]
pub struct Texts {
    pub area: Option<String>,
    pub danger: Option<String>,
    pub reach: Option<String>,
    pub situation: Option<String>,
    pub measures: Option<String>,
    pub duties: Option<String>,
}

/// A unit with duties says that it has the warning (H10 4.2.2(3)).
#[derive(Clone, Debug)]
pub struct Acknowledgement {
    pub unit: String,
    pub at: Option<DateTime<Utc>>,
    pub note: Option<String>,
}

impl NewWarning {
    pub(super) fn hand(&self) -> Hand {
        Hand {
            acted_by: self.by.clone(),
            decided_by: self.decided_by.clone(),
            published_by: self.published_by.clone(),
            note: self.note.clone(),
            deviation: self.deviation.clone(),
        }
    }

    pub(super) fn step(&self, to: State, colour: Option<&str>) -> Step {
        Step {
            to,
            decided_by: self.decided_by.clone(),
            published_by: self.published_by.clone(),
            colour: colour.map(str::to_owned),
            level: None,
            approval_ref: None,
            note: self.note.clone(),
            deviation: self.deviation.clone(),
        }
    }
}

impl App {
    /// Warns of an incident, or draws up a warning.
    pub async fn issue_warning(&self, view: &View, incident: &str, new: NewWarning) -> Result<Warning, WriteRefusal> {
        let what = if new.is_draft { "a warning is drawn up" } else { "a warning is issued" };
        let why = format!("{incident}: {what}{}", by_words(Some(&new.by)));
        self.write(view, why, Some(warnings()), |desk| {
            let mut sheet = desk.incident(incident)?;
            sheet.check_seen(new.seen)?;
            sheet.refuse_ended()?;
            let mut warning = Sheet::new(warnings(), &desk.code);
            warning.set("incident_code", Some(incident));
            warning.set("jurisdiction_code", sheet.text("jurisdiction_code"));
            warning.set("state", Some("draft"));
            warning.fill(&new, desk.now)?;
            warning.prefill(&desk, &sheet)?;
            if warning.record.geometry.is_none() {
                warning.record.geometry = Some(warnings().shaped(drawn(&sheet)?));
            }
            let mut written = Vec::new();
            if !new.is_draft {
                let others = in_force(&warnings_of(&desk, incident)?);
                sheet.warned(&new, &mut warning, &others, &desk)?;
                written.push(sheet);
            }
            written.push(warning);
            told(&desk, incident, written)
        })
        .await
    }

    /// Changes a draft, and publishes it unless it stays one; or adjusts a warning in force.
    pub async fn adjust_warning(&self, view: &View, code: &str, new: NewWarning) -> Result<Warning, WriteRefusal> {
        let why = format!("{code}: the warning is adjusted{}", by_words(Some(&new.by)));
        self.write(view, why, Some(warnings()), |desk| {
            let mut warning = desk.warning(code)?;
            warning.check_seen(new.seen)?;
            let incident = warning.text("incident_code").unwrap_or_default().to_owned();
            let mut sheet = desk.incident(&incident)?;
            sheet.refuse_ended()?;
            if warning.text("state") == Some("draft") {
                warning.fill(&new, desk.now)?;
                warning.prefill(&desk, &sheet)?;
                let mut written = Vec::new();
                if !new.is_draft {
                    let others = in_force(&warnings_of(&desk, &incident)?);
                    sheet.warned(&new, &mut warning, &others, &desk)?;
                    written.push(sheet);
                }
                written.push(warning);
                return told(&desk, &incident, written);
            }
            warning.refuse_unless_in_force("adjusted")?;
            if new.is_draft {
                return Err(WriteRefusal::field("draft", "a warning in force is no draft; leave it out"));
            }
            let mut next = Sheet::new(warnings(), &desk.code);
            next.record.values.clone_from(&warning.record.values);
            next.record.geometry.clone_from(&warning.record.geometry);
            next.set("supersedes", Some(code));
            next.set_document("acknowledgements", &Json::Null)?;
            next.fill(&new, desk.now)?;
            next.prefill(&desk, &sheet)?;
            let (hazard, state) = sheet.course()?;
            let colour = next.text("colour").map(str::to_owned);
            sheet.check_notice(&desk, hazard, &new.step(State::Adjusted, colour.as_deref()))?;
            next.publish(desk.now)?;
            // Who decided and who published stay those of the warning that is superseded.
            warning.set("state", Some("superseded"));
            warning.set("acted_by", Some(&new.by));
            warning.set_time("acted_at", Some(desk.now));
            if matches!(state, State::Warning | State::Adjusted) {
                sheet.set("state", Some(State::Adjusted.as_str()));
            }
            sheet.set("colour", colour.as_deref());
            sheet.sign(&new.hand(), desk.now);
            told(&desk, &incident, vec![sheet, warning, next])
        })
        .await
    }

    /// Ends a warning in force. An incident that was only warned of is as it was assessed again.
    pub async fn lift_warning(&self, view: &View, code: &str, new: NewWarning) -> Result<Warning, WriteRefusal> {
        let why = format!("{code}: the warning is lifted{}", by_words(Some(&new.by)));
        self.write(view, why, None, |desk| {
            let mut warning = desk.warning(code)?;
            warning.check_seen(new.seen)?;
            warning.refuse_unless_in_force("lifted")?;
            let incident = warning.text("incident_code").unwrap_or_default().to_owned();
            let mut sheet = desk.incident(&incident)?;
            let (hazard, state) = sheet.course()?;
            sheet.check_lift(&desk, hazard, &new.step(State::Adjusted, warning.text("colour")))?;
            warning.set("state", Some("lifted"));
            warning.set_time("lifted_at", Some(desk.now));
            warning.sign(&new.hand(), desk.now);
            if matches!(state, State::Warning | State::Adjusted) {
                sheet.set("state", Some(State::Assessed.as_str()));
            }
            sheet.set("colour", None);
            sheet.sign(&new.hand(), desk.now);
            told(&desk, &incident, vec![sheet, warning])
        })
        .await
    }

    /// Keeps that a unit has a warning. A unit that says so twice has said it once.
    pub async fn acknowledge(&self, view: &View, code: &str, new: Acknowledgement) -> Result<Warning, WriteRefusal> {
        let why = format!("{code}: acknowledged{}", by_words(Some(&new.unit)));
        self.write(view, why, None, |desk| {
            let mut warning = desk.warning(code)?;
            let incident = warning.text("incident_code").unwrap_or_default().to_owned();
            if warning.text("state") == Some("draft") {
                return Err(WriteRefusal::NotNow(format!("{code} is a draft: nobody has received it")));
            }
            let at = written(moment("at", new.at, desk.now)?);
            if warning.list("acknowledgements").iter().any(|one| one["unit"] == *new.unit) {
                let told = Warning { record: warning.record, incident: desk.incident(&incident)?.record };
                return Ok((Vec::new(), told));
            }
            warning.append("acknowledgements", json!({"unit": new.unit, "at": at, "note": new.note}))?;
            told(&desk, &incident, vec![warning])
        })
        .await
    }
}

/// What is written, and the warning of it that is told: the last one.
fn told(desk: &Desk, incident: &str, written: Vec<Sheet>) -> Result<(Vec<Sheet>, Warning), WriteRefusal> {
    let record = written.last().expect("a warning is written").record.clone();
    let incident = desk.incident(incident)?.record;
    Ok((written, Warning { record, incident }))
}
