//! OpenStreetMap extracts (`.osm.pbf`): the ways that are roads, for `roads` and `road_segments`.
//!
//! A way names its nodes, and the places of nodes stand elsewhere in the file. It is gone through
//! three times: for the nodes that roads need, for their places, and for the roads. What stays in
//! memory are those nodes, sixteen bytes each, not the file: a province has some ten million.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use geo_types::Coord;
use geo_types::LineString;
use serde_json::Value as Json;

use crate::domain::value::NotAValue;
use crate::domain::value::clipped;
use crate::exchange::ExchangeError;
use crate::exchange::assemble::Cell;
use crate::exchange::assemble::Given;
use crate::exchange::assemble::Unreadable;
use crate::exchange::columns::Feed;
use crate::exchange::columns::Offer;
use crate::exchange::format::other;
use crate::exchange::osm_tags::Highway;
use crate::exchange::osm_tags::highway;
use crate::exchange::osm_tags::metres;
use crate::exchange::osm_tags::surface;
use crate::exchange::pbf_blocks::Elements;
use crate::exchange::pbf_blocks::Stopped;
use crate::exchange::pbf_blocks::Way;
use crate::exchange::pbf_blocks::each_element;
use crate::exchange::reader::Item;
use crate::exchange::reader::Opened;
use crate::exchange::reader::StatedCrs;
use crate::exchange::reader::file_fault;
use crate::geom::Shape;

const EXTRACT: &str = "an OpenStreetMap extract";
/// Beyond them (1.6 GB) a file is a continent, of which an office wants its part.
const MOST_NODES: usize = 100_000_000;
/// A node takes several bytes of a file, so that one with more nodes than bytes is made to fill the
/// memory; but small ones may be packed better.
const LEAST_NODES: usize = 1_000_000;
/// OpenStreetMap has had a limit of 2,000 since 2009.
const MOST_OF_A_WAY: usize = 1_000_000;
const OF_ROADS: [&str; 4] = ["code", "name", "class", "urban_class"];
const OF_SEGMENTS: [&str; 4] = ["code", "technical_class", "surface", "pavement_width_m"];
/// Tags that `--map` may take as they are.
const TAGS: [&str; 13] = [
    "highway", "ref", "name", "name:zh", "name:en", "surface", "width", "bridge", "tunnel", "lanes", "maxspeed",
    "oneway", "operator",
];
/// No place: 214° beyond the date line.
const NOWHERE: [i32; 2] = [i32::MAX; 2];

pub fn open(path: &Path, collection: &str) -> Result<Opened, ExchangeError> {
    let columns: &[&str] = match collection {
        "roads" => &OF_ROADS,
        "road_segments" => &OF_SEGMENTS,
        _ => {
            return Err(ExchangeError::NotForCollection {
                path: path.to_owned(),
                found: EXTRACT,
                taken: "roads and road_segments",
                collection: collection.to_owned(),
            });
        }
    };
    let length = fs::metadata(path).map_err(|why| ExchangeError::io("reading", path, why))?.len();
    let most_nodes = usize::try_from(length).unwrap_or(MOST_NODES).clamp(LEAST_NODES, MOST_NODES);
    let mut needs = Needs { most_nodes, ..Needs::default() };
    each_element(path, &mut needs).map_err(|why| match why {
        Stopped::Io(why) => ExchangeError::io("reading", path, why),
        Stopped::Broken(why) => other(path, EXTRACT, &why, "download or cut it again"),
    })?;
    if needs.is_too_large {
        let (why, remedy) = if most_nodes == MOST_NODES {
            ("its roads have over a hundred million nodes", "cut your part out of it, with osmium extract")
        } else {
            ("its roads have more nodes than it has bytes", "download or cut it again")
        };
        return Err(other(path, "the extract of a region", why, remedy));
    }
    needs.nodes.sort_unstable();
    needs.nodes.dedup();
    let offer = Offer {
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        spare: TAGS.iter().filter(|tag| !columns.contains(tag)).map(|tag| (*tag).to_owned()).collect(),
        geometry: Some("geometry".into()),
        is_empty: needs.roads == 0,
        ..Offer::default()
    };
    let (path, rows) = (path.to_owned(), needs.roads);
    Ok(Opened {
        offer,
        crs: StatedCrs::OfTheFormat,
        rows: Some(rows),
        notes: notes(&needs),
        pour: Box::new(move |feeds, give| pour(&path, needs.nodes, feeds, give)),
    })
}

fn notes(needs: &Needs) -> Vec<String> {
    let mut notes = vec!["© OpenStreetMap contributors, ODbL 1.0: say so where it is shown".to_owned()];
    if !needs.others.is_empty() {
        let listed: Vec<String> = needs.others.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        notes.push(format!("ways left out that are no roads by data/osm/highways.csv: {}", listed.join(", ")));
    }
    notes
}

/// What a way is, where it is a road.
fn road(way: &Way<'_>) -> Option<&'static Highway> {
    let is_area = way.tag("area") == Some(Ok("yes"));
    way.tag("highway")?.ok().and_then(highway).filter(|_| !is_area)
}

/// The first time through: which nodes roads need.
#[derive(Default)]
struct Needs {
    nodes: Vec<i64>,
    roads: u64,
    /// Kinds of ways that are no roads, with how many there are.
    others: BTreeMap<String, u64>,
    /// How many nodes are taken at most, and whether there are more.
    most_nodes: usize,
    is_too_large: bool,
}

impl Elements for Needs {
    fn way(&mut self, way: &Way<'_>) -> bool {
        if road(way).is_some() {
            self.roads += 1;
            for node in way.nodes().map_while(Result::ok) {
                if self.nodes.len() >= self.most_nodes {
                    self.forget_doubles();
                }
                if self.is_too_large {
                    return false;
                }
                self.nodes.push(node);
            }
        } else if let Some(Ok(kind)) = way.tag("highway") {
            // Anybody may invent a kind: past some, they are counted together.
            let kind = clipped(kind);
            let is_listed = self.others.len() < 30 || self.others.contains_key(&kind);
            *self.others.entry(if is_listed { kind } else { "others".to_owned() }).or_default() += 1;
        }
        true
    }
}

impl Needs {
    fn forget_doubles(&mut self) {
        self.nodes.sort_unstable();
        self.nodes.dedup();
        // Where little is won, the next time would come soon.
        self.is_too_large = self.nodes.len() > self.most_nodes / 10 * 9;
    }
}

/// The second time through: where those nodes are.
struct Places {
    nodes: Vec<i64>,
    places: Vec<[i32; 2]>,
}

impl Elements for Places {
    fn node(&mut self, id: i64, place: [i32; 2]) {
        if let Ok(at) = self.nodes.binary_search(&id) {
            self.places[at] = place;
        }
    }
}

impl Places {
    fn corner(&self, node: i64) -> Option<Coord<f64>> {
        let place = *self.places.get(self.nodes.binary_search(&node).ok()?)?;
        (place != NOWHERE).then(|| Coord { x: f64::from(place[0]) / 1e7, y: f64::from(place[1]) / 1e7 })
    }
}

/// The third time through: the roads.
struct Roads<'a> {
    places: Places,
    feeds: &'a [Feed],
    give: &'a mut dyn FnMut(Item) -> ControlFlow<()>,
    number: u64,
}

impl Elements for Roads<'_> {
    fn way(&mut self, way: &Way<'_>) -> bool {
        let Some(kind) = road(way) else { return true };
        self.number += 1;
        let given = Given {
            number: self.number,
            cells: self.feeds.iter().map(|feed| cell(way, kind, &feed.column)).collect(),
            geometry: self.line(way).map(|line| Some((line, false))),
            id: Json::Null,
        };
        (self.give)(Item::Row(given)).is_continue()
    }
}

impl Roads<'_> {
    fn line(&self, way: &Way<'_>) -> Result<Shape, NotAValue> {
        let refuse = |problem: String| {
            Err(NotAValue { problem, remedy: "cut the extract with whole ways, as osmium extract does".into() })
        };
        if way.nodes().count() > MOST_OF_A_WAY {
            return refuse("the way has over a million nodes".into());
        }
        let Ok(nodes) = way.nodes().collect::<Result<Vec<i64>, _>>() else {
            return refuse("the nodes of the way are broken".into());
        };
        let corners: Vec<Coord<f64>> = nodes.iter().filter_map(|node| self.places.corner(*node)).collect();
        if corners.len() < nodes.len() {
            let missing = nodes.len() - corners.len();
            return refuse(format!("{missing} of the {} nodes of the way are not in the file", nodes.len()));
        }
        Ok(LineString::new(corners).into())
    }
}

fn cell(way: &Way<'_>, kind: &Highway, column: &str) -> Cell {
    let tag = |key: &str| match way.tag(key) {
        None => Ok(Json::Null),
        Some(Ok(text)) => Ok(Json::from(text)),
        Some(Err(bytes)) => Err(Unreadable {
            shown: String::from_utf8_lossy(bytes).into_owned(),
            why: NotAValue { problem: "the text is not UTF-8".into(), remedy: "mend the way in OpenStreetMap".into() },
        }),
    };
    let said = |key: &str| way.tag(key).and_then(Result::ok);
    match column {
        "code" => Ok(Json::from(format!("osm:way/{}", way.id))),
        // A road without a name is known by the number on its signs.
        "name" if way.tag("name").is_none() => tag("ref"),
        "surface" => Ok(said("surface").and_then(surface).map_or(Json::Null, Json::from)),
        "pavement_width_m" => Ok(said("width").and_then(metres).map_or(Json::Null, Json::from)),
        "class" | "urban_class" | "technical_class" => Ok(kind.field(column).map_or(Json::Null, Json::from)),
        key => tag(key),
    }
}

fn pour(path: &Path, nodes: Vec<i64>, feeds: &[Feed], give: &mut dyn FnMut(Item) -> ControlFlow<()>) {
    let mut places = Places { places: vec![NOWHERE; nodes.len()], nodes };
    let mut number = 0;
    let mut outcome = each_element(path, &mut places);
    if outcome.is_ok() {
        let mut roads = Roads { places, feeds, give: &mut *give, number: 0 };
        outcome = each_element(path, &mut roads);
        number = roads.number;
    }
    let why = match outcome {
        Ok(()) => return,
        Err(Stopped::Io(why)) => why.to_string(),
        Err(Stopped::Broken(why)) => why,
    };
    let fault = file_fault(format!("reading stopped: {why}"), "leave the file alone while it is read");
    let _ = give(Item::Stopped { number: number + 1, fault });
}
