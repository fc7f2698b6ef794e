//! Records as lines of `COPY` in text format.

use chrono::SecondsFormat;

use crate::domain::Collection;
use crate::domain::Operation;
use crate::domain::Record;
use crate::domain::Value;
use crate::geom::Shape;
use crate::geom::codec::to_wkb;
use crate::store::facts::facts;

/// Lines on their way into one table.
pub(super) struct Lines {
    pub table: String,
    pub columns: String,
    pub text: String,
}

/// The columns of a collection in the order of [`Lines::record`].
pub(super) fn columns(collection: &Collection) -> String {
    let mut columns: Vec<String> = vec!["code".into(), "version".into()];
    if collection.geometry.is_spatial() {
        columns.push("geom".into());
    }
    columns.extend(collection.fields.iter().map(|field| format!("\"{}\"", field.name)));
    columns.extend(["valid_from", "recorded_at", "provenance"].map(String::from));
    columns.join(", ")
}

impl Lines {
    pub fn into_table(table: impl Into<String>, columns: impl Into<String>) -> Self {
        Self { table: table.into(), columns: columns.into(), text: String::new() }
    }

    pub fn into_history() -> Self {
        Self::into_table(
            "luzhang_history",
            "collection, code, version, geom, facts, valid_from, recorded_at, provenance",
        )
    }

    pub fn into_log() -> Self {
        Self::into_table("luzhang_changes", "revision, ordinal, collection, code, version, operation")
    }

    pub fn record(&mut self, collection: &Collection, record: &Record) {
        self.cell(&record.code);
        self.cell(&record.version.to_string());
        if collection.geometry.is_spatial() {
            self.geometry(record.geometry.as_ref());
        }
        for value in &record.values {
            match value {
                Value::Null => self.unknown(),
                Value::Text(text) => self.cell(text),
                Value::List(parts) => {
                    let quoted =
                        parts.iter().map(|part| format!("\"{}\"", part.replace('\\', "\\\\").replace('"', "\\\"")));
                    self.cell(&format!("{{{}}}", quoted.collect::<Vec<_>>().join(",")));
                }
                other => self.cell(&other.written()),
            }
        }
        self.standing(record);
    }

    /// A version that stood.
    pub fn version(&mut self, collection: &Collection, record: &Record) {
        self.cell(collection.name);
        self.cell(&record.code);
        self.cell(&record.version.to_string());
        self.geometry(record.geometry.as_ref());
        self.cell(&facts(collection, record));
        self.standing(record);
    }

    pub fn entry(
        &mut self,
        (revision, ordinal): (i64, i64),
        collection: &Collection,
        (code, version, operation): (&str, i32, Operation),
    ) {
        self.cell(&revision.to_string());
        self.cell(&ordinal.to_string());
        self.cell(collection.name);
        self.cell(code);
        self.cell(&version.to_string());
        self.cell(operation.as_str());
        self.end();
    }

    fn standing(&mut self, record: &Record) {
        match record.valid_from {
            Some(day) => self.cell(&day.to_string()),
            None => self.unknown(),
        }
        self.cell(&record.recorded_at.to_rfc3339_opts(SecondsFormat::AutoSi, true));
        self.cell(&record.provenance);
        self.end();
    }

    /// Hexadecimal EWKB: the byte order, the type with the SRID bit, the SRID, the rest.
    fn geometry(&mut self, shape: Option<&Shape>) {
        const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
        let Some(shape) = shape else { return self.unknown() };
        let wkb = to_wkb(shape);
        let with_srid = [wkb[4] | 0x20];
        let srid = 4490_u32.to_le_bytes();
        for byte in wkb[..4].iter().chain(&with_srid).chain(&srid).chain(&wkb[5..]) {
            self.text.push(char::from(DIGITS[usize::from(byte >> 4)]));
            self.text.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        self.text.push('\t');
    }

    fn unknown(&mut self) {
        self.text.push_str("\\N\t");
    }

    fn cell(&mut self, text: &str) {
        if text.contains(['\\', '\t', '\n', '\r']) {
            for character in text.chars() {
                match character {
                    '\\' => self.text.push_str("\\\\"),
                    '\t' => self.text.push_str("\\t"),
                    '\n' => self.text.push_str("\\n"),
                    '\r' => self.text.push_str("\\r"),
                    other => self.text.push(other),
                }
            }
        } else {
            self.text.push_str(text);
        }
        self.text.push('\t');
    }

    /// Each cell ends in a tab, a line in none.
    fn end(&mut self) {
        self.text.pop();
        self.text.push('\n');
    }
}
