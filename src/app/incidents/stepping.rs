//! An incident goes on: steps, zones that somebody drew, reports that went up.

use chrono::DateTime;
use chrono::Utc;
use serde_json::Value as Json;
use serde_json::json;

use crate::app::App;
use crate::app::View;
use crate::app::incidents::Incident;
use crate::app::incidents::WriteRefusal;
use crate::app::incidents::reading::hazard_of;
use crate::app::incidents::reading::state_of;
use crate::app::incidents::report::Opening;
use crate::app::incidents::reporting::by_words;
use crate::app::incidents::sheet::Hand;
use crate::app::incidents::sheet::Sheet;
use crate::app::incidents::sheet::moment;
use crate::app::incidents::sheet::written;
use crate::app::incidents::writing::Desk;
use crate::domain::Record;
use crate::emergency::life;
use crate::emergency::life::Evidence;
use crate::emergency::life::Reading;
use crate::emergency::life::SentKind;
use crate::emergency::life::Standing;
use crate::emergency::life::State;
use crate::emergency::life::Step;
use crate::exchange::json::geometry_to_geojson;
use crate::geom::Shape;
use crate::queries::Utility;
use crate::queries::Zone;

/// A step that somebody wants to record.
#[derive(Clone, Debug)]
pub struct NewStep {
    /// The version that they saw; `None` takes any.
    pub seen: Option<i32>,
    pub by: String,
    /// What the plan asks for; its warnings are issued, not stepped to.
    pub step: Step,
    /// Measured for this step.
    pub readings: Vec<Reading>,
    /// What is new; what is `None` stays as it was established.
    pub evidence: Evidence,
    /// The grade as judged on the scene, in the words of its code list.
    pub grade: Option<String>,
    /// A newer report, to be assessed again.
    pub report: Option<Json>,
}

/// A zone that somebody drew.
#[derive(Clone, Debug)]
pub struct NewZone {
    pub seen: Option<i32>,
    /// `hot`, `warm` or `cordon`.
    pub what: &'static str,
    pub geometry: Shape,
    pub set_by: String,
    pub note: Option<String>,
}

/// A report that went up, or a question that came down.
#[derive(Clone, Debug)]
pub struct NewSent {
    pub seen: Option<i32>,
    pub kind: SentKind,
    pub by: String,
    /// To whom.
    pub to: Option<String>,
    pub at: Option<DateTime<Utc>>,
    pub note: Option<String>,
}

const FACTS: [&str; 6] = [
    "people_rescued",
    "hazards_eliminated",
    "environment_meets_standard",
    "leak_test_passed",
    "rechecked",
    "supply_interrupted",
];

fn facts(evidence: Evidence) -> [(&'static str, Option<bool>); 6] {
    let values = [
        evidence.people_rescued,
        evidence.hazards_eliminated,
        evidence.environment_meets_standard,
        evidence.leak_test_passed,
        evidence.rechecked,
        evidence.supply_interrupted,
    ];
    std::array::from_fn(|at| (FACTS[at], values[at]))
}

impl App {
    /// Takes a step, if the plan lets it be taken.
    pub async fn step_incident(&self, view: &View, code: &str, new: NewStep) -> Result<Incident, WriteRefusal> {
        if matches!(new.step.to, State::Warning | State::Adjusted) {
            let why = format!(
                "a warning is issued at /api/v1/incidents/{code}/warnings, and adjusted at /api/v1/warnings/…/adjust"
            );
            return Err(WriteRefusal::field("to", why));
        }
        let why = format!("{code}: {}{}", new.step.to.as_str(), by_words(Some(&new.by)));
        self.write(view, why, None, |desk| {
            let mut sheet = desk.incident(code)?;
            sheet.check_seen(new.seen)?;
            let warnings = warnings_of(&desk, code)?;
            sheet.step(&desk, &new, &warnings)?;
            let told = Incident::of(&desk.view, sheet.record.clone(), warnings, desk.now);
            Ok((vec![sheet], told))
        })
        .await
    }

    /// Keeps a zone that somebody drew; it supersedes the last one of its kind (G10 3.4.2(2), 2.3(4): DC16).
    pub async fn draw_zone(&self, view: &View, code: &str, new: NewZone) -> Result<Incident, WriteRefusal> {
        Zone::area(new.geometry.clone()).map_err(|why| WriteRefusal::field("geometry", why.to_string()))?;
        let why = format!("{code}: {} drawn{}", new.what, by_words(Some(&new.set_by)));
        self.write(view, why, None, |desk| {
            let mut sheet = desk.incident(code)?;
            sheet.check_seen(new.seen)?;
            sheet.refuse_ended()?;
            let zones = sheet.list("zones");
            let last = zones.iter().rev().find(|zone| zone["what"] == new.what).map(|zone| zone["number"].clone());
            let zone = json!({
                "number": zones.len() + 1,
                "what": new.what,
                "set_by": new.set_by,
                "set_at": written(desk.now),
                "supersedes": last,
                "geometry": geometry_to_geojson(&new.geometry),
                "note": new.note,
            });
            sheet.append("zones", zone)?;
            sheet.sign(&Hand { acted_by: new.set_by.clone(), note: new.note.clone(), ..Hand::default() }, desk.now);
            let told = Incident::of(&desk.view, sheet.record.clone(), warnings_of(&desk, code)?, desk.now);
            Ok((vec![sheet], told))
        })
        .await
    }

    /// Writes down that a report went up, or that headquarters asked (H10 6.1.2(2): registered, and kept).
    pub async fn note_sent(&self, view: &View, code: &str, new: NewSent) -> Result<Incident, WriteRefusal> {
        let why = format!("{code}: {} report{}", new.kind.as_str(), by_words(Some(&new.by)));
        self.write(view, why, None, |desk| {
            let mut sheet = desk.incident(code)?;
            sheet.check_seen(new.seen)?;
            let at = moment("at", new.at, desk.now)?;
            let entry = json!({
                "kind": new.kind.as_str(),
                "by": new.by,
                "to": new.to,
                "at": written(at),
                "note": new.note,
            });
            sheet.append("reports", entry)?;
            sheet.sign(&Hand { acted_by: new.by.clone(), note: new.note.clone(), ..Hand::default() }, desk.now);
            let told = Incident::of(&desk.view, sheet.record.clone(), warnings_of(&desk, code)?, desk.now);
            Ok((vec![sheet], told))
        })
        .await
    }
}

pub(super) fn warnings_of(desk: &Desk, code: &str) -> Result<Vec<Record>, WriteRefusal> {
    desk.view.warnings_of(code).map_err(|why| WriteRefusal::field("incident", why.to_string()))
}

impl Sheet {
    /// Hazard and state, which only another program could have taken away.
    pub(super) fn course(&self) -> Result<(Utility, State), WriteRefusal> {
        let unknown = |what: &str| {
            WriteRefusal::NotNow(format!(
                "the {what} of {} is not known; give it one with `luzhang import`",
                self.record.code
            ))
        };
        let hazard = hazard_of(self).ok_or_else(|| unknown("hazard"))?;
        let state = state_of(self).ok_or_else(|| unknown("state"))?;
        Ok((hazard, state))
    }

    pub(super) fn refuse_ended(&self) -> Result<(), WriteRefusal> {
        match state_of(self) {
            Some(State::Terminated) => {
                Err(WriteRefusal::NotNow(format!("{} is terminated; report it anew", self.record.code)))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn evidence(&self) -> Evidence {
        let evidence = self.document("evidence");
        let is = |name: &str| evidence[name]["is"].as_bool();
        Evidence {
            people_rescued: is("people_rescued"),
            hazards_eliminated: is("hazards_eliminated"),
            environment_meets_standard: is("environment_meets_standard"),
            leak_test_passed: is("leak_test_passed"),
            rechecked: is("rechecked"),
            supply_interrupted: is("supply_interrupted"),
        }
    }

    fn step(&mut self, desk: &Desk, new: &NewStep, warnings: &[Record]) -> Result<(), WriteRefusal> {
        let (hazard, state) = self.course()?;
        let step = &new.step;
        self.check_readings(&new.readings, desk.now)?;
        self.establish(&facts(new.evidence), &new.by, &written(desk.now))?;
        self.report_again(desk, new, hazard)?;
        for reading in &new.readings {
            let (vol, lel, at) = (reading.vol_percent, reading.lel_percent, written(reading.at));
            let reading =
                json!({"vol_percent": vol, "lel_percent": lel, "at": at, "place": reading.place, "by": new.by});
            self.append("readings", reading)?;
        }
        let book = desk.view.book();
        let rules = book.rules.in_force_on(desk.view.today());
        let standing = Standing {
            says_never_cut: new.evidence.supply_interrupted == Some(false),
            in_force: in_force(warnings),
            ..self.standing(&desk.view, &rules, hazard, state, step.colour.as_deref())
        };
        life::check(&standing, step)?;
        if step.to == State::Response
            && !matches!(state, State::Assessed | State::Warning | State::Adjusted | State::Response)
        {
            // It has got worse: nothing that was established of the scene holds any more.
            self.set_document("evidence", &Json::Null)?;
            self.establish(&facts(new.evidence), &new.by, &written(desk.now))?;
        }
        if let Some(grade) = &new.grade {
            if hazard == Utility::Gas && grade == "none" {
                return Err(WriteRefusal::field("grade", "a gas leak is at least general (4.4)"));
            }
            self.set("grade", Some(grade));
        }
        match step.to {
            State::Assessed => self.set_time("assessed_at", Some(desk.now)),
            State::Response => {
                self.set("response_level", step.level.as_deref());
                self.set_time("controlled_at", None);
            }
            State::Controlled => self.set_time("controlled_at", Some(desk.now)),
            State::Terminated => self.set_time("closed_at", Some(desk.now)),
            _ => {}
        }
        if step.approval_ref.is_some() {
            self.set("approval_ref", step.approval_ref.as_deref());
        }
        self.set("state", Some(step.to.as_str()));
        let hand = Hand {
            acted_by: new.by.clone(),
            decided_by: step.decided_by.clone(),
            published_by: step.published_by.clone(),
            note: step.note.clone(),
            deviation: step.deviation.clone(),
        };
        self.sign(&hand, desk.now);
        Ok(())
    }

    /// Takes a newer report, and assesses it.
    fn report_again(&mut self, desk: &Desk, new: &NewStep, hazard: Utility) -> Result<(), WriteRefusal> {
        let Some(report) = &new.report else { return Ok(()) };
        let opening = Opening::read(&desk.view, report)?;
        if opening.hazard != hazard {
            return Err(WriteRefusal::field("report/hazard", "an incident keeps its hazard; report another incident"));
        }
        let before = self.document("report");
        self.set_document("report", report)?;
        self.note_casualties(&before, report, &new.by, desk.now)?;
        self.assess(&desk.view)
    }

    /// What was measured before the leak was known, or before it was under control, says nothing about
    /// its end.
    fn check_readings(&self, readings: &[Reading], now: DateTime<Utc>) -> Result<(), WriteRefusal> {
        for (nth, reading) in readings.iter().enumerate() {
            let field = format!("readings/{nth}/at");
            moment(&field, Some(reading.at), now)?;
            let is_before = |since: &str| self.time(since).is_some_and(|since| reading.at < since);
            if is_before("reported_at") || is_before("controlled_at") {
                let why = "lies before the report of the incident, or before it was under control; measure again";
                return Err(WriteRefusal::field(&field, why));
            }
        }
        Ok(())
    }
}

pub(super) fn in_force(warnings: &[Record]) -> Vec<String> {
    let state_of = |warning: &Record| {
        let is = warning.value(crate::app::incidents::warnings(), "state").as_text() == Some("in_force");
        is.then(|| warning.code.to_string())
    };
    warnings.iter().filter_map(state_of).collect()
}
