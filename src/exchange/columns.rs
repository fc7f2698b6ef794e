//! Which column of a file feeds which of our fields: `--map`, `--set`, and names that are the same.

use crate::domain::Collection;
use crate::domain::FieldKind;
use crate::domain::GeometryKind;
use crate::domain::Record;
use crate::domain::Stated;
use crate::domain::Value;
use crate::domain::value::clipped;
use crate::exchange::ExchangeError;
use crate::exchange::Source;
use crate::exchange::headings::meaning;

/// What a file has to give.
#[derive(Debug, Default)]
pub struct Offer {
    pub columns: Vec<String>,
    /// May be mapped, but is never taken by its name and not missed when it is not: `fid`, `id`.
    pub spare: Vec<String>,
    /// Theirs, ours: columns that mean a field of ours under another name (a DBF has ten characters).
    pub aliases: Vec<(String, String)>,
    /// Whether there are shapes beside the columns, and under what name.
    pub geometry: Option<String>,
    /// Whether features have ids, which are codes where nothing else is.
    pub has_ids: bool,
    /// CSV: names match in any case, and places are looked for in columns (`lon`, `lat`, `wkt` …).
    pub is_plain_table: bool,
    /// Nothing can be missing from a file without records.
    pub is_empty: bool,
}

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Code,
    Field(usize),
    Geometry,
    Lon,
    Lat,
    ValidFrom,
    Provenance,
}

#[derive(Clone, Debug)]
pub struct Feed {
    pub column: String,
    pub to: Target,
    /// A GeoPackage keeps lists as the text of a JSON array.
    pub is_list: bool,
}

/// How each row becomes a record.
#[derive(Debug)]
pub struct Plan {
    pub collection: &'static Collection,
    pub feeds: Vec<Feed>,
    /// Take the shapes that stand beside the columns.
    pub takes_geometry: bool,
    pub ids_are_codes: bool,
    /// Of a layer that names its records by nothing else.
    pub numbers_are_codes: bool,
    /// A record with what `--set` says, and the file's name as provenance.
    pub template: Record,
    pub stated: Stated,
    pub notes: Vec<String>,
}

/// The store sets these; a file that has them is an export, and they say nothing new. The last is
/// what GDAL leaves of a name in a Shapefile.
const SET_BY_THE_STORE: [&str; 3] = ["version", "recorded_at", "recorded_a"];
const LON_NAMES: [&str; 4] = ["lon", "lng", "longitude", "x"];
const LAT_NAMES: [&str; 3] = ["lat", "latitude", "y"];
const WKT_NAMES: [&str; 4] = ["wkt", "geometry", "geom", "the_geom"];

impl Plan {
    pub fn new(collection: &'static Collection, source: &Source, offer: &Offer) -> Result<Self, ExchangeError> {
        let mut plan = Self {
            collection,
            feeds: Vec::new(),
            takes_geometry: collection.geometry.is_spatial() && offer.geometry.is_some(),
            ids_are_codes: false,
            numbers_are_codes: false,
            template: Record::new(collection, "", &file_name(source)),
            stated: Stated::nothing(collection),
            notes: Vec::new(),
        };
        plan.mapped(source, offer)?;
        let set = plan.set(source)?;
        let mapped = plan.feeds.clone();
        plan.named_alike(offer, &mapped, &set)?;
        if offer.is_plain_table {
            plan.find_places(offer, &mapped);
        }
        for feed in &plan.feeds {
            if offer.columns.iter().filter(|column| **column == feed.column).count() > 1 {
                return Err(ExchangeError::TwoColumns(clipped(&feed.column)));
            }
        }
        plan.conclude(offer, &set)?;
        Ok(plan)
    }

    /// Of a reference layer, whose columns were all looked at.
    pub fn of_layer(collection: &'static Collection, source: &Source, feeds: Vec<Feed>, takes_geometry: bool) -> Self {
        let mut stated = Stated::all(collection);
        stated.provenance = false;
        Self {
            collection,
            feeds,
            takes_geometry,
            ids_are_codes: false,
            numbers_are_codes: false,
            template: Record::new(collection, "", &file_name(source)),
            stated,
            notes: Vec::new(),
        }
    }

    fn feeds(&self, to: Target) -> bool {
        self.feeds.iter().any(|feed| feed.to == to)
    }

    fn feed(&mut self, column: &str, to: Target) {
        let kind = if let Target::Field(at) = to { Some(self.collection.fields[at].kind) } else { None };
        let is_list = matches!(kind, Some(FieldKind::TextList | FieldKind::References(_)));
        self.feeds.push(Feed { column: column.to_owned(), to, is_list });
    }

    fn mapped(&mut self, source: &Source, offer: &Offer) -> Result<(), ExchangeError> {
        for (theirs, ours) in &source.map {
            let refuse = |problem: String, remedy: String| {
                Err(ExchangeError::Map { map: format!("{theirs}={ours}"), problem, remedy })
            };
            let Some(to) = target(self.collection, ours) else {
                let remedy = format!("there are {}", targets_listed(self.collection));
                return refuse(format!("{} has no field `{ours}`", self.collection.name), remedy);
            };
            if self.feeds(to) {
                return refuse(format!("`{ours}` is fed twice"), "map one column to it".into());
            }
            if to == Target::Geometry && offer.geometry.as_deref() == Some(theirs) {
                continue;
            }
            let Some(column) = column_named(offer, theirs) else {
                return refuse(format!("the file has no column `{theirs}`"), format!("there are {}", listed(offer)));
            };
            self.feed(column, to);
        }
        if self.feeds(Target::Lon) != self.feeds(Target::Lat) {
            let (ours, other) = if self.feeds(Target::Lon) { ("lon", "lat") } else { ("lat", "lon") };
            return Err(ExchangeError::Map {
                map: format!("…={ours}"),
                problem: format!("`{other}` is not mapped"),
                remedy: "map both".into(),
            });
        }
        Ok(())
    }

    fn set(&mut self, source: &Source) -> Result<Vec<Target>, ExchangeError> {
        let mut set = Vec::new();
        for (field, text) in &source.set {
            let refuse = |problem: String, remedy: String| {
                Err(ExchangeError::Set { set: format!("{field}={text}"), problem, remedy })
            };
            let to = match target(self.collection, field) {
                Some(Target::Geometry | Target::Lon | Target::Lat) => {
                    return refuse("a place is not the same for all rows".into(), "set another field".into());
                }
                Some(to) if set.contains(&to) || self.feeds(to) => {
                    return refuse(format!("`{field}` is given twice"), "give it once".into());
                }
                Some(to) => to,
                None => {
                    let remedy = format!("there are {}", targets_listed(self.collection));
                    return refuse(format!("{} has no field `{field}`", self.collection.name), remedy);
                }
            };
            let kind = match to {
                Target::Field(at) => self.collection.fields[at].kind,
                Target::ValidFrom => FieldKind::Date,
                _ => FieldKind::Text,
            };
            match Value::read(kind, text) {
                Ok(value) => self.keep(to, value),
                Err(why) => return refuse(why.problem, why.remedy),
            }
            set.push(to);
        }
        Ok(set)
    }

    fn keep(&mut self, to: Target, value: Value) {
        match (to, value) {
            (Target::Field(at), value) => {
                self.template.values[at] = value;
                self.stated.fields[at] = true;
            }
            (Target::ValidFrom, value) => self.template.valid_from = value.as_date(),
            (Target::Code, Value::Text(code)) => self.template.code = code,
            (Target::Provenance, Value::Text(provenance)) => self.template.provenance = provenance,
            _ => {}
        }
    }

    /// A column that is mapped is renamed: it is not taken under its own name as well.
    fn named_alike(&mut self, offer: &Offer, mapped: &[Feed], set: &[Target]) -> Result<(), ExchangeError> {
        for column in &offer.columns {
            let alias = offer.aliases.iter().find(|(theirs, _)| theirs == column).map(|(_, ours)| ours.clone());
            let name =
                alias.unwrap_or_else(|| if offer.is_plain_table { self.meant(offer, column) } else { column.clone() });
            let to = match target(self.collection, &name) {
                None | Some(Target::Geometry | Target::Lon | Target::Lat) => continue,
                Some(to) => to,
            };
            let is_mapped = mapped.iter().any(|feed| feed.column == *column || feed.to == to);
            if is_mapped || set.contains(&to) {
                continue;
            }
            if self.feeds(to) {
                return Err(ExchangeError::TwoColumns(clipped(column)));
            }
            self.feed(column, to);
        }
        Ok(())
    }

    /// What a heading of a plain table means. A column under our own name goes before one under a title.
    fn meant(&self, offer: &Offer, column: &str) -> String {
        let meaning = meaning(self.collection, column);
        let has_own = offer.columns.iter().any(|other| other != column && other.eq_ignore_ascii_case(&meaning));
        if has_own { column.to_lowercase() } else { meaning }
    }

    /// Looks for places in the columns of a plain table.
    fn find_places(&mut self, offer: &Offer, mapped: &[Feed]) {
        use GeometryKind as Kind;
        let kind = self.collection.geometry;
        if !kind.is_spatial() || self.feeds(Target::Geometry) || self.feeds(Target::Lon) {
            return;
        }
        let mapped: Vec<&str> = mapped.iter().map(|feed| feed.column.as_str()).collect();
        let takes_points = matches!(kind, Kind::Point | Kind::PointOrNone | Kind::PointOrPolygon | Kind::PointOrLine);
        for (column, to) in place_columns(offer, &mapped) {
            if takes_points || to == Target::Geometry {
                self.feed(&column, to);
            }
        }
    }

    fn conclude(&mut self, offer: &Offer, set: &[Target]) -> Result<(), ExchangeError> {
        if self.feeds(Target::Geometry) || self.feeds(Target::Lon) {
            self.takes_geometry = false;
        }
        self.stated.geometry = self.takes_geometry || self.feeds(Target::Geometry) || self.feeds(Target::Lon);
        for feed in &self.feeds {
            if let Target::Field(at) = feed.to {
                self.stated.fields[at] = true;
            }
        }
        self.stated.provenance = self.feeds(Target::Provenance) || set.contains(&Target::Provenance);
        // A feature that has no `code` of its own falls back to its id, unless the user said what
        // the code is.
        self.ids_are_codes = offer.has_ids
            && !set.contains(&Target::Code)
            && self.feeds.iter().all(|feed| feed.to != Target::Code || feed.column == "code");
        if offer.is_empty {
            self.notes.push("the file holds no record".into());
            return Ok(());
        }
        let states = |name: &&str| self.collection.position(name).is_some_and(|at| self.stated.fields[at]);
        let makes_codes = !self.collection.coded_by.is_empty() && self.collection.coded_by.iter().all(states);
        let names_codes = self.ids_are_codes || self.feeds(Target::Code) || set.contains(&Target::Code);
        if !names_codes && makes_codes {
            self.notes.push(format!("the file has no codes: they are made of {}", self.collection.coded_by.join(", ")));
        } else if !names_codes {
            return Err(ExchangeError::NoCode { listed: listed(offer) });
        }
        if !self.stated.geometry && self.stated.fields.iter().all(|stated| !stated) {
            return Err(ExchangeError::NoColumn { collection: self.collection.name, listed: listed(offer) });
        }
        let name = self.collection.name;
        if self.collection.geometry.is_required() && !self.stated.geometry {
            self.notes.push(format!("the file has no geometry: only {name} that are there already can be updated"));
        }
        if !self.collection.geometry.is_spatial() && offer.geometry.is_some() {
            self.notes.push(format!("the geometry is ignored: {name} has none"));
        }
        let ignored: Vec<&str> = offer
            .columns
            .iter()
            .filter(|column| !SET_BY_THE_STORE.contains(&column.as_str()))
            .filter(|column| self.feeds.iter().all(|feed| feed.column != **column))
            .map(String::as_str)
            .collect();
        if !ignored.is_empty() {
            self.notes.push(format!("columns ignored: {}", names_listed(ignored.into_iter())));
        }
        Ok(())
    }
}

/// The columns of a plain table that hold places, of those that are not mapped. Well-known text goes
/// before `lon`, `lat`, as it can say more.
pub fn place_columns(offer: &Offer, mapped: &[&str]) -> Vec<(String, Target)> {
    let find = |names: &[&str]| {
        names.iter().find_map(|name| {
            let is_free = |column: &&String| !mapped.contains(&column.as_str());
            offer.columns.iter().filter(is_free).find(|column| column.eq_ignore_ascii_case(name)).cloned()
        })
    };
    match (find(&WKT_NAMES), find(&LON_NAMES), find(&LAT_NAMES)) {
        (Some(wkt), _, _) => vec![(wkt, Target::Geometry)],
        (None, Some(lon), Some(lat)) => vec![(lon, Target::Lon), (lat, Target::Lat)],
        _ => Vec::new(),
    }
}

fn file_name(source: &Source) -> String {
    source.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn target(collection: &Collection, name: &str) -> Option<Target> {
    Some(match name {
        "code" => Target::Code,
        "geometry" => Target::Geometry,
        "lon" => Target::Lon,
        "lat" => Target::Lat,
        "valid_from" => Target::ValidFrom,
        "provenance" => Target::Provenance,
        field => Target::Field(collection.position(field)?),
    })
    .filter(|to| collection.geometry.is_spatial() || !matches!(to, Target::Geometry | Target::Lon | Target::Lat))
}

fn targets_listed(collection: &Collection) -> String {
    let places = if collection.geometry.is_spatial() { "lon, lat, geometry, " } else { "" };
    let fields: Vec<&str> = collection.fields.iter().map(|field| field.name).collect();
    format!("code, {places}valid_from, provenance, {}", fields.join(", "))
}

/// The column that a user means: by its exact name, else in any case.
pub fn column_named<'a>(offer: &'a Offer, name: &str) -> Option<&'a str> {
    let all = || offer.columns.iter().chain(&offer.spare).map(String::as_str);
    all().find(|column| *column == name).or_else(|| all().find(|column| column.to_lowercase() == name.to_lowercase()))
}

pub fn listed(offer: &Offer) -> String {
    names_listed(offer.columns.iter().chain(&offer.spare).map(String::as_str))
}

/// More names are not read through.
const MOST_LISTED: usize = 100;

/// Names out of a file, for a message.
pub fn names_listed<'a>(mut names: impl Iterator<Item = &'a str>) -> String {
    let mut listed: Vec<String> = names.by_ref().take(MOST_LISTED).map(clipped).collect();
    match names.count() {
        0 if listed.is_empty() => return "none".to_owned(),
        0 => {}
        more => listed.push(format!("and {more} more")),
    }
    listed.join(", ")
}
