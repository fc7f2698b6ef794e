//! The way that PROJ finds between a system and EPSG:4490, and how far it may be trusted.
//!
//! PROJ lets the datum be where it knows no transformation (a *ballpark*), and says nothing unless it
//! is asked. It is asked here. It also passes over the parameters of a `+towgs84=` on the way to any
//! system but WGS 84; those that an office gives go by way of EPSG:4326, which is treated as equal.

use std::cell::RefCell;
use std::path::Path;

use geo_types::Coord;
use proj::Proj;
use proj::ProjBuilder;
use proj::ProjCreateError;
use rusqlite::Connection;
use rusqlite::OpenFlags;

/// How well a way to EPSG:4490 is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Accuracy {
    /// The datum is the same or treated as equal; at most a projection is undone.
    SameDatum,
    /// What the publisher of the transformation says.
    Metres(f64),
    /// No transformation is published: the datum named is taken for that of EPSG:4490.
    Ballpark { datum: String },
    /// The parameters came with the definition, and nobody says how good they are.
    OfGivenParameters,
    /// PROJ says nothing at all.
    Unsaid,
}

impl Accuracy {
    /// As a note has it after "EPSG:2435 to EPSG:4490: ". What is not known is never called 0.
    pub fn words(&self) -> String {
        match self {
            Self::SameDatum => "accuracy 0 m, as the datum is the same and only a projection is undone".into(),
            Self::Metres(metres) => format!("accuracy {metres} m, as PROJ has it from the publisher"),
            Self::Ballpark { datum } if datum == "WGS 84" => {
                "accuracy within 1 m, as WGS 84 and EPSG:4490 are treated as equal".into()
            }
            Self::Ballpark { datum } if is_old(datum) => format!(
                "accuracy unknown (no published transformation was applied: ballpark); {datum} lies up to about \
                 100 m off, so have the surveyors convert the file, or give their parameters as +towgs84= of a PROJ string"
            ),
            Self::Ballpark { .. } => "accuracy unknown (no published transformation was applied: ballpark)".into(),
            Self::OfGivenParameters => "accuracy unknown (the parameters to WGS 84 are those given)".into(),
            Self::Unsaid => "accuracy unknown (PROJ does not say)".into(),
        }
    }
}

/// Beijing 1954, New Beijing and Xi'an 1980: their parameters to CGCS2000 are not public.
fn is_old(datum: &str) -> bool {
    ["Beijing", "Xian", "Xi'an"].iter().any(|name| datum.contains(name))
}

const EPSG_4490: &str = "EPSG:4490";
const EPSG_4326: &str = "EPSG:4326";

fn has_parameters(definition: &str) -> bool {
    let definition = definition.to_ascii_lowercase();
    ["towgs84", "nadgrids", "boundcrs"].iter().any(|word| definition.contains(word))
}

/// Which of two systems that are treated as equal the way leads to.
fn hub(definition: &str) -> &'static str {
    if has_parameters(definition) { EPSG_4326 } else { EPSG_4490 }
}

/// Whether PROJ knows the way at all.
pub fn found(definition: &str) -> Result<(), ProjCreateError> {
    if let Some(code) = definition.strip_prefix("EPSG:")
        && is_listed(code) == Some(false)
    {
        return Err(ProjCreateError::ProjError(format!("PROJ lists no {definition}")));
    }
    with_proj(definition, hub(definition), |_| ())
}

/// Whether PROJ's own list has an EPSG code; `None` where the list cannot be read. PROJ is not asked
/// for one that it does not have, because it then writes a line to stderr, and neither it nor its
/// binding can be told not to.
fn is_listed(code: &str) -> Option<bool> {
    let places = ProjBuilder::new().lib_info().ok()?.searchpath;
    let list = places.split(':').map(|place| Path::new(place).join("proj.db")).find(|list| list.is_file())?;
    Connection::open_with_flags(list, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .and_then(|list| {
            let sql = "select exists (select 1 from crs_view where auth_name = 'EPSG' and cast(code as text) = ?1)";
            list.query_row(sql, [code], |row| row.get(0))
        })
        .ok()
}

/// How well the way was known by which this thread last came from the system; where PROJ chooses
/// among several by place, it has chosen once a place has gone that way.
pub fn accuracy(definition: &str) -> Accuracy {
    let Ok(info) = with_proj(definition, hub(definition), Proj::proj_info) else { return Accuracy::Unsaid };
    let description = info.description.unwrap_or_default();
    let ballpark =
        description.split_once("Ballpark geographic offset from ").and_then(|(_, rest)| rest.split_once(" to "));
    match ballpark {
        Some((datum, _)) => Accuracy::Ballpark { datum: datum.to_owned() },
        None if has_parameters(definition) => Accuracy::OfGivenParameters,
        None if info.accuracy < 0.0 => Accuracy::Unsaid,
        None if info.accuracy > 0.0 => Accuracy::Metres(info.accuracy),
        None => Accuracy::SameDatum,
    }
}

/// A place of the system in degrees of EPSG:4490; `None` where the projection does not reach.
pub fn to_degrees(definition: &str, given: Coord<f64>) -> Option<Coord<f64>> {
    convert(definition, hub(definition), given)
}

/// The way back.
pub fn of_degrees(definition: &str, place: Coord<f64>) -> Option<Coord<f64>> {
    convert(hub(definition), definition, place)
}

fn convert(from: &str, to: &str, given: Coord<f64>) -> Option<Coord<f64>> {
    match with_proj(from, to, |proj| proj.convert((given.x, given.y))) {
        Ok(Ok((x, y))) if x.is_finite() && y.is_finite() => Some(Coord { x, y }),
        _ => None,
    }
}

/// A way there and its way back, for a file and for what it is compared with.
const MOST_KEPT: usize = 4;

struct Kept {
    from: String,
    to: String,
    proj: Proj,
}

thread_local! {
    /// `Proj` may not cross threads and takes tens of milliseconds to make.
    static KEPT: RefCell<Vec<Kept>> = const { RefCell::new(Vec::new()) };
}

fn with_proj<T>(from: &str, to: &str, run: impl FnOnce(&Proj) -> T) -> Result<T, ProjCreateError> {
    KEPT.with_borrow_mut(|kept| {
        if let Some(known) = kept.iter().find(|known| known.from == from && known.to == to) {
            return Ok(run(&known.proj));
        }
        let proj = Proj::new_known_crs(from, to, None)?;
        let answer = run(&proj);
        if kept.len() >= MOST_KEPT {
            kept.remove(0);
        }
        kept.push(Kept { from: from.to_owned(), to: to.to_owned(), proj });
        Ok(answer)
    })
}
