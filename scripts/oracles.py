"""What pandapipes and WNTR answer, written where the tests look for it.

    oracles.py FOLDER_OF_UTILITIES FOLDER_TO_WRITE_TO

schutterwald_outages.csv: for each pipe of the gas network the junctions without supply once it is
removed, with spaces between, and how many customers are on them. ky4_links.csv, ky10_links.csv: the
links of a water network with their ends, with a valve at each end or not, and the segments of link and
ends; valves are placed strategically with n = 2 and seed 123.
"""

import csv
import json
import sys
from pathlib import Path

import pandapipes
import pandapipes.topology
import wntr

SOURCE = 168


def features(file):
    return [feature["properties"] for feature in json.loads(file.read_text())["features"]]


def outages(utilities, out):
    net = pandapipes.create_empty_network(fluid="lgas")
    for junction in features(utilities / "schutterwald_gas_junctions.geojson"):
        pandapipes.create_junction(net, pn_bar=0.1, tfluid_k=288.15, index=junction["junction_id"])
    for pipe in features(utilities / "schutterwald_gas_pipes.geojson"):
        pandapipes.create_pipe_from_parameters(
            net, pipe["from_junction"], pipe["to_junction"], length_km=pipe["length_km"],
            inner_diameter_mm=pipe["inner_diameter_mm"], k_mm=0.1, index=pipe["pipe_id"])
    pandapipes.create_ext_grid(net, SOURCE, p_bar=0.1, t_k=288.15, type="pt")
    customers = [customer["junction"] for customer in features(utilities / "schutterwald_gas_customers.geojson")]
    graph = pandapipes.topology.create_nxgraph(net)
    with (out / "schutterwald_outages.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["pipe", "services", "junctions"])
        for pipe in net.pipe.index:
            key = ("pipe", pipe)
            ends = net.pipe.loc[pipe, ["from_junction", "to_junction"]].tolist()
            facts = graph.get_edge_data(*ends, key=key)
            graph.remove_edge(*ends, key=key)
            cut = pandapipes.topology.unsupplied_junctions(net, mg=graph)
            graph.add_edge(*ends, key=key, **facts)
            rows.writerow([pipe, sum(customer in cut for customer in customers), " ".join(map(str, sorted(cut)))])


def segments(name, out):
    network = wntr.network.WaterNetworkModel(name)
    valves = wntr.network.generate_valve_layer(network, "strategic", 2, seed=123)
    of_node, of_link, _ = wntr.metrics.valve_segments(network.to_graph(), valves)
    placed = set(zip(valves["link"], valves["node"]))
    with (out / f"{name}_links.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["link", "from", "to", "from_valve", "to_valve", "segment", "from_segment", "to_segment"])
        for link_name, link in network.links():
            ends = [link.start_node_name, link.end_node_name]
            has = ["yes" if (link_name, end) in placed else "no" for end in ends]
            rows.writerow([link_name, *ends, *has, of_link[link_name], *(of_node[end] for end in ends)])


def main():
    utilities, out = map(Path, sys.argv[1:])
    outages(utilities, out)
    for name in ["ky4", "ky10"]:
        segments(name, out)


main()
