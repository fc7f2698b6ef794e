//! Newline GeoJSON: one feature a line, or RFC 8142, where each follows a record separator (0x1E)
//! and may go over several lines.
//!
//! Each record stands on its own: one that is broken is refused, and reading goes on.

use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

use crate::exchange::ExchangeError;
use crate::exchange::columns::Feed;
use crate::exchange::format::open_text;
use crate::exchange::format::other;
use crate::exchange::portion::LONGEST_RECORD;
use crate::exchange::portion::OneRecord;
use crate::exchange::portion::too_long;
use crate::exchange::read_geojson::feature;
use crate::exchange::read_geojson::spoken;
use crate::exchange::reader::Item;
use crate::exchange::reader::Opened;
use crate::exchange::reader::file_fault;
use crate::exchange::survey::Survey;

const LINES: &str = "newline GeoJSON";
const RECORD_SEPARATOR: u8 = 0x1e;

pub fn open(path: &Path) -> Result<Opened, ExchangeError> {
    let failed = |why: io::Error| ExchangeError::io("reading", path, why);
    let mut survey = Survey::default();
    let mut records = Records::of(open_text(path, LINES)?).map_err(failed)?;
    let mut count = 0;
    while let Some(record) = records.next_record().map_err(failed)? {
        count += 1;
        let mut json = serde_json::Deserializer::from_slice(record);
        let looked = survey.look(&mut json).and_then(|()| json.end());
        // A document over many lines ends its first one within a list or an object.
        if let (Err(why), 1) = (looked, count)
            && (why.is_eof() || survey.features.is_some())
        {
            let remedy = "if it is one GeoJSON document over several lines, rename it to .geojson";
            return Err(other(path, LINES, "its first line does not hold a whole feature", remedy));
        }
        if survey.features.is_some() {
            let remedy = "give one feature a line, or rename it to .geojson";
            return Err(other(path, LINES, &format!("record {count} is a whole collection"), remedy));
        }
    }
    if count == 0 {
        return Err(ExchangeError::Empty(path.to_owned()));
    }
    let crs = survey.stated_crs();
    survey.features = Some(count);
    let records = Records::of(open_text(path, LINES)?).map_err(failed)?;
    Ok(Opened {
        offer: survey.offer(),
        crs,
        rows: Some(count),
        notes: Vec::new(),
        pour: Box::new(move |feeds, give| pour(records, feeds, give)),
    })
}

fn pour(mut records: Records, feeds: &[Feed], give: &mut dyn FnMut(Item) -> ControlFlow<()>) {
    let mut number = 0;
    loop {
        number += 1;
        let unreadable = |problem, remedy| Item::Unreadable { number, fault: file_fault(problem, remedy) };
        let item = match records.next_record() {
            Ok(None) => return,
            Ok(Some(record)) => match serde_json::from_slice::<OneRecord>(record) {
                Ok(OneRecord(json)) => feature(json, number, feeds),
                Err(why) => {
                    let problem =
                        format!("record {number} is not JSON, at its column {}: {}", why.column(), spoken(&why));
                    unreadable(problem, "give one whole feature a line")
                }
            },
            Err(why) => {
                let fault = file_fault(format!("reading stopped: {why}"), "leave the file alone while it is read");
                let _ = give(Item::Stopped { number, fault });
                return;
            }
        };
        if give(item).is_break() {
            return;
        }
    }
}

/// The records of a file, blank ones left out.
struct Records {
    file: BufReader<File>,
    ends_with: u8,
    record: Vec<u8>,
}

impl Records {
    fn of(mut file: BufReader<File>) -> io::Result<Self> {
        let is_sequence = file.fill_buf()?.first() == Some(&RECORD_SEPARATOR);
        Ok(Self { file, ends_with: if is_sequence { RECORD_SEPARATOR } else { b'\n' }, record: Vec::new() })
    }

    fn next_record(&mut self) -> io::Result<Option<&[u8]>> {
        loop {
            self.record.clear();
            let length = (&mut self.file).take(LONGEST_RECORD + 1).read_until(self.ends_with, &mut self.record)?;
            if length == 0 {
                return Ok(None);
            }
            if length as u64 > LONGEST_RECORD {
                return Err(too_long("a record"));
            }
            if self.record.last() == Some(&self.ends_with) {
                self.record.pop();
            }
            // A separator may also stand within a file that began without one.
            if !self.record.trim_ascii().is_empty() && self.record != [RECORD_SEPARATOR] {
                break;
            }
        }
        let record = self.record.trim_ascii();
        Ok(Some(record.strip_prefix(&[RECORD_SEPARATOR]).unwrap_or(record)))
    }
}
