//! Reference layers: a file is read once to find its schema, and once more for its rows.
//!
//! A column is what all its cells are; what they are not agreed on is text. Nothing is kept of the
//! first reading but a hash of each code.

use std::collections::HashSet;
use std::hash::BuildHasher;
use std::hash::RandomState;
use std::ops::ControlFlow;

use geo_types::Geometry;
use serde_json::Value as Json;

use crate::domain::Collection;
use crate::domain::layers::LayerDescription;
use crate::domain::layers::LayerField;
use crate::domain::layers::LayerKind;
use crate::domain::layers::LayerShapes;
use crate::domain::layers::described;
use crate::domain::layers::fault_of_name;
use crate::domain::layers::field_names;
use crate::exchange::ExchangeError;
use crate::exchange::Reader;
use crate::exchange::Source;
use crate::exchange::assemble::Given;
use crate::exchange::columns::Feed;
use crate::exchange::columns::Offer;
use crate::exchange::columns::Plan;
use crate::exchange::columns::Target;
use crate::exchange::columns::column_named;
use crate::exchange::columns::listed;
use crate::exchange::columns::place_columns;
use crate::exchange::json::number_text;
use crate::exchange::kinds::Kinds;
use crate::exchange::reader::Item;
use crate::exchange::reader::Opened;
use crate::exchange::reader::opened;
use crate::exchange::reader::started;
use crate::exchange::wkt::from_wkt;

/// PostgreSQL holds 1,600, some of which are ours.
const MOST_COLUMNS: usize = 1_000;

/// Where the code of a row comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Codes {
    Column(String),
    /// The ids of features.
    Ids,
    Numbers,
}

/// Opens a file as a reference layer, and finds its schema.
pub fn read_layer(name: &str, source: &Source) -> Result<(&'static Collection, Reader), ExchangeError> {
    if let Some(remedy) = fault_of_name(name) {
        return Err(ExchangeError::LayerName { name: name.to_owned(), remedy });
    }
    if let Some((field, text)) = source.set.first() {
        return Err(ExchangeError::Set {
            set: format!("{field}={text}"),
            problem: "a reference layer is kept as it is".into(),
            remedy: "leave --set out".into(),
        });
    }
    let survey = Survey::of(opened(source, name, None)?, source)?;
    let offered = survey.offered.clone();
    let (collection, plan) = survey.plan(name, source);
    let again = opened(source, name, None)?;
    if again.offer.columns != offered {
        return Err(ExchangeError::Changed(source.path.clone()));
    }
    Ok((collection, started(plan, again, source)?))
}

/// What a first reading finds.
struct Survey {
    /// Of the places: the columns that are read as such, or nothing where shapes stand beside.
    places: Vec<(String, Target)>,
    has_shapes: bool,
    codes: Codes,
    columns: Vec<(String, Kinds)>,
    shapes: LayerShapes,
    /// The columns of the file, which may not change before it is read.
    offered: Vec<String>,
    notes: Vec<String>,
}

impl Survey {
    fn of(opened: Opened, source: &Source) -> Result<Self, ExchangeError> {
        let offer = opened.offer;
        let columns = offer.columns.len();
        if columns > MOST_COLUMNS {
            return Err(ExchangeError::TooWide { path: source.path.clone(), columns });
        }
        for column in &offer.columns {
            if offer.columns.iter().filter(|other| *other == column).count() > 1 {
                return Err(ExchangeError::TwoColumns(column.clone()));
            }
        }
        let (mapped_code, mut places) = mapped(source, &offer)?;
        let is_guess = places.is_empty() && offer.is_plain_table;
        if is_guess {
            places = place_columns(&offer, mapped_code.as_deref().as_slice());
        }
        let codes = chosen(mapped_code.as_deref(), &offer);
        let mut names = offer.columns.clone();
        if let Codes::Column(column) = &codes
            && !names.contains(column)
        {
            names.push(column.clone());
        }
        let mut look = Look::new(&names, codes, offer.is_plain_table);
        let feeds = names.iter().map(|column| Feed { column: column.clone(), to: Target::Code, is_list: false });
        (opened.pour)(&feeds.collect::<Vec<_>>(), &mut |item| {
            look.at(item);
            ControlFlow::Continue(())
        });
        if look.rows == 0 {
            return Err(ExchangeError::NoSchema(source.path.clone()));
        }
        let mut notes = Vec::new();
        let holds_places = |(column, to): &(String, Target)| {
            let at = names.iter().position(|name| name == column);
            at.is_some_and(|at| if *to == Target::Geometry { look.wkt[at] } else { look.kinds[at].is_of_numbers() })
        };
        if is_guess && !places.iter().all(holds_places) {
            let listed: Vec<&str> = places.iter().map(|(column, _)| column.as_str()).collect();
            notes.push(format!("no places stand in {}: kept as it is", listed.join(", ")));
            places = Vec::new();
        }
        if mapped_code.is_none() && look.codes_fail {
            if look.codes != Codes::Numbers {
                notes.push("codes are the numbers of the rows: what stands for a code is not there, or twice".into());
            }
            look.codes = Codes::Numbers;
        }
        let has_shapes = places.is_empty() && offer.geometry.is_some();
        let is_of_points = places.iter().any(|(_, to)| *to == Target::Lon) || (has_shapes && look.is_of_points());
        Ok(Self {
            shapes: match (is_of_points, has_shapes || !places.is_empty()) {
                (true, _) => LayerShapes::Points,
                (false, true) => LayerShapes::Any,
                (false, false) => LayerShapes::None,
            },
            columns: names
                .into_iter()
                .zip(look.kinds)
                .filter(|(column, _)| places.iter().all(|(place, _)| place != column))
                .collect(),
            offered: offer.columns,
            codes: look.codes,
            has_shapes,
            places,
            notes,
        })
    }

    /// A file that we wrote says since when each record holds and where it came from.
    fn take_what_every_record_has(&mut self) -> Vec<(String, Target)> {
        let kind_of =
            |name: &str| self.columns.iter().find(|(column, _)| column == name).map(|(_, kinds)| kinds.kind());
        if kind_of("valid_from") != Some(LayerKind::Date) || kind_of("provenance") != Some(LayerKind::Text) {
            return Vec::new();
        }
        self.columns.retain(|(column, _)| {
            !SET_BY_THE_STORE.contains(&column.as_str()) && !["valid_from", "provenance"].contains(&column.as_str())
        });
        vec![("valid_from".into(), Target::ValidFrom), ("provenance".into(), Target::Provenance)]
    }

    fn plan(mut self, name: &str, source: &Source) -> (&'static Collection, Plan) {
        let of_record = self.take_what_every_record_has();
        let (known, unreadable): (Vec<_>, Vec<_>) = self
            .columns
            .into_iter()
            .filter(|(column, _)| self.codes != Codes::Column(column.clone()))
            .partition(|(_, kinds)| !kinds.is_unreadable());
        for (column, _) in unreadable {
            self.notes.push(format!("column `{column}` holds bytes and no values: it is left out"));
        }
        let columns: Vec<String> = known.iter().map(|(column, _)| column.clone()).collect();
        let names = field_names(&columns);
        let mut fields = Vec::new();
        for (name, (column, kinds)) in names.into_iter().zip(&known) {
            if name != *column {
                self.notes.push(format!("column `{column}` is kept as `{name}`"));
            }
            if kinds.is_of_long_numbers() {
                self.notes.push(format!("column `{column}` holds whole numbers beyond 32 bits: they are kept as text"));
            }
            fields.push(LayerField { name, title: column.clone(), kind: kinds.kind() });
        }
        let collection = described(&LayerDescription { name: name.to_owned(), shapes: self.shapes, fields });
        let feed = |(column, to): (String, Target)| Feed { column, to, is_list: false };
        let mut feeds: Vec<Feed> =
            columns.into_iter().enumerate().map(|(at, column)| feed((column, Target::Field(at)))).collect();
        feeds.extend(self.places.into_iter().chain(of_record).map(feed));
        if let Codes::Column(column) = &self.codes {
            feeds.push(feed((column.clone(), Target::Code)));
        }
        let mut plan = Plan::of_layer(collection, source, feeds, self.has_shapes);
        plan.stated.provenance = plan.feeds.iter().any(|feed| feed.to == Target::Provenance);
        plan.ids_are_codes = self.codes == Codes::Ids;
        plan.numbers_are_codes = self.codes == Codes::Numbers;
        plan.notes = self.notes;
        (collection, plan)
    }
}

/// What an export of ours has beside the fields, and what a Shapefile makes of it.
const SET_BY_THE_STORE: [&str; 3] = ["version", "recorded_at", "recorded_a"];

/// The columns that `--map` names: of the code, and of the places.
type Mapped = (Option<String>, Vec<(String, Target)>);

fn mapped(source: &Source, offer: &Offer) -> Result<Mapped, ExchangeError> {
    let (mut code, mut places) = (None, Vec::new());
    for (theirs, ours) in &source.map {
        let refuse = |problem: String, remedy: String| {
            Err(ExchangeError::Map { map: format!("{theirs}={ours}"), problem, remedy })
        };
        let Some(column) = column_named(offer, theirs) else {
            return refuse(format!("the file has no column `{theirs}`"), format!("there are {}", listed(offer)));
        };
        let to = match ours.as_str() {
            "code" => Target::Code,
            "lon" => Target::Lon,
            "lat" => Target::Lat,
            "geometry" => Target::Geometry,
            _ => {
                let remedy = "map columns to code, lon, lat or geometry".into();
                return refuse("a reference layer keeps the names of its columns".into(), remedy);
            }
        };
        if (to == Target::Code && code.is_some()) || places.iter().any(|(_, known)| *known == to) {
            return refuse(format!("`{ours}` is fed twice"), "map one column to it".into());
        }
        if to == Target::Code {
            code = Some(column.to_owned());
        } else {
            places.push((column.to_owned(), to));
        }
    }
    let has = |to| places.iter().any(|(_, known)| *known == to);
    if has(Target::Lon) != has(Target::Lat) {
        return Err(ExchangeError::Map {
            map: "…=lon or …=lat".into(),
            problem: "one of the two is not mapped".into(),
            remedy: "map both".into(),
        });
    }
    Ok((code, places))
}

fn chosen(mapped: Option<&str>, offer: &Offer) -> Codes {
    let column = |column: &str| Codes::Column(column.to_owned());
    if let Some(mapped) = mapped {
        return column(mapped);
    }
    let exact = offer.columns.iter().find(|name| *name == "code");
    if let Some(code) = exact.or_else(|| offer.columns.iter().find(|name| name.eq_ignore_ascii_case("code"))) {
        return column(code);
    }
    match offer.spare.first() {
        _ if offer.has_ids => Codes::Ids,
        Some(key) => column(key),
        None => Codes::Numbers,
    }
}

/// Looks at the rows as they pass.
struct Look {
    /// For each column whether any cell is well-known text.
    wkt: Vec<bool>,
    rows: u64,
    kinds: Vec<Kinds>,
    codes: Codes,
    code_at: Option<usize>,
    codes_fail: bool,
    seen: HashSet<u64>,
    hashing: RandomState,
    has_point: bool,
    has_other: bool,
}

impl Look {
    fn new(names: &[String], codes: Codes, is_plain_table: bool) -> Self {
        let code_at = names.iter().position(|name| codes == Codes::Column(name.clone()));
        Self {
            rows: 0,
            wkt: vec![false; names.len()],
            kinds: names.iter().map(|_| Kinds::new(is_plain_table)).collect(),
            codes_fail: codes == Codes::Numbers,
            codes,
            code_at,
            seen: HashSet::new(),
            hashing: RandomState::new(),
            has_point: false,
            has_other: false,
        }
    }

    fn at(&mut self, item: Item) {
        match item {
            Item::Row(given) => self.row(&given),
            // The second reading comes to it, and says so.
            Item::Unreadable { .. } | Item::Stopped { .. } => self.rows += 1,
            Item::Note(_) => {}
        }
    }

    fn row(&mut self, given: &Given) {
        self.rows += 1;
        for ((kinds, is_wkt), cell) in self.kinds.iter_mut().zip(&mut self.wkt).zip(&given.cells) {
            kinds.look(cell);
            let may_be = |text: &str| text.ends_with([')', 'Y', 'y']) && from_wkt(text).is_ok();
            *is_wkt = *is_wkt || matches!(cell, Ok(Json::String(text)) if may_be(text.trim()));
        }
        match &given.geometry {
            Ok(Some((Geometry::Point(_), _))) => self.has_point = true,
            Ok(Some(_)) | Err(_) => self.has_other = true,
            Ok(None) => {}
        }
        if !self.codes_fail {
            let cell = match self.code_at {
                Some(at) => given.cells[at].as_ref().ok(),
                None => Some(&given.id),
            };
            let code = match cell {
                Some(Json::String(text)) => text.trim().to_owned(),
                Some(Json::Number(number)) => number_text(number),
                _ => String::new(),
            };
            self.codes_fail = code.is_empty() || !self.seen.insert(self.hashing.hash_one(&code));
        }
    }

    fn is_of_points(&self) -> bool {
        self.has_point && !self.has_other
    }
}
