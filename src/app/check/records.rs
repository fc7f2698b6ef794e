//! Records that an import would refuse, and codes that name nothing.

use std::collections::HashSet;

use crate::app::check::Finding;
use crate::app::check::place_of;
use crate::domain::FieldKind;
use crate::domain::Value;
use crate::world::World;

/// What an import would refuse: other programs write to the stores too.
pub(super) fn records(world: &World, found: &mut Vec<Finding>) {
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

/// Codes that name a record which is not there.
pub(super) fn references(world: &World, found: &mut Vec<Finding>) {
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
