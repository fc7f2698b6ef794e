//! What the invented county promises to those who lean on it.

use super::*;
use std::collections::BTreeMap;

#[test]
fn scratch() {
    let start = std::time::Instant::now();
    let county = County::new(1, "411024");
    eprintln!("plan {:?}", start.elapsed());
    drop(county);
    let start = std::time::Instant::now();
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut faults = 0;
    for batch in batches(Scale::County, 1) {
        let entry = counts.entry(batch.collection.name).or_default();
        entry.0 += batch.records.len();
        entry.1 += 1;
        for record in &batch.records {
            for fault in batch.collection.faults(record) {
                faults += 1;
                if faults < 20 {
                    eprintln!("{} {fault:?}", batch.collection.name);
                }
            }
        }
    }
    eprintln!("all {:?} {counts:#?} faults {faults}", start.elapsed());
}
