//! Hand-drawn networks, and 10,000 random ones beside the definitions, written out naively.

mod naive;

use crate::network::Circuit;
use crate::network::Device;
use crate::network::Graph;
use crate::network::Leak;
use crate::network::LinkId;
use crate::network::Marks;
use crate::network::NodeId;
use crate::network::Supply;

const OPEN: Device = Device::Valve { can_be_closed: true, is_closed: false };
const STUCK: Device = Device::Valve { can_be_closed: false, is_closed: false };
const CLOSED: Device = Device::Valve { can_be_closed: true, is_closed: true };

/// Links of 10 m, numbered as they are drawn, and of one circuit.
fn network(devices: &[Device], links: &[(NodeId, NodeId)]) -> Supply {
    with_circuits(devices, &links.iter().map(|(from, to)| (*from, *to, Circuit::Any)).collect::<Vec<_>>())
}

fn with_circuits(devices: &[Device], links: &[(NodeId, NodeId, Circuit)]) -> Supply {
    let graph = Graph::from_ends(devices.len(), links.iter().map(|(from, to, _)| (*from, *to)).collect());
    Supply::new(graph, devices.to_vec(), vec![10.0; links.len()], links.iter().map(|link| link.2).collect())
}

fn leak(link: LinkId) -> Leak {
    Leak::Link { link, metres: [4.0, 6.0] }
}

/// Closes, sources that no valve parts from the leak, isolated nodes, nodes out, pieces still fed.
#[track_caller]
fn check(
    supply: &Supply,
    leak: Leak,
    close: &[(NodeId, f64)],
    sources: &[NodeId],
    isolated: &[NodeId],
    out: &[NodeId],
    still_fed: usize,
) {
    let found = supply.isolation(leak, &Marks::none(supply.graph().node_count()));
    assert_eq!(found.close.iter().map(|stop| (stop.node, stop.distance_m)).collect::<Vec<_>>(), close);
    assert_eq!(found.sources.iter().map(|source| source.node).collect::<Vec<_>>(), sources);
    assert_eq!(found.nodes.iter().collect::<Vec<_>>(), isolated);
    assert_eq!(found.out.iter().collect::<Vec<_>>(), out);
    assert_eq!(found.still_fed, still_fed);
}

#[test]
fn a_ring_keeps_its_customers_and_a_spur_does_not() {
    // 0 source – 1 valve – 2 = 3 valve – 4 customer, and round again 0 – 5 valve – 4; 2 – 6 spur.
    let devices = [Device::Source, OPEN, Device::Plain, OPEN, Device::Plain, OPEN, Device::Plain];
    let ring = network(&devices, &[(0, 1), (1, 2), (2, 3), (3, 4), (0, 5), (5, 4), (2, 6)]);
    check(&ring, leak(1), &[(1, 4.0), (3, 16.0)], &[], &[2, 6], &[2, 6], 1);
    // Between the source and both valves: it is to be shut itself, and no other stands behind the valves.
    check(&ring, leak(0), &[], &[0], &[0], &[0, 1, 2, 3, 4, 5, 6], 0);
}

#[test]
fn a_valve_behind_which_nothing_is_fed_stays_open() {
    // 0 source – 1 valve – 2 – 3 valve – 4 customer.
    let line = network(&[Device::Source, OPEN, Device::Plain, OPEN, Device::Plain], &[(0, 1), (1, 2), (2, 3), (3, 4)]);
    check(&line, leak(1), &[(1, 4.0)], &[], &[2], &[2, 3, 4], 1);
    // A stuck valve is passed, and the next one closes.
    let stuck = network(&[Device::Source, OPEN, STUCK, Device::Plain], &[(0, 1), (1, 2), (2, 3)]);
    check(&stuck, leak(2), &[(1, 14.0)], &[], &[2, 3], &[2, 3], 1);
}

#[test]
fn gas_does_not_come_back_through_a_regulator_but_flows_on_through_it() {
    // 0 source – 1 valve – 2 – 3 regulator to 4 – 4 – 5; a second source 6 – 7 regulator to 4.
    let devices = [
        Device::Source,
        OPEN,
        Device::Plain,
        Device::OneWay { to: 4 },
        Device::Plain,
        Device::Plain,
        Device::Source,
        Device::OneWay { to: 4 },
    ];
    let two = network(&devices, &[(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (6, 7), (7, 4)]);
    check(&two, leak(1), &[(1, 4.0)], &[], &[2], &[2, 3], 2);
    // Behind the regulators: they are passed upstream, and one of the sources has no valve.
    check(&two, leak(4), &[(1, 34.0)], &[6], &[2, 3, 4, 5, 6, 7], &[2, 3, 4, 5, 6, 7], 1);
}

#[test]
fn a_closed_valve_ends_the_trace_and_what_it_cut_off_before_is_not_out_again() {
    // 0 source – 1 – 2 closed – 3 – 4.
    let tie = network(
        &[Device::Source, Device::Plain, CLOSED, Device::Plain, Device::Plain],
        &[(0, 1), (1, 2), (2, 3), (3, 4)],
    );
    assert_eq!(tie.fed_now().iter().collect::<Vec<_>>(), [0, 1, 2]);
    check(&tie, leak(3), &[], &[], &[3, 4], &[3, 4], 0);
    check(&tie, Leak::Node(2), &[], &[0], &[0, 1, 2, 3, 4], &[0, 1, 2, 3, 4], 0);
}

#[test]
fn heating_is_lost_when_either_circuit_is_cut_and_a_leak_drains_both() {
    use Circuit::Return as R;
    use Circuit::Supply as S;
    // Plant 0: supply 0 – 1 valve – 2 – 3 service, return 3 – 4 – 5 valve – 0; a second service 6.
    let devices = [Device::Source, OPEN, Device::Plain, Device::Plain, Device::Plain, OPEN, Device::Plain];
    let links = [(0, 1, S), (1, 2, S), (2, 3, S), (3, 4, R), (4, 5, R), (5, 0, R), (2, 6, S), (6, 4, R)];
    let heat = with_circuits(&devices, &links);
    assert_eq!(heat.fed_now().count(), 7);
    check(&heat, leak(2), &[(1, 14.0), (5, 26.0)], &[], &[2, 3, 4, 6], &[2, 3, 4, 6], 1);
    let mut cut = heat.whole();
    cut.links.insert(3);
    let fed = heat.fed(&cut);
    assert_eq!(fed.iter().collect::<Vec<_>>(), [0, 1, 2, 4, 5, 6], "3 has supply, but no return");
}

#[test]
fn a_substation_parts_the_networks_and_hands_the_outage_on() {
    use Circuit::Return as R;
    use Circuit::Supply as S;
    // Plant 0 – 1 valve – 2 primary side – 3 valve – 0; secondary side 4 – 5 – 4.
    let devices = [Device::Source, OPEN, Device::Plain, OPEN, Device::SourceWhileFed { on: 2 }, Device::Plain];
    let heat = with_circuits(&devices, &[(0, 1, S), (1, 2, S), (2, 3, R), (3, 0, R), (4, 5, S), (5, 4, R)]);
    check(&heat, leak(1), &[(1, 4.0), (3, 16.0)], &[], &[2], &[2, 4, 5], 1);
    check(&heat, leak(4), &[], &[4], &[4, 5], &[4, 5], 0);
}

#[test]
fn segments_are_what_is_left_whole_when_every_valve_is_closed() {
    let line =
        network(&[Device::Source, OPEN, STUCK, Device::Plain, CLOSED], &[(0, 1), (1, 2), (2, 3), (3, 4), (3, 3)]);
    let found: Vec<_> = line.segments().into_iter().map(|segment| (segment.nodes, segment.links)).collect();
    assert_eq!(found, [(vec![0], vec![0]), (vec![3], vec![2, 3, 4]), (vec![], vec![1])]);
}
