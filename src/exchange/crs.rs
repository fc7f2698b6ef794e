//! Coordinate reference systems at the edge: what a name means, and the way to EPSG:4490 and back.
//!
//! PROJ does the work. Axes are normalised (`Proj::new_known_crs`): longitude or easting first,
//! whatever order the authority gives; EPSG:4547 is northing, easting in the register and easting,
//! northing here, as it is in files. EPSG:4490, EPSG:4326 and CRS84 are treated as equal.

use std::cell::RefCell;

use geo::MapCoords;
use geo_types::Coord;
use proj::Proj;

use crate::domain::value::clipped;
use crate::exchange::ExchangeError;
use crate::geom::Shape;

/// Where a file's coordinates lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Crs {
    /// EPSG:4490, or one treated as equal: no transformation.
    Degrees,
    /// Anything else that PROJ knows, in words that PROJ reads.
    Other(String),
}

impl Crs {
    /// Reads `EPSG:4547`, `4547`, the OGC's URN and URL forms, WKT and PROJ strings, and has PROJ
    /// confirm that it knows the way.
    pub fn read(given: &str) -> Result<Self, ExchangeError> {
        let crs = Self::named(given)?;
        if let Self::Other(definition) = &crs {
            with_proj(definition, EPSG_4490, |_| ())
                .map_err(|source| ExchangeError::Crs { given: clipped(given), source: Some(source) })?;
        }
        Ok(crs)
    }

    fn named(given: &str) -> Result<Self, ExchangeError> {
        let text = given.trim();
        let upper = text.to_uppercase();
        let plain: String = upper.chars().filter(char::is_ascii_alphanumeric).collect();
        if ["GCJ02", "BD09", "BD09LL", "BD09MC"].contains(&plain.as_str()) {
            return Err(ExchangeError::ObfuscatedCrs(text.to_owned()));
        }
        if text.is_empty() || text.contains('\0') {
            return Err(ExchangeError::Crs { given: clipped(text), source: None });
        }
        if upper.ends_with("CRS84") || is_wkt_of_degrees(&upper) {
            return Ok(Self::Degrees);
        }
        // `urn:ogc:def:crs:EPSG::4547`, `http://www.opengis.net/def/crs/EPSG/0/4547`, `EPSG:4547`.
        let code = match upper.rsplit_once([':', '/']) {
            Some((authority, code)) if authority.contains("EPSG") && !text.starts_with('+') => code,
            Some(_) => "",
            None => &upper,
        };
        // PROJ guesses at names, and finds something for nearly every word.
        let is_definition =
            text.starts_with('+') || text.contains(['[', '{']) || text.contains(':') || text.contains("//");
        if !is_definition && !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ExchangeError::Crs { given: clipped(text), source: None });
        }
        if code.is_empty() || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Self::Other(text.to_owned()));
        }
        Ok(if ["4490", "4326"].contains(&code) { Self::Degrees } else { Self::Other(format!("EPSG:{code}")) })
    }

    /// For a message.
    pub fn words(&self) -> String {
        match self {
            Self::Degrees => "EPSG:4490".to_owned(),
            // Of WKT the name, since the rest is hard to read.
            Self::Other(definition) if definition.contains('[') => {
                clipped(definition.split('"').nth(1).unwrap_or(definition))
            }
            Self::Other(definition) => clipped(definition),
        }
    }

    /// The EPSG code, where there is one.
    pub fn epsg(&self) -> Option<i32> {
        match self {
            Self::Degrees => Some(4490),
            Self::Other(definition) => definition.strip_prefix("EPSG:")?.parse().ok(),
        }
    }

    /// Whether it stands on Beijing 1954 or Xi'an 1980, for which no parameters are public: PROJ
    /// then lets the datum be, and places may lie up to about 100 m off.
    pub fn is_on_an_old_datum(&self) -> bool {
        let is_named_so = |definition: &String| {
            let plain = definition.to_lowercase().replace(['_', ' ', '\''], "");
            definition.contains('[') && (plain.contains("beijing1954") || plain.contains("xian1980"))
        };
        matches!(self, Self::Other(definition) if is_named_so(definition))
            || matches!(
                self.epsg(),
                Some(4214 | 4555 | 4610 | 2327..=2390 | 2401..=2442 | 21413..=21463 | 4568..=4589 | 4652..=4800)
            )
    }

    /// A shape of this system in EPSG:4490, to 10⁻⁹ degrees (0.1 mm); untouched where the two are
    /// treated as equal. `None` where the projection does not reach.
    pub fn to_degrees(&self, shape: Shape) -> Option<Shape> {
        match self {
            Self::Degrees => Some(shape),
            Self::Other(definition) => {
                let rounded = |number: f64| (number * 1e9).round() / 1e9;
                let moved = transformed(definition, EPSG_4490, &shape)?;
                Some(moved.map_coords(|corner| Coord { x: rounded(corner.x), y: rounded(corner.y) }))
            }
        }
    }

    /// A shape of EPSG:4490 in this system, not rounded, so that it comes back as it was.
    pub fn of_degrees(&self, shape: &Shape) -> Option<Shape> {
        match self {
            Self::Degrees => Some(shape.clone()),
            Self::Other(definition) => transformed(EPSG_4490, definition, shape),
        }
    }
}

/// Whether WKT describes EPSG:4490 or EPSG:4326, which a `.prj` does not say by number: a
/// transformation between equals would only cost digits.
fn is_wkt_of_degrees(upper: &str) -> bool {
    let is_geographic = ["GEOGCS[", "GEOGCRS[", "GEODCRS["].iter().any(|start| upper.starts_with(start));
    let name: String = upper.split('"').nth(1).unwrap_or("").chars().filter(char::is_ascii_alphanumeric).collect();
    let name = name.strip_prefix("GCS").unwrap_or(&name);
    let is_equal = ["CHINAGEODETICCOORDINATESYSTEM2000", "CGCS2000", "WGS1984", "WGS84"].contains(&name);
    is_geographic && is_equal && upper.contains("0.01745329") && upper.contains("GREENWICH")
}

const EPSG_4490: &str = "EPSG:4490";

fn transformed(from: &str, to: &str, shape: &Shape) -> Option<Shape> {
    let moved = with_proj(from, to, |proj| {
        shape.try_map_coords(|corner| match proj.convert((corner.x, corner.y)) {
            Ok((x, y)) if x.is_finite() && y.is_finite() => Ok(Coord { x, y }),
            _ => Err(()),
        })
    });
    moved.ok()?.ok()
}

thread_local! {
    /// `Proj` may not cross threads and takes tens of milliseconds to make.
    static LAST: RefCell<Option<(String, String, Proj)>> = const { RefCell::new(None) };
}

fn with_proj<T>(from: &str, to: &str, run: impl FnOnce(&Proj) -> T) -> Result<T, proj::ProjCreateError> {
    LAST.with_borrow_mut(|last| {
        if let Some((of, into, proj)) = last.as_ref()
            && of == from
            && into == to
        {
            return Ok(run(proj));
        }
        let proj = Proj::new_known_crs(from, to, None)?;
        let answer = run(&proj);
        *last = Some((from.to_owned(), to.to_owned(), proj));
        Ok(answer)
    })
}
