//! What is wrong with the data that is there: findings, each with rule, record and place.

use std::collections::HashSet;

use geo::InteriorPoint;

use crate::app::check_networks::networks;
use crate::app::check_surveys::access_routes;
use crate::app::check_surveys::surveys;
use crate::domain::FieldKind;
use crate::domain::Value;
use crate::domain::collections;
use crate::geom::Chainage;
use crate::geom::GridPoint;
use crate::geom::LonLat;
use crate::world::Row;
use crate::world::Segment;
use crate::world::World;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub rule: &'static str,
    pub collection: &'static str,
    pub code: String,
    pub problem: String,
    pub at: Option<LonLat>,
}

/// A bridge may lie so far off its road, metres.
const BRIDGE_OFF_M: f64 = 10.0;
/// A bridge's chainage may differ so much from where it lies, metres.
const BRIDGE_ALONG_M: f64 = 50.0;

/// All findings: by collection in the order of the contract, then code, then rule.
pub fn findings(world: &World) -> Vec<Finding> {
    let mut found = Vec::new();
    records(world, &mut found);
    references(world, &mut found);
    places(world, &mut found);
    assignments(world, &mut found);
    chainages(world, &mut found);
    bridges(world, &mut found);
    surveys(world, &mut found);
    access_routes(world, &mut found);
    networks(world, &mut found);
    let order = |name: &str| collections::ALL.iter().position(|collection| collection.name == name);
    found.sort_by(|a, b| (order(a.collection), &a.code, a.rule).cmp(&(order(b.collection), &b.code, b.rule)));
    found
}

pub(super) fn place_of(row: Row) -> Option<LonLat> {
    let at = row.shape()?.interior_point()?;
    LonLat::new(at.x(), at.y()).ok()
}

/// What an import would refuse: other programs write to the stores too.
fn records(world: &World, found: &mut Vec<Finding>) {
    for table in world.tables() {
        let collection = table.collection();
        for row in table.rows() {
            for fault in collection.faults(&row.record()) {
                let problem =
                    if fault.field.is_empty() { fault.problem } else { format!("{}: {}", fault.field, fault.problem) };
                found.push(Finding {
                    rule: "record",
                    collection: collection.name,
                    code: row.code().to_owned(),
                    problem,
                    at: place_of(row),
                });
            }
        }
    }
}

/// Households whose recorded village is not the one that they lie in: a zone's village counts, and
/// the warning of a village, would go wrong.
fn places(world: &World, found: &mut Vec<Finding>) {
    for row in world.named("households").rows() {
        let Some(recorded) = row.text("village_code") else { continue };
        let lies_in = world.jurisdictions().finest_of_row(row);
        if lies_in.is_none_or(|code| code == recorded) {
            continue;
        }
        if world.jurisdictions().find(recorded).is_none_or(|area| area.shape().is_none()) {
            continue;
        }
        let at = place_of(row);
        // On a border the other side is right as well.
        if at.is_some_and(|at| world.jurisdictions().at(at).iter().any(|area| area.code() == recorded)) {
            continue;
        }
        found.push(Finding {
            rule: "village",
            collection: "households",
            code: row.code().to_owned(),
            problem: format!("is recorded in {recorded}, but lies in {}", lies_in.unwrap_or_default()),
            at,
        });
    }
}

/// Assignments of which nobody can say what they cover.
fn assignments(world: &World, found: &mut Vec<Finding>) {
    for row in world.named("assignments").rows() {
        if row.value("from_chainage").is_null() != row.value("to_chainage").is_null() {
            found.push(Finding {
                rule: "assignment_end",
                collection: "assignments",
                code: row.code().to_owned(),
                problem: "one end is not recorded: it covers nothing that could be shown".to_owned(),
                at: None,
            });
        }
    }
}

/// Codes that name a record which is not there.
fn references(world: &World, found: &mut Vec<Finding>) {
    for table in world.tables() {
        for (at, field) in table.collection().fields.iter().enumerate() {
            let (FieldKind::Reference(to) | FieldKind::References(to)) = field.kind else { continue };
            // Ends of pipes have a rule of their own.
            if matches!(field.name, "from_node" | "to_node") {
                continue;
            }
            let target = world.named(to);
            let mut known: HashSet<Box<str>> = HashSet::new();
            for row in table.rows() {
                let named = match row.shard.column(at).value(row.row) {
                    Value::Text(code) => vec![code],
                    Value::List(codes) => codes,
                    _ => continue,
                };
                for code in named {
                    if known.contains(&code) {
                        continue;
                    }
                    if target.find(&code).is_some() {
                        known.insert(code);
                    } else {
                        found.push(Finding {
                            rule: "reference",
                            collection: table.collection().name,
                            code: row.code().to_owned(),
                            problem: format!("{} names `{code}`, which is not among the {to}", field.name),
                            at: place_of(row),
                        });
                    }
                }
            }
        }
    }
}

/// Gaps and overlaps between the segments of a road, in the order of their chainage.
fn chainages(world: &World, found: &mut Vec<Finding>) {
    for road in world.roads().roads() {
        let segments = world.roads().segments_of(&road.code);
        // The segment that reaches farthest so far, not just the one before.
        let mut farthest: Option<(&Segment, Chainage)> = None;
        for (segment, stretch) in segments.filter_map(|segment| Some((segment, segment.stretch?))) {
            let fault = match farthest {
                Some((_, reached)) if reached < stretch.from() => {
                    Some(("chainage_gap", format!("no segment from {reached} to {}", stretch.from())))
                }
                Some((before, reached)) if reached > stretch.from() => {
                    let to = reached.min(stretch.to());
                    Some(("chainage_overlap", format!("overlaps {} from {} to {to}", before.code, stretch.from())))
                }
                _ => None,
            };
            if let Some((rule, problem)) = fault {
                let at = segment.line.0.first();
                let at = at.and_then(|at| segment.grid.unproject(GridPoint { easting: at.x, northing: at.y }));
                found.push(Finding { rule, collection: "road_segments", code: segment.code.to_string(), problem, at });
            }
            if farthest.is_none_or(|(_, reached)| reached < stretch.to()) {
                farthest = Some((segment, stretch.to()));
            }
        }
    }
}

fn bridges(world: &World, found: &mut Vec<Finding>) {
    for row in world.named("bridges").rows() {
        let Some(road) = row.text("road_code").and_then(|code| world.roads().road(code)) else { continue };
        let Some(at) = place_of(row) else { continue };
        let seen = road.alignment.nearest(road.grid.project(at));
        let mut push = |rule, problem| {
            found.push(Finding { rule, collection: "bridges", code: row.code().to_owned(), problem, at: Some(at) });
        };
        if seen.offset_m.abs() > BRIDGE_OFF_M {
            push("bridge_off_road", format!("lies {:.0} m off {}", seen.offset_m.abs(), road.code));
        }
        let here = road.alignment.chainage_at(seen.position_m);
        if let Some(written) = row.value("chainage").as_chainage()
            && (written.metres() - here.metres()).abs() > BRIDGE_ALONG_M
        {
            push("bridge_chainage", format!("is recorded at {written} of {}, but lies at {here}", road.code));
        }
    }
}
