"""The questions, and what two servers must agree on before their speed is compared."""

import json
import math
import time
import urllib.error
import urllib.request

COMPARED = 20
COMPARED_FOR_S = 15  # Of a slow server fewer answers, three at least.
PATIENCE_S = 30


class NoAnswer(Exception):
    """A server does not answer at all."""


class Question:
    """`paths` makes, for one server, the path of each place; `told` what of an answer is compared.
    Where a difference is one of taste, as in what a map leaves out, it is only told."""

    def __init__(self, title, kind, paths, told, is_taste=False):
        self.title, self.kind, self.paths, self.told, self.is_taste = title, kind, paths, told, is_taste

    def of(self, server):
        """The paths for a server; none when it has no such question."""
        return self.paths(server) if getattr(server, self.kind) else []


def questions(database):
    """The same on every run: chosen by the digest of their codes."""
    boxes = {
        "households": boxes_of(database, "households", 0.003),
        "road_segments": boxes_of(database, "road_segments", 0.02),
    }
    codes = [code for [code] in database.sql("select code from households order by md5(code) limit 1000")]
    villages = [village for [village] in database.sql(
        "select village_code from households group by 1 having count(*) >= 100 order by md5(village_code) limit 200")]
    places = [(float(lon), float(lat)) for lon, lat in database.sql("select lon, lat from probe order by n")]

    def items(collection, limit, wanted):
        return lambda server: [server.items(collection, limit, **one) for one in wanted]

    def tiles(collection, z):
        wanted = sorted({tile_at(z, *place) for place in places})[:200]
        return lambda server: [server.tile(collection, z, x, y) for x, y in wanted]

    return [
        Question("100 households", "items", items("households", 100, [{}]), page),
        Question("1,000 road segments", "items", items("road_segments", 1000, [{}]), page),
        *(
            Question(f"{name} in a box", "items", items(of, 1000, [{"bbox": box} for box in boxes[of]]), ids)
            for name, of in (("road segments", "road_segments"), ("households", "households"))
        ),
        Question("one household by id", "item", lambda server: [server.item("households", code) for code in codes], feature),
        Question("100 households of a village", "items",
            items("households", 100, [{"village_code": village} for village in villages]), villages_of),
        *(Question(f"tiles of road segments, z{z}", "tile", tiles("road_segments", z), features, True) for z in (10, 12, 14)),
        Question("tiles of households, z14", "tile", tiles("households", 14), features, True),
    ]


def boxes_of(database, table, half):
    """Boxes around homes in which there are 50 to 999 records."""
    rows = database.sql(
        f"""select lon - {half}, lat - {half}, lon + {half}, lat + {half} from probe where n <= 300 and (
            select count(*) from {table} where geom && st_makeenvelope((lon - {half})::float8, (lat - {half})::float8,
                (lon + {half})::float8, (lat + {half})::float8, 4326)) between 50 and 999 order by n limit 100"""
    )
    return [",".join(row) for row in rows]


def tile_at(z, lon, lat):
    across = 2**z
    north = math.asinh(math.tan(math.radians(lat)))
    return int((lon + 180) / 360 * across), int((1 - north / math.pi) / 2 * across)


class Place(tuple):
    """Degrees. Peers write six decimals, rounded or cut, which is a decimetre."""

    def __eq__(self, other):
        return all(abs(a - b) <= 1.1e-6 for a, b in zip(self, other, strict=True))

    def __ne__(self, other):
        return not self == other

    __hash__ = None


def page(body):
    answer = json.loads(body)
    return f"{len(answer['features'])} of {answer.get('numberMatched', 'unknown')}"


def ids(body):
    return sorted(str(one["id"]) for one in json.loads(body)["features"])


def feature(body):
    one = json.loads(body)
    return str(one["id"]), one["properties"]["address"], Place(one["geometry"]["coordinates"])


def villages_of(body):
    answer = json.loads(body)
    return page(body), sorted({one["properties"]["village_code"] for one in answer["features"]})


def features(body):
    """How many features a vector tile of one layer has."""
    return sum(1 for field, layer in fields(body) if field == 3 for inner, _ in fields(layer) if inner == 2)


def fields(body):
    """Field numbers and values of a Protocol Buffers message; of what is neither number nor bytes, none."""
    at = 0

    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte = body[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(body):
        tag = number()
        if tag & 7 == 0:
            yield tag >> 3, number()
        elif tag & 7 == 2:
            length = number()
            yield tag >> 3, body[at : at + length]
            at += length
        else:
            at += {1: 8, 5: 4}[tag & 7]


def fetched(server, path):
    try:
        with urllib.request.urlopen(server.url + path, timeout=PATIENCE_S) as answer:
            return answer.read()
    except urllib.error.HTTPError as refusal:
        raise ValueError(f"HTTP {refusal.code}") from refusal
    except OSError as fault:
        raise NoAnswer(f"no answer within {PATIENCE_S} s") from fault


def answers(server, question):
    """What a server says to the first paths of a question; a refusal is an answer too."""
    said, began = [], time.monotonic()
    for path in question.of(server)[:COMPARED]:
        if len(said) >= 3 and time.monotonic() - began > COMPARED_FOR_S:
            break
        try:
            said.append(question.told(fetched(server, path)))
        except (ValueError, KeyError, TypeError, IndexError) as fault:
            said.append(f"unreadable: {fault}"[:80])
    return said


def is_refusal(answer):
    return isinstance(answer, str) and answer.startswith("unreadable: ")


def difference(ours, theirs):
    """In words, or nothing."""
    unlike = [(a, b) for a, b in zip(ours, theirs) if a != b]
    if not unlike:
        return None
    a, b = unlike[0]
    if isinstance(a, list) and isinstance(b, list):
        a, b = f"{len(a)} ids", f"{len(b)} ids, {len(set(a) ^ set(b))} unlike"
    return f"{len(unlike)} of {len(theirs)} answers differ, the first: {told(b)} where luzhang has {told(a)}"


def told(answer):
    return ", ".join(map(str, answer)) if isinstance(answer, (list, tuple)) else str(answer)
