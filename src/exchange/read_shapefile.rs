//! Shapefile: shapes in `.shp`, where each begins in `.shx`, the table in `.dbf`, the coordinate
//! system in `.prj`, the encoding in `.cpg`.

use std::fs;
use std::fs::File;
use std::io;
use std::io::BufReader;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::ops::ControlFlow;
use std::path::Path;
use std::path::PathBuf;

use encoding_rs::Encoding;
use encoding_rs::WINDOWS_1252;
use serde_json::Value as Json;

use crate::domain::Collection;
use crate::domain::Fault;
use crate::domain::value::NotAValue;
use crate::domain::value::clipped;
use crate::exchange::ExchangeError;
use crate::exchange::assemble::Cell;
use crate::exchange::assemble::Given;
use crate::exchange::columns::Feed;
use crate::exchange::columns::Offer;
use crate::exchange::dbf::Next;
use crate::exchange::dbf::Table;
use crate::exchange::encodings::Guess;
use crate::exchange::encodings::of_cpg;
use crate::exchange::encodings::of_language_driver;
use crate::exchange::format::other;
use crate::exchange::portion::LONGEST_RECORD;
use crate::exchange::portion::too_large;
use crate::exchange::reader::Item;
use crate::exchange::reader::Opened;
use crate::exchange::reader::StatedCrs;
use crate::exchange::reader::file_fault;
use crate::exchange::short_names::aliases;
use crate::exchange::shp;
use crate::geom::Shape;

const SHAPEFILE: &str = "a Shapefile";
const HEADER: u64 = 100;
/// A `.prj` or `.cpg` is a line; more is something else.
const LONGEST_NOTE: u64 = 64 * 1024;

pub fn open(path: &Path, collection: Option<&Collection>) -> Result<Opened, ExchangeError> {
    let shapes = Shapes::open(path)?;
    let mut notes = Vec::new();
    let Some(table_path) = beside(path, "dbf") else {
        let why = format!("beside it {} is missing", named(path, "dbf"));
        return Err(other(path, "a whole Shapefile", &why, "give .shp, .shx, .dbf and .prj together"));
    };
    let table = open_table(&table_path)?;
    if let Some(count) = shapes.count
        && count != u64::from(table.rows)
    {
        let why = format!("its .shx lists {count} shapes, its .dbf {} rows", table.rows);
        return Err(other(path, "a whole Shapefile", &why, "export it again, all files together"));
    }
    if shapes.count.is_none() {
        notes.push(format!("{} is missing: shapes are taken in the order in which they stand", named(path, "shx")));
    }
    let encoding = encoding(path, &table_path, &table, &mut notes)?;
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|column| encoding.decode_without_bom_handling(&column.name).0.trim_end_matches('\u{fffd}').to_owned())
        .collect();
    let aliases = collection.map(|collection| aliases(collection, &columns)).unwrap_or_default();
    let cut: Vec<String> = aliases
        .iter()
        .filter(|(theirs, ours)| !theirs.eq_ignore_ascii_case(ours))
        .map(|(theirs, ours)| format!("{} = {ours}", clipped(theirs)))
        .collect();
    if !cut.is_empty() {
        notes.push(format!("columns known by their short names: {}", cut.join(", ")));
    }
    let crs = stated_crs(path, &mut notes)?;
    let rows = u64::from(table.rows);
    let offer = Offer {
        columns: columns.clone(),
        aliases,
        geometry: Some("geometry".into()),
        is_empty: table.rows == 0,
        ..Offer::default()
    };
    let rows_of = Rows { table, shapes, encoding, columns };
    Ok(Opened { offer, crs, rows: Some(rows), notes, pour: Box::new(move |feeds, give| rows_of.pour(feeds, give)) })
}

/// The file of that name with another ending, whatever the case of the ending.
fn beside(path: &Path, ending: &str) -> Option<PathBuf> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|other| other.file_stem() == path.file_stem())
        .filter(|other| other.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending)))
        .collect();
    found.sort();
    found.pop()
}

/// As a message names a file beside.
fn named(path: &Path, ending: &str) -> String {
    path.with_extension(ending).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn open_table(path: &Path) -> Result<Table, ExchangeError> {
    let failed = |why| ExchangeError::io("reading", path, why);
    let table = Table::open(File::open(path).map_err(failed)?).map_err(failed)?;
    table.map_err(|why| other(path, "the table of a Shapefile", why, "copy or export the Shapefile again"))
}

fn read_note(path: &Path, ending: &str) -> Result<Option<String>, ExchangeError> {
    let Some(path) = beside(path, ending) else { return Ok(None) };
    let failed = |why| ExchangeError::io("reading", &path, why);
    let mut bytes = Vec::new();
    File::open(&path).map_err(failed)?.take(LONGEST_NOTE).read_to_end(&mut bytes).map_err(failed)?;
    Ok(Some(String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').trim().to_owned()))
}

fn stated_crs(path: &Path, notes: &mut Vec<String>) -> Result<StatedCrs, ExchangeError> {
    match read_note(path, "prj")? {
        Some(wkt) if wkt.is_empty() => Ok(StatedCrs::Undefined),
        Some(wkt) => Ok(StatedCrs::Named(wkt)),
        None => {
            notes.push(format!("{} is missing: nothing says where the coordinates lie", named(path, "prj")));
            Ok(StatedCrs::Unsaid)
        }
    }
}

fn encoding(
    path: &Path,
    table_path: &Path,
    table: &Table,
    notes: &mut Vec<String>,
) -> Result<&'static Encoding, ExchangeError> {
    if let Some(said) = read_note(path, "cpg")? {
        if let Some(encoding) = of_cpg(&said) {
            return Ok(encoding);
        }
        notes.push(format!("{} says `{}`, an encoding that is not known", named(path, "cpg"), clipped(&said)));
    } else if let Some(encoding) = of_language_driver(table.language_driver) {
        // Nearly any bytes are a text in it, so that a wrong word of the header would go unseen.
        if encoding == WINDOWS_1252 {
            notes.push(format!(
                "texts taken as windows-1252, as the .dbf says; a file {} with the name of the encoding says otherwise",
                named(path, "cpg")
            ));
        }
        return Ok(encoding);
    }
    let mut guess = Guess::default();
    let mut texts = open_table(table_path)?;
    texts.columns.iter().for_each(|column| guess.look(&column.name));
    for _ in 0..texts.rows {
        // A table that is cut is for the reading proper to name.
        let (Ok(Next::Row | Next::Deleted), false) = (texts.next_row(), guess.is_sure()) else { break };
        for column in texts.columns.iter().filter(|column| column.is_text()) {
            guess.look(texts.bytes(column).trim_ascii_end());
        }
    }
    let (encoding, is_guess) = guess.outcome();
    if is_guess {
        notes.push(format!(
            "nothing says the encoding of the texts and they are not UTF-8: taken as {}; a file {} with the name of \
             the encoding says otherwise",
            encoding.name(),
            named(path, "cpg")
        ));
    }
    Ok(encoding)
}

/// The shapes, one after the other.
struct Shapes {
    file: BufReader<File>,
    length: u64,
    /// Where the file stands.
    at: u64,
    index: Option<BufReader<File>>,
    count: Option<u64>,
}

impl Shapes {
    fn open(path: &Path) -> Result<Self, ExchangeError> {
        let (file, length) = Self::open_part(path)?;
        let (mut index, mut count) = (None, None);
        if let Some(path) = beside(path, "shx") {
            let (file, length) = Self::open_part(&path)?;
            (index, count) = (Some(file), Some((length - HEADER) / 8));
        }
        Ok(Self { file, length, at: HEADER, index, count })
    }

    /// A `.shp` or `.shx` behind its header, with its length.
    fn open_part(path: &Path) -> Result<(BufReader<File>, u64), ExchangeError> {
        let failed = |why| ExchangeError::io("reading", path, why);
        let mut file = BufReader::with_capacity(1 << 17, File::open(path).map_err(failed)?);
        let length = file.get_ref().metadata().map_err(failed)?.len();
        let mut header = [0; 100];
        let is_cut = length < HEADER || file.read_exact(&mut header).is_err();
        if is_cut || header[..4] != 9994_u32.to_be_bytes() {
            let remedy = "give it the extension of what it is, or export it again";
            return Err(other(path, SHAPEFILE, "it does not begin as one does", remedy));
        }
        Ok((file, length))
    }

    /// The content of the next record; none where it is too long to be held, which is passed over.
    fn next_shape(&mut self) -> io::Result<Option<Vec<u8>>> {
        let cut = || io::Error::new(io::ErrorKind::InvalidData, "the .shp ends before its table does");
        if let Some(index) = &mut self.index {
            let mut entry = [0; 8];
            index.read_exact(&mut entry)?;
            let offset = u64::from(u32::from_be_bytes([entry[0], entry[1], entry[2], entry[3]])) * 2;
            if offset != self.at {
                let forth = i64::try_from(offset).unwrap_or(i64::MAX) - i64::try_from(self.at).unwrap_or(0);
                self.file.seek_relative(forth).or_else(|_| self.file.seek(SeekFrom::Start(offset)).map(|_| ()))?;
                self.at = offset;
            }
        }
        let mut header = [0; 8];
        if self.at + 8 > self.length {
            return Err(cut());
        }
        self.file.read_exact(&mut header)?;
        let length = u64::from(u32::from_be_bytes([header[4], header[5], header[6], header[7]])) * 2;
        self.at += 8;
        if length > self.length - self.at {
            return Err(cut());
        }
        self.at += length;
        if length > LONGEST_RECORD {
            self.file.seek(SeekFrom::Start(self.at))?;
            return Ok(None);
        }
        let mut content = vec![0; usize::try_from(length).unwrap_or(0)];
        self.file.read_exact(&mut content)?;
        Ok(Some(content))
    }
}

struct Rows {
    table: Table,
    shapes: Shapes,
    encoding: &'static Encoding,
    columns: Vec<String>,
}

impl Rows {
    fn pour(mut self, feeds: &[Feed], give: &mut dyn FnMut(Item) -> ControlFlow<()>) {
        let at = |feed: &Feed| self.columns.iter().position(|column| *column == feed.column);
        let positions: Vec<Option<usize>> = feeds.iter().map(at).collect();
        let mut deleted = 0_u64;
        for number in 1..=u64::from(self.table.rows) {
            let stopped = |why: io::Error| {
                let problem = match why.kind() {
                    io::ErrorKind::UnexpectedEof => "the file is cut within this row".to_owned(),
                    _ => why.to_string(),
                };
                Item::Stopped { number, fault: cut_fault(&problem) }
            };
            let (next, shape) = match (self.table.next_row(), self.shapes.next_shape()) {
                (Ok(next), Ok(shape)) => (next, shape),
                (Err(why), _) | (_, Err(why)) => {
                    let _ = give(stopped(why));
                    return;
                }
            };
            let item = match next {
                Next::Deleted => {
                    deleted += 1;
                    continue;
                }
                Next::End => {
                    let _ = give(Item::Stopped { number, fault: cut_fault("the table ends here") });
                    return;
                }
                Next::Row => Item::Row(Given {
                    number,
                    cells: positions.iter().map(|at| self.cell(*at)).collect(),
                    geometry: geometry(shape.as_deref()),
                    id: Json::Null,
                }),
            };
            if give(item).is_break() {
                return;
            }
        }
        if deleted > 0 {
            let _ = give(Item::Note(format!("{deleted} rows that are marked as deleted passed over")));
        }
    }

    fn cell(&self, at: Option<usize>) -> Cell {
        match at.and_then(|at| self.table.columns.get(at)) {
            Some(column) => self.table.cell(column, self.encoding),
            None => Ok(Json::Null),
        }
    }
}

fn geometry(content: Option<&[u8]>) -> Result<Option<(Shape, bool)>, NotAValue> {
    content.map_or_else(|| Err(too_large("shape")), shp::decoded)
}

fn cut_fault(problem: &str) -> Fault {
    file_fault(
        format!("reading stopped: {problem}, though the header gives more"),
        "copy or export the Shapefile again, all files together",
    )
}
