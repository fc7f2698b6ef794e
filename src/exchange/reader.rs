//! Opens a file, settles how it will be read, and hands out its rows.
//!
//! The file is read on a thread of its own, a few hundred rows ahead at most: parsers that push
//! (serde) or borrow (a database) stay simple, and a reader can travel between threads.

use std::mem;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::SyncSender;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::vec;

use crate::domain::Collection;
use crate::domain::Fault;
use crate::domain::Stated;
use crate::domain::value::clipped;
use crate::exchange::ExchangeError;
use crate::exchange::Row;
use crate::exchange::Source;
use crate::exchange::assemble::Assembler;
use crate::exchange::assemble::Given;
use crate::exchange::columns::Feed;
use crate::exchange::columns::Offer;
use crate::exchange::columns::Plan;
use crate::exchange::crs::Crs;
use crate::exchange::format::Format;
use crate::exchange::read_csv;
use crate::exchange::read_flatgeobuf;
use crate::exchange::read_geojson;
use crate::exchange::read_geopackage;
use crate::exchange::read_lines;
use crate::exchange::read_osm;
use crate::exchange::read_shapefile;
use crate::exchange::read_xlsx;

/// Rows travel in batches, since handing over costs more than a row; so many batches may wait. Rows of
/// many corners make smaller batches, so that what waits stays small.
const BATCH: usize = 128;
const MOST_CORNERS: usize = 100_000;
const AHEAD: usize = 2;

/// A file that has been looked at and is ready to be poured out.
pub struct Opened {
    pub offer: Offer,
    pub crs: StatedCrs,
    pub rows: Option<u64>,
    pub notes: Vec<String>,
    pub pour: Pour,
}

/// Gives each row to the function, for each feed its cell, until the file ends or the function has
/// had enough.
pub type Pour = Box<dyn FnOnce(&[Feed], &mut dyn FnMut(Item) -> ControlFlow<()>) + Send>;

pub enum Item {
    Row(Given),
    /// What stands where a row should cannot be read as one.
    Unreadable {
        number: u64,
        fault: Fault,
    },
    /// Reading cannot go on: the last item of a file that has more.
    Stopped {
        number: u64,
        fault: Fault,
    },
    Note(String),
}

/// What a file says of its coordinates.
pub enum StatedCrs {
    /// The format knows no other (GeoJSON).
    OfTheFormat,
    /// It says nothing: degrees, and the reader says so.
    Unsaid,
    /// In words that [`Crs::read`] knows.
    Named(String),
    /// It says that it does not know.
    Undefined,
}

enum Message {
    Rows(Vec<Row>),
    Stopped,
    Note(String),
    End,
}

/// The rows of one file.
pub struct Reader {
    stated: Stated,
    crs: Crs,
    notes: Vec<String>,
    rows: Option<u64>,
    last: u64,
    has_stopped: bool,
    ready: vec::IntoIter<Row>,
    /// Gone once the file has ended.
    messages: Option<Receiver<Message>>,
}

/// Opens a file, sees what it is, and checks all that can be checked before the first row.
pub fn read(collection: &'static Collection, source: &Source) -> Result<Reader, ExchangeError> {
    let opened = opened(source, collection.name, Some(collection))?;
    started(Plan::new(collection, source, &opened.offer)?, opened, source)
}

/// Opens a file for a collection, or for a reference layer, which takes it as it is.
pub fn opened(source: &Source, name: &str, collection: Option<&Collection>) -> Result<Opened, ExchangeError> {
    let format = Format::to_read(&source.path)?;
    if let (Some(layer), false) = (&source.layer, matches!(format, Format::GeoPackage | Format::Xlsx)) {
        return Err(ExchangeError::Layerless(layer.clone()));
    }
    match format {
        Format::GeoJson => read_geojson::open(&source.path),
        Format::GeoJsonLines => read_lines::open(&source.path),
        Format::GeoPackage => read_geopackage::open(&source.path, source.layer.as_deref(), name),
        Format::Csv => read_csv::open(&source.path),
        Format::FlatGeobuf => read_flatgeobuf::open(&source.path),
        Format::Osm => read_osm::open(&source.path, name),
        Format::Xlsx => read_xlsx::open(&source.path, source.layer.as_deref()),
        Format::Kml | Format::Gpx => unreachable!("`to_read` refuses what is only written"),
        Format::Shapefile => read_shapefile::open(&source.path, collection),
    }
}

/// Begins to read what was opened.
pub fn started(mut plan: Plan, opened: Opened, source: &Source) -> Result<Reader, ExchangeError> {
    let given_crs = source.crs.as_deref().map(Crs::read).transpose()?;
    plan.notes.extend(opened.notes);
    let crs = if plan.stated.geometry {
        settled(given_crs, opened.crs, &source.path, &mut plan.notes)?
    } else {
        Crs::Degrees
    };
    let stated = plan.stated.clone();
    let notes = mem::take(&mut plan.notes);
    let (sender, receiver) = sync_channel(AHEAD);
    let assembler = Assembler::new(plan, crs.clone());
    thread::Builder::new()
        .name("exchange reader".into())
        .spawn(move || pour_out(opened.pour, assembler, &sender))
        .map_err(|why| ExchangeError::io("starting to read", &source.path, why))?;
    Ok(Reader {
        stated,
        crs,
        notes,
        rows: opened.rows,
        last: 0,
        has_stopped: false,
        ready: Vec::new().into_iter(),
        messages: Some(receiver),
    })
}

/// What the user says goes before what the file says.
fn settled(given: Option<Crs>, stated: StatedCrs, path: &Path, notes: &mut Vec<String>) -> Result<Crs, ExchangeError> {
    let crs = match (given, stated) {
        (Some(crs), StatedCrs::Named(name)) => {
            let stated = Crs::read(&name);
            if !matches!(&stated, Ok(stated) if *stated == crs) {
                let said = stated.map_or_else(|_| clipped(&name), |stated| stated.words());
                notes.push(format!("the file says {said}; {} is taken, as --crs says", crs.words()));
            }
            crs
        }
        (Some(crs), _) => crs,
        (None, StatedCrs::OfTheFormat) => Crs::Degrees,
        (None, StatedCrs::Unsaid) => {
            notes.push("coordinates taken as longitude and latitude of EPSG:4490; --crs says otherwise".into());
            Crs::Degrees
        }
        (None, StatedCrs::Named(name)) => Crs::read(&name)?,
        (None, StatedCrs::Undefined) => {
            return Err(ExchangeError::UndefinedCrs(path.to_owned()));
        }
    };
    Ok(crs)
}

fn pour_out(pour: Pour, mut assembler: Assembler, sender: &SyncSender<Message>) {
    let feeds = assembler.plan().feeds.clone();
    let send = |message| match sender.send(message) {
        Ok(()) => ControlFlow::Continue(()),
        // The reader was dropped before the end.
        Err(_) => ControlFlow::Break(()),
    };
    let mut batch = Vec::with_capacity(BATCH);
    let mut corners = 0;
    pour(&feeds, &mut |item| {
        match item {
            Item::Row(given) => batch.push(assembler.row(given)),
            Item::Unreadable { number, fault } => batch.push(Row { number, outcome: Err(vec![fault]) }),
            Item::Stopped { number, fault } => {
                batch.push(Row { number, outcome: Err(vec![fault]) });
                return send(Message::Stopped);
            }
            Item::Note(note) => return send(Message::Note(note)),
        }
        corners += batch.last().map_or(0, Row::corners);
        if batch.len() < BATCH && corners < MOST_CORNERS {
            return ControlFlow::Continue(());
        }
        corners = 0;
        send(Message::Rows(mem::replace(&mut batch, Vec::with_capacity(BATCH))))
    });
    let _ = send(Message::Rows(batch));
    if let Some(accuracy) = assembler.accuracy() {
        let _ = send(Message::Note(accuracy));
    }
    if assembler.had_height {
        let _ = send(Message::Note("heights and measures (Z, M) are dropped: the collections are flat".into()));
    }
    let _ = send(Message::End);
}

impl Reader {
    /// What the rows state: a column of the file, a mapped one or a set one. A GeoJSON file states
    /// a field when any of its features has it; where another feature leaves it out, it is unknown.
    pub fn stated(&self) -> &Stated {
        &self.stated
    }

    /// Where the coordinates of the file are taken to lie.
    pub fn crs(&self) -> &Crs {
        &self.crs
    }

    /// What an operator should know but need not mend. Complete when the rows are through.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Whether the file has more that could not be read. Known when the rows are through.
    pub fn has_stopped(&self) -> bool {
        self.has_stopped
    }

    /// How many rows there will be, where the file says or a first look has counted.
    pub fn expected_rows(&self) -> Option<u64> {
        self.rows
    }
}

impl Iterator for Reader {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            if let Some(row) = self.ready.next() {
                self.last = row.number;
                return Some(row);
            }
            match self.messages.as_ref()?.recv() {
                Ok(Message::Rows(rows)) => self.ready = rows.into_iter(),
                Ok(Message::Note(note)) => self.notes.push(note),
                Ok(Message::Stopped) => self.has_stopped = true,
                Ok(Message::End) => self.messages = None,
                // The thread ended without saying so. A file must never seem to end early.
                Err(_) => {
                    self.messages = None;
                    self.has_stopped = true;
                    let fault = Fault {
                        code: String::new(),
                        field: String::new(),
                        value: String::new(),
                        problem: format!("reading stopped after row {}", self.last),
                        remedy: "report this as a fault of luzhang, with the file".into(),
                    };
                    return Some(Row { number: self.last + 1, outcome: Err(vec![fault]) });
                }
            }
        }
    }
}

/// A fault of the file at one place rather than of a field.
pub fn file_fault(problem: String, remedy: &str) -> Fault {
    Fault { code: String::new(), field: String::new(), value: String::new(), problem, remedy: remedy.to_owned() }
}
