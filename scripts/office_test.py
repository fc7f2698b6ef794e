"""Holds the workbooks of `luzhang obligations` and `luzhang goals` against LibreOffice and against the JSON.

Python's own library only: what is stored in a workbook is read from its XML, what LibreOffice makes of it
from the CSV that it writes. LibreOffice is told to recalculate always; that it does is shown by a workbook
whose rate was changed in the XML, its stored figures left stale.
"""

import csv
import functools
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

store, program = sys.argv[1:3]
home = pathlib.Path(tempfile.mkdtemp(prefix="luzhang-office-"))
NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
# Title, facts, state, then three rows of titles.
TITLES, FIRST = 3, 6
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""
passed = failed = 0


def check(is_so, what):
    global passed, failed
    if is_so:
        passed += 1
    else:
        failed += 1
        if failed <= 20:
            print("FAILED:", what, file=sys.stderr)


def luzhang(*words):
    done = subprocess.run([program, *words, "--store", store], capture_output=True, check=True)
    return done.stdout


def office(*words):
    profile = home / "profile"
    if not profile.exists():
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS)
    command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{profile}", *map(str, words)]
    subprocess.run(command, check=True, timeout=240, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def recalculated(book):
    """What LibreOffice shows of each sheet: rows of texts, numbers unformatted."""
    out = home / f"out-{book.stem}"
    office("--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1", "--outdir", out, book)
    sheets = {}
    for file in out.iterdir():
        with open(file, newline="", encoding="utf-8") as text:
            sheets[file.stem.removeprefix(book.stem + "-")] = list(csv.reader(text))
    return sheets


def stored(book):
    """Of each sheet: {cell: (value as stored, whether it is a formula)}."""
    with zipfile.ZipFile(book) as parts:
        texts = []
        if "xl/sharedStrings.xml" in parts.namelist():
            root = ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
            texts = ["".join(one.itertext()) for one in root.findall("m:si", NS)]
        names = [one.get("name") for one in ElementTree.fromstring(parts.read("xl/workbook.xml")).find("m:sheets", NS)]
        sheets = {}
        for nth, name in enumerate(names, 1):
            cells = {}
            for cell in ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{nth}.xml")).iter(f"{{{NS['m']}}}c"):
                value = cell.findtext("m:v", None, NS)
                if cell.get("t") == "s" and value is not None:
                    value = texts[int(value)]
                cells[cell.get("r")] = (value, cell.find("m:f", NS) is not None)
            sheets[name] = cells
        return sheets


def place(cell):
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits) - 1, column - 1


def number(text):
    """A number as LibreOffice shows it; None for what is none."""
    text = (text or "").strip()
    try:
        return float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        return None


def alike(ours, theirs):
    ours, theirs = ours or "", theirs or ""
    a, b = number(ours), number(theirs)
    if a is None or b is None:
        return ours == theirs
    return abs(a - b) <= 1e-9 * max(1.0, abs(a))


def same_as_stored(book):
    """Every cell that is a formula gives, recalculated, what we stored beside it."""
    theirs, formulas = recalculated(book), 0
    for name, cells in stored(book).items():
        check(name in theirs, f"{book.name}: sheet {name} was not converted")
        rows = theirs.get(name, [])
        for cell, (value, is_formula) in cells.items():
            row, column = place(cell)
            shown = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
            if is_formula:
                formulas += 1
                check(alike(value, shown), f"{book.name} {name}!{cell}: stored {value!r}, recalculated {shown!r}")
                check(not shown.startswith(("#", "Err:")), f"{book.name} {name}!{cell}: {shown}")
    check(formulas > 20, f"{book.name}: only {formulas} formulas")
    print(f"{book.name}: {formulas} formulas recalculated")
    return theirs


def lines(sheet):
    """The rows of a sheet under its English titles, which the tests read."""
    titles = sheet[TITLES + 2]
    return [dict(zip(titles, row)) for row in sheet[FIRST:] if any(row)]


def sheet_of(sheets, english):
    return next(rows for name, rows in sheets.items() if name.endswith(english))


def equal(ours, shown, what):
    """A figure of the JSON and one of LibreOffice; null is a blank cell."""
    if ours is None:
        check(shown == "", f"{what}: not known, but shown {shown!r}")
    else:
        found = number(shown)
        check(found is not None and abs(Decimal(str(ours)) - Decimal(repr(found))) < Decimal("0.0005"), f"{what}: {ours} is shown {shown!r}")


@functools.cache
def owed(year):
    """All rows of the JSON."""
    rows = json.loads(luzhang("obligations", "--year", str(year), "--format", "json"))["rows"]
    for level in ["township", "village"]:
        rows += json.loads(luzhang("obligations", "--year", str(year), "--level", level, "--format", "json"))["rows"]
    return rows


def obligations(year, *asked):
    name = "-".join(["obligations", str(year), *(word for word in asked if not word.startswith("--"))])
    book = home / f"{name}.xlsx"
    luzhang("obligations", "--year", str(year), *asked, "--format", "xlsx", "--out", str(book))
    sheets = same_as_stored(book)
    rows = {row["jurisdiction"]: row for row in owed(year)}
    pairs = {
        "county roads": lambda row: row["length_km"]["county"],
        "township roads": lambda row: row["length_km"]["township"],
        "village roads": lambda row: row["length_km"]["village"],
        "total": lambda row: row["length_km"]["total"],
        "floor of daily maintenance": lambda row: row["daily_floor_cny"],
        "province pays": lambda row: (row["shares_cny"] or {}).get("province"),
        "city pays": lambda row: (row["shares_cny"] or {}).get("city"),
        "county pays the rest": lambda row: (row["shares_cny"] or {}).get("county"),
        "target": lambda row: row["works_target_km"],
        "done": lambda row: row["works_done_km"],
        "planned": lambda row: row["planned_cny"],
        "spent": lambda row: row["spent_cny"],
    }
    compared = 0
    for sheet in ["lengths and shares", "planned and spent", "maintenance works"]:
        for line in lines(sheet_of(sheets, sheet)):
            if line["code"] not in rows:
                check(line["code"] == "", f"{sheet}: {line['code']} is not in the JSON")
                continue
            for title in pairs.keys() & line.keys():
                equal(pairs[title](rows[line["code"]]), line[title], f"{name} {sheet} {line['code']} {title}")
                compared += 1
    print(f"{name}: {compared} figures as in the JSON")
    return book, sheets


def changed_rate(book, sheets):
    """The rate of county roads is doubled in the XML alone: floors and shares must follow."""
    changed = home / "changed.xlsx"
    nth = list(stored(book)).index("参数 parameters") + 1
    with zipfile.ZipFile(book) as parts, zipfile.ZipFile(changed, "w") as out:
        for part in parts.namelist():
            text = parts.read(part)
            if part == f"xl/worksheets/sheet{nth}.xml":
                text, times = re.subn(rb'(<c r="D7"[^>]*><v>)10000(</v>)', rb"\g<1>20000\2", text)
                check(times == 1, "the rate of county roads stands in D7")
            out.writestr(part, text)
    now = lines(sheet_of(recalculated(changed), "lengths and shares"))
    for before, after in zip(lines(sheet_of(sheets, "lengths and shares")), now):
        more = number(before["county roads"]) * 10000
        floor = number(before["floor of daily maintenance"]) + more
        check(abs(number(after["floor of daily maintenance"]) - floor) < 0.005, f"{after['code']}: the floor does not follow the rate")
        if before["province pays"]:
            parts = sum(number(after[title]) for title in ["province pays", "city pays", "county pays the rest"])
            check(abs(parts - floor) < 0.005, f"{after['code']}: the shares do not add up to the new floor")
    # The total is a sum, so that it follows too; all of them did.
    print(f"changed rate: {len(now)} lines follow")


def goals(as_of, jurisdiction, labels):
    name = f"goals-{as_of}-{jurisdiction}"
    book = home / f"{name}.xlsx"
    words = ["goals", "--as-of", as_of, "--jurisdiction", jurisdiction]
    luzhang(*words, "--format", "xlsx", "--out", str(book))
    sheets = same_as_stored(book)
    rows = json.loads(luzhang(*words, "--format", "json"))["rows"]
    shown = lines(next(found for sheet, found in sheets.items() if sheet == "目标 goals"))
    check(len(rows) == len(shown), f"{name}: {len(rows)} rows in the JSON, {len(shown)} on the sheet")
    for row, line in zip(rows, shown):
        what = f"{name} {row['goal']} {row['due']}"
        check(row["goal"] == line["goal"], f"{what}: {line['goal']}")
        check(labels[row["status"]] == line["status"], f"{what}: {row['status']} is shown {line['status']}")
        for title, field in [("reached", "numerator"), ("of", "denominator"), ("value", "value"), ("target", "target"), ("coverage", "coverage"), ("falling short", "shortfall_count"), ("not known", "unknown_count")]:
            equal(row[field], line[title], f"{what} {title}")
        equal(row["remaining"] and row["remaining"]["amount"], line["still to do"], f"{what} still to do")
    print(f"{name}: {len(rows)} rows as in the JSON")


def table(*words):
    """Our CSV, opened and written again by LibreOffice, says the same; nothing in it ran."""
    ours = home / "table.csv"
    ours.write_bytes(luzhang(*words, "--format", "csv"))
    check(ours.read_bytes().startswith(b"\xef\xbb\xbf"), "the CSV begins with a byte order mark")
    office("--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false", "--convert-to", "ods", "--outdir", home, ours)
    office("--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", home / "again", home / "table.ods")
    with open(ours, newline="", encoding="utf-8-sig") as text:
        mine = list(csv.reader(text))
    with open(home / "again" / "table.csv", newline="", encoding="utf-8") as text:
        theirs = list(csv.reader(text))
    check(len(mine) == len(theirs), f"{' '.join(words)}: {len(mine)} rows became {len(theirs)}")
    for ours, again in zip(mine[1:], theirs[1:]):
        for a, b in zip(ours, again):
            # `4:6` is the code of a regime, and to a spreadsheet a time of day (docs/adr/0017).
            is_code = re.fullmatch(r"[0-9:]+", a)
            check(number(a) is not None or is_code or a == b, f"{' '.join(words)}: {a!r} became {b!r}")
    check(any("\u4e00" <= sign <= "\u9fff" for row in theirs for cell in row for sign in cell), "the Chinese is kept")
    print(f"{' '.join(words)}: {len(mine)} rows opened and written again")


LABELS = {
    "met": "达标", "not_met": "未达标", "overdue": "逾期未达标", "not_due": "未到期", "no_data": "数据不足",
    "no_target": "无量化目标", "not_applicable": "不适用",
}
county = next(row["jurisdiction"] for row in owed(2025) if row["level"] == "county")
book, sheets = obligations(2025, "--jurisdiction", county)
changed_rate(book, sheets)
obligations(2021)
obligations(2025, "--level", "village")
goals("2025-12-31", county, LABELS)
goals("2022-12-31", county, LABELS)
table("obligations", "--year", "2025", "--level", "township")
table("goals", "--as-of", "2025-12-31", "--level", "township")
shutil.rmtree(home)
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
