#!/usr/bin/env python3
"""Our figures as ratios beside PostGIS and the peers, in one run; answers are compared before speed.

    BENCH_STORE=… BENCH_SCALE=… scripts/with-postgis bench/beside.py >report.md

`scripts/bench` calls it. Every peer is started alone, asked by wrk over kept connections for the
same places as we are, and stopped. One that cannot be had is left out by name, with the reason."""

import datetime
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import asked
import peers
from database import Database
from servers import ROOT
from servers import LeftOut
from servers import run

SECONDS = int(os.environ.get("BENCH_SECONDS", "4"))
CLIENTS = int(os.environ.get("BENCH_CLIENTS", "16"))
NEAR_GAS = "/api/v1/households/within?network=gas&radius_m=200&return="


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def rate(server, paths, seconds=SECONDS):
    """Requests per second."""
    listed = server.folder / "paths"
    listed.write_text("".join(f"{path}\n" for path in paths))
    script = ROOT / "bench/paths.lua"
    command = ["wrk", "-t", "1", "-c", str(CLIENTS), "-d", str(seconds), "--timeout", "20s", "-s", script, server.url]
    text = run(*command, env={**os.environ, "BENCH_PATHS": str(listed)})
    if fault := re.search(r"(Non-2xx.*|Socket errors.*)", text):
        raise ValueError(fault[1])
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])


class Race:
    """What one server did."""

    def __init__(self, name):
        self.name, self.version, self.ready_ms, self.memory_mb = name, None, None, None
        self.answers, self.rates, self.remarks = {}, {}, {}

    def run(self, server, database, questions, ours):
        for question in questions:
            if not (paths := question.of(server)):
                continue
            say(f"{self.name}, {question.title}")
            database.rest()
            try:
                self.answers[question.title] = said = asked.answers(server, question)
            except asked.NoAnswer as fault:
                self.remarks[question.title] = str(fault)
                continue
            differs = asked.difference(ours.answers[question.title], said) if ours else None
            if differs:
                self.remarks[question.title] = differs
                if not question.is_taste or all(asked.is_refusal(answer) for answer in said):
                    continue
            try:
                rate(server, paths, 1)  # Warm.
                database.rest()
                self.rates[question.title] = rate(server, paths)
            except ValueError as fault:
                self.remarks[question.title] = f"it does not stand {CLIENTS} connections: {fault}"
        self.memory_mb = server.memory_mb()


def raced(peer, database, questions, ours, also=None):
    """A peer's race; or why there is none, and what was found besides."""
    race, besides = Race(peer.name), None
    say(peer.name)
    try:
        race.version = peer.install()
        # Its own folder, which programs of other users may enter.
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)
            with peer(Path(folder)) as server:
                race.ready_ms = server.serve(database)
                if also:
                    besides = also(server)
                race.run(server, database, questions, ours)
    except LeftOut as reason:
        if not ours:
            raise SystemExit(f"bench: {reason}") from reason
        return peer.name, str(reason), None
    return race, None, besides


def beside_postgis(database):
    """The questions that only PostGIS has, too; to be asked of our server while it runs."""

    def ask(server):
        rows = database.sql("select lon, lat from probe order by n")
        paths = [f"/api/v1/households/within?lon={lon}&lat={lat}&radius_m=300&return=codes" for lon, lat in rows]
        ours = [json.loads(asked.fetched(server, path))["codes"] for path in paths[:100]]
        if ours != database.within("earth"):
            raise SystemExit("bench: our answers within 300 m are not those of PostGIS on the ellipsoid; speed means nothing")
        planar = sum(a == b for a, b in zip(ours, database.within("grid")))
        rate(server, paths, 1)
        within = {"same_in_plane": planar, "luzhang": rate(server, paths)}
        for column in ("grid", "earth"):
            database.within_rate(column, CLIENTS, 1, server.folder)
            within[column] = database.within_rate(column, CLIENTS, SECONDS, server.folder)
        return within, near_gas(server, database)

    return ask


def near_gas(server, database):
    """Households within 200 m of any gas pipe: the same codes, then the time of each."""
    near = "from household h where exists (select from pipe p where st_dwithin(h.grid, p.grid, 200))"
    codes = json.loads(asked.fetched(server, NEAR_GAS + "codes"))["codes"]
    theirs = database.sql(f'select code {near} order by code collate "C"')
    if codes != [code for [code] in theirs]:
        raise SystemExit("bench: our households near gas pipes are not those of PostGIS; speed means nothing")
    _, postgis_s = database.timed(f"select count(*) {near}")
    _, joined_s = database.timed(
        "select count(distinct h.code) from pipe p join household h on st_dwithin(h.grid, p.grid, 200)"
    )
    taken = {f"{form}_s": min(timed(server, NEAR_GAS + form) for _ in range(7)) for form in ("count", "codes")}
    return {"count": len(codes), "postgis_s": min(postgis_s, joined_s), **taken}


def timed(server, path):
    began = time.monotonic()
    asked.fetched(server, path)
    return time.monotonic() - began


def in_process():
    """What `bench/questions.rs` says, and the seconds in which it puts households into villages."""
    environment = {**os.environ, "LUZHANG_STORE": os.environ["BENCH_STORE"]}
    command = ["cargo", "bench", "--quiet", "--bench", "questions"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=ROOT).stdout
    count, seconds = re.search(r"(\d+) households into their villages.*\| ([\d.]+) s", said).groups()
    return said.strip(), int(count), float(seconds)


def main():
    load = os.getloadavg()[0]
    say("in process")
    process, ours_placed, ours_placed_s = in_process()
    database = Database()
    say("the same rows into PostGIS")
    database.fill(os.environ["BENCH_STORE"])
    questions = asked.questions(database)
    ours, _, (within, gas) = raced(peers.ALL[0], database, questions, None, beside_postgis(database))
    theirs = [raced(peer, database, questions, ours)[:2] for peer in peers.ALL[1:]]
    races = [race for race, reason in theirs if reason is None]
    left = [(name, reason) for name, reason in theirs if reason is not None]
    say("villages")
    [[placed]], placed_s = database.timed(
        "select count(*) from households h join villages v on st_intersects(v.geom, h.geom)", rounds=1
    )
    villages = {"postgis": int(placed), "postgis_s": placed_s, "ours": ours_placed, "ours_s": ours_placed_s}
    [[households]] = database.sql("select count(*) from households")
    print(report(int(households), database, questions, ours, races, left, within, gas, villages, process, load), end="")


def report(households, database, questions, ours, races, left, within, gas, villages, process, load):
    lines = [
        "# luzhang beside PostGIS and its peers",
        "",
        f"Scale `{os.environ['BENCH_SCALE']}`, seed 1, {households:,} households; {os.cpu_count()} cores, shared by servers, database "
        f"and load generator; {datetime.date.today()}.",
        f"{database.versions()}; wrk with {CLIENTS} kept connections, {SECONDS} s a question; single runs. Others kept {load:.1f} processors busy at the start.",
        "Answers are compared before speed: of each question the first 20, of those beside PostGIS 100 or all.",
        "Peers serve the same rows from that PostGIS, with its indexes; what they keep no tiles of, neither do we.",
        f"Written by `make bench BENCH_SCALE={os.environ['BENCH_SCALE']}`.",
        "",
        "## Beside PostGIS alone",
        "",
        "| question | luzhang, over HTTP | PostGIS | luzhang is |",
        "|---|---|---|---|",
        f"| households within 300 m, exact on the ellipsoid | {within['luzhang']:,.0f} /s | geography, {within['earth']:,.0f} /s | {within['luzhang'] / within['earth']:.1f}× |",
        f"| the same, beside the plane (same ids at {within['same_in_plane']} places of 100) | {within['luzhang']:,.0f} /s | EPSG:4547, {within['grid']:,.0f} /s | {within['luzhang'] / within['grid']:.1f}× |",
        f"| households within 200 m of any gas pipe ({gas['count']:,}): how many, and who of them is vulnerable | {gas['count_s']:.3f} s | two workers, {gas['postgis_s']:.2f} s (how many) | {gas['postgis_s'] / gas['count_s']:.0f}× |",
        f"| the same, all codes | {gas['codes_s']:.3f} s | | {gas['postgis_s'] / gas['codes_s']:.0f}× |",
        f"| all households into villages by place, two threads, in process | {villages['ours_s']:.3f} s ({villages['ours']:,}) | two workers, {villages['postgis_s']:.2f} s ({villages['postgis']:,}; on a border twice) | {villages['postgis_s'] / villages['ours_s']:.0f}× |",
        "",
        "## Beside the peers",
        "",
        "Requests per second; in brackets, how many times as many luzhang answers. – has no such question; ≠ answers otherwise and is not raced.",
        "",
        "| question | luzhang | " + " | ".join(race.name for race in races) + " |",
        "|---|---|" + "---|" * len(races),
    ]
    for question in questions:
        title = question.title
        cells = [cell(race, title, ours.rates[title]) for race in races]
        lines.append(f"| {title} | {ours.rates[title]:,.0f} | {' | '.join(cells)} |")
    every = [ours, *races]
    lines += [
        "| version | " + " | ".join(race.version for race in every) + " |",
        "| ready after | " + " | ".join(f"{race.ready_ms / 1000:.1f} s" for race in every) + " |",
        "| memory afterwards | " + " | ".join(f"{race.memory_mb:,} MB" for race in every) + " |",
        "",
        "Peers hold no data: the memory of the PostgreSQL behind them is not counted, nor the time to fill it.",
        "",
        "## Where answers differ",
        "",
        *[f"- {race.name}, {title}: {remark}." for race in races for title, remark in race.remarks.items()],
        "",
        "Tiles are raced all the same: what a map leaves out at a scale, and which fields it carries, is each server's own choice.",
        "",
        "## Left out",
        "",
        *[f"- {name}: {reason}." for name, reason in [*left, *NEVER]],
        "",
        "## In process",
        "",
        process,
        "",
    ]
    return "\n".join(lines)


def cell(race, title, ours):
    if title in race.rates:
        mark = "≠ " if title in race.remarks else ""
        # Of none within the time, all that is known is that there are fewer than one.
        least = max(race.rates[title], 1 / SECONDS)
        signs = ("<", ">") if least > race.rates[title] else ("", "")
        return f"{mark}{signs[0]}{least:,.{1 if least < 10 else 0}f} ({signs[1]}{ours / least:,.1f}×)"
    return "≠" if title in race.remarks else "–"


# Peers that were looked at and are not compared.
NEVER = [
    ("bbox-server", "was not built within 15 minutes at one job on a busy machine; Martin stands for tile servers in Rust"),
    ("tileserver-gl", "serves tiles that others made beforehand, so has no question in common"),
]

if __name__ == "__main__":
    # So that servers are stopped, too, when we are.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(143))
    main()
