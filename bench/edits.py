#!/usr/bin/env python3
"""From an edit by SQL to its being served, while 16 readers ask; and what the edits do to the readers.

    LUZHANG_URL=… bench/edits.py PSQL-CONNECTION

What is measured is the server: one psql, one connection for looking, and the readers of wrk stay
open throughout. Rounds without edits and rounds with them take turns, each of the same length.
Prints Markdown.
"""

import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROUNDS = 5
ROUND_S = 6
READERS = 16
EDIT_EVERY_S = 0.3
LOOK_EVERY_S = 0.002
LONGEST_S = 5.0


class Sql:
    """A psql that stays: a statement is acknowledged when the line after it comes back."""

    def __init__(self, connection):
        command = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", connection]
        self.psql = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def run(self, statement):
        self.psql.stdin.write(f"{statement};\n\\echo acknowledged\n")
        lines = []
        for line in self.psql.stdout:
            if line == "acknowledged\n":
                return lines
            lines.append(line.rstrip("\n"))
        raise SystemExit(f"psql ended at: {statement}")

    def close(self):
        self.psql.stdin.close()
        self.psql.wait()


class Readers:
    """wrk, asking who lives within 300 m of a thousand places."""

    def __init__(self, places, folder):
        paths = os.path.join(folder, "paths")
        with open(paths, "w") as file:
            for place in places:
                lon, lat = place.split("|")
                file.write(f"/api/v1/households/within?lon={lon}&lat={lat}&radius_m=300&return=codes\n")
        self.environment = dict(os.environ, BENCH_PATHS=paths)

    def start(self):
        command = ["wrk", "-t", "1", "-c", str(READERS), "-d", str(ROUND_S), "--latency", "-s", "bench/paths.lua"]
        return subprocess.Popen(
            [*command, os.environ["LUZHANG_URL"]], stdout=subprocess.PIPE, text=True, env=self.environment
        )

    @staticmethod
    def said(wrk):
        """The 99th percentile in ms, and requests per second."""
        text = wrk.communicate()[0]
        if wrk.returncode or "Non-2xx" in text or "Socket errors" in text:
            raise SystemExit(f"the readers were not answered:\n{text}")
        words = {line.split()[0]: line.split()[1] for line in text.splitlines() if len(line.split()) > 1}
        return milliseconds(words["99%"]), float(words["Requests/sec:"])


def milliseconds(text):
    for unit, factor in (("us", 0.001), ("ms", 1.0), ("s", 1000.0)):
        if text.endswith(unit):
            return float(text[: -len(unit)]) * factor
    raise ValueError(text)


def served(connection, code, persons):
    """Looks until the edit is served."""
    path = f"/ogc/collections/households/items/{urllib.parse.quote(code)}?f=json"
    began = time.monotonic()
    while True:
        connection.request("GET", path)
        if f'"persons":{persons},' in connection.getresponse().read().decode():
            return (time.monotonic() - began) * 1000
        if time.monotonic() - began > LONGEST_S:
            raise SystemExit(f"the edit of {code} was not served within {LONGEST_S} s")
        time.sleep(LOOK_EVERY_S)


def main():
    sql = Sql(sys.argv[1])
    chosen = sql.run("select st_x(geom), st_y(geom), code from households order by md5(code) limit 1000")
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(os.environ["LUZHANG_URL"]).netloc, timeout=LONGEST_S)
    codes = [row.split("|")[2] for row in chosen]
    with tempfile.TemporaryDirectory() as folder:
        readers = Readers([row.rsplit("|", 1)[0] for row in chosen], folder)
        Readers.said(readers.start())  # Warm.
        alone, beside, visible = [], [], []
        for nth in range(ROUNDS):
            alone.append(Readers.said(readers.start()))
            wrk, began, edit = readers.start(), time.monotonic(), 0
            while (due := began + (edit + 1) * EDIT_EVERY_S) < began + ROUND_S - EDIT_EVERY_S:
                time.sleep(max(0.0, due - time.monotonic()))
                persons, code = nth * 100 + edit + 20, codes[(nth * 100 + edit) % len(codes)]
                sql.run(f"update households set persons = {persons} where code = '{code}'")
                visible.append(served(connection, code, persons))
                edit += 1
            beside.append(Readers.said(wrk))
    sql.close()
    report(sorted(visible), alone, beside)


def report(visible, alone, beside):
    print(f"{len(visible)} edits by SQL, acknowledged to served beside {READERS} readers: ", end="")
    print(f"median {statistics.median(visible):.1f} ms, 95% {visible[len(visible) * 95 // 100]:.1f} ms, ", end="")
    print(f"worst {visible[-1]:.1f} ms.\n")
    print(f"| {READERS} readers, {ROUNDS} rounds of {ROUND_S} s each | alone | beside the edits | ratio |")
    print("|---|---|---|---|")
    for name, of in (("median", statistics.median), ("least disturbed", min)):
        a, b = (of([p99 for p99, _ in rounds]) for rounds in (alone, beside))
        print(f"| 99% within, {name} round | {a:.2f} ms | {b:.2f} ms | {b / a:.2f} |")
    a, b = (statistics.median([rate for _, rate in rounds]) for rounds in (alone, beside))
    print(f"| requests per second, median round | {a:.0f} | {b:.0f} | {b / a:.2f} |")


main()
