//! An assessment as a sheet for a terminal: what to do first stands first.

use std::fmt::Write;

use crate::emergency::Assessment;
use crate::policy::Verdict;
use crate::queries::households::Totals;

/// The sheet: plain text, one fact a line.
pub fn desk_sheet(assessment: &Assessment, name_of: impl Fn(&str) -> Option<String>) -> String {
    let mut sheet = String::new();
    // Writing to a String does not fail.
    let _ = write_sheet(&mut sheet, assessment, name_of);
    sheet
}

fn write_sheet(
    out: &mut String,
    assessment: &Assessment,
    name_of: impl Fn(&str) -> Option<String>,
) -> std::fmt::Result {
    let place = &assessment.place;
    writeln!(out, "{} leak at {:.6}, {:.6}", assessment.hazard.as_str(), place.at.lon(), place.at.lat())?;
    if let Some(code) = place.jurisdiction {
        writeln!(out, "jurisdiction  {code} {}", name_of(code).unwrap_or_default())?;
    }
    if let Some(pipe) = place.pipe {
        writeln!(out, "pipe          {}", pipe.code())?;
    }
    if let Some((road, chainage, off_m)) = place.road {
        writeln!(out, "road          {road} {chainage}, {off_m:.0} m off")?;
    }
    zones(out, assessment)?;
    supply(out, assessment)?;
    classification(out, assessment)?;
    for one in assessment.assumptions.iter().chain(&assessment.classification.assumptions) {
        writeln!(out, "assumed       {}: {}", one.id, one.text)?;
    }
    Ok(())
}

fn zones(out: &mut String, assessment: &Assessment) -> std::fmt::Result {
    writeln!(out, "\nzones")?;
    for (zone, totals) in assessment.zones.all().into_iter().zip(&assessment.households) {
        let radius = zone.radius_m.map_or("as drawn".to_owned(), |radius_m| format!("{radius_m:.1} m"));
        writeln!(out, "  {:<6} {radius:>9}  {}  {}", zone.name, who(totals), zone.why)?;
    }
    let vulnerable = &assessment.households[2];
    writeln!(
        out,
        "  in the cordon: elderly {}, children {}, disabled {}, pregnant {}, patients {}",
        vulnerable.elderly, vulnerable.children, vulnerable.disabled, vulnerable.pregnant, vulnerable.patients
    )?;
    for (place, zone) in &assessment.places {
        let name = place.text("name").unwrap_or_else(|| place.code());
        writeln!(out, "  place  {zone:<6} {name} ({})", place.text("kind").unwrap_or("kind not recorded"))?;
    }
    for road in &assessment.roads {
        let stretch = road.stretch.map_or("all of it".to_owned(), |it| format!("{} to {}", it.from(), it.to()));
        let chiefs: Vec<&str> = road.chiefs.iter().map(|post| &*post.code).collect();
        writeln!(out, "  road   {} {stretch}, chiefs {}", road.code(), listed(&chiefs))?;
    }
    Ok(())
}

fn supply(out: &mut String, assessment: &Assessment) -> std::fmt::Result {
    writeln!(out, "\nvalves to close")?;
    match &assessment.isolation {
        None => writeln!(out, "  no pipe is near: nothing to trace")?,
        Some(isolation) => {
            for (nth, valve) in isolation.close.iter().enumerate() {
                writeln!(out, "  {:>2}. {:<16} {:>8.1} m", nth + 1, valve.code, valve.distance_m)?;
            }
            for source in &isolation.cannot_isolate {
                writeln!(
                    out,
                    "  CANNOT ISOLATE from {} ({}), {:.1} m: no usable valve on this side",
                    source.code, source.kind, source.distance_m
                )?;
            }
            writeln!(
                out,
                "  isolates {} pipes, {:.1} m, {:.2} m³; {} pieces still fed",
                isolation.pipes.len(),
                isolation.length_m,
                isolation.volume_m3,
                isolation.still_fed
            )?;
            for fault in &isolation.data_faults {
                writeln!(out, "  data   {} {}: {}", fault.collection, fault.code, fault.problem)?;
            }
        }
    }
    let known = |number: Option<u64>| number.map_or("not known".to_owned(), |number| number.to_string());
    let outage = assessment.outage;
    writeln!(
        out,
        "out of supply {} households, {} persons ({})",
        known(outage.households),
        known(outage.persons),
        outage.source
    )
}

fn classification(out: &mut String, assessment: &Assessment) -> std::fmt::Result {
    let found = &assessment.classification;
    writeln!(out, "\nwarning       {}", found.warning.label_zh)?;
    for criterion in found.warning.criteria.iter().filter(|criterion| criterion.verdict == Verdict::Fired) {
        writeln!(out, "  fired  {} {}", criterion.clause, criterion.title_zh)?;
    }
    for open in &found.warning.undetermined {
        let missing: Vec<&str> = open.missing.iter().copied().collect();
        writeln!(out, "  open   {} for want of {}", open.clause, missing.join(", "))?;
    }
    let level = found.response.level.map_or("none", |level| level.word());
    writeln!(out, "accident      {}", found.accident.label_zh)?;
    writeln!(out, "response      {level}")?;
    for (what, who) in [
        ("decides", &found.warning.publication.decided_by),
        ("publishes", &found.warning.publication.published_by),
        ("starts it", &found.response.decided_by),
        ("handles", &found.response.handled_by),
    ] {
        if let Some(who) = who {
            writeln!(out, "  {what:<10} {who}")?;
        }
    }
    for due in &found.deadlines {
        let when = match (due.within_minutes, &due.at) {
            (Some(minutes), _) => format!("within {minutes} min"),
            (None, Some(at)) => format!("before {at}"),
            (None, None) => "at once".to_owned(),
        };
        writeln!(out, "  due    {when}: {} ({})", due.what, due.clause)?;
    }
    for notice in &found.notify {
        writeln!(out, "  tell   {} — {} ({})", notice.unit, notice.why, notice.clause)?;
    }
    for measure in &found.measures {
        writeln!(out, "  do     {} ({})", measure.text_zh, measure.clause)?;
    }
    writeln!(out)
}

fn who(totals: &Totals) -> String {
    let unknown = match totals.persons_unknown {
        0 => String::new(),
        some => format!(", {some} of unknown size"),
    };
    format!("{} households, {} persons{unknown}", totals.count, totals.persons)
}

fn listed(codes: &[&str]) -> String {
    if codes.is_empty() { "none".to_owned() } else { codes.join(", ") }
}
