//! Coordinate reference systems at the edge: what a name means, and the way to EPSG:4490 and back.
//!
//! PROJ does the work, but for the shifted degrees of web maps, which it does not know. Axes are
//! normalised (`Proj::new_known_crs`): longitude or easting first, whatever order the authority
//! gives; EPSG:4547 is northing, easting in the register and easting, northing here, as it is in
//! files. EPSG:4490, EPSG:4326 and CRS84 are treated as equal.

use geo::MapCoords;
use geo_types::Coord;

use crate::domain::value::clipped;
use crate::exchange::ExchangeError;
use crate::exchange::way;
use crate::geom::Shape;
use crate::geom::gcj02::from_gcj02;
use crate::geom::gcj02::gcj02_of_bd09;
use crate::geom::gcj02::gcj02_to_bd09;
use crate::geom::gcj02::to_gcj02;

/// Where a file's coordinates lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Crs {
    /// EPSG:4490, or one treated as equal: no transformation.
    Degrees,
    /// The shifted degrees of Amap, Tencent and others.
    Gcj02,
    /// The twice shifted degrees of Baidu: read, never written.
    Bd09,
    /// Anything else that PROJ knows, in words that PROJ reads.
    Other(String),
}

impl Crs {
    /// Reads `EPSG:4547`, `4547`, the OGC's URN and URL forms, WKT and PROJ strings, and has PROJ
    /// confirm that it knows the way; also `GCJ-02` and `BD-09`, however they are spelt.
    pub fn read(given: &str) -> Result<Self, ExchangeError> {
        let crs = Self::named(given)?;
        if let Self::Other(definition) = &crs {
            way::found(definition)
                .map_err(|source| ExchangeError::Crs { given: clipped(given), source: Some(source) })?;
        }
        Ok(crs)
    }

    fn named(given: &str) -> Result<Self, ExchangeError> {
        let text = given.trim();
        let upper = text.to_uppercase();
        let plain: String = upper.chars().filter(char::is_ascii_alphanumeric).collect();
        match plain.as_str() {
            "GCJ02" => return Ok(Self::Gcj02),
            "BD09" | "BD09LL" => return Ok(Self::Bd09),
            "BD09MC" => {
                return Err(ExchangeError::CrsRefused(format!(
                    "{text} (metres of Baidu) is not read: fetch the data as degrees and give --crs BD-09"
                )));
            }
            _ => {}
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
            Self::Gcj02 => "GCJ-02".to_owned(),
            Self::Bd09 => "BD-09".to_owned(),
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
            Self::Gcj02 | Self::Bd09 => None,
            Self::Other(definition) => definition.strip_prefix("EPSG:")?.parse().ok(),
        }
    }

    /// How well the way to EPSG:4490 is known, for an operator; `None` where there is none to go.
    /// Complete once places have gone that way on this thread.
    pub fn accuracy(&self) -> Option<String> {
        let known = match self {
            Self::Degrees => return None,
            Self::Gcj02 | Self::Bd09 => {
                "the public form is undone exactly; accuracy unknown, as web maps follow it to a few metres".to_owned()
            }
            Self::Other(definition) => way::accuracy(definition).words(),
        };
        Some(format!("{} to EPSG:4490: {known}", self.words()))
    }

    /// A shape of this system in EPSG:4490, to 10⁻⁹ degrees (0.1 mm); untouched where the two are
    /// treated as equal. `None` where the projection does not reach.
    pub fn to_degrees(&self, shape: Shape) -> Option<Shape> {
        if *self == Self::Degrees {
            return Some(shape);
        }
        let rounded = |number: f64| (number * 1e9).round() / 1e9;
        let moved = shape.try_map_coords(|corner| {
            let moved = self.place_to_degrees(corner).ok_or(())?;
            Ok::<_, ()>(Coord { x: rounded(moved.x), y: rounded(moved.y) })
        });
        moved.ok()
    }

    /// A shape of EPSG:4490 in this system, not rounded, so that it comes back as it was.
    pub fn of_degrees(&self, shape: &Shape) -> Option<Shape> {
        shape.try_map_coords(|corner| self.place_of_degrees(corner).ok_or(())).ok()
    }

    /// One place in EPSG:4490, not rounded.
    pub fn place_to_degrees(&self, given: Coord<f64>) -> Option<Coord<f64>> {
        match self {
            Self::Degrees => Some(given),
            Self::Gcj02 => Some(from_gcj02(given)),
            Self::Bd09 => Some(from_gcj02(gcj02_of_bd09(given))),
            Self::Other(definition) => way::to_degrees(definition, given),
        }
    }

    /// One place of EPSG:4490 in this system.
    pub fn place_of_degrees(&self, place: Coord<f64>) -> Option<Coord<f64>> {
        match self {
            Self::Degrees => Some(place),
            Self::Gcj02 => Some(to_gcj02(place)),
            Self::Bd09 => Some(gcj02_to_bd09(to_gcj02(place))),
            Self::Other(definition) => way::of_degrees(definition, place),
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
