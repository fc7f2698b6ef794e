"""luzhang: the release build, with everything in memory."""

import os

from servers import BUILT
from servers import Server
from servers import run


class Luzhang(Server):
    name = "luzhang"
    binary = BUILT / "release/luzhang"

    @classmethod
    def install(cls):
        return run(cls.binary, "--version").split()[-1]

    def serve(self, _database):
        self.start(self.binary, "serve", "--store", os.environ["BENCH_STORE"], "--listen", f"127.0.0.1:{self.port}")
        return self.wait("/readyz")

    @staticmethod
    def items(collection, limit, **wanted):
        query = "".join(f"&{name}={value}" for name, value in wanted.items())
        return f"/ogc/collections/{collection}/items?f=json&limit={limit}{query}"

    @staticmethod
    def item(collection, code):
        return f"/ogc/collections/{collection}/items/{code}?f=json"

    @staticmethod
    def tile(collection, z, x, y):
        return f"/ogc/collections/{collection}/tiles/WebMercatorQuad/{z}/{y}/{x}"
