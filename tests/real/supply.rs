//! Supply beside others: pandapipes on every pipe of a real gas network, WNTR on the segments of two
//! water networks. What they answer is written by `scripts/oracles`.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::path::PathBuf;

use axum::body::Body;
use axum::http::Request;
use luzhang::app::App;
use luzhang::app::Clock;
use luzhang::http::Site;
use luzhang::http::router;
use luzhang::store::Location;
use serde_json::Value;
use serde_json::json;
use tower::ServiceExt;

use crate::PIPES;
use crate::bring;
use crate::empty_store;
use crate::world;

/// A table of an oracle.
fn oracle(name: &str) -> csv::Reader<std::fs::File> {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target"), PathBuf::from);
    let file = target.join("oracles").join(name);
    csv::Reader::from_path(&file).unwrap_or_else(|why| panic!("{}: {why}: run `make test-real`", file.display()))
}

#[tokio::test]
async fn whichever_pipe_of_schutterwald_is_removed_as_many_are_without_gas_as_pandapipes_says() {
    let (folder, store) = empty_store().await;
    let data = "utilities/schutterwald_gas_";
    let nodes = format!("{data}junctions.geojson");
    bring(&store, "gas_nodes", &nodes, None, "junction_id=code", "kind=junction").await;
    let source = folder.path().join("source.csv");
    std::fs::write(&source, "code,kind,lon,lat\n168,source,7.88,48.45\n").unwrap();
    bring(&store, "gas_nodes", source.to_str().unwrap(), None, "", "").await;
    bring(&store, "gas_pipes", &format!("{data}pipes.geojson"), None, PIPES, "gas=natural_gas").await;
    let customers = format!("{data}customers.geojson");
    bring(&store, "households", &customers, None, "sink_id=code junction=gas_node", "").await;
    drop(store);

    let path = folder.path().join("real.gpkg");
    let location: Location = path.to_str().unwrap().parse().unwrap();
    let app = App::start(&location, Clock::System).await.unwrap();
    let router = router(Site::new(app, "127.0.0.1:8080".parse().unwrap()));
    let mut pipes = 0;
    for row in oracle("schutterwald_outages.csv").records().map(Result::unwrap) {
        let body = json!({"network": "gas", "remove": [&row[0]]}).to_string();
        let request = Request::post("/api/v1/traces/outage").header("host", "127.0.0.1:8080").body(Body::from(body));
        let answer = router.clone().oneshot(request.unwrap()).await.unwrap();
        assert_eq!(answer.status(), 200);
        let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        let answer: Value = serde_json::from_slice(&bytes).unwrap();
        let mut theirs: Vec<&str> = row[2].split_whitespace().collect();
        theirs.sort_unstable();
        assert_eq!(answer["nodes"], json!(theirs), "pipe {}", &row[0]);
        let services: u64 = row[1].parse().unwrap();
        assert_eq!(
            (&answer["services"], &answer["households"]),
            (&json!(services), &json!(services)),
            "pipe {}",
            &row[0]
        );
        let known = [("0", 103), ("83", 1_818), ("157", 745), ("1612", 7)];
        assert!(known.iter().all(|(pipe, count)| *pipe != &row[0] || *count == theirs.len()));
        pipes += 1;
    }
    assert_eq!(pipes, 2_559);
}

/// A link of a water network, with the segments of it and of its ends.
struct Link {
    code: String,
    ends: [String; 2],
    has_valve: [bool; 2],
    segments: [String; 3],
}

fn links(name: &str) -> Vec<Link> {
    let link = |row: csv::StringRecord| Link {
        code: row[0].to_owned(),
        ends: [row[1].to_owned(), row[2].to_owned()],
        has_valve: [&row[3] == "yes", &row[4] == "yes"],
        segments: [row[5].to_owned(), row[6].to_owned(), row[7].to_owned()],
    };
    oracle(name).records().map(Result::unwrap).map(link).collect()
}

/// The network with a node for each valve, let into its link: nodes and pipes as CSV.
fn with_valves(links: &[Link]) -> [String; 2] {
    let mut nodes = String::from("code,kind,lon,lat\n");
    let mut pipes = String::from("code,from_node,to_node,wkt\n");
    let ends: BTreeSet<&String> = links.iter().flat_map(|link| &link.ends).collect();
    for (nth, node) in ends.iter().enumerate() {
        writeln!(nodes, "{node},junction,{},34", 113.0 + f64::from(u32::try_from(nth).unwrap()) * 0.001).unwrap();
    }
    let mut pipe = |code: &str, from: &str, to: &str| {
        writeln!(pipes, "{code},{from},{to},\"LINESTRING(114 34,114.001 34)\"").unwrap();
    };
    for link in links {
        let mut main = link.ends.clone();
        for (end, which) in ["from", "to"].into_iter().enumerate().filter(|(end, _)| link.has_valve[*end]) {
            let valve = format!("{}:{which}:valve", link.code);
            writeln!(nodes, "{valve},valve,113,34").unwrap();
            pipe(&format!("{}:{which}", link.code), &link.ends[end], &valve);
            main[end] = valve;
        }
        pipe(&link.code, &main[0], &main[1]);
    }
    [nodes, pipes]
}

async fn check_segments(name: &str, valves: usize, segments: usize, largest: usize) {
    let links = links(name);
    let (folder, store) = empty_store().await;
    for (collection, text) in ["gas_nodes", "gas_pipes"].into_iter().zip(with_valves(&links)) {
        let file = folder.path().join(format!("{collection}.csv"));
        std::fs::write(&file, text).unwrap();
        bring(&store, collection, file.to_str().unwrap(), None, "", "").await;
    }
    assert_eq!(links.iter().flat_map(|link| link.has_valve).filter(|has| *has).count(), valves);
    let world = world(&store).await;
    let network = world.gas();
    let ours = network.supply().segments();
    assert_eq!(ours.len(), segments);

    let (mut of_node, mut of_link) = (BTreeMap::new(), BTreeMap::new());
    for (number, segment) in ours.iter().enumerate() {
        of_node.extend(segment.nodes.iter().map(|node| (network.node_code(*node).unwrap(), number)));
        of_link.extend(segment.links.iter().map(|link| (network.pipe_code(*link), number)));
    }
    let mut pairs: BTreeSet<(usize, &str)> = BTreeSet::new();
    for link in &links {
        let [of_it, from, to] = &link.segments;
        pairs.insert((of_link[&*link.code], of_it));
        pairs.insert((of_node[&*link.ends[0]], from));
        pairs.insert((of_node[&*link.ends[1]], to));
    }
    // Each of ours is one of theirs, and none of theirs is two of ours.
    let theirs: BTreeSet<&str> = pairs.iter().map(|(_, theirs)| *theirs).collect();
    assert_eq!((pairs.len(), theirs.len()), (segments, segments));
    // Without the stubs between nodes and their valves, which WNTR has not.
    let is_theirs = |link: &&u32| !network.pipe_code(**link).contains(':');
    let size =
        |segment: &luzhang::network::Segment| segment.nodes.len() + segment.links.iter().filter(is_theirs).count();
    assert_eq!(ours.iter().map(size).max(), Some(largest));
}

#[tokio::test]
async fn valves_divide_ky4_into_the_segments_that_wntr_finds() {
    check_segments("ky4_links.csv", 646, 460, 48).await;
}

#[tokio::test]
async fn valves_divide_ky10_into_the_segments_that_wntr_finds() {
    check_segments("ky10_links.csv", 509, 383, 27).await;
}
