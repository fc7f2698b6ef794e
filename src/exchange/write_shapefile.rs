//! Shapefile: `.shp`, `.shx`, `.dbf`, `.prj` and `.cpg`, texts in UTF-8, names of fields cut to ten
//! characters by a fixed table.
//!
//! A DBF gives its widths before its rows. The rows are therefore laid by in a file of our own
//! until the widest text is known: reserving 254 bytes for each text would make most files ten
//! times as large.

use std::fs::File;
use std::io;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use std::path::Path;

use chrono::DateTime;
use chrono::Datelike;
use chrono::Utc;
use geo::BoundingRect;

use crate::domain::Collection;
use crate::domain::FieldKind;
use crate::domain::GeometryKind;
use crate::domain::Record;
use crate::domain::Value;
use crate::exchange::ExchangeError;
use crate::exchange::place::Place;
use crate::exchange::place::folder_of;
use crate::exchange::place::publish;
use crate::exchange::short_names::short_names;
use crate::exchange::shp;
use crate::exchange::srs::Srs;
use crate::exchange::writer::RecordFile;
use crate::geom::Shape;

/// What the parts of a Shapefile may grow to; other programs count with 31 bits.
const MOST_BYTES: u64 = (1 << 31) - 1;
/// The widest text of a DBF.
const WIDEST: usize = 254;

pub struct ShapefileFile {
    collection: &'static Collection,
    columns: Vec<Column>,
    shp: BufWriter<File>,
    shx: BufWriter<File>,
    dbf: BufWriter<File>,
    /// The cells of the rows, each behind its length.
    spool: BufWriter<File>,
    /// In the order in which they get their names.
    places: Vec<Place>,
    kind: Option<i32>,
    /// West, south, east, north.
    extent: Option<[f64; 4]>,
    bytes: u64,
    rows: u32,
    last_change: DateTime<Utc>,
}

struct Column {
    name: String,
    kind: u8,
    width: usize,
    decimals: u8,
}

impl Column {
    fn of(name: impl Into<String>, kind: FieldKind) -> Self {
        let (kind, width, decimals) = match kind {
            FieldKind::Integer { .. } => (b'N', 11, 0),
            // As GDAL does: any number finds room with all its digits.
            FieldKind::Real { .. } => (b'N', 24, 15),
            FieldKind::Boolean => (b'L', 1, 0),
            FieldKind::Date => (b'D', 8, 0),
            // Money and chainage stay text: a number would lose the cent, and the kilometre.
            FieldKind::Text
            | FieldKind::Document
            | FieldKind::TextList
            | FieldKind::Reference(_)
            | FieldKind::References(_)
            | FieldKind::Code(_)
            | FieldKind::Timestamp
            | FieldKind::Money
            | FieldKind::Chainage => (b'C', 1, 0),
        };
        Self { name: name.into(), kind, width, decimals }
    }
}

impl ShapefileFile {
    pub fn begin(
        collection: &'static Collection,
        (place, shp): (Place, File),
        srs: &Srs,
        is_private: bool,
    ) -> Result<Self, ExchangeError> {
        let mut places = Vec::new();
        let mut file = |ending: &str| {
            let (place, file) = Place::beside(&place.target.with_extension(ending), is_private)?;
            places.push(place);
            Ok::<_, ExchangeError>(BufWriter::new(file))
        };
        let (mut prj, mut cpg) = (file("prj")?, file("cpg")?);
        let (shx, dbf) = (file("shx")?, file("dbf")?);
        let target = &place.target;
        let failed = |why| ExchangeError::io("writing", target, why);
        prj.write_all(srs.esri.as_bytes()).and_then(|()| prj.flush()).map_err(failed)?;
        cpg.write_all(b"UTF-8").and_then(|()| cpg.flush()).map_err(failed)?;
        let spool = tempfile::tempfile_in(folder_of(target)).map_err(failed)?;
        let mut columns = vec![Column::of("code", FieldKind::Text)];
        let names = short_names(collection);
        columns.extend(names.into_iter().zip(collection.fields).map(|(name, field)| Column::of(name, field.kind)));
        columns.extend([Column::of("valid_from", FieldKind::Date), Column::of("provenance", FieldKind::Text)]);
        places.push(place);
        let mut begun = Self {
            collection,
            columns,
            shp: BufWriter::new(shp),
            shx,
            dbf,
            spool: BufWriter::new(spool),
            places,
            kind: match collection.geometry {
                GeometryKind::Point | GeometryKind::PointOrNone => Some(shp::POINT),
                GeometryKind::Line | GeometryKind::LineOrNone => Some(shp::POLYLINE),
                GeometryKind::Polygon | GeometryKind::PolygonOrNone => Some(shp::POLYGON),
                GeometryKind::None
                | GeometryKind::PointOrPolygon
                | GeometryKind::PointOrLine
                | GeometryKind::AnyOrNone => None,
            },
            extent: None,
            bytes: 100,
            rows: 0,
            last_change: DateTime::UNIX_EPOCH,
        };
        // Room for the headers, which are known last.
        let path = begun.places[4].target.clone();
        let failed = |why| ExchangeError::io("writing", &path, why);
        begun.shp.write_all(&[0; 100]).and_then(|()| begun.shx.write_all(&[0; 100])).map_err(failed)?;
        Ok(begun)
    }

    fn put_shape(&mut self, shape: Option<&Shape>) -> io::Result<()> {
        let content = shp::encoded(shape);
        let words = u32::try_from(content.len() / 2).unwrap_or(u32::MAX).to_be_bytes();
        let offset = u32::try_from(self.bytes / 2).unwrap_or(u32::MAX).to_be_bytes();
        self.rows += 1;
        self.bytes += 8 + content.len() as u64;
        self.shx.write_all(&offset)?;
        self.shx.write_all(&words)?;
        self.shp.write_all(&self.rows.to_be_bytes())?;
        self.shp.write_all(&words)?;
        self.shp.write_all(&content)?;
        if let Some(extent) = shape.and_then(BoundingRect::bounding_rect) {
            let (least, most) = (extent.min(), extent.max());
            let [west, south, east, north] = self.extent.unwrap_or([least.x, least.y, most.x, most.y]);
            self.extent = Some([west.min(least.x), south.min(least.y), east.max(most.x), north.max(most.y)]);
        }
        Ok(())
    }

    fn put_header(&self, bytes: u64) -> Vec<u8> {
        let mut header = 9994_u32.to_be_bytes().to_vec();
        header.extend([0; 20]);
        header.extend(u32::try_from(bytes / 2).unwrap_or(u32::MAX).to_be_bytes());
        header.extend(1000_u32.to_le_bytes());
        header.extend(self.kind.unwrap_or(shp::NULL).to_le_bytes());
        header.extend(self.extent.unwrap_or_default().iter().flat_map(|number| number.to_le_bytes()));
        header.extend([0; 32]);
        header
    }

    fn complete(&mut self) -> io::Result<()> {
        let (shp, shx) = (self.put_header(self.bytes), self.put_header(100 + 8 * u64::from(self.rows)));
        for (file, header) in [(&mut self.shp, shp), (&mut self.shx, shx)] {
            file.rewind()?;
            file.write_all(&header)?;
            file.flush()?;
        }
        self.dbf.write_all(&table_header(&self.columns, self.rows, self.last_change))?;
        self.spool.rewind()?;
        let mut spool = BufReader::new(self.spool.get_ref());
        let mut cell = Vec::new();
        for _ in 0..self.rows {
            self.dbf.write_all(b" ")?;
            for column in &self.columns {
                let mut length = [0];
                spool.read_exact(&mut length)?;
                cell.resize(usize::from(length[0]), 0);
                spool.read_exact(&mut cell)?;
                let blanks = vec![b' '; column.width - cell.len()];
                let (first, second) = if column.kind == b'N' { (&blanks, &cell) } else { (&cell, &blanks) };
                self.dbf.write_all(first)?;
                self.dbf.write_all(second)?;
            }
        }
        self.dbf.write_all(&[0x1a])?;
        self.dbf.flush()
    }
}

impl RecordFile for ShapefileFile {
    fn holds(&self, _: &Record, shape: Option<&Shape>) -> bool {
        shape.is_none_or(|shape| shp::kind_of(shape).is_some())
    }

    fn write(&mut self, record: &Record, shape: Option<&Shape>, path: &Path) -> Result<(), ExchangeError> {
        let unfit = |problem: String, remedy: &str| {
            Err(ExchangeError::Unfit { path: path.to_owned(), problem, remedy: remedy.to_owned() })
        };
        if let Some(kind) = shape.and_then(shp::kind_of)
            && *self.kind.get_or_insert(kind) != kind
        {
            let problem = format!("{} are of several kinds, and a Shapefile holds one", self.collection.name);
            return unfit(problem, "write .gpkg or .fgb");
        }
        self.last_change = self.last_change.max(record.recorded_at);
        let mut cells = vec![record.code.to_string()];
        cells.extend(record.values.iter().map(written));
        cells.push(record.valid_from.map(Value::Date).as_ref().map_or_else(String::new, written));
        cells.push(record.provenance.to_string());
        for (column, cell) in self.columns.iter_mut().zip(&cells) {
            column.width = column.width.max(cell.len());
            if cell.len() > WIDEST {
                let problem = format!(
                    "{} of {} is {} bytes long, and a Shapefile holds {WIDEST}",
                    column.name,
                    record.code,
                    cell.len()
                );
                return unfit(problem, "write .gpkg or .fgb");
            }
        }
        let width: usize = 1 + self.columns.iter().map(|column| column.width).sum::<usize>();
        if self.bytes > MOST_BYTES || u64::from(self.rows) * width as u64 > MOST_BYTES {
            return unfit("it would be over 2 GiB, more than a Shapefile holds".into(), "write .gpkg or .fgb");
        }
        let put = |spool: &mut BufWriter<File>, cell: &String| {
            spool.write_all(&[u8::try_from(cell.len()).unwrap_or(0)])?;
            spool.write_all(cell.as_bytes())
        };
        cells
            .iter()
            .try_for_each(|cell| put(&mut self.spool, cell))
            .and_then(|()| self.put_shape(shape))
            .map_err(|why| ExchangeError::io("writing", path, why))
    }

    fn finish(mut self: Box<Self>, path: &Path) -> Result<(), ExchangeError> {
        self.complete().map_err(|why| ExchangeError::io("writing", path, why))?;
        let target = self.places[4].target.clone();
        publish(self.places, path)?;
        // Indexes that other programs made for the file before are wrong for this one.
        for ending in ["qix", "sbn", "sbx", "idm", "ind"] {
            let _ = std::fs::remove_file(target.with_extension(ending));
        }
        Ok(())
    }
}

/// A value as a DBF writes it; blank for unknown.
fn written(value: &Value) -> String {
    match value {
        Value::Boolean(yes) => if *yes { "T" } else { "F" }.to_owned(),
        Value::Date(day) => day.format("%Y%m%d").to_string(),
        Value::Real(number) => {
            let plain = number.to_string();
            if plain.len() <= 24 { plain } else { format!("{number:e}") }
        }
        value => value.written(),
    }
}

fn table_header(columns: &[Column], rows: u32, last_change: DateTime<Utc>) -> Vec<u8> {
    let low = |number: usize| u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes();
    let year = u8::try_from((last_change.year() - 1900).clamp(0, 255)).unwrap_or(0);
    let date = [last_change.month(), last_change.day()].map(|part| u8::try_from(part).unwrap_or(1));
    let mut header = vec![3, year, date[0], date[1]];
    header.extend(rows.to_le_bytes());
    header.extend(low(32 + 32 * columns.len() + 1));
    header.extend(low(1 + columns.iter().map(|column| column.width).sum::<usize>()));
    header.extend([0; 20]);
    for column in columns {
        let mut name = column.name.as_bytes().to_vec();
        name.resize(11, 0);
        header.extend(name);
        header.extend([column.kind, 0, 0, 0, 0]);
        header.extend([u8::try_from(column.width).unwrap_or(u8::MAX), column.decimals]);
        header.extend([0; 14]);
    }
    header.push(0x0d);
    header
}
