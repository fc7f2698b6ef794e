"""tipg: OGC API on asyncpg, from PyPI; two workers of uvicorn."""

from servers import Server
from servers import venv


class Tipg(Server):
    name = "tipg"
    version = "1.6.1"

    @classmethod
    def install(cls):
        cls.bin = venv("tipg", f"tipg=={cls.version}", "uvicorn==0.54.0", "uvloop==0.23.0", "httptools==0.9.0")
        return cls.version

    def serve(self, database):
        host = database.folder.replace("/", "%2F")
        self.start(
            *(self.bin / "uvicorn", "tipg.main:app", "--host", "127.0.0.1", "--port", self.port, "--workers", "2"),
            *("--log-level", "warning"),
            DATABASE_URL=f"postgresql://luzhang@{host}/{database.name}",
            TIPG_DB_TABLES='["public.households","public.road_segments"]',
            TIPG_DB_EXCLUDE_FUNCTION_SCHEMAS='["public","pg_catalog"]',
            TIPG_DB_DATETIME_EXTENT="false",
        )
        return self.wait("/collections/public.households")

    @staticmethod
    def items(collection, limit, **wanted):
        query = "".join(f"&{name}={value}" for name, value in wanted.items())
        return f"/collections/public.{collection}/items?f=geojson&limit={limit}{query}"

    @staticmethod
    def item(collection, code):
        return f"/collections/public.{collection}/items/{code}?f=geojson"

    @staticmethod
    def tile(collection, z, x, y):
        return f"/collections/public.{collection}/tiles/WebMercatorQuad/{z}/{x}/{y}"
