//! How the desk writes: in turn, against the newest state, all of it or nothing.

use std::future::Future;
use std::time::Duration;

use chrono::DateTime;
use chrono::Utc;

use crate::app::App;
use crate::app::Denied;
use crate::app::View;
use crate::app::incidents::incidents;
use crate::app::incidents::sheet::Sheet;
use crate::app::incidents::sheet::beijing;
use crate::app::incidents::warnings;
use crate::domain::Collection;
use crate::domain::Record;
use crate::domain::Stated;
use crate::emergency::ReportRefused;
use crate::emergency::life;
use crate::store::Authorship;
use crate::store::StoreError;
use crate::world::Row;

/// So long a store may take to let us write: a desk would rather hear that it cannot.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why nothing was written.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum WriteRefusal {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("there is no {what} `{code}`")]
    NotFound { what: &'static str, code: String },
    #[error("{code} was edited since: it is at version {now}, not {seen}; read it again, and decide again")]
    Edited { code: String, seen: i32, now: i32 },
    #[error(transparent)]
    Step(#[from] life::Refused),
    /// What does not go with the state that a warning or an incident is in.
    #[error("{0}")]
    NotNow(String),
    #[error("{field}: {why}")]
    Field { field: String, why: String },
    #[error(transparent)]
    Report(ReportRefused),
    #[error(
        "the store does not take the edit ({0}); nothing is half written: read the record, and do it again if it is not there"
    )]
    StoreAway(&'static str),
}

impl WriteRefusal {
    pub(super) fn field(field: &str, why: impl Into<String>) -> Self {
        Self::Field { field: field.to_owned(), why: why.into() }
    }

    /// What may be told to anybody; the log has it all.
    fn away(why: &StoreError) -> Self {
        tracing::error!(error = why as &dyn std::error::Error, "an edit over HTTP");
        Self::StoreAway(match why {
            StoreError::Busy => "another program is writing to it",
            StoreError::Full { .. } => "its disk is full",
            StoreError::ReadOnly { .. } => "it may be read, but not written to",
            StoreError::Missing(_) => "it is not where it was",
            _ => "it does not answer",
        })
    }
}

/// The moment of an edit: the newest world, while nobody else may write.
pub(in crate::app) struct Desk {
    pub view: View,
    pub now: DateTime<Utc>,
    /// The next code that is free, where one was asked for.
    pub code: String,
}

impl Desk {
    pub fn incident(&self, code: &str) -> Result<Sheet, WriteRefusal> {
        self.sheet(incidents(), "incident", code)
    }

    pub fn warning(&self, code: &str) -> Result<Sheet, WriteRefusal> {
        self.sheet(warnings(), "warning", code)
    }

    fn sheet(&self, collection: &'static Collection, what: &'static str, code: &str) -> Result<Sheet, WriteRefusal> {
        let row = self.view.table(collection)?.find(code);
        let row = row.ok_or_else(|| WriteRefusal::NotFound { what, code: code.to_owned() })?;
        let mut record = row.record();
        // What is about to be written holds from today.
        record.valid_from = None;
        Ok(Sheet::of(collection, record))
    }
}

impl Sheet {
    /// Refuses an edit by somebody who has not seen the version that stands.
    pub fn check_seen(&self, seen: Option<i32>) -> Result<(), WriteRefusal> {
        let now = self.record.version;
        match seen {
            Some(seen) if seen != now => Err(WriteRefusal::Edited { code: self.record.code.to_string(), seen, now }),
            _ => Ok(()),
        }
    }
}

impl App {
    /// Judges and writes an edit of the desk. `numbered` is the collection for whose next record a code is
    /// wanted. Returns what was written, at its new versions, beside what the judgement tells.
    pub(super) async fn write<T>(
        &self,
        view: &View,
        why: String,
        numbered: Option<&'static Collection>,
        judge: impl FnOnce(Desk) -> Result<(Vec<Sheet>, T), WriteRefusal>,
    ) -> Result<T, WriteRefusal>
    where
        T: Told,
    {
        view.viewer().may_run_incidents()?;
        self.write_in_turn(view, why, numbered, judge).await
    }

    /// As the desk writes, for whoever may: the caller has asked the viewer's right.
    pub(in crate::app) async fn write_in_turn<T>(
        &self,
        view: &View,
        why: String,
        numbered: Option<&'static Collection>,
        judge: impl FnOnce(Desk) -> Result<(Vec<Sheet>, T), WriteRefusal>,
    ) -> Result<T, WriteRefusal>
    where
        T: Told,
    {
        let viewer = view.viewer();
        let now = self.clock().now();
        let by = Authorship { who: viewer.who.clone(), why, at: now };
        let (_turn, mut writing, code) = in_time(async {
            // One of this program at a time: who waits for the store would hold a connection.
            let turn = self.turn().lock().await;
            let writing = self.store().begin(by).await?;
            // Nobody else writes now: what is read here is the state that is written to.
            self.refresh().await?;
            let code = match numbered {
                None => String::new(),
                Some(collection) => self.next_code(collection, now).await?,
            };
            Ok((turn, writing, code))
        })
        .await?;
        let (sheets, mut told) = judge(Desk { view: self.seen_by(viewer.clone()), now, code })?;
        let news = in_time(async {
            let mut news = Vec::with_capacity(sheets.len());
            for Sheet { collection, record } in &sheets {
                let tally = writing.upsert(collection, &Stated::all(collection), vec![record.clone()]).await?;
                news.push(tally.unchanged == 0);
            }
            writing.commit().await?;
            Ok(news)
        })
        .await?;
        for (Sheet { collection, mut record }, is_new) in sheets.into_iter().zip(news) {
            if is_new {
                record.version += 1;
                record.recorded_at = now;
            }
            told.take(collection, record);
        }
        // What is written is written: who cannot see it yet will by the next bell.
        if let Err(why) = self.refresh().await {
            tracing::warn!(error = &why as &dyn std::error::Error, "looking at what the desk wrote");
        }
        Ok(told)
    }

    /// `I20261124-0001`: counted from 1 for each day in China; no code ever comes twice.
    async fn next_code(&self, collection: &'static Collection, now: DateTime<Utc>) -> Result<String, StoreError> {
        let letter = match collection.name {
            "incidents" => 'I',
            "warnings" => 'W',
            _ => 'R',
        };
        let start = format!("{letter}{}-", now.with_timezone(&beijing()).format("%Y%m%d"));
        let world = self.world();
        let given = world.table(collection).in_code_order(Some(&start)).map(Row::code);
        let numbers = given.map_while(|code| code.strip_prefix(&start)).filter_map(|digits| digits.parse::<u32>().ok());
        let mut next = numbers.max().unwrap_or(0).saturating_add(1);
        loop {
            let code = format!("{start}{next:04}");
            // One that was deleted past us has a history.
            if self.store().history(collection, &code).await?.is_empty() {
                return Ok(code);
            }
            next = next.saturating_add(1);
        }
    }
}

/// An answer that is completed by the records as they were written.
pub(in crate::app) trait Told {
    fn take(&mut self, collection: &'static Collection, record: Record);
}

async fn in_time<T>(work: impl Future<Output = Result<T, StoreError>>) -> Result<T, WriteRefusal> {
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(done) => done.map_err(|why| WriteRefusal::away(&why)),
        Err(_) => {
            tracing::error!(waited_s = PATIENCE.as_secs(), "an edit over HTTP: the store does not answer");
            Err(WriteRefusal::StoreAway("it does not answer in time"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the tests of the stores cannot make happen on every machine.
    #[test]
    fn a_store_that_is_full_or_gone_is_told_as_such_and_without_its_address() {
        let said = |why: &StoreError| WriteRefusal::away(why).to_string();
        assert!(
            said(&StoreError::Full { what: "writing".into(), source: "no room".into() }).contains("its disk is full")
        );
        assert!(said(&StoreError::Busy).contains("another program is writing"));
        let gone = said(&StoreError::Missing("/home/somebody/store.gpkg".into()));
        assert!(gone.contains("not where it was") && !gone.contains("somebody"), "{gone}");
        assert!(said(&StoreError::Stopped { what: "writing" }).contains("does not answer"));
    }
}
