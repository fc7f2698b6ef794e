"""Whether the length of a route list is right, and its order a good one.

    route_oracle.py STORE.gpkg LIST.json

Reads the road segments of the store by itself, measures the list's own order on distances of SciPy
(Dijkstra), and has LKH (elkai) look for a shorter order of the same stops. Fails when the length of the
list differs from the measured one by more than a metre a stop, when a list is shorter than LKH's by more
than that, or over 5 % longer.
"""

import json
import math
import sqlite3
import struct
import sys

import elkai
import numpy
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra


def line(blob):
    """The corners of a GeoPackage geometry that is a line string."""
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[(blob[3] >> 1) & 7]
    at = 8 + envelope
    count = struct.unpack_from("<I", blob, at + 5)[0]
    return [struct.unpack_from("<dd", blob, at + 9 + 16 * nth) for nth in range(count)]


def metres(text):
    km, rest = text.lstrip("Kk").split("+")
    return int(km) * 1000 + float(rest)


def apart(a, b):
    """Metres on the ellipsoid, good to a millimetre over a segment's piece."""
    lat = math.radians((a[1] + b[1]) / 2)
    e2 = 0.00669438002290
    w = math.sqrt(1 - e2 * math.sin(lat) ** 2)
    north = 6378137 * (1 - e2) / w**3 * math.radians(b[1] - a[1])
    east = 6378137 / w * math.cos(lat) * math.radians(b[0] - a[0])
    return math.hypot(north, east)


class Roads:
    def __init__(self, store):
        rows = sqlite3.connect(f"file:{store}?mode=ro", uri=True).execute(
            "select code, road_code, geom, official_length_km from road_segments")
        self.nodes = {}
        self.segments = []
        self.by_road = {}
        for code, road, blob, km in rows:
            corners = line(blob)
            reached = [0.0]
            for a, b in zip(corners, corners[1:]):
                reached.append(reached[-1] + apart(a, b))
            ends = [self.node(corners[0]), self.node(corners[-1])]
            self.by_road.setdefault(road, []).append(len(self.segments))
            self.segments.append((corners, reached, ends, km * 1000 if km is not None else reached[-1]))

    def node(self, at):
        key = (round(at[0], 7), round(at[1], 7))
        return self.nodes.setdefault(key, len(self.nodes))

    def nearest(self, road, at):
        """Segment, and metres along it of its length that counts, of the place nearest to another."""
        best = None
        squeezed = math.cos(math.radians(at[1]))
        for nth in self.by_road.get(road, range(len(self.segments))):
            corners, reached, _, length = self.segments[nth]
            for piece, (a, b) in enumerate(zip(corners, corners[1:])):
                dx, dy = (b[0] - a[0]) * squeezed, b[1] - a[1]
                px, py = (at[0] - a[0]) * squeezed, at[1] - a[1]
                share = min(1.0, max(0.0, (px * dx + py * dy) / (dx * dx + dy * dy or 1.0)))
                off = math.hypot(px - share * dx, py - share * dy)
                if best is None or off < best[0]:
                    along = reached[piece] + share * (reached[piece + 1] - reached[piece])
                    best = (off, nth, along / reached[-1] * length)
        return best[1], best[2]


def distances(roads, places):
    """Each place is a node of its own, between the ends of its segment and those beside it there."""
    first = len(roads.nodes)
    on = {}
    for nth, (segment, along) in enumerate(places):
        on.setdefault(segment, []).append((along, first + nth))
    rows, columns, lengths = [], [], []
    for nth, (_, _, (start, end), length) in enumerate(roads.segments):
        stones = [(0.0, start), *sorted(on.get(nth, [])), (length, end)]
        for (before, a), (after, b) in zip(stones, stones[1:]):
            rows.append(a)
            columns.append(b)
            # A zero would be no link.
            lengths.append(max(after - before, 1e-6))
    size = first + len(places)
    # Of parallel links the shortest: a sum of both would be neither.
    shortest = {}
    for a, b, length in zip(rows, columns, lengths):
        key = (min(a, b), max(a, b))
        shortest[key] = min(length, shortest.get(key, math.inf))
    pairs = numpy.array(list(shortest), dtype=int)
    graph = coo_matrix((list(shortest.values()), (pairs[:, 0], pairs[:, 1])), shape=(size, size)).tocsr()
    found = dijkstra(graph, directed=False, indices=range(first, size))
    return found[:, first:]


def main(store, file):
    with open(file, encoding="utf-8") as text:
        told = json.load(text)
    roads = Roads(store)
    start = told["start"]
    stops = [(start["road"], (start["lon"], start["lat"]))]
    stops += [(stop["road"], (stop["lon"], stop["lat"])) for stop in told["stops"]]
    between = distances(roads, [roads.nearest(road, at) for road, at in stops])
    count, ours = len(stops), float(told["length_km"]) * 1000
    order = list(range(count)) + ([0] if told["returns"] else [])
    measured = sum(between[a][b] for a, b in zip(order, order[1:]))
    matrix = between.copy()
    if not told["returns"]:
        # A walk is a tour whose way back costs nothing: into the start from anywhere.
        matrix[:, 0] = 0
    tour = elkai.DistanceMatrix((matrix * 10).round().astype(int).tolist()).solve_tsp(runs=10)
    shortest = sum(matrix[a][b] for a, b in zip(tour, tour[1:]))
    slack = count
    kind = "tour" if told["returns"] else "walk"
    print(f"route-oracle: a {kind} of {count - 1} stops: {ours:.0f} m, measured {measured:.0f} m, "
          f"LKH {shortest:.0f} m ({100 * (ours / shortest - 1):+.2f} %)")
    if abs(ours - measured) > slack:
        sys.exit("route-oracle: the length is not that of the order")
    if ours > shortest * 1.05 or ours < shortest - slack - 0.001 * shortest:
        sys.exit("route-oracle: the order is over 5 % longer than LKH's, or shorter than can be")


main(*sys.argv[1:])
