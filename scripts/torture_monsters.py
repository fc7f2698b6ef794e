"""Single monsters for `torture-readers`, each named for what is wrong with it."""

import sqlite3
import struct
import zlib

import torture_files as files
from torture_files import MB


def repeated(path, size, begins, part, ends=b""):
    """`part` again and again between a beginning and an end."""
    many = part * max(1, MB // len(part))
    with open(path, "wb") as out:
        out.write(begins)
        for _ in range(max(1, size // len(many))):
            out.write(many)
        out.write(ends)


FEATURES = b'{"type":"FeatureCollection","features":['
OF_A_LINE = b'{"type":"Feature","id":1,"geometry":{"type":"LineString","coordinates":['
NAMED = b'{"type":"Feature","id":1,"geometry":null,"properties":{"name":'


# JSON and CSV: what is wrong, an ending, how it begins, what is repeated, how it ends.
TEXTS = [
    ("one text", "geojson", FEATURES + NAMED + b'"', b"a", b'"}}]}'),
    ("one number", "geojson", FEATURES + NAMED, b"7", b"}}]}"),
    ("one key", "geojson", b'{"', b"a", b'": 1}'),
    ("one key of a feature", "geojson", FEATURES + b'{"', b"a", b'": 1}]}'),
    ("its type is a text without end", "geojson", b'{"type":"', b"a", b'"}'),
    ("its type is a list of nothings", "geojson", b'{"type":[', b"[],", b"[]]}"),
    ("coordinates without end", "geojson", FEATURES + OF_A_LINE, b"[1,2],", b"[1,2]]},\"properties\":{}}]}"),
    ("a list of nothings", "geojson", FEATURES + NAMED + b"[", b"[],", b"[]]}}]}"),
    ("nested lists", "geojson", FEATURES, b"["),
    ("nested objects", "geojson", FEATURES, b'{"a":'),
    ("blanks", "geojson", FEATURES, b" ", b"]}"),
    ("a foreign member", "geojson", b'{"type":"FeatureCollection","more":"', b"a", b'","features":[]}'),
    ("features that are nothing", "geojson", FEATURES, b"null,", b"null]}"),
    ("one text", "geojsonl", NAMED + b'"', b"a", b'"}}'),
    ("coordinates without end", "geojsonl", OF_A_LINE, b"[1,2],", b"[1,2]]}}"),
    ("nested lists", "geojsonl", b"", b"["),
    ("lines that are nothing", "geojsonl", b"", b"[]\n"),
    ("one line", "csv", b"code,name,wkt\n1,", b"a"),
    ("a quote that does not close", "csv", b'code,name,wkt\n1,"', b"a\n"),
    ("separators", "csv", b"code,name,wkt\n1", b","),
    ("a header of separators", "csv", b"code,name", b","),
    ("a header without end", "csv", b"code,", b"a"),
    ("blank lines", "csv", b"code,name,wkt\n", b"\n", b"1,a,POINT(1 2)"),
    ("rows of one cell", "csv", b"code,name,wkt\n", b"a\n"),
    ("corners without end", "csv", b'code,name,wkt\n1,a,"LINESTRING(', b"1 2,", b'1 2)"\n'),
]
# What need not be refused, or only where it is longer than a record may be.
LONG_BESIDE = ["blanks", "a foreign member"]
HARMLESS = ["a kind of way of 30 MB", "a million layers", "rows of nothing"]


def extracts(path, size):
    """Monsters of OpenStreetMap, written one after the other."""
    def made(*blobs):
        path.write_bytes(files.OSM_HEADER + b"".join(blobs))
        return path

    def block(table, group):
        return files.field(1, table) + files.field(2, group)

    tags = b"".join(files.field(1, string) for string in (b"", b"highway", b"residential"))
    yield "a header of 4 GB is declared", path.write_bytes(b"\xff" * 4 + b"a" * 100)
    yield "a block of 2 GB is declared", made(files.blob(b"OSMData", b"a" * 100, 2**31))
    yield "a block of 16 EB is declared", made(files.blob(b"OSMData", b"a" * 100, 2**64 - 1))
    yield "a block that inflates to 10 GB", made(files.blob(b"OSMData", files.field(2, 100) + files.field(3, inflating(10 * 1024))))
    yield "strings without end", made(files.blob(b"OSMData", files.packed(block(b"\n\0" * (15 * MB), b""))))
    same = files.packed(block(tags, files.field(3, files.way_of(b"\0" * (31 * MB)))))
    yield "ways that name one node for ever", made(*[files.blob(b"OSMData", same)] * 20)
    others = files.packed(block(tags, files.field(3, files.way_of(b"\2" * (31 * MB)))))
    yield "ways that name ever more nodes", made(*[files.blob(b"OSMData", others)] * 20)
    kinds = b"".join(files.field(1, string) for string in (b"", b"highway", b"x" * (30 * MB)))
    long = files.packed(block(kinds, files.field(3, files.way_of(b"\2", [(1, 2)]))))
    yield "a kind of way of 30 MB", made(*[files.blob(b"OSMData", long)] * 5)


def inflating(megabytes):
    """A stream of zlib that is a thousandth of them."""
    packer = zlib.compressobj(9)
    zeros = bytes(MB)
    return b"".join([*(packer.compress(zeros) for _ in range(megabytes)), packer.flush()])


def shapefiles(path, size):
    line = files.LINES[0]
    many = struct.pack("<i4diii", 3, 0, 0, 0, 0, 1, 2**31 - 1, 0) + b"\0" * 64
    parts = struct.pack("<i4dii", 3, 0, 0, 0, 0, 2**31 - 1, 2) + b"\0" * 64
    yield "more corners than there are", files.write_shapefile(path, [many], 1)
    yield "more parts than there are", files.write_shapefile(path, [parts], 1)
    corners = size // 16
    whole = struct.pack("<i4diii", 3, 0, 0, 0, 0, 1, corners, 0) + struct.pack("<2d", 113, 34) * corners
    yield "one shape", files.write_shapefile(path, [whole], 1)
    yield "a table of 4 billion rows", files.write_shapefile(path, [files.shp_line(line)], 2**32 - 1)
    files.write_shapefile(path, [files.shp_line(line)], 1)
    with path.open("r+b") as file:
        file.seek(104)
        file.write(struct.pack(">I", 2**31 - 1))
    yield "a record of 4 GB is declared", None


def flatgeobufs(path, size):
    files.flatgeobuf(path, MB)
    sound = path.read_bytes()
    header = 12 + struct.unpack("<I", sound[8:12])[0]
    yield "a header of 4 GB is declared", path.write_bytes(sound[:8] + b"\xff" * 4 + sound[12:])
    yield "a feature of 4 GB is declared", path.write_bytes(sound[:header] + b"\xff" * 4 + sound[header + 4:])
    said = struct.pack("<I", size)
    yield "one feature", repeated(path, size + MB, sound[:header] + said, b"\0")
    yield "features of no bytes", repeated(path, size, sound[:header], b"\0" * 4)


def geopackages(path, size):
    def changed(sql, *values):
        files.geopackage(path, MB)
        with sqlite3.connect(path) as file:
            file.execute(sql, values)
        file.close()

    half = min(size // 2, 900 * MB)
    line = b"GP\0\1" + struct.pack("<iBII", 4490, 1, 2, half // 16) + struct.pack("<2d", 113, 34) * (half // 16)
    yield "a shape of half of it", changed("update bus_routes set geom = ? where fid = 7", line)
    yield "a text of half of it", changed("update bus_routes set name = ? where fid = 7", "a" * half)
    yield "a blob where a text should be", changed("update bus_routes set name = zeroblob(?) where fid = 7", half)
    sql = "with recursive n(n) as (select 1 union all select n + 1 from n limit 1000000) insert into gpkg_contents (table_name, data_type) select 'layer ' || n, 'features' from n"
    yield "a million layers", changed(sql)


def workbooks(path, size):
    head = b'<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>code</v></c><c r="B1" t="str"><v>name</v></c></row>'
    ends = b"</sheetData></worksheet>"

    def many(part):
        whole = part * max(1, MB // len(part))
        return (whole for _ in range(max(1, size // len(whole))))

    def sheet(begins, part, closes=b""):
        return [head + begins, *many(part), closes + ends]

    row = b'<row r="2"><c r="A2" t="inlineStr"><is>'
    closes = b"</is></c></row>"
    yield "one text", files.workbook(path, size, sheet(row + b"<t>", b"a", b"</t>" + closes))
    yield "a text of many", files.workbook(path, size, sheet(row, b"<r><t>a</t></r>", closes))
    yield "one tag", files.workbook(path, size, sheet(b"<row ", b" a='1'", b"/>"))
    yield "cells of one place", files.workbook(path, size, sheet(b'<row r="2">', b'<c r="A2"><v>1</v></c>', b"</row>"))
    yield "a header of one place", files.workbook(path, size, [b'<worksheet><sheetData><row r="1">', *many(b'<c r="A1"><v>1</v></c>'), b"</row>" + ends])
    yield "rows of nothing", files.workbook(path, size, sheet(b"", b"<row/>"))
    texts = lambda part: [b"<sst>", *many(part), b"</sst>"]
    yield "shared texts", files.workbook(path, size, [head + ends], texts(b"<si><t>a</t></si>"))
    yield "shared texts of nothing", files.workbook(path, size, [head + ends], texts(b"<si/>"))
    yield "a billion texts are promised", files.workbook(path, size, [head + ends], b'<sst uniqueCount="1000000000"/>')


OTHERS = {"xlsx": workbooks, "osm.pbf": extracts, "shp": shapefiles, "fgb": flatgeobufs, "gpkg": geopackages}
