//! Warnings: drawn up, issued, adjusted, lifted, acknowledged.
//!
//! Adjusting makes a new warning that supersedes the one before, so that each says what was published
//! under its code. Headquarters decide and offices publish: both are kept (DC12, EC6).

use chrono::DateTime;
use chrono::Utc;
use geo_types::Geometry;
use serde_json::Value as Json;
use serde_json::json;

use crate::app::App;
use crate::app::View;
use crate::app::incidents::Warning;
use crate::app::incidents::WriteRefusal;
use crate::app::incidents::prefill;
use crate::app::incidents::reporting::by_words;
use crate::app::incidents::sheet::Hand;
use crate::app::incidents::sheet::Sheet;
use crate::app::incidents::sheet::moment;
use crate::app::incidents::sheet::written;
use crate::app::incidents::stepping::in_force;
use crate::app::incidents::stepping::warnings_of;
use crate::app::incidents::warnings;
use crate::app::incidents::writing::Desk;
use crate::domain::Value;
use crate::emergency::life;
use crate::emergency::life::Authorities;
use crate::emergency::life::Missing;
use crate::emergency::life::Refused;
use crate::emergency::life::State;
use crate::emergency::life::Step;
use crate::exchange::json::geometry_from_geojson;
use crate::geom::Shape;
use crate::queries::Utility;
use crate::queries::Zone;

/// The nine of H10 4.2.2(2), as fields of a warning.
const NINE: [(&str, &str); 9] = [
    ("area", "预警区域"),
    ("danger", "险情类别"),
    ("colour", "预警级别"),
    ("starts_at", "预警期起始时间"),
    ("reach", "可能影响范围"),
    ("situation", "事故或受灾情况"),
    ("measures", "预防预警措施"),
    ("duties", "工作要求"),
    ("published_by", "发布单位"),
];

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
    fn hand(&self) -> Hand {
        Hand {
            acted_by: self.by.clone(),
            decided_by: self.decided_by.clone(),
            published_by: self.published_by.clone(),
            note: self.note.clone(),
            deviation: self.deviation.clone(),
        }
    }

    fn step(&self, to: State, colour: Option<&str>) -> Step {
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

/// The cordon that stands: as somebody drew it last, else as it was assessed.
pub(super) fn drawn(incident: &Sheet) -> Result<Shape, WriteRefusal> {
    let zones = incident.list("zones");
    let drawn = zones.iter().rev().find(|zone| zone["what"] == "cordon").map(|zone| &zone["geometry"]);
    let assessment = incident.document("assessment");
    let features = assessment["zones"]["features"].as_array();
    let assessed = || {
        let cordon = features?.iter().find(|zone| zone["properties"]["zone"] == "cordon")?;
        Some(&cordon["geometry"])
    };
    let shape = drawn.or_else(assessed).and_then(|geometry| geometry_from_geojson(geometry).ok());
    let is_area = |shape: &Shape| matches!(shape, Geometry::Polygon(_) | Geometry::MultiPolygon(_));
    shape.filter(is_area).ok_or_else(|| {
        WriteRefusal::field(
            "polygon",
            "is missing; give the area that is warned, or draw a cordon for the incident first",
        )
    })
}

impl Sheet {
    /// Writes down what is given; what is not stays as it was.
    fn fill(&mut self, new: &NewWarning, now: DateTime<Utc>) -> Result<(), WriteRefusal> {
        let texts = [
            ("colour", &new.colour),
            ("area", &new.texts.area),
            ("danger", &new.texts.danger),
            ("reach", &new.texts.reach),
            ("situation", &new.texts.situation),
            ("measures", &new.texts.measures),
            ("duties", &new.texts.duties),
        ];
        for (field, text) in texts {
            if text.is_some() {
                self.set(field, text.as_deref());
                // Somebody wrote it: it is the server's no longer.
                let prefilled: Vec<String> = self.prefilled().into_iter().filter(|known| known != field).collect();
                self.set_list("prefilled", &prefilled);
            }
        }
        for (field, time) in [("starts_at", new.starts_at), ("expires_at", new.expires_at)] {
            if time.is_some() {
                self.set_time(field, time);
            }
        }
        if let (Some(start), Some(end)) = (self.time("starts_at"), self.time("expires_at"))
            && end <= start
        {
            return Err(WriteRefusal::field("expires_at", "is not after starts_at; give a later time, or none"));
        }
        if !new.channels.is_empty() {
            self.set_list("channels", &new.channels);
        }
        if let Some(polygon) = &new.polygon {
            Zone::area(polygon.clone()).map_err(|why| WriteRefusal::field("polygon", why.to_string()))?;
            self.record.geometry = Some(warnings().shaped(polygon.clone()));
        }
        self.sign(&new.hand(), now);
        Ok(())
    }

    /// The fields whose texts the server made.
    fn prefilled(&self) -> Vec<String> {
        match self.record.value(warnings(), "prefilled") {
            Value::List(fields) => fields.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        }
    }

    /// Makes of the assessment what nobody has written, and makes again what the server made before.
    fn prefill(&mut self, desk: &Desk, incident: &Sheet) -> Result<(), WriteRefusal> {
        let (hazard, _) = incident.course()?;
        let before = self.prefilled();
        let mut prefilled = Vec::new();
        for (field, text) in prefill::texts(&desk.view, incident, hazard) {
            let is_ours = self.text(field).is_none() || before.iter().any(|known| known == field);
            if is_ours && text.is_some() {
                self.set(field, text.as_deref());
                prefilled.push(field.to_owned());
            }
        }
        self.set_list("prefilled", &prefilled);
        Ok(())
    }

    /// Nothing is published with one of the nine empty.
    fn publish(&mut self, now: DateTime<Utc>) -> Result<(), Refused> {
        self.set("state", Some("in_force"));
        self.set_time("published_at", Some(now));
        if self.time("starts_at").is_none() {
            self.set_time("starts_at", Some(now));
        }
        let is_empty = |(field, _): &&(&'static str, &str)| self.record.value(warnings(), field).is_null();
        let missing = NINE.iter().filter(is_empty).map(|(field, title)| Missing {
            field,
            why: format!("{title} is empty, and nothing is published without it; give it, or keep a draft"),
            // G10 lists none; the same serve (D5).
            clause: "H10 4.2.2(2)".to_owned(),
        });
        let missing: Vec<Missing> = missing.collect();
        if missing.is_empty() { Ok(()) } else { Err(Refused::Missing(missing)) }
    }

    /// The incident when a warning of it comes into force. Below the response it becomes a step of its
    /// own; later the response goes on, warned of.
    fn warned(
        &mut self,
        new: &NewWarning,
        warning: &mut Sheet,
        others: &[String],
        desk: &Desk,
    ) -> Result<(), WriteRefusal> {
        let (hazard, state) = self.course()?;
        let colour = warning.text("colour").map(str::to_owned);
        let step = new.step(State::Warning, colour.as_deref());
        match state {
            _ if !others.is_empty() => {
                return Err(WriteRefusal::NotNow(format!(
                    "{} is in force: adjust it, or lift it first",
                    others.join(", ")
                )));
            }
            State::Response | State::Controlled | State::ConcentrationClear => {
                self.check_notice(desk, hazard, &step)?;
            }
            // Whatever else is the matter, an incident without a warning in force is as it was assessed.
            State::Warning | State::Adjusted => self.step_to_warning(desk, hazard, State::Assessed, &step)?,
            _ => self.step_to_warning(desk, hazard, state, &step)?,
        }
        warning.publish(desk.now)?;
        self.set("colour", colour.as_deref());
        self.sign(&new.hand(), desk.now);
        Ok(())
    }

    fn check_notice(&self, desk: &Desk, hazard: Utility, step: &Step) -> Result<(), Refused> {
        let rules = desk.view.book().rules.in_force_on(desk.view.today());
        life::check_notice(hazard, step, &self.authorities(&rules, hazard, step.colour.as_deref()))
    }

    /// Any colour may be lifted; by whom is compared as if it were the one assessed.
    fn check_lift(&self, desk: &Desk, hazard: Utility, step: &Step) -> Result<(), Refused> {
        let rules = desk.view.book().rules.in_force_on(desk.view.today());
        let assessed = self.authorities(&rules, hazard, step.colour.as_deref());
        let colour = assessed.colour.and(step.colour.clone());
        life::check_notice(hazard, step, &Authorities { colour, ..assessed })
    }

    fn step_to_warning(&mut self, desk: &Desk, hazard: Utility, state: State, step: &Step) -> Result<(), Refused> {
        let rules = desk.view.book().rules.in_force_on(desk.view.today());
        life::check(&self.standing(&desk.view, &rules, hazard, state, step.colour.as_deref()), step)?;
        self.set("state", Some(State::Warning.as_str()));
        Ok(())
    }

    fn refuse_unless_in_force(&self, done: &str) -> Result<(), WriteRefusal> {
        match self.text("state") {
            Some("in_force") => Ok(()),
            state => {
                let (code, state) = (&self.record.code, state.unwrap_or("of no known state"));
                Err(WriteRefusal::NotNow(format!("{code} is {state}; only a warning in force is {done}")))
            }
        }
    }
}
