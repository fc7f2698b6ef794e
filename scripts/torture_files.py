"""Files for `torture-readers`: large sound ones of each format, and monsters.

Each maker takes the path to write and about how many bytes the file shall have. Sound files hold lines
of 200 corners with a name of 2,000 bytes: both, text and shapes, are most of the file."""

import random
import sqlite3
import struct
import subprocess
import zipfile
import zlib

CORNERS = 200
NAME = 2_000
MB = 1024 * 1024


def some_lines(count=50):
    """Invented lines, short enough to be streets."""
    dice = random.Random(7)
    for _ in range(count):
        lon, lat = dice.uniform(113, 114), dice.uniform(33, 34)
        yield [(round(lon + n * 1e-4, 7), round(lat + dice.uniform(0, 1e-4), 7)) for n in range(CORNERS)]


LINES = list(some_lines())
NAMES = [("路" + format(n, "03")) * (NAME // 6) for n in range(50)]


def rows(size, per_row):
    for n in range(max(1, size // per_row)):
        yield n, NAMES[n % 50], LINES[n % 50]


# Sound files.


def feature(n, name, shape):
    return f'{{"type":"Feature","id":"L{n}","geometry":{{"type":"LineString","coordinates":{shape}}},"properties":{{"name":"{name}"}}}}'


def geojson_lines(path, size):
    shapes = [str([list(at) for at in line]).replace(" ", "") for line in LINES]
    with open(path, "w") as out:
        for n, name, _ in rows(size, 7_000):
            out.write(feature(n, name, shapes[n % 50]) + "\n")


def geojson(path, size):
    shapes = [str([list(at) for at in line]).replace(" ", "") for line in LINES]
    with open(path, "w") as out:
        out.write('{"type":"FeatureCollection","features":[')
        for n, name, _ in rows(size, 7_000):
            out.write(("," if n else "") + feature(n, name, shapes[n % 50]) + "\n")
        out.write("]}")


def csv(path, size):
    shapes = ["LINESTRING(" + ",".join(f"{x} {y}" for x, y in line) + ")" for line in LINES]
    with open(path, "w") as out:
        out.write("code,name,wkt\n")
        for n, name, _ in rows(size, 6_600):
            out.write(f'L{n},{name},"{shapes[n % 50]}"\n')


def geopackage(path, size):
    blobs = [
        b"GP\0\1" + struct.pack("<iBII", 4490, 1, 2, CORNERS) + b"".join(struct.pack("<2d", *at) for at in line)
        for line in LINES
    ]
    file = sqlite3.connect(path)
    file.executescript("""
        pragma journal_mode = off; pragma synchronous = off; pragma application_id = 0x47504B47; pragma user_version = 10300;
        create table gpkg_spatial_ref_sys (srs_name text, srs_id integer primary key, organization text,
            organization_coordsys_id integer, definition text, description text);
        insert into gpkg_spatial_ref_sys values
            ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]', '');
        create table gpkg_contents (table_name text primary key, data_type text, identifier text, description text,
            last_change datetime, min_x double, min_y double, max_x double, max_y double, srs_id integer);
        create table gpkg_geometry_columns (table_name text, column_name text, geometry_type_name text, srs_id integer,
            z tinyint, m tinyint);
        create table bus_routes (fid integer primary key, geom blob, code text, name text);
        insert into gpkg_contents values ('bus_routes', 'features', 'bus_routes', '', '2025-01-01T00:00:00Z', 113, 33, 115, 35, 4326);
        insert into gpkg_geometry_columns values ('bus_routes', 'geom', 'LINESTRING', 4326, 0, 0);
    """)
    made = ((blobs[n % 50], f"L{n}", name) for n, name, _ in rows(size, 5_800))
    file.executemany("insert into bus_routes (geom, code, name) values (?, ?, ?)", made)
    file.commit()
    file.close()


def flatgeobuf(path, size):
    """By GDAL, from a GeoPackage: also a word of somebody else on that one."""
    between = path.with_suffix(".gpkg")
    geopackage(between, size)
    subprocess.run(["ogr2ogr", "-q", "-f", "FlatGeobuf", "-lco", "SPATIAL_INDEX=NO", path, between], check=True)
    between.unlink()


def shapefile(path, size):
    shapes = [shp_line(line) for line in LINES]
    count = max(1, size // (len(shapes[0]) + 8 + NAME + 20))
    write_shapefile(path, (shapes[n % 50] for n in range(count)), count)


def shp_line(line):
    return struct.pack("<i4diii", 3, 0, 0, 0, 0, 1, len(line), 0) + b"".join(struct.pack("<2d", *at) for at in line)


def write_shapefile(path, shapes, rows_said):
    """With a table of as many rows as are said; its index is left out, as it may be."""
    count = 0
    with open(path, "wb") as out:
        out.write(struct.pack(">7i", 9994, 0, 0, 0, 0, 0, 50) + struct.pack("<2i8d", 1000, 3, *[0] * 8))
        for count, shape in enumerate(shapes, 1):
            out.write(struct.pack(">2i", count, len(shape) // 2) + shape)
    with open(path.with_suffix(".dbf"), "wb") as out:
        out.write(struct.pack("<4BIHH20x", 3, 125, 1, 1, rows_said, 32 * 3 + 1, 1 + 18 + NAME))
        for name, width in (b"code", 18), (b"name", NAME):
            out.write(struct.pack("<11scIHH12x", name, b"C", 0, width, 0))
        out.write(b"\r")
        for n in range(count):
            out.write(b" " + f"L{n}".encode().ljust(18) + NAMES[n % 50].encode()[:NAME].ljust(NAME))
    path.with_suffix(".cpg").write_text("UTF-8")


# OpenStreetMap extracts, by the wire format of Protocol Buffers.


def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def zigzag(number):
    return varint(number << 1 if number >= 0 else -number * 2 - 1)


def field(number, value):
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def blob(kind, content, size_said=None):
    header = field(1, kind) + field(3, len(content) if size_said is None else size_said)
    return struct.pack(">I", len(header)) + header + content


OSM_HEADER = blob(b"OSMHeader", field(1, field(4, b"OsmSchema-V0.6") + field(4, b"DenseNodes")))


def extract(path, size):
    """Blocks of ways between a few nodes, each with a name of its own."""
    ids = [zigzag(1)] * 2
    lats, lons = [zigzag(340_000_000), zigzag(1000)], [zigzag(1_139_000_000), zigzag(1000)]
    nodes = field(2, field(2, field(1, b"".join(ids)) + field(8, b"".join(lats)) + field(9, b"".join(lons))))
    strings = [b"", b"highway", b"residential", b"name"]
    with open(path, "wb") as out:
        out.write(OSM_HEADER + blob(b"OSMData", field(1, field(1, b"") + nodes)))
        way = 0
        while out.tell() < size:
            names, ways = [], []
            for at in range(4_000):
                way += 1
                names.append(f"{way} ".encode() + NAMES[at % 50].encode())
                keys, values = varint(1) + varint(3), varint(2) + varint(4 + at)
                ways.append(field(3, field(1, way) + field(2, keys) + field(3, values) + field(8, b"".join(ids))))
            table = b"".join(field(1, string) for string in strings + names)
            out.write(blob(b"OSMData", field(1, field(1, table) + field(2, b"".join(ways)))))


def way_of(refs, tags=((1, 2),)):
    keys, values = b"".join(varint(k) for k, _ in tags), b"".join(varint(v) for _, v in tags)
    return field(1, 7) + field(2, keys) + field(3, values) + field(8, refs)


def packed(block):
    return field(2, len(block)) + field(3, zlib.compress(block, 9))


def workbook(path, size, sheet=None, texts=b"<sst/>"):
    """A book of one sheet, not compressed unless the sheet is given."""
    shapes = ["LINESTRING(" + ",".join(f"{x} {y}" for x, y in line) + ")" for line in LINES]

    def cells(row, *values):
        each = (f'<c r="{chr(65 + n)}{row}" t="inlineStr"><is><t>{text}</t></is></c>' for n, text in enumerate(values))
        return f'<row r="{row}">{"".join(each)}</row>'.encode()

    def sound():
        yield b"<worksheet><sheetData>" + cells(1, "code", "name", "wkt")
        for n, name, _ in rows(size, 6_800):
            yield cells(n + 2, f"L{n}", name, shapes[n % 50])
        yield b"</sheetData></worksheet>"

    relation = '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/></Relationships>'
    parts = {
        "_rels/.rels": [relation.format("officeDocument", "xl/workbook.xml").encode()],
        "xl/workbook.xml": [b'<workbook><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'],
        "xl/_rels/workbook.xml.rels": [relation.format("worksheet", "worksheets/sheet1.xml").encode()],
        "xl/sharedStrings.xml": [texts] if isinstance(texts, bytes) else texts,
        "xl/worksheets/sheet1.xml": sheet or sound(),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED if sheet else zipfile.ZIP_STORED, compresslevel=1) as book:
        for name, pieces in parts.items():
            with book.open(name, "w", force_zip64=True) as part:
                for piece in pieces:
                    part.write(piece)


SOUND = {
    "geojson": geojson, "geojsonl": geojson_lines, "csv": csv, "gpkg": geopackage, "shp": shapefile,
    "fgb": flatgeobuf, "osm.pbf": extract, "xlsx": workbook,
}
