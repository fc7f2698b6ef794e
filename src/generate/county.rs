//! A county thought out, before it is written down as records.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::Record;
use crate::generate::bridges;
use crate::generate::bridges::Bridge;
use crate::generate::buses::Buses;
use crate::generate::chiefs::Chiefs;
use crate::generate::draft::Draft;
use crate::generate::draft::collection;
use crate::generate::gas;
use crate::generate::gas::Gas;
use crate::generate::grades;
use crate::generate::hamlets;
use crate::generate::hamlets::Hamlet;
use crate::generate::heat::Heat;
use crate::generate::history;
use crate::generate::homes::Homes;
use crate::generate::plane;
use crate::generate::profile::Profile;
use crate::generate::rivers;
use crate::generate::road_net::RoadNet;
use crate::generate::route::Route;
use crate::generate::routes;
use crate::generate::segments;
use crate::generate::segments::Segment;
use crate::generate::shapes::Place;
use crate::generate::skeleton::Skeleton;
use crate::generate::streets::Streets;
use crate::generate::territory::Territory;
use crate::generate::works;
use crate::generate::works::Project;
use crate::geom::Shape;

/// What of the city is written before a county.
#[derive(Clone, Debug)]
pub enum Heading {
    None,
    /// Its record and its money; its outline where one was drawn.
    City(Option<Shape>),
}

pub struct County {
    pub seed: u64,
    pub heading: Heading,
    pub code: &'static str,
    pub profile: &'static Profile,
    pub territory: Arc<Territory>,
    pub hamlets: Vec<Hamlet>,
    pub net: RoadNet,
    pub routes: Vec<Route>,
    pub segments: Vec<Segment>,
    pub projects: Vec<Project>,
    pub bridges: Vec<Bridge>,
    pub buses: Buses,
    pub chiefs: Chiefs,
    pub homes: Homes,
    /// By village: its buildings, and how many people live there.
    pub buildings_of: Vec<Vec<usize>>,
    pub persons: Vec<i32>,
    pub gas: Gas,
    pub heat: Heat,
}

impl County {
    /// `seed` is that of the city.
    pub fn new(seed: u64, profile: &'static Profile, territory: Arc<Territory>, heading: Heading) -> Self {
        let rivers = rivers::rivers(seed, profile);
        let (seed, code) = (profile.seed(seed), profile.code);
        let streets = Streets::new(seed, profile);
        let mut hamlets = hamlets::hamlets(seed, profile, &territory, &rivers);
        let skeleton = Skeleton::new(seed, profile, &territory, &streets, &towns(&territory, &hamlets));
        let mut net = RoadNet::new(seed, profile, &territory, &rivers, &streets, &mut hamlets, &skeleton);
        grades::grade(&mut net, &territory, &hamlets);
        let routes = routes::routes(seed, &net, &territory, &hamlets, &streets, code);
        let mut segments = segments::segments(seed, code, &territory, &net, &routes, &streets);
        let projects = works::projects(seed, profile, &routes, &segments);
        let buses = Buses::new(seed, profile, &territory, &hamlets, &net);
        history::tell(seed, &routes, &mut segments, &projects, &buses);
        let bridges = bridges::bridges(seed, code, &territory, &rivers, &net, &routes);
        let homes = Homes::new(seed, &territory, &rivers, &hamlets, &net, &streets);
        let mut buildings_of = vec![Vec::new(); territory.villages.len()];
        let mut persons = vec![0; territory.villages.len()];
        for (nth, building) in homes.buildings.iter().enumerate() {
            buildings_of[building.village].push(nth);
            persons[building.village] += building.homes.iter().map(|home| homes.all[*home].persons).sum::<i32>();
        }
        let site = gas::Site {
            seed,
            profile,
            territory: &territory,
            hamlets: &hamlets,
            net: &net,
            streets: &streets,
            homes: &homes,
        };
        let gas = Gas::new(&site);
        let heat = Heat::new(seed, profile, &net, &homes);
        let chiefs = Chiefs::new(seed, profile, &territory, &routes);
        Self {
            seed,
            heading,
            code,
            profile,
            territory,
            hamlets,
            net,
            routes,
            segments,
            projects,
            bridges,
            buses,
            chiefs,
            homes,
            buildings_of,
            persons,
            gas,
            heat,
        }
    }

    /// A hamlet has its village's code and a letter: the main one is A.
    pub fn hamlet_code(&self, hamlet: usize) -> String {
        let village = self.hamlets[hamlet].village;
        let first = self.hamlets.partition_point(|other| other.village < village);
        format!("{}Z{}", self.territory.villages[village].division.code, hamlet - first + 1)
    }

    /// The day of the first service in some villages.
    pub fn piped_gas(&self, villages: &[usize]) -> Option<NaiveDate> {
        let served: Vec<usize> = villages
            .iter()
            .flat_map(|village| &self.buildings_of[*village])
            .filter_map(|building| self.gas.services.get(building).copied())
            .collect();
        let pipes = self
            .gas
            .net
            .pipes
            .iter()
            .filter(|pipe| served.binary_search(&pipe.nodes[1]).is_ok() || served.contains(&pipe.nodes[1]));
        pipes.map(|pipe| pipe.installed_on).min()
    }
}

pub fn road_records(county: &County) -> Vec<Record> {
    let routes = county.routes.iter();
    routes
        .map(|route| {
            Draft::new(collection("roads"), route.code.as_str())
                .shape(plane::line(&route.line))
                .set("name", route.name.as_str())
                .set("class", route.class.as_str())
                .set("urban_class", route.urban_class)
                .set("jurisdiction_code", county.territory.jurisdiction_of(&route.line, county.code))
                .set("from_name", route.from_name.as_str())
                .set("to_name", route.to_name.as_str())
                .done()
        })
        .collect()
}

/// Where the towns of the townships are, if they are not among the streets of the seat.
fn towns(territory: &Territory, hamlets: &[Hamlet]) -> Vec<Option<Place>> {
    (0..territory.townships.len())
        .map(|nth| {
            let is_its = |hamlet: &&Hamlet| hamlet.is_town && territory.villages[hamlet.village].township == nth;
            hamlets.iter().find(is_its).map(|hamlet| hamlet.at)
        })
        .collect()
}
