//! Why a notice is not sent: what is wrong with its fields, and what would be right.

use std::collections::BTreeSet;
use std::fmt;

use chrono::DateTime;
use chrono::Datelike;
use chrono::Utc;
use geo_types::Polygon;

use crate::geom::Shape;
use crate::geom::faults::fault_of;
use crate::reports::notice::MessageKind;
use crate::reports::notice::Notice;
use crate::reports::notice::Status;
use crate::reports::shapes::corners_of;

/// As wide as the prefecture: no leak reaches farther, and a slip of metres for kilometres would.
pub const LARGEST_RADIUS_M: f64 = 60_000.0;

/// The faults of a notice, at least one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Refused {
    pub faults: Vec<NoticeFault>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeFault {
    /// The field of [`Notice`], with the number of the element from 0 where it is a list.
    pub field: String,
    pub problem: String,
    pub remedy: &'static str,
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, fault) in self.faults.iter().enumerate() {
            let comma = if nth == 0 { "" } else { ". " };
            write!(out, "{comma}{}: {}; {}", fault.field, fault.problem, fault.remedy)?;
        }
        Ok(())
    }
}

impl Notice {
    /// Whether it can be sent at all; every fault is named.
    pub fn check(&self) -> Result<(), Refused> {
        let mut faults = Faults::default();
        faults.word("warning_code", &self.warning_code);
        faults.word("sender", &self.sender);
        if let Some(code) = &self.incident_code {
            faults.word("incident_code", code);
        }
        if self.unit.trim().is_empty() {
            faults.add("unit", "nobody publishes it", "name the unit that publishes the warning");
        }
        if self.is_invented && self.status == Status::Actual {
            faults.add("status", "the data are invented and the status is Actual", "give Test or Exercise");
        }
        faults.references(self);
        faults.times(self);
        for (nth, polygon) in self.polygons.iter().enumerate() {
            faults.polygon(format!("polygons[{nth}]"), polygon);
        }
        for (nth, circle) in self.circles.iter().enumerate() {
            if !(circle.radius_m > 0.0 && circle.radius_m <= LARGEST_RADIUS_M) {
                let problem = format!("a radius of {} m", circle.radius_m);
                faults.add(format!("circles[{nth}]"), problem, "give one above 0 m and up to 60,000 m");
            }
        }
        for (nth, code) in self.geocodes.iter().enumerate() {
            if code.len() != 12 || !code.bytes().all(|sign| sign.is_ascii_digit()) {
                faults.add(format!("geocodes[{nth}]"), format!("`{code}` is no division"), "give 12 digits");
            }
        }
        if let Some(web) = &self.web {
            let is_address = url::Url::parse(web).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
            if !is_address || web.chars().any(|sign| sign.is_whitespace() || sign.is_control()) {
                faults.add("web", format!("`{web}` is no address"), "give one that begins with https://");
            }
        }
        if faults.0.is_empty() { Ok(()) } else { Err(Refused { faults: faults.0 }) }
    }
}

#[derive(Default)]
struct Faults(Vec<NoticeFault>);

impl Faults {
    fn add(&mut self, field: impl Into<String>, problem: impl Into<String>, remedy: &'static str) {
        self.0.push(NoticeFault { field: field.into(), problem: problem.into(), remedy });
    }

    /// An identifier of CAP 1.2: no spaces, commas, `<` or `&` (section 3.2.1).
    fn word(&mut self, field: &str, word: &str) {
        let is_barred = |sign: char| sign.is_whitespace() || sign.is_control() || ",<&\u{fffe}\u{ffff}".contains(sign);
        if word.is_empty() {
            self.add(field, "it is blank", "give one word");
        } else if word.chars().any(is_barred) {
            self.add(field, format!("{word:?} is not one word"), "give it without spaces, commas, `<` and `&`");
        }
    }

    fn references(&mut self, notice: &Notice) {
        match notice.kind {
            MessageKind::Alert if !notice.references.is_empty() => {
                self.add("references", "an alert refers to nothing", "make it an update or a cancel");
            }
            MessageKind::Update | MessageKind::Cancel if notice.references.is_empty() => {
                self.add("references", "it does not say which warning", "name the message that it updates or cancels");
            }
            _ => {}
        }
        for (nth, earlier) in notice.references.iter().enumerate() {
            let field = format!("references[{nth}]");
            self.word(&format!("{field}.warning_code"), &earlier.warning_code);
            self.word(&format!("{field}.sender"), &earlier.sender);
            if earlier.identifier() == notice.identifier() {
                self.add(&field, "it refers to itself", "name the earlier message, sent a second or more before");
            } else if earlier.sent.timestamp() > notice.sent.timestamp() {
                self.add(&field, "it refers to a later message", "name one that was sent before");
            }
            self.year(format!("{field}.sent"), earlier.sent);
        }
    }

    fn times(&mut self, notice: &Notice) {
        self.year("sent".into(), notice.sent);
        let given = [("effective", notice.effective), ("onset", notice.onset), ("expires", notice.expires)];
        for (field, at) in given {
            if let Some(at) = at {
                self.year(field.into(), at);
            }
        }
        let begins = notice.effective.into_iter().chain(notice.onset).max();
        if let (Some(begins), Some(expires)) = (begins, notice.expires)
            && expires.timestamp() <= begins.timestamp()
        {
            self.add("expires", "it ends before it begins", "give a time after onset and effective");
        }
    }

    fn year(&mut self, field: String, at: DateTime<Utc>) {
        if !(1900..=9000).contains(&at.year()) {
            self.add(field, format!("the year {}", at.year()), "give a time of our days");
        }
    }

    fn polygon(&mut self, field: String, polygon: &Polygon<f64>) {
        if let Some(fault) = fault_of(&Shape::Polygon(polygon.clone())) {
            self.add(field, fault.problem, fault.remedy);
            return;
        }
        let corners = corners_of(polygon.exterior());
        if corners.iter().collect::<BTreeSet<_>>().len() < 3 {
            self.add(field, "it is smaller than a decimetre", "give a circle, or a larger polygon");
        }
    }
}
