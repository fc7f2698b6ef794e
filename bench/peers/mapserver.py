"""MapServer: its OGC API and its vector tiles, from Debian; two FastCGI processes behind nginx."""

from servers import FastCgi
from servers import debian


class MapServer(FastCgi):
    name = "MapServer"

    @classmethod
    def install(cls):
        debian("spawn-fcgi"), debian("nginx-light")
        return debian("cgi-mapserver").split("-")[0]

    def serve(self, database):
        mapfile, config = self.folder / "bench.map", self.folder / "mapserver.conf"
        connection = f"host={database.folder} user=luzhang dbname={database.name}"
        layers = "".join(
            LAYER.format(name=name, kind=kind, connection=connection)
            for name, kind in (("households", "POINT"), ("road_segments", "LINE"))
        )
        mapfile.write_text(MAP.format(url=self.url, layers=layers))
        config.write_text(f'CONFIG\n  ENV\n    MS_MAP_PATTERN "."\n  END\n  MAPS\n    bench "{mapfile}"\n  END\nEND\n')
        super().serve(
            "/usr/lib/cgi-bin/mapserv",
            {"SCRIPT_NAME": '""', "PATH_INFO": "$uri"},
            MAPSERVER_CONFIG_FILE=str(config),
        )
        return self.wait("/bench/ogcapi/collections/households?f=json")

    @staticmethod
    def items(collection, limit, **wanted):
        query = "".join(f"&{name}={value}" for name, value in wanted.items())
        return f"/bench/ogcapi/collections/{collection}/items?f=json&limit={limit}{query}"

    @staticmethod
    def item(collection, code):
        return f"/bench/ogcapi/collections/{collection}/items/{code}?f=json"

    @staticmethod
    def tile(collection, z, x, y):
        return f"/?map=bench&mode=tile&tilemode=gmap&tile={x}+{y}+{z}&layers={collection}&map.imagetype=mvt"


MAP = """MAP
  NAME "bench"
  EXTENT 113 33 115 35
  SIZE 256 256
  PROJECTION "init=epsg:4326" END
  OUTPUTFORMAT NAME "mvt" DRIVER "MVT" FORMATOPTION "EXTENT=4096" FORMATOPTION "EDGE_BUFFER=64" END
  WEB METADATA
    "ows_enable_request" "*"
    "ows_title" "bench"
    "ows_srs" "EPSG:4326 EPSG:3857"
    "oga_onlineresource" "{url}/bench/ogcapi"
    "ows_onlineresource" "{url}/?map=bench"
  END END
{layers}END
"""

LAYER = """  LAYER
    NAME "{name}"
    TYPE {kind}
    STATUS ON
    CONNECTIONTYPE POSTGIS
    CONNECTION "{connection}"
    DATA "geom from {name} using unique code using srid=4326"
    PROCESSING "CLOSE_CONNECTION=DEFER"
    PROJECTION "init=epsg:4326" END
    METADATA
      "ows_title" "{name}"
      "ows_enable_request" "*"
      "gml_include_items" "all"
      "gml_featureid" "code"
      "oga_max_limit" "10000"
    END
    TEMPLATE "x"
  END
"""
