//! What is asked of every reader of files, whatever the bytes are.

use std::env;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process;

use geo::CoordsIter;

use crate::domain::Collection;
use crate::domain::Fault;
use crate::domain::Record;
use crate::domain::collections;
use crate::exchange::Reader;
use crate::exchange::Row;
use crate::exchange::Source;
use crate::exchange::Target;
use crate::exchange::create;
use crate::exchange::read;

/// Points with fields of nearly every kind, lines with lists, areas.
pub const COLLECTIONS: [&str; 3] = ["bridges", "bus_routes", "jurisdictions"];

/// A file of this process. TMPDIR says where; it is written anew for each input.
pub fn place(name: &str) -> PathBuf {
    let folder = env::temp_dir().join(format!("luzhang-fuzz-{}", process::id()));
    fs::create_dir_all(&folder).expect("a folder for the inputs");
    folder.join(name)
}

/// The collections that are read, each from the bytes as a file of that ending. What is sound is
/// written in the same format and comes back as the same facts.
pub fn check(ending: &str, bytes: &[u8], names: &[&str]) {
    let path = place(&format!("input.{ending}"));
    fs::write(&path, bytes).expect("room for the input");
    for name in names {
        let collection = collections::named(name).expect("a collection that there is");
        let mut records = sound_records(collection, &path);
        // A file without places amends records that have theirs; alone its rows are none.
        records.retain(|record| collection.faults(record).is_empty());
        if !records.is_empty() {
            comes_back(collection, &records, ending);
        }
    }
}

/// The records of a file that nothing is wrong with. Whatever else it holds is named.
pub fn sound_records(collection: &'static Collection, path: &Path) -> Vec<Record> {
    let source = Source { path: path.to_owned(), ..Source::default() };
    let mut reader = match read(collection, &source) {
        Ok(reader) => reader,
        Err(why) => {
            check_words(&why.to_string());
            return Vec::new();
        }
    };
    let records = rows(collection, &mut reader);
    reader.notes().iter().for_each(|note| check_words(note));
    records
}

fn rows(collection: &Collection, reader: &mut Reader) -> Vec<Record> {
    let has_places = reader.stated().geometry;
    let (mut records, mut last) = (Vec::new(), 0);
    for Row { number, outcome } in reader.by_ref() {
        assert!(number > last, "row {number} follows row {last}");
        last = number;
        match outcome {
            Ok(record) => {
                check_record(collection, &record, has_places);
                records.push(record);
            }
            Err(faults) => {
                assert!(!faults.is_empty(), "row {number} is refused and nobody says why");
                faults.iter().for_each(check_fault);
            }
        }
    }
    records
}

fn check_record(collection: &Collection, record: &Record, has_places: bool) {
    let faults = collection.faults(record);
    assert!(faults.iter().all(|fault| fault.field == "geometry" && !has_places), "{faults:?}");
    for at in record.geometry.iter().flat_map(|shape| shape.coords_iter()) {
        assert!(at.x.abs() <= 180.0 && at.y.abs() <= 90.0, "{at:?} is no place");
    }
}

fn check_fault(fault: &Fault) {
    assert!(!fault.problem.is_empty() && !fault.remedy.is_empty(), "{fault:?}");
    assert!(!fault.remedy.contains("report this as a fault"), "{fault:?}");
    check_words(&fault.to_string());
    check_words(&fault.value);
}

/// One line, which does nothing to the terminal that shows it, and no longer than somebody reads.
fn check_words(said: &str) {
    assert!(!said.trim().is_empty() || said.is_empty());
    assert!(!said.contains(char::is_control), "{said:?}");
    assert!(said.chars().count() < 20_000, "{} characters", said.chars().count());
}

fn comes_back(collection: &'static Collection, records: &[Record], ending: &str) {
    let path = place(&format!("output.{ending}"));
    let target = Target { path: path.clone(), ..Target::default() };
    let written = create(collection, &target).and_then(|mut writer| {
        records.iter().try_for_each(|record| writer.write(record))?;
        writer.finish()
    });
    if let Err(why) = written {
        // Some formats do not hold everything, and say so.
        check_words(&why.to_string());
        return;
    }
    let back = sound_records(collection, &path);
    for (record, back) in records.iter().zip(&back) {
        assert!(record.code == back.code && record.same_facts(back), "\n{record:?}\ncame back as\n{back:?}");
    }
    assert_eq!(records.len(), back.len(), "some records did not come back");
}
