//! What hangs together: gas, heating, buses.

use super::*;

/// What can be reached from nodes of a kind over pipes that pass, without closed valves.
fn reached(nodes: &str, pipes: &str, from: &str, passes: impl Fn(&Record) -> bool) -> BTreeSet<&'static str> {
    let places: BTreeMap<&str, &Record> = all(nodes).map(|node| (&*node.code, node)).collect();
    let mut around: BTreeMap<&str, Vec<&'static str>> = BTreeMap::new();
    for pipe in all(pipes) {
        let [a, b] = ["from_node", "to_node"].map(|field| pipe.value(collection(pipes), field).as_text().unwrap());
        let [start, end] = ends(line(pipe));
        assert_eq!([key(start), key(end)], [a, b].map(|node| key(point(places[node]))), "{}", pipe.code);
        if passes(pipe) {
            around.entry(a).or_default().push(b);
            around.entry(b).or_default().push(a);
        }
    }
    let is_closed = |node: &str| *places[node].value(collection(nodes), "open") == Value::Boolean(false);
    let mut seen: BTreeSet<&str> =
        all(nodes).filter(|node| text(nodes, node, "kind") == from).map(|node| &*node.code).collect();
    let mut waiting: Vec<&str> = seen.iter().copied().collect();
    while let Some(node) = waiting.pop() {
        for next in around.get(node).into_iter().flatten() {
            if !is_closed(next) && seen.insert(next) {
                waiting.push(next);
            }
        }
    }
    seen
}

#[test]
fn gas_reaches_every_service_and_every_household_with_gas_has_one() {
    let reached = reached("gas_nodes", "gas_pipes", "source", |_| true);
    let services: BTreeSet<&str> =
        all("gas_nodes").filter(|node| text("gas_nodes", node, "kind") == "service").map(|node| &*node.code).collect();
    assert!(services.len() > 800 && services.is_subset(&reached));
    let used: BTreeSet<&str> =
        all("households").map(|home| text("households", home, "gas_node")).filter(|node| !node.is_empty()).collect();
    assert_eq!(used, services);
    let closed =
        all("gas_nodes").filter(|node| *node.value(collection("gas_nodes"), "normally_open") == Value::Boolean(false));
    assert_eq!(closed.count(), 1);
}

#[test]
fn heat_reaches_every_service_and_comes_back() {
    let services: BTreeSet<&str> = all("heat_nodes")
        .filter(|node| text("heat_nodes", node, "kind") == "service")
        .map(|node| &*node.code)
        .collect();
    assert!(services.len() > 40);
    for circuit in ["supply", "return"] {
        let reached =
            reached("heat_nodes", "heat_pipes", "plant", |pipe| text("heat_pipes", pipe, "circuit") == circuit);
        assert!(services.is_subset(&reached), "{circuit}");
    }
}

#[test]
fn most_villages_are_two_legs_from_the_seat_and_some_are_not() {
    let stops = collection("bus_stops");
    let seat: BTreeSet<&str> = all("bus_stops")
        .filter(|stop| *stop.value(stops, "county_seat") == Value::Boolean(true))
        .map(|stop| &*stop.code)
        .collect();
    let mut near = seat;
    for _ in 0..2 {
        let routes = all("bus_routes").filter_map(|route| match route.value(collection("bus_routes"), "stop_codes") {
            Value::List(stops) => Some(stops),
            _ => None,
        });
        let boarded: Vec<&str> = routes
            .filter(|stops| stops.iter().any(|stop| near.contains(&**stop)))
            .flatten()
            .map(AsRef::as_ref)
            .collect();
        near.extend(boarded);
    }
    let served: BTreeSet<&str> = all("bus_stops")
        .filter(|stop| near.contains(&*stop.code))
        .map(|stop| text("bus_stops", stop, "village_code"))
        .collect();
    assert!((365..396).contains(&served.len()), "{}", served.len());
}
