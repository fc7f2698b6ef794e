//! What a warning is written on: its texts, its polygon, and what must be there before it is published.

use chrono::DateTime;
use chrono::Utc;
use geo_types::Geometry;

use crate::app::incidents::NewWarning;
use crate::app::incidents::WriteRefusal;
use crate::app::incidents::prefill;
use crate::app::incidents::sheet::Sheet;
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
    pub(super) fn fill(&mut self, new: &NewWarning, now: DateTime<Utc>) -> Result<(), WriteRefusal> {
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
    pub(super) fn prefilled(&self) -> Vec<String> {
        match self.record.value(warnings(), "prefilled") {
            Value::List(fields) => fields.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        }
    }

    /// Makes of the assessment what nobody has written, and makes again what the server made before.
    pub(super) fn prefill(&mut self, desk: &Desk, incident: &Sheet) -> Result<(), WriteRefusal> {
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
    pub(super) fn publish(&mut self, now: DateTime<Utc>) -> Result<(), Refused> {
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
    pub(super) fn warned(
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

    pub(super) fn check_notice(&self, desk: &Desk, hazard: Utility, step: &Step) -> Result<(), Refused> {
        let rules = desk.view.book().rules.in_force_on(desk.view.today());
        life::check_notice(hazard, step, &self.authorities(&rules, hazard, step.colour.as_deref()))
    }

    /// Any colour may be lifted; by whom is compared as if it were the one assessed.
    pub(super) fn check_lift(&self, desk: &Desk, hazard: Utility, step: &Step) -> Result<(), Refused> {
        let rules = desk.view.book().rules.in_force_on(desk.view.today());
        let assessed = self.authorities(&rules, hazard, step.colour.as_deref());
        let colour = assessed.colour.and(step.colour.clone());
        life::check_notice(hazard, step, &Authorities { colour, ..assessed })
    }

    pub(super) fn step_to_warning(
        &mut self,
        desk: &Desk,
        hazard: Utility,
        state: State,
        step: &Step,
    ) -> Result<(), Refused> {
        let rules = desk.view.book().rules.in_force_on(desk.view.today());
        life::check(&self.standing(&desk.view, &rules, hazard, state, step.colour.as_deref()), step)?;
        self.set("state", Some(State::Warning.as_str()));
        Ok(())
    }

    pub(super) fn refuse_unless_in_force(&self, done: &str) -> Result<(), WriteRefusal> {
        match self.text("state") {
            Some("in_force") => Ok(()),
            state => {
                let (code, state) = (&self.record.code, state.unwrap_or("of no known state"));
                Err(WriteRefusal::NotNow(format!("{code} is {state}; only a warning in force is {done}")))
            }
        }
    }
}
