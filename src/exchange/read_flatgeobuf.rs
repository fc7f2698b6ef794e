//! FlatGeobuf 3: a header, an index that is passed over, and one feature after the other.
//!
//! Its tables are checked before anything in them is looked at. The reader of the library is not
//! used: it reserves whatever length a feature claims, and ends at the first broken one.

use std::fs::File;
use std::io;
use std::io::BufReader;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::ops::ControlFlow;
use std::path::Path;

use flatgeobuf::ColumnType;
use flatgeobuf::Feature;
use flatgeobuf::GeometryType;
use flatgeobuf::Header;
use flatgeobuf::size_prefixed_root_as_feature;
use flatgeobuf::size_prefixed_root_as_header;
use serde_json::Value as Json;

use crate::domain::value::NotAValue;
use crate::exchange::ExchangeError;
use crate::exchange::assemble::Cell;
use crate::exchange::assemble::Given;
use crate::exchange::columns::Feed;
use crate::exchange::columns::Offer;
use crate::exchange::fgb_shapes;
use crate::exchange::fgb_values::Values;
use crate::exchange::format::other;
use crate::exchange::portion::LONGEST_RECORD;
use crate::exchange::portion::MOST_COLUMNS;
use crate::exchange::portion::too_large;
use crate::exchange::reader::Item;
use crate::exchange::reader::Opened;
use crate::exchange::reader::StatedCrs;
use crate::exchange::reader::file_fault;

const FLATGEOBUF: &str = "FlatGeobuf";
const MAGIC: [u8; 4] = *b"fgb\x03";
const LONGEST_HEADER: u64 = 10 * 1024 * 1024;
/// A box and an offset.
const BYTES_PER_NODE: u64 = 40;

pub fn open(path: &Path) -> Result<Opened, ExchangeError> {
    let failed = |why| ExchangeError::io("reading", path, why);
    let broken = |why: &str| other(path, FLATGEOBUF, why, "copy or export it again");
    let mut file = Features::open(path).map_err(failed)?;
    let mut magic = [0; 8];
    match file.read_exact(&mut magic) {
        Ok(()) if magic[..4] == MAGIC => {}
        Ok(()) if magic.starts_with(b"fgb") => {
            let why = format!("it is of version {}", magic[3]);
            return Err(other(path, "FlatGeobuf of version 3", &why, "convert it with ogr2ogr"));
        }
        _ => {
            return Err(other(
                path,
                FLATGEOBUF,
                "it does not begin as one does",
                "give it the extension of what it is",
            ));
        }
    }
    let Ok(Some(Next::Table(bytes))) = file.next_table(LONGEST_HEADER) else {
        return Err(broken("its header is cut"));
    };
    let Ok(header) = size_prefixed_root_as_header(&bytes) else { return Err(broken("its header is broken")) };
    // Columns may share their bytes, so that a short header can describe any number of them.
    let names: Vec<&str> =
        header.columns().iter().flatten().map(|column| column.name()).take(MOST_COLUMNS + 1).collect();
    if names.len() > MOST_COLUMNS || names.iter().map(|name| name.len()).sum::<usize>() > bytes.len() {
        return Err(broken("its header has over 4096 columns"));
    }
    let rows = header.features_count();
    let columns: Vec<(String, ColumnType)> =
        header.columns().iter().flatten().map(|column| (column.name().to_owned(), column.type_())).collect();
    let has_height = header.has_z() || header.has_m() || header.has_t() || header.has_tm();
    let layout = Layout { columns, kind: header.geometry_type(), has_height };
    match index_length(rows, header.index_node_size()) {
        Some(length) if length <= file.left => file.pass(length).map_err(failed)?,
        _ => return Err(broken("its index is cut")),
    }
    let offer = Offer {
        columns: layout.columns.iter().map(|(name, _)| name.clone()).collect(),
        geometry: Some("geometry".into()),
        is_empty: file.left == 0,
        ..Offer::default()
    };
    Ok(Opened {
        offer,
        crs: stated_crs(&header),
        // A writer that did not know says none.
        rows: (rows > 0).then_some(rows),
        notes: Vec::new(),
        pour: Box::new(move |feeds, give| pour(file, &layout, rows, feeds, give)),
    })
}

fn stated_crs(header: &Header<'_>) -> StatedCrs {
    let Some(crs) = header.crs() else { return StatedCrs::Unsaid };
    let is_epsg = crs.org().is_none_or(|org| org.eq_ignore_ascii_case("EPSG"));
    match (crs.code(), crs.wkt()) {
        (code, _) if code > 0 && is_epsg => StatedCrs::Named(format!("EPSG:{code}")),
        (_, Some(wkt)) if !wkt.trim().is_empty() => StatedCrs::Named(wkt.to_owned()),
        _ => StatedCrs::Unsaid,
    }
}

/// The bytes of the index before the features: a packed tree, level by level.
fn index_length(rows: u64, per_node: u16) -> Option<u64> {
    if rows == 0 || per_node == 0 {
        return Some(0);
    }
    let per_node = u64::from(per_node.max(2));
    let (mut level, mut nodes) = (rows, rows);
    while level > 1 {
        level = level.div_ceil(per_node);
        nodes = nodes.checked_add(level)?;
    }
    // A tree of one feature still has a root above it.
    if rows == 1 {
        nodes += 1;
    }
    nodes.checked_mul(BYTES_PER_NODE)
}

/// What holds for all features.
struct Layout {
    columns: Vec<(String, ColumnType)>,
    kind: GeometryType,
    has_height: bool,
}

/// The file, and how much of it is left.
struct Features {
    file: BufReader<File>,
    left: u64,
}

impl Features {
    fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let left = file.metadata()?.len();
        Ok(Self { file: BufReader::with_capacity(1 << 17, file), left })
    }

    fn read_exact(&mut self, bytes: &mut [u8]) -> io::Result<()> {
        self.file.read_exact(bytes)?;
        self.left = self.left.saturating_sub(bytes.len() as u64);
        Ok(())
    }

    fn pass(&mut self, length: u64) -> io::Result<()> {
        self.file.seek(SeekFrom::Current(i64::try_from(length).unwrap_or(i64::MAX)))?;
        self.left -= length;
        Ok(())
    }

    /// The next table behind its length, with which it is checked; nothing at the end of the file.
    fn next_table(&mut self, longest: u64) -> io::Result<Option<Next>> {
        if self.left == 0 {
            return Ok(None);
        }
        let mut prefix = [0; 4];
        self.read_exact(&mut prefix)?;
        let length = u64::from(u32::from_le_bytes(prefix));
        if length > self.left {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if length > longest {
            self.pass(length)?;
            return Ok(Some(Next::TooLong));
        }
        let mut table = prefix.to_vec();
        table.resize(4 + usize::try_from(length).unwrap_or(0), 0);
        self.read_exact(&mut table[4..])?;
        Ok(Some(Next::Table(table)))
    }
}

enum Next {
    Table(Vec<u8>),
    /// Passed over.
    TooLong,
}

fn pour(mut file: Features, layout: &Layout, rows: u64, feeds: &[Feed], give: &mut dyn FnMut(Item) -> ControlFlow<()>) {
    let at = |feed: &Feed| layout.columns.iter().position(|(name, _)| *name == feed.column);
    let wanted: Vec<(Option<usize>, bool)> = feeds.iter().map(|feed| (at(feed), feed.is_list)).collect();
    let mut number = 0;
    loop {
        number += 1;
        let stopped = |problem: String| Item::Stopped {
            number,
            fault: file_fault(format!("reading stopped: {problem}"), "copy or export the file again"),
        };
        let item = match file.next_table(LONGEST_RECORD) {
            Ok(None) if number > rows => return,
            Ok(None) => stopped(format!("the file ends here, though its header gives {rows} features")),
            Ok(Some(next)) => {
                let item = match next {
                    Next::Table(table) => row(&table, number, layout, &wanted),
                    Next::TooLong => {
                        let NotAValue { problem, remedy } = too_large("feature");
                        Item::Unreadable { number, fault: file_fault(problem, &remedy) }
                    }
                };
                if give(item).is_break() {
                    return;
                }
                continue;
            }
            Err(why) if why.kind() == io::ErrorKind::UnexpectedEof => stopped("the file is cut within this row".into()),
            Err(why) => stopped(why.to_string()),
        };
        let _ = give(item);
        return;
    }
}

fn row(table: &[u8], number: u64, layout: &Layout, wanted: &[(Option<usize>, bool)]) -> Item {
    let unreadable =
        |problem: &str, remedy: &str| Item::Unreadable { number, fault: file_fault(problem.to_owned(), remedy) };
    let Ok(feature) = size_prefixed_root_as_feature(table) else {
        return unreadable("the feature is broken", "copy or export the file again");
    };
    if feature.columns().is_some_and(|columns| !columns.is_empty()) {
        return unreadable("the feature has columns of its own", "convert the file with ogr2ogr");
    }
    let Some(cells) = cells(&feature, layout, wanted) else {
        return unreadable("the values of the feature are broken", "copy or export the file again");
    };
    let geometry = match feature.geometry() {
        None => Ok(None),
        Some(geometry) => {
            fgb_shapes::read(geometry, layout.kind).map(|shape| shape.map(|shape| (shape, layout.has_height)))
        }
    };
    Item::Row(Given { number, cells, geometry, id: Json::Null })
}

fn cells(feature: &Feature<'_>, layout: &Layout, wanted: &[(Option<usize>, bool)]) -> Option<Vec<Cell>> {
    let mut found: Vec<Option<Cell>> = layout.columns.iter().map(|_| None).collect();
    let bytes: Vec<u8> = feature.properties().map(|bytes| bytes.iter().collect()).unwrap_or_default();
    let mut values = Values { left: &bytes };
    while !values.left.is_empty() {
        let column = usize::from(u16::from_le_bytes(values.take()?));
        let is_list = wanted.iter().any(|(at, is_list)| *at == Some(column) && *is_list);
        let value = values.next_value(layout.columns.get(column)?.1, is_list)?;
        found[column] = Some(value);
    }
    // One column may feed two fields.
    let cell = |at: &Option<usize>| match at.and_then(|at| found[at].as_ref()) {
        None => Ok(Json::Null),
        Some(Ok(value)) => Ok(value.clone()),
        Some(Err(why)) => Err(why.clone()),
    };
    Some(wanted.iter().map(|(at, _)| cell(at)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use flatgeobuf::packed_r_tree::PackedRTree;

    #[test]
    fn the_index_is_as_long_as_the_library_makes_it() {
        for rows in [1_u16, 2, 15, 16, 17, 255, 256, 257, 60_000] {
            for per_node in [2, 3, 16, u16::MAX] {
                let theirs = PackedRTree::index_size(rows.into(), per_node) as u64;
                assert_eq!(index_length(rows.into(), per_node), Some(theirs), "{rows} {per_node}");
            }
        }
        assert_eq!(index_length(0, 16), Some(0));
        assert_eq!(index_length(u64::MAX, 16), None);
    }
}
