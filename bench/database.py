"""The rows of the store in PostGIS, and PostGIS asked by itself."""

import os
import re
import subprocess
import time
from pathlib import Path

from servers import run

LOADED = ("households", "road_segments", "gas_pipes")

# What the peers serve is in 4326, whose axes none of them mistakes; computing is done in the grid.
PREPARE = """
create table household as select code, st_transform(st_setsrid(geom, 4490), 4547) as grid,
    st_setsrid(geom, 4490)::geography as earth from households;
create table pipe as select code, st_transform(st_setsrid(geom, 4490), 4547) as grid from gas_pipes;
create index on household using gist (grid);
create index on household using gist (earth);
create index on pipe using gist (grid);
create index on households using gist (geom);
create index on road_segments using gist (geom);
create index on households (village_code);
-- 1,000 places that people live near, spread evenly and the same on every run.
create table probe as
    select row_number() over (order by code) as n, x as lon, y as lat,
        st_transform(place, 4547) as grid, place::geography as earth
    from (select code, round(st_x(geom)::numeric, 4) as x, round(st_y(geom)::numeric, 4) as y
          from households order by md5(code) limit 1000) as chosen,
        st_setsrid(st_makepoint(x, y), 4490) as place;
create unique index on probe (n);
"""


class Database:
    """A database of the private PostGIS that `scripts/with-postgis` started."""

    name = "bench"

    def __init__(self):
        self.folder = os.environ["LUZHANG_TEST_POSTGIS"].split("host=")[1]
        self.address = f"host={self.folder} user=luzhang dbname={self.name}"

    def fill(self, store):
        run("psql", "--no-psqlrc", self.address.replace(f"dbname={self.name}", "dbname=postgres"),
            "-c", f"create database {self.name} template luzhang_template")
        for table in LOADED:
            self.load(store, table, table)
            self.sql(f"alter table {table} drop column row, drop constraint {table}_code_key, add primary key (code)")
        self.load(store, "jurisdictions", "villages", "-where", "level = 'village'")
        self.sql("alter table villages alter geom type geometry using geom; create index on villages using gist (geom)")
        self.sql(PREPARE)
        self.sql(f"alter database {self.name} set statement_timeout = '30s'")
        for table in (*LOADED, "villages", "household", "pipe", "probe"):
            self.sql(f"vacuum analyze {table}")

    def rest(self):
        """Waits until nobody's question runs: a server that was asked too much still works them off."""
        for _ in range(300):
            [[busy]] = self.sql("select count(*) from pg_stat_activity where state = 'active' and pid <> pg_backend_pid()"
                " and datname = current_database() and backend_type = 'client backend'")
            if busy == "0":
                return
            time.sleep(0.2)

    def load(self, store, layer, table, *options):
        run("ogr2ogr", "-f", "PostgreSQL", f"PG:{self.address}", store, layer, "-nln", table, "-a_srs", "EPSG:4326",
            "-lco", "GEOMETRY_NAME=geom", "-lco", "FID=row", "-lco", "SPATIAL_INDEX=NONE", *options,
            env={**os.environ, "PG_USE_COPY": "YES"})

    def sql(self, text):
        """Rows of texts."""
        options = ("--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--field-separator=\t", "--set=ON_ERROR_STOP=1")
        said = run("psql", *options, self.address, "-c", text)
        return [line.split("\t") for line in said.splitlines() if line]

    def versions(self):
        [[postgres, postgis]] = self.sql("select current_setting('server_version'), postgis_lib_version()")
        return f"PostgreSQL {postgres.split()[0]}, PostGIS {postgis}"

    def timed(self, text, rounds=2):
        """The answer on two workers, and the seconds of the fastest round."""
        settings = "set statement_timeout = 0; set max_parallel_workers_per_gather = 2; set parallel_setup_cost = 0; set jit = off; "
        taken = []
        for _ in range(rounds):
            began = time.monotonic()
            rows = self.sql(settings + text)
            taken.append(time.monotonic() - began)
        return rows, min(taken)

    def within(self, column):
        """For the first 100 places, the codes within 300 m."""
        rows = self.sql(
            f"""select (select string_agg(code, ' ' order by code collate "C") from household h
            where st_dwithin(h.{column}, p.{column}, 300)) from probe p where n <= 100 order by n"""
        )
        return [row[0].split() for row in rows]

    def within_rate(self, column, clients, seconds, folder):
        """Questions per second by pgbench: prepared statements over a socket file."""
        script = Path(folder) / f"{column}.sql"
        script.write_text(
            "\\set n random(1, 1000)\n"
            "select string_agg(code, ' ' order by code) from household\n"
            f"    where st_dwithin({column}, (select {column} from probe where n = :n), 300);\n"
        )
        options = ("--no-vacuum", "--protocol=prepared", f"--client={clients}", "--jobs=1", f"--time={seconds}")
        said = subprocess.run(
            ["pgbench", *options, f"--file={script}", self.address], capture_output=True, text=True, check=True
        )
        return float(re.search(r"^tps = ([\d.]+)", said.stdout, re.MULTILINE)[1])
