"""pygeoapi: the reference of OGC API in Python, from PyPI; two workers of gunicorn."""

import json

from servers import Server
from servers import run
from servers import venv


class Pygeoapi(Server):
    name = "pygeoapi"
    version = "0.21.0"

    @classmethod
    def install(cls):
        packages = ("gunicorn==27.0.1", "psycopg2-binary==2.9.13", "geoalchemy2==0.20.0")
        cls.bin = venv("pygeoapi", f"pygeoapi=={cls.version}", *packages)
        return cls.version

    def serve(self, database):
        config, described = self.folder / "pygeoapi.json", self.folder / "openapi.json"
        config.write_text(json.dumps(self.configured(database)))  # JSON is YAML.
        run(self.bin / "pygeoapi", "openapi", "generate", config, "--format", "json", "--output-file", described)
        self.start(
            *(self.bin / "gunicorn", "--workers", "2", "--worker-class", "gthread", "--threads", "8"),
            *("--bind", f"127.0.0.1:{self.port}", "--chdir", self.folder, "pygeoapi.flask_app:APP"),
            PYGEOAPI_CONFIG=str(config),
            PYGEOAPI_OPENAPI=str(described),
        )
        return self.wait("/collections/households?f=json")

    def configured(self, database):
        def collection(name):
            data = {"host": database.folder, "dbname": database.name, "user": "luzhang", "password": "", "search_path": ["public"]}
            source = {"data": data, "table": name, "id_field": "code", "geom_field": "geom"}
            return {
                "type": "collection",
                "title": name,
                "description": name,
                "keywords": [name],
                "links": [],
                "extents": {"spatial": {"bbox": [113, 33, 115, 35], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}},
                "providers": [
                    {"type": "feature", "name": "PostgreSQL", **source},
                    {
                        "type": "tile",
                        "name": "MVT-postgresql",
                        "options": {"zoom": {"min": 0, "max": 16}},
                        "format": {"name": "pbf", "mimetype": "application/vnd.mapbox-vector-tile"},
                        **source,
                    },
                ],
            }

        who = {"name": "bench", "url": "http://127.0.0.1"}
        return {
            "server": {
                "bind": {"host": "127.0.0.1", "port": self.port},
                "url": self.url,
                "mimetype": "application/json; charset=UTF-8",
                "encoding": "utf-8",
                "languages": ["en-US"],
                "limits": {"default_items": 10, "max_items": 10000},
                "map": {"url": "http://127.0.0.1/{z}/{x}/{y}.png", "attribution": "none"},
            },
            "logging": {"level": "ERROR"},
            "metadata": {
                "identification": {"title": "bench", "description": "bench", "keywords": ["bench"], "keywords_type": "theme",
                    "terms_of_service": "none", "url": "http://127.0.0.1"},
                "license": {"name": "none", "url": "http://127.0.0.1"},
                "provider": who,
                "contact": who,
            },
            "resources": {name: collection(name) for name in ("households", "road_segments")},
        }

    @staticmethod
    def items(collection, limit, **wanted):
        query = "".join(f"&{name}={value}" for name, value in wanted.items())
        return f"/collections/{collection}/items?f=json&limit={limit}{query}"

    @staticmethod
    def item(collection, code):
        return f"/collections/{collection}/items/{code}?f=json"

    @staticmethod
    def tile(collection, z, x, y):
        return f"/collections/{collection}/tiles/WebMercatorQuad/{z}/{y}/{x}?f=mvt"
