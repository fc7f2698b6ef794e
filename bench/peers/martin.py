"""Martin: vector tiles from PostGIS, from crates.io. It keeps no tiles here, as we keep none."""

import sys

from servers import INSTALLED
from servers import Server
from servers import run


class Martin(Server):
    name = "Martin"
    version = "1.14.0"  # The newest for the Rust that builds us.
    items = item = None  # It has tiles alone.

    @classmethod
    def install(cls):
        cls.binary = INSTALLED / "martin/bin/martin"
        if not cls.binary.exists():
            print("bench: building Martin, once; that takes a while", file=sys.stderr, flush=True)
            features = ("--no-default-features", "--features", "postgres")
            to = ("--root", INSTALLED / "martin", "--target-dir", INSTALLED / "martin/build")
            run("cargo", "install", "martin", "--version", cls.version, "--locked", *features, *to)
            run("rm", "-rf", INSTALLED / "martin/build")
        return cls.version

    def serve(self, database):
        (self.folder / "martin.yaml").write_text(
            f"""listen_addresses: 127.0.0.1:{self.port}
worker_processes: 2
cache: {{size_mb: 0}}
postgres:
  connection_string: "postgresql:///{database.name}?host={database.folder}&user=luzhang"
  auto_publish: false
  auto_bounds: skip
  tables:
"""
            + "".join(
                f"    {name}: {{schema: public, table: {name}, srid: 4326, geometry_column: geom, "
                f"geometry_type: {kind}, properties: {{code: text}}}}\n"
                for name, kind in (("households", "POINT"), ("road_segments", "LINESTRING"))
            )
        )
        self.start(self.binary, "--config", self.folder / "martin.yaml")
        return self.wait("/households")

    @staticmethod
    def tile(collection, z, x, y):
        return f"/{collection}/{z}/{x}/{y}"
