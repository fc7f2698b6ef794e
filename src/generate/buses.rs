//! Bus routes and stops: from the seat to each town, and from the towns to their villages.

use std::collections::BTreeSet;

use crate::domain::Record;
use crate::generate::county::County;
use crate::generate::dice::Dice;
use crate::generate::divisions;
use crate::generate::draft::Draft;
use crate::generate::draft::collection;
use crate::generate::draft::date;
use crate::generate::grades;
use crate::generate::hamlets::Hamlet;
use crate::generate::paths;
use crate::generate::plane;
use crate::generate::profile::Profile;
use crate::generate::road_net::RoadNet;
use crate::generate::shapes::Place;
use crate::generate::shapes::moved;
use crate::generate::territory::Territory;

pub struct Stop {
    pub name: String,
    pub at: Place,
    pub village: Option<usize>,
    pub is_seat: bool,
}

pub struct BusRoute {
    pub name: String,
    pub stops: Vec<usize>,
    pub line: Vec<Place>,
    pub edges: Vec<usize>,
    pub on_demand: bool,
    pub township: Option<usize>,
}

pub struct Buses {
    pub stops: Vec<Stop>,
    pub routes: Vec<BusRoute>,
}

/// Villages that no bus serves, and routes that begin in a village instead of in the town, so that
/// their villages need three legs to the seat.
const UNSERVED_SHARE: f64 = 0.02;
const DETACHED_ROUTES: usize = 6;

impl Buses {
    pub fn new(seed: u64, profile: &Profile, territory: &Territory, hamlets: &[Hamlet], net: &RoadNet) -> Self {
        let mut buses = Self { stops: Vec::new(), routes: Vec::new() };
        let mut dice = Dice::of(seed, "buses", "");
        let links = net.links(|edge| if edge.class.is_rural() { 1.0 } else { 0.9 });
        let seat = net.crossroads[&(0, 0)];
        let station = buses.stop(format!("{}汽车站", profile.short), net.nodes[seat].at, None, true);
        buses.serve_core(territory, net, station);
        let from_seat = paths::Tree::from(net.nodes.len(), &links, seat);
        let mut detached = DETACHED_ROUTES;
        for (nth, township) in territory.townships.iter().enumerate() {
            let town = grades::town_node(net, territory, hamlets, nth);
            let stem = divisions::stem(township.division.name);
            let mut main_stop = station;
            // A town among the streets of the seat has the station of the seat.
            if nth > 0 && town != seat {
                main_stop = buses.stop(format!("{stem}客运站"), net.nodes[town].at, Some(township.seat_village), false);
                let name = format!("{}—{stem}", if profile.body == "县" { "县城" } else { "城区" });
                let way = from_seat.way_to(town);
                if !way.is_empty() {
                    buses.route(net, seat, name, vec![station, main_stop], way, None);
                }
            }
            let tree = paths::Tree::from(net.nodes.len(), &links, town);
            let mains: Vec<(usize, usize)> = township
                .villages
                .clone()
                .filter(|village| *village != township.seat_village || nth == 0)
                .filter_map(|village| {
                    Some((village, net.hamlets[hamlets.iter().position(|hamlet| hamlet.village == village)?]))
                })
                .collect();
            let mut waiting: Vec<(usize, usize)> =
                mains.iter().copied().filter(|_| !dice.chance(UNSERVED_SHARE)).collect();
            waiting.sort_by_key(|(village, node)| (std::cmp::Reverse(tree.cost_to(*node)), *village));
            let mut served: BTreeSet<usize> = BTreeSet::new();
            for (village, node) in waiting {
                if served.contains(&village) {
                    continue;
                }
                let mut way = tree.way_to(node);
                let mut on_way = Vec::new();
                let mut at = town;
                for edge in &way {
                    let nodes = net.edges[*edge].nodes;
                    at = if nodes[0] == at { nodes[1] } else { nodes[0] };
                    on_way.extend(
                        mains
                            .iter()
                            .filter(|main| main.1 == at && (!served.contains(&main.0) || main.0 == village))
                            .copied(),
                    );
                }
                let mut stops = vec![main_stop];
                let mut start = town;
                if detached > 0 && on_way.len() > 3 && dice.chance(0.15) {
                    // Begins at its first village, whose own bus to town was given up.
                    detached -= 1;
                    stops.clear();
                    start = on_way[0].1;
                    let until = way.iter().position(|edge| net.edges[*edge].nodes.contains(&start)).unwrap_or(0);
                    way.drain(..=until);
                }
                for (village, node) in on_way {
                    served.insert(village);
                    let name = divisions::stem(territory.villages[village].division.name).to_owned();
                    stops.push(buses.stop(name, net.nodes[node].at, Some(village), false));
                }
                let end = divisions::stem(territory.villages[village].division.name);
                if stops.len() > 1 && !way.is_empty() {
                    buses.route(net, start, format!("{stem}—{end}"), stops, way, Some(nth));
                    let on_demand = dice.chance(0.12);
                    buses.routes.last_mut().expect("just added").on_demand = on_demand;
                }
            }
        }
        buses
    }

    /// Two lines through the streets that stop in the committees of the urban core.
    fn serve_core(&mut self, territory: &Territory, net: &RoadNet, station: usize) {
        let core = (0..territory.villages.len()).filter(|village| territory.villages[*village].urban_core);
        let mut stops = vec![station];
        for village in core {
            let here = |node: &&usize| territory.village_at(net.nodes[**node].at) == Some(village);
            if let Some(node) = net.crossroads.values().find(here) {
                let name = divisions::stem(territory.villages[village].division.name).to_owned();
                stops.push(self.stop(name, net.nodes[*node].at, Some(village), true));
            }
        }
        if stops.len() < 2 {
            return;
        }
        let line = stops.iter().map(|stop| self.stops[*stop].at).collect();
        self.routes.push(BusRoute {
            name: "城区1路".to_owned(),
            stops,
            line,
            edges: Vec::new(),
            on_demand: false,
            township: None,
        });
    }

    fn stop(&mut self, name: String, at: Place, village: Option<usize>, is_seat: bool) -> usize {
        self.stops.push(Stop { name, at: moved(at, [5.5, 4.5]), village, is_seat });
        self.stops.len() - 1
    }

    fn route(
        &mut self,
        net: &RoadNet,
        start: usize,
        name: String,
        stops: Vec<usize>,
        edges: Vec<usize>,
        township: Option<usize>,
    ) {
        let mut line: Vec<Place> = vec![net.nodes[start].at];
        let mut at = start;
        for edge in &edges {
            let edge = &net.edges[*edge];
            let mut corners = edge.line.clone();
            if edge.nodes[0] != at {
                corners.reverse();
            }
            at = if edge.nodes[0] == at { edge.nodes[1] } else { edge.nodes[0] };
            line.extend(&corners[1..]);
        }
        self.routes.push(BusRoute { name, stops, line, edges, on_demand: false, township });
    }
}

pub fn stop_code(county: &County, stop: usize) -> String {
    format!("BS{}{:04}", county.code, stop + 1)
}

pub fn stop_records(county: &County) -> Vec<Record> {
    let village = |stop: &Stop| {
        stop.village.map_or_else(
            || county.territory.code_at(stop.at, county.code),
            |village| county.territory.villages[village].division.code,
        )
    };
    let stops = county.buses.stops.iter().enumerate();
    stops
        .map(|(nth, stop)| {
            Draft::new(collection("bus_stops"), stop_code(county, nth))
                .shape(plane::point(stop.at))
                .set("name", stop.name.as_str())
                .set("village_code", village(stop))
                .set("jurisdiction_code", county.territory.code_at(stop.at, county.code))
                .set("county_seat", stop.is_seat)
                .done()
        })
        .collect()
}

pub fn route_records(county: &County) -> Vec<Record> {
    let mut dice = Dice::of(county.seed, "bus routes", county.code);
    let routes = county.buses.routes.iter().enumerate();
    routes
        .map(|(nth, route)| {
            let stops: Vec<String> = route.stops.iter().map(|stop| stop_code(county, *stop)).collect();
            let year = dice.whole(2016, 2023);
            let from = crate::generate::draft::day_in(&mut dice, year);
            let to = dice.chance(0.015).then_some(date(2024, 6, 30));
            let jurisdiction = route.township.map_or(county.code, |nth| county.territory.townships[nth].division.code);
            Draft::new(collection("bus_routes"), format!("BR{}{:03}", county.code, nth + 1))
                .valid_from(from)
                .shape(plane::line(&route.line))
                .set("name", route.name.as_str())
                .set("stop_codes", stops)
                .set("jurisdiction_code", jurisdiction)
                .set("from_on", from)
                .set("to_on", to)
                .set("on_demand", route.on_demand)
                .done()
        })
        .collect()
}
