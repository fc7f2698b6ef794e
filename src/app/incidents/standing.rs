//! An incident as the rules of its life see it: what was reported, assessed and measured.

use chrono::DateTime;
use chrono::Utc;
use serde_json::Value as Json;
use serde_json::json;

use crate::app::View;
use crate::app::incidents::WriteRefusal;
use crate::app::incidents::sheet::Sheet;
use crate::app::incidents::sheet::read_time;
use crate::app::incidents::sheet::written;
use crate::emergency::life::Authorities;
use crate::emergency::life::Reading;
use crate::emergency::life::SentKind;
use crate::emergency::life::Severity;
use crate::emergency::life::Standing;
use crate::emergency::life::State;
use crate::policy::FactValue;
use crate::policy::Facts;
use crate::policy::Rules;
use crate::queries::Utility;

/// Dead, gravely injured: what a change of is reported the same day.
const CASUALTIES: [&str; 2] = ["deaths", "serious_injuries"];
/// From the gravest.
const GRADES: [&str; 4] = ["extraordinary", "major", "large", "general"];

impl Sheet {
    /// As it stands, without what only a step says. `colour` is that of the warning in question.
    pub(super) fn standing<'a>(
        &self,
        view: &View,
        rules: &'a Rules,
        hazard: Utility,
        state: State,
        colour: Option<&str>,
    ) -> Standing<'a> {
        let report = self.document("report");
        let assessment = self.document("assessment");
        Standing {
            hazard,
            state,
            evidence: self.evidence(),
            in_force: Vec::new(),
            rules,
            readings: self.readings(),
            limit_vol_percent: limit(view, &report, &assessment),
            reported: reported(&report),
            severity: self.severity(&report, &assessment),
            assessed: authorities(rules, hazard, &assessment, colour),
            says_never_cut: false,
        }
    }

    pub(super) fn authorities(&self, rules: &Rules, hazard: Utility, colour: Option<&str>) -> Authorities {
        authorities(rules, hazard, &self.document("assessment"), colour)
    }

    /// Those that were measured since the leak was under control, or all while it is not.
    fn readings(&self) -> Vec<Reading> {
        let since = self.time("controlled_at");
        let read = |reading: &Json| {
            Some(Reading {
                vol_percent: reading["vol_percent"].as_f64()?,
                lel_percent: reading["lel_percent"].as_f64()?,
                at: read_time(&reading["at"])?,
                place: reading["place"].as_str().map(str::to_owned),
            })
        };
        // Written down to the second.
        let counts = |reading: &Reading| since.is_none_or(|since| reading.at.timestamp() >= since.timestamp());
        self.list("readings").iter().filter_map(read).filter(counts).collect()
    }

    fn severity(&self, report: &Json, assessment: &Json) -> Severity {
        let assessed = assessment["accident"]["grade"].as_str();
        let grades = [assessed, self.text("grade")];
        let grade = GRADES.iter().find(|grade| grades.contains(&Some(grade)));
        Severity {
            colour: assessment["warning"]["colour"].as_str().map(str::to_owned),
            grade: grade.map(|grade| (*grade).to_owned()),
            lel_percent: report["lel_percent"].as_f64(),
            casualties: CASUALTIES.iter().filter_map(|field| count(&report[*field])).sum(),
            households_out: count(&assessment["outage"]["households"]),
        }
    }

    /// A report with other casualties than the one before is due to go up the same day (H10 6.1.3(2)).
    pub(super) fn note_casualties(
        &mut self,
        before: &Json,
        report: &Json,
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<(), WriteRefusal> {
        let said = |report: &Json| CASUALTIES.map(|field| count(&report[field]));
        // One that says nothing of them changes nothing, and none were known before the first that does.
        let changed = |(was, is): (&Option<u64>, &Option<u64>)| is.is_some_and(|is| is != was.unwrap_or(0));
        let (was, is) = (said(before), said(report));
        if !was.iter().zip(&is).any(changed) {
            return Ok(());
        }
        let word =
            |counts: [Option<u64>; 2]| counts.map(|count| count.map_or("?".to_owned(), |count| count.to_string()));
        let note = format!("deaths, serious injuries: {} → {}", word(was).join(", "), word(is).join(", "));
        let kind = SentKind::Casualties.as_str();
        self.append("reports", json!({"kind": kind, "by": by, "to": null, "at": written(now), "note": note}))
    }
}

/// A whole number that is not below zero, however it is written.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count, as the report was read")]
fn count(json: &Json) -> Option<u64> {
    json.as_f64().filter(|number| *number >= 0.0).map(|number| number as u64)
}

/// Of the gas that is reported, or is in the pipe; else the lowest there is.
fn limit(view: &View, report: &Json, assessment: &Json) -> f64 {
    let pipes = view.world().named("gas_pipes");
    let of_pipe = assessment["place"]["pipe"].as_str().and_then(|code| pipes.find(code));
    let of_pipe = of_pipe.and_then(|pipe| pipe.text("gas").map(str::to_owned));
    let gas = report["gas"].as_str().map(str::to_owned).or(of_pipe);
    view.book().zones.gases.lower_explosive_limit_percent(gas.as_deref())
}

/// What the report says. What it measured then says nothing of the end.
fn reported(report: &Json) -> Facts {
    let mut facts = Facts::default();
    for (name, value) in report.as_object().into_iter().flatten() {
        let value = match value {
            Json::Bool(is) => FactValue::Bool(*is),
            Json::Number(number) => FactValue::Number(number.as_f64().unwrap_or(f64::NAN)),
            Json::String(word) => FactValue::Text(word.clone()),
            _ => continue,
        };
        if name != "lel_percent" {
            // What is no fact, as a place, is not one of the rules.
            let _not_a_fact = facts.know(name, value);
        }
    }
    facts
}

fn authorities(rules: &Rules, hazard: Utility, assessment: &Json, colour: Option<&str>) -> Authorities {
    let (warning, response) = (&assessment["warning"], &assessment["response"]);
    let text = |json: &Json| json.as_str().map(str::to_owned);
    let mut found = Authorities {
        colour: text(&warning["colour"]),
        decided_by: text(&warning["decided_by"]),
        published_by: text(&warning["published_by"]),
        publication_clause: text(&warning["publication_clause"]),
        level: text(&response["level"]),
        response_decided_by: text(&response["decided_by"]),
        response_clause: text(&response["clauses"][0]),
    };
    if let Some(colour) = colour.filter(|colour| found.colour.as_deref() != Some(colour)) {
        let said = rules.publication(hazard.into(), colour);
        found.decided_by = said.map(|(said, _)| said.decided_by.clone());
        found.published_by = said.map(|(said, _)| said.published_by.clone());
        found.publication_clause = said.map(|(_, clause)| clause.to_owned());
    }
    found
}
