"""QGIS Server: its OGC API – Features, from Debian; two FastCGI processes behind nginx."""

from servers import FastCgi
from servers import debian


class Qgis(FastCgi):
    name = "QGIS Server"
    tile = None  # It draws pictures, no vector tiles.

    @classmethod
    def install(cls):
        debian("spawn-fcgi"), debian("nginx-light")
        return debian("qgis-server").split("+")[0]

    def serve(self, database):
        project = self.folder / "bench.qgs"
        layers = {"households": ("Point", "Point"), "road_segments": ("Line", "LineString")}
        project.write_text(
            PROJECT.format(
                layers="".join(
                    LAYER.format(name=name, kind=kind, wkb=wkb, database=database, srs=SRS)
                    for name, (kind, wkb) in layers.items()
                ),
                tree="".join(f'<layer-tree-layer id="{name}_layer" name="{name}"/>' for name in layers),
                values="".join(f"<value>{name}_layer</value>" for name in layers),
                srs=SRS,
            )
        )
        super().serve(
            "/usr/lib/cgi-bin/qgis_mapserv.fcgi",
            {"SCRIPT_NAME": '""', "PATH_INFO": "$uri"},
            QGIS_PROJECT_FILE=str(project),
            QGIS_SERVER_LOG_LEVEL="2",
            QT_QPA_PLATFORM="offscreen",
            HOME=str(self.folder),
        )
        return self.wait("/wfs3/collections/households?f=json")

    @staticmethod
    def items(collection, limit, **wanted):
        query = "".join(f"&{name}={value}" for name, value in wanted.items())
        return f"/wfs3/collections/{collection}/items.json?limit={limit}{query}"

    @staticmethod
    def item(collection, code):
        return f"/wfs3/collections/{collection}/items/{code}.json"


SRS = (
    "<spatialrefsys><proj4>+proj=longlat +datum=WGS84 +no_defs</proj4><srsid>3452</srsid><srid>4326</srid>"
    "<authid>EPSG:4326</authid><description>WGS 84</description><geographicflag>true</geographicflag></spatialrefsys>"
)

PROJECT = """<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis projectname="bench" version="3.22.16">
  <projectCrs>{srs}</projectCrs>
  <layer-tree-group>{tree}</layer-tree-group>
  <projectlayers>{layers}</projectlayers>
  <properties>
    <WFSLayers type="QStringList">{values}</WFSLayers>
    <WFSUrl type="QString"></WFSUrl>
  </properties>
</qgis>
"""

LAYER = """<maplayer type="vector" geometry="{kind}" wkbType="{wkb}">
  <id>{name}_layer</id>
  <datasource>dbname='{database.name}' host={database.folder} user='luzhang' key='code' srid=4326 type={wkb} checkPrimaryKeyUnicity='0' table="public"."{name}" (geom)</datasource>
  <shortname>{name}</shortname>
  <layername>{name}</layername>
  <srs>{srs}</srs>
  <provider encoding="UTF-8">postgres</provider>
  <flags><Identifiable>1</Identifiable><Removable>1</Removable><Searchable>1</Searchable></flags>
</maplayer>
"""
