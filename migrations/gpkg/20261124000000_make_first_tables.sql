-- The first tables of a GeoPackage store: GeoPackage's own (OGC 12-128r17), the history and the
-- ordered change log, then one layer for each collection. Takes the whole file; it is empty then.

PRAGMA application_id = 1196444487; -- 'GPKG'
PRAGMA user_version = 10300; -- GeoPackage 1.3

CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL,
    srs_id INTEGER PRIMARY KEY NOT NULL,
    organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL,
    definition TEXT NOT NULL,
    description TEXT
);
INSERT INTO gpkg_spatial_ref_sys VALUES
    ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
    ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]', 'longitude and latitude in degrees on WGS 84'),
    ('China Geodetic Coordinate System 2000', 4490, 'EPSG', 4490, 'GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4490"]]', 'longitude and latitude in degrees on CGCS2000');

CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY,
    data_type TEXT NOT NULL,
    identifier TEXT UNIQUE,
    description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE,
    min_y DOUBLE,
    max_x DOUBLE,
    max_y DOUBLE,
    srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);

CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL,
    m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents (table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);

CREATE TABLE gpkg_extensions (
    table_name TEXT,
    column_name TEXT,
    extension_name TEXT NOT NULL,
    definition TEXT NOT NULL,
    scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);

-- One row for each transaction that changed something.
CREATE TABLE luzhang_revisions (
    revision INTEGER PRIMARY KEY NOT NULL,
    recorded_at DATETIME NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL
);

-- The ordered change log: what every server follows.
CREATE TABLE luzhang_changes (
    revision INTEGER NOT NULL REFERENCES luzhang_revisions (revision),
    ordinal INTEGER NOT NULL,
    collection TEXT NOT NULL,
    code TEXT NOT NULL,
    version INTEGER NOT NULL,
    operation TEXT NOT NULL,
    PRIMARY KEY (revision, ordinal)
) WITHOUT ROWID;
-- A code that was deleted and comes back goes on counting its versions.
CREATE INDEX luzhang_changes_deleted ON luzhang_changes (collection, code) WHERE operation = 'delete';

-- Versions that were superseded or deleted. `facts` is a JSON object: field to written value.
CREATE TABLE luzhang_history (
    collection TEXT NOT NULL,
    code TEXT NOT NULL,
    version INTEGER NOT NULL,
    geom BLOB,
    facts TEXT NOT NULL,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT,
    PRIMARY KEY (collection, code, version)
) WITHOUT ROWID;

CREATE TABLE jurisdictions (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom MULTIPOLYGON,
    code TEXT NOT NULL UNIQUE,
    "name" TEXT,
    "level" TEXT,
    "kind" TEXT,
    "settlement_kind" TEXT,
    "parent_code" TEXT,
    "accountable_code" TEXT,
    "urban_core" BOOLEAN,
    "seat_lon" DOUBLE,
    "seat_lat" DOUBLE,
    "population" MEDIUMINT,
    "road_clause_since" DATE,
    "chief_office_since" DATE,
    "enforcement_staff" MEDIUMINT,
    "enforcement_staff_since" DATE,
    "maintenance_staff" MEDIUMINT,
    "maintenance_staff_since" DATE,
    "maintenance_org_since" DATE,
    "mechanism_since" DATE,
    "bus_stops_maintained_since" DATE,
    "station_eligible" BOOLEAN,
    "piped_gas_since" DATE,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('jurisdictions', 'features', 'jurisdictions', '行政区划', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('jurisdictions', 'geom', 'MULTIPOLYGON', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_jurisdictions_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('jurisdictions', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_jurisdictions_geom_insert AFTER INSERT ON jurisdictions WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_jurisdictions_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_jurisdictions_geom_update1 AFTER UPDATE OF geom ON jurisdictions WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_jurisdictions_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_jurisdictions_geom_update2 AFTER UPDATE OF geom ON jurisdictions WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_jurisdictions_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_jurisdictions_geom_update3 AFTER UPDATE ON jurisdictions WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_jurisdictions_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_jurisdictions_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_jurisdictions_geom_update4 AFTER UPDATE ON jurisdictions WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_jurisdictions_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_jurisdictions_geom_delete AFTER DELETE ON jurisdictions WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_jurisdictions_geom WHERE id = OLD.fid; END;

CREATE TABLE fiscal_regimes (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    "jurisdiction_code" TEXT,
    "regime" TEXT,
    "from_on" DATE,
    "to_on" DATE,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('fiscal_regimes', 'attributes', 'fiscal_regimes', '财政体制', 0);

CREATE TABLE fiscal_years (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    "jurisdiction_code" TEXT,
    "year" MEDIUMINT,
    "general_revenue_cny" TEXT,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('fiscal_years', 'attributes', 'fiscal_years', '年度财政收入', 0);

CREATE TABLE funds (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    "jurisdiction_code" TEXT,
    "year" MEDIUMINT,
    "source" TEXT,
    "purpose" TEXT,
    "entry" TEXT,
    "amount_cny" TEXT,
    "on" DATE,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('funds', 'attributes', 'funds', '资金台账', 0);

CREATE TABLE designations (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    "jurisdiction_code" TEXT,
    "kind" TEXT,
    "level" TEXT,
    "granted_on" DATE,
    "withdrawn_on" DATE,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('designations', 'attributes', 'designations', '示范称号', 0);

CREATE TABLE hamlets (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom POINT,
    code TEXT NOT NULL UNIQUE,
    "name" TEXT,
    "village_code" TEXT,
    "jurisdiction_code" TEXT,
    "households" MEDIUMINT,
    "hardened_road_since" DATE,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('hamlets', 'features', 'hamlets', '自然村', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('hamlets', 'geom', 'POINT', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_hamlets_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('hamlets', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_hamlets_geom_insert AFTER INSERT ON hamlets WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_hamlets_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_hamlets_geom_update1 AFTER UPDATE OF geom ON hamlets WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_hamlets_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_hamlets_geom_update2 AFTER UPDATE OF geom ON hamlets WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_hamlets_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_hamlets_geom_update3 AFTER UPDATE ON hamlets WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_hamlets_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_hamlets_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_hamlets_geom_update4 AFTER UPDATE ON hamlets WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_hamlets_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_hamlets_geom_delete AFTER DELETE ON hamlets WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_hamlets_geom WHERE id = OLD.fid; END;

CREATE TABLE places (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom GEOMETRY,
    code TEXT NOT NULL UNIQUE,
    "name" TEXT,
    "kind" TEXT,
    "jurisdiction_code" TEXT,
    "capacity" MEDIUMINT,
    "large" BOOLEAN,
    "crowded" BOOLEAN,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('places', 'features', 'places', '重点场所', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('places', 'geom', 'GEOMETRY', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_places_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('places', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_places_geom_insert AFTER INSERT ON places WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_places_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_places_geom_update1 AFTER UPDATE OF geom ON places WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_places_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_places_geom_update2 AFTER UPDATE OF geom ON places WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_places_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_places_geom_update3 AFTER UPDATE ON places WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_places_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_places_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_places_geom_update4 AFTER UPDATE ON places WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_places_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_places_geom_delete AFTER DELETE ON places WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_places_geom WHERE id = OLD.fid; END;

CREATE TABLE households (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom POINT,
    code TEXT NOT NULL UNIQUE,
    "address" TEXT,
    "village_code" TEXT,
    "jurisdiction_code" TEXT,
    "building_code" TEXT,
    "building_kind" TEXT,
    "persons" MEDIUMINT,
    "elderly" MEDIUMINT,
    "children" MEDIUMINT,
    "disabled" MEDIUMINT,
    "pregnant" MEDIUMINT,
    "patients" MEDIUMINT,
    "gas_node" TEXT,
    "heat_node" TEXT,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('households', 'features', 'households', '住户', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('households', 'geom', 'POINT', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_households_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('households', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_households_geom_insert AFTER INSERT ON households WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_households_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_households_geom_update1 AFTER UPDATE OF geom ON households WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_households_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_households_geom_update2 AFTER UPDATE OF geom ON households WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_households_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_households_geom_update3 AFTER UPDATE ON households WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_households_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_households_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_households_geom_update4 AFTER UPDATE ON households WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_households_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_households_geom_delete AFTER DELETE ON households WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_households_geom WHERE id = OLD.fid; END;

CREATE TABLE roads (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom LINESTRING,
    code TEXT NOT NULL UNIQUE,
    "name" TEXT,
    "class" TEXT,
    "urban_class" TEXT,
    "jurisdiction_code" TEXT,
    "from_name" TEXT,
    "to_name" TEXT,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('roads', 'features', 'roads', '路线', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('roads', 'geom', 'LINESTRING', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_roads_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('roads', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_roads_geom_insert AFTER INSERT ON roads WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_roads_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_roads_geom_update1 AFTER UPDATE OF geom ON roads WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_roads_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_roads_geom_update2 AFTER UPDATE OF geom ON roads WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_roads_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_roads_geom_update3 AFTER UPDATE ON roads WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_roads_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_roads_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_roads_geom_update4 AFTER UPDATE ON roads WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_roads_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_roads_geom_delete AFTER DELETE ON roads WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_roads_geom WHERE id = OLD.fid; END;

CREATE TABLE road_segments (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom LINESTRING,
    code TEXT NOT NULL UNIQUE,
    "road_code" TEXT,
    "from_chainage" TEXT,
    "to_chainage" TEXT,
    "jurisdiction_code" TEXT,
    "technical_class" TEXT,
    "surface" TEXT,
    "roadbed_width_m" DOUBLE,
    "pavement_width_m" DOUBLE,
    "official_length_km" DOUBLE,
    "shared" BOOLEAN,
    "dead_end" BOOLEAN,
    "urban_managed" BOOLEAN,
    "listed_for_maintenance" BOOLEAN,
    "bus_route" BOOLEAN,
    "key_township_road" BOOLEAN,
    "digitised" BOOLEAN,
    "auto_surveyed_on" DATE,
    "mqi" DOUBLE,
    "pqi" DOUBLE,
    "assessed_on" DATE,
    "scenic_since" DATE,
    "separation_eligible" BOOLEAN,
    "separated_since" DATE,
    "built_year" MEDIUMINT,
    "rebuilt_year" MEDIUMINT,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('road_segments', 'features', 'road_segments', '路段', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('road_segments', 'geom', 'LINESTRING', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_road_segments_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('road_segments', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_road_segments_geom_insert AFTER INSERT ON road_segments WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_road_segments_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_road_segments_geom_update1 AFTER UPDATE OF geom ON road_segments WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_road_segments_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_road_segments_geom_update2 AFTER UPDATE OF geom ON road_segments WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_road_segments_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_road_segments_geom_update3 AFTER UPDATE ON road_segments WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_road_segments_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_road_segments_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_road_segments_geom_update4 AFTER UPDATE ON road_segments WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_road_segments_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_road_segments_geom_delete AFTER DELETE ON road_segments WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_road_segments_geom WHERE id = OLD.fid; END;

CREATE TABLE condition_surveys (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    "road_code" TEXT,
    "from_chainage" TEXT,
    "to_chainage" TEXT,
    "surveyed_on" DATE,
    "method" TEXT,
    "mqi" DOUBLE,
    "pqi" DOUBLE,
    "pci" DOUBLE,
    "rqi" DOUBLE,
    "iri" DOUBLE,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('condition_surveys', 'attributes', 'condition_surveys', '路况检测', 0);

CREATE TABLE access_routes (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    "target_code" TEXT,
    "road_segment_codes" TEXT,
    "recorded_on" DATE,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('access_routes', 'attributes', 'access_routes', '优选通达路线', 0);

CREATE TABLE bridges (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom POINT,
    code TEXT NOT NULL UNIQUE,
    "name" TEXT,
    "road_code" TEXT,
    "chainage" TEXT,
    "jurisdiction_code" TEXT,
    "length_m" DOUBLE,
    "deck_width_m" DOUBLE,
    "span_class" TEXT,
    "rating" MEDIUMINT,
    "rated_on" DATE,
    "rebuilt_on" DATE,
    "disposal_kind" TEXT,
    "disposed_on" DATE,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('bridges', 'features', 'bridges', '桥梁', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('bridges', 'geom', 'POINT', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_bridges_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('bridges', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_bridges_geom_insert AFTER INSERT ON bridges WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_bridges_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_bridges_geom_update1 AFTER UPDATE OF geom ON bridges WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_bridges_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_bridges_geom_update2 AFTER UPDATE OF geom ON bridges WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_bridges_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_bridges_geom_update3 AFTER UPDATE ON bridges WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_bridges_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_bridges_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_bridges_geom_update4 AFTER UPDATE ON bridges WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_bridges_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_bridges_geom_delete AFTER DELETE ON bridges WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_bridges_geom WHERE id = OLD.fid; END;

CREATE TABLE bridge_ratings (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    "bridge_code" TEXT,
    "rating" MEDIUMINT,
    "rated_on" DATE,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('bridge_ratings', 'attributes', 'bridge_ratings', '桥梁评定记录', 0);

CREATE TABLE chief_posts (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    "level" TEXT,
    "kind" TEXT,
    "jurisdiction_code" TEXT,
    "office" TEXT,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('chief_posts', 'attributes', 'chief_posts', '路长职位', 0);

CREATE TABLE appointments (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    "post_code" TEXT,
    "from_on" DATE,
    "to_on" DATE,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('appointments', 'attributes', 'appointments', '路长任期', 0);

CREATE TABLE assignments (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    "post_code" TEXT,
    "road_code" TEXT,
    "from_chainage" TEXT,
    "to_chainage" TEXT,
    "from_on" DATE,
    "to_on" DATE,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('assignments', 'attributes', 'assignments', '路长责任路段', 0);

CREATE TABLE hazards (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom GEOMETRY,
    code TEXT NOT NULL UNIQUE,
    "road_code" TEXT,
    "from_chainage" TEXT,
    "to_chainage" TEXT,
    "jurisdiction_code" TEXT,
    "kind" TEXT,
    "needed" TEXT,
    "found_on" DATE,
    "treated_on" DATE,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('hazards', 'features', 'hazards', '安全隐患', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('hazards', 'geom', 'GEOMETRY', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_hazards_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('hazards', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_hazards_geom_insert AFTER INSERT ON hazards WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_hazards_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_hazards_geom_update1 AFTER UPDATE OF geom ON hazards WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_hazards_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_hazards_geom_update2 AFTER UPDATE OF geom ON hazards WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_hazards_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_hazards_geom_update3 AFTER UPDATE ON hazards WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_hazards_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_hazards_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_hazards_geom_update4 AFTER UPDATE ON hazards WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_hazards_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_hazards_geom_delete AFTER DELETE ON hazards WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_hazards_geom WHERE id = OLD.fid; END;

CREATE TABLE violations (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom GEOMETRY,
    code TEXT NOT NULL UNIQUE,
    "road_code" TEXT,
    "from_chainage" TEXT,
    "to_chainage" TEXT,
    "jurisdiction_code" TEXT,
    "kind" TEXT,
    "found_on" DATE,
    "cleared_on" DATE,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('violations', 'features', 'violations', '路产路权违法行为', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('violations', 'geom', 'GEOMETRY', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_violations_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('violations', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_violations_geom_insert AFTER INSERT ON violations WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_violations_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_violations_geom_update1 AFTER UPDATE OF geom ON violations WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_violations_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_violations_geom_update2 AFTER UPDATE OF geom ON violations WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_violations_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_violations_geom_update3 AFTER UPDATE ON violations WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_violations_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_violations_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_violations_geom_update4 AFTER UPDATE ON violations WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_violations_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_violations_geom_delete AFTER DELETE ON violations WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_violations_geom WHERE id = OLD.fid; END;

CREATE TABLE works (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom LINESTRING,
    code TEXT NOT NULL UNIQUE,
    "kind" TEXT,
    "road_code" TEXT,
    "bridge_code" TEXT,
    "from_chainage" TEXT,
    "to_chainage" TEXT,
    "jurisdiction_code" TEXT,
    "length_km" DOUBLE,
    "started_on" DATE,
    "completed_on" DATE,
    "accepted_on" DATE,
    "acceptance" TEXT,
    "cost_cny" TEXT,
    "designed_together" BOOLEAN,
    "built_together" BOOLEAN,
    "accepted_together" BOOLEAN,
    "tendered" BOOLEAN,
    "contracted" BOOLEAN,
    "supervised" BOOLEAN,
    "seven_disclosures" BOOLEAN,
    "lifelong_liability" BOOLEAN,
    "financing" TEXT,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('works', 'features', 'works', '工程项目', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('works', 'geom', 'LINESTRING', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_works_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('works', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_works_geom_insert AFTER INSERT ON works WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_works_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_works_geom_update1 AFTER UPDATE OF geom ON works WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_works_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_works_geom_update2 AFTER UPDATE OF geom ON works WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_works_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_works_geom_update3 AFTER UPDATE ON works WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_works_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_works_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_works_geom_update4 AFTER UPDATE ON works WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_works_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_works_geom_delete AFTER DELETE ON works WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_works_geom WHERE id = OLD.fid; END;

CREATE TABLE bus_stops (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom POINT,
    code TEXT NOT NULL UNIQUE,
    "name" TEXT,
    "village_code" TEXT,
    "jurisdiction_code" TEXT,
    "county_seat" BOOLEAN,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('bus_stops', 'features', 'bus_stops', '客运站点', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('bus_stops', 'geom', 'POINT', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_bus_stops_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('bus_stops', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_bus_stops_geom_insert AFTER INSERT ON bus_stops WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_bus_stops_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_bus_stops_geom_update1 AFTER UPDATE OF geom ON bus_stops WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_bus_stops_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_bus_stops_geom_update2 AFTER UPDATE OF geom ON bus_stops WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_bus_stops_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_bus_stops_geom_update3 AFTER UPDATE ON bus_stops WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_bus_stops_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_bus_stops_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_bus_stops_geom_update4 AFTER UPDATE ON bus_stops WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_bus_stops_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_bus_stops_geom_delete AFTER DELETE ON bus_stops WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_bus_stops_geom WHERE id = OLD.fid; END;

CREATE TABLE bus_routes (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom LINESTRING,
    code TEXT NOT NULL UNIQUE,
    "name" TEXT,
    "stop_codes" TEXT,
    "jurisdiction_code" TEXT,
    "from_on" DATE,
    "to_on" DATE,
    "on_demand" BOOLEAN,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('bus_routes', 'features', 'bus_routes', '客运线路', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('bus_routes', 'geom', 'LINESTRING', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_bus_routes_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('bus_routes', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_bus_routes_geom_insert AFTER INSERT ON bus_routes WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_bus_routes_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_bus_routes_geom_update1 AFTER UPDATE OF geom ON bus_routes WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_bus_routes_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_bus_routes_geom_update2 AFTER UPDATE OF geom ON bus_routes WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_bus_routes_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_bus_routes_geom_update3 AFTER UPDATE ON bus_routes WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_bus_routes_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_bus_routes_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_bus_routes_geom_update4 AFTER UPDATE ON bus_routes WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_bus_routes_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_bus_routes_geom_delete AFTER DELETE ON bus_routes WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_bus_routes_geom WHERE id = OLD.fid; END;

CREATE TABLE facilities (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom POINT,
    code TEXT NOT NULL UNIQUE,
    "name" TEXT,
    "kind" TEXT,
    "jurisdiction_code" TEXT,
    "standard" BOOLEAN,
    "opened_on" DATE,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('facilities', 'features', 'facilities', '管养与运输设施', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('facilities', 'geom', 'POINT', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_facilities_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('facilities', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_facilities_geom_insert AFTER INSERT ON facilities WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_facilities_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_facilities_geom_update1 AFTER UPDATE OF geom ON facilities WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_facilities_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_facilities_geom_update2 AFTER UPDATE OF geom ON facilities WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_facilities_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_facilities_geom_update3 AFTER UPDATE ON facilities WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_facilities_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_facilities_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_facilities_geom_update4 AFTER UPDATE ON facilities WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_facilities_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_facilities_geom_delete AFTER DELETE ON facilities WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_facilities_geom WHERE id = OLD.fid; END;

CREATE TABLE gas_nodes (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom POINT,
    code TEXT NOT NULL UNIQUE,
    "kind" TEXT,
    "name" TEXT,
    "jurisdiction_code" TEXT,
    "operator" TEXT,
    "in_service" BOOLEAN,
    "nominal_mpa" DOUBLE,
    "mp_alarm_enabled" BOOLEAN,
    "operable" BOOLEAN,
    "accessible" BOOLEAN,
    "normally_open" BOOLEAN,
    "open" BOOLEAN,
    "to_node" TEXT,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('gas_nodes', 'features', 'gas_nodes', '燃气节点', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('gas_nodes', 'geom', 'POINT', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_gas_nodes_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('gas_nodes', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_gas_nodes_geom_insert AFTER INSERT ON gas_nodes WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_gas_nodes_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_gas_nodes_geom_update1 AFTER UPDATE OF geom ON gas_nodes WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_gas_nodes_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_gas_nodes_geom_update2 AFTER UPDATE OF geom ON gas_nodes WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_gas_nodes_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_gas_nodes_geom_update3 AFTER UPDATE ON gas_nodes WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_gas_nodes_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_gas_nodes_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_gas_nodes_geom_update4 AFTER UPDATE ON gas_nodes WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_gas_nodes_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_gas_nodes_geom_delete AFTER DELETE ON gas_nodes WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_gas_nodes_geom WHERE id = OLD.fid; END;

CREATE TABLE gas_pipes (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom LINESTRING,
    code TEXT NOT NULL UNIQUE,
    "from_node" TEXT,
    "to_node" TEXT,
    "jurisdiction_code" TEXT,
    "gas" TEXT,
    "role" TEXT,
    "pressure_class" TEXT,
    "design_mpa" DOUBLE,
    "operating_mpa" DOUBLE,
    "diameter_mm" DOUBLE,
    "material" TEXT,
    "position" TEXT,
    "operator" TEXT,
    "in_service" BOOLEAN,
    "installed_on" DATE,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('gas_pipes', 'features', 'gas_pipes', '燃气管道', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('gas_pipes', 'geom', 'LINESTRING', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_gas_pipes_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('gas_pipes', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_gas_pipes_geom_insert AFTER INSERT ON gas_pipes WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_gas_pipes_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_gas_pipes_geom_update1 AFTER UPDATE OF geom ON gas_pipes WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_gas_pipes_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_gas_pipes_geom_update2 AFTER UPDATE OF geom ON gas_pipes WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_gas_pipes_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_gas_pipes_geom_update3 AFTER UPDATE ON gas_pipes WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_gas_pipes_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_gas_pipes_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_gas_pipes_geom_update4 AFTER UPDATE ON gas_pipes WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_gas_pipes_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_gas_pipes_geom_delete AFTER DELETE ON gas_pipes WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_gas_pipes_geom WHERE id = OLD.fid; END;

CREATE TABLE heat_nodes (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom POINT,
    code TEXT NOT NULL UNIQUE,
    "kind" TEXT,
    "name" TEXT,
    "jurisdiction_code" TEXT,
    "circuit" TEXT,
    "network" TEXT,
    "operator" TEXT,
    "in_service" BOOLEAN,
    "nominal_mpa" DOUBLE,
    "operable" BOOLEAN,
    "accessible" BOOLEAN,
    "normally_open" BOOLEAN,
    "open" BOOLEAN,
    "to_node" TEXT,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('heat_nodes', 'features', 'heat_nodes', '供热节点', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('heat_nodes', 'geom', 'POINT', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_heat_nodes_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('heat_nodes', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_heat_nodes_geom_insert AFTER INSERT ON heat_nodes WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_heat_nodes_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_heat_nodes_geom_update1 AFTER UPDATE OF geom ON heat_nodes WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_heat_nodes_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_heat_nodes_geom_update2 AFTER UPDATE OF geom ON heat_nodes WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_heat_nodes_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_heat_nodes_geom_update3 AFTER UPDATE ON heat_nodes WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_heat_nodes_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_heat_nodes_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_heat_nodes_geom_update4 AFTER UPDATE ON heat_nodes WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_heat_nodes_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_heat_nodes_geom_delete AFTER DELETE ON heat_nodes WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_heat_nodes_geom WHERE id = OLD.fid; END;

CREATE TABLE heat_pipes (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom LINESTRING,
    code TEXT NOT NULL UNIQUE,
    "from_node" TEXT,
    "to_node" TEXT,
    "jurisdiction_code" TEXT,
    "circuit" TEXT,
    "network" TEXT,
    "design_mpa" DOUBLE,
    "operating_mpa" DOUBLE,
    "diameter_mm" DOUBLE,
    "material" TEXT,
    "position" TEXT,
    "operator" TEXT,
    "in_service" BOOLEAN,
    "installed_on" DATE,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('heat_pipes', 'features', 'heat_pipes', '供热管道', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('heat_pipes', 'geom', 'LINESTRING', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_heat_pipes_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('heat_pipes', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_heat_pipes_geom_insert AFTER INSERT ON heat_pipes WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_heat_pipes_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_heat_pipes_geom_update1 AFTER UPDATE OF geom ON heat_pipes WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_heat_pipes_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_heat_pipes_geom_update2 AFTER UPDATE OF geom ON heat_pipes WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_heat_pipes_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_heat_pipes_geom_update3 AFTER UPDATE ON heat_pipes WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_heat_pipes_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_heat_pipes_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_heat_pipes_geom_update4 AFTER UPDATE ON heat_pipes WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_heat_pipes_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_heat_pipes_geom_delete AFTER DELETE ON heat_pipes WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_heat_pipes_geom WHERE id = OLD.fid; END;

CREATE TABLE conduits (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom LINESTRING,
    code TEXT NOT NULL UNIQUE,
    "kind" TEXT,
    "jurisdiction_code" TEXT,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('conduits', 'features', 'conduits', '管沟', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('conduits', 'geom', 'LINESTRING', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_conduits_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('conduits', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_conduits_geom_insert AFTER INSERT ON conduits WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_conduits_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_conduits_geom_update1 AFTER UPDATE OF geom ON conduits WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_conduits_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_conduits_geom_update2 AFTER UPDATE OF geom ON conduits WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_conduits_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_conduits_geom_update3 AFTER UPDATE ON conduits WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_conduits_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_conduits_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_conduits_geom_update4 AFTER UPDATE ON conduits WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_conduits_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_conduits_geom_delete AFTER DELETE ON conduits WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_conduits_geom WHERE id = OLD.fid; END;

CREATE TABLE inspections (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom GEOMETRY,
    code TEXT NOT NULL UNIQUE,
    "post_code" TEXT,
    "at" DATETIME,
    "road_code" TEXT,
    "chainage" TEXT,
    "jurisdiction_code" TEXT,
    "findings" TEXT,
    "severity" TEXT,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('inspections', 'features', 'inspections', '巡查记录', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('inspections', 'geom', 'GEOMETRY', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_inspections_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('inspections', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_inspections_geom_insert AFTER INSERT ON inspections WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_inspections_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_inspections_geom_update1 AFTER UPDATE OF geom ON inspections WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_inspections_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_inspections_geom_update2 AFTER UPDATE OF geom ON inspections WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_inspections_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_inspections_geom_update3 AFTER UPDATE ON inspections WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_inspections_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_inspections_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_inspections_geom_update4 AFTER UPDATE ON inspections WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_inspections_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_inspections_geom_delete AFTER DELETE ON inspections WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_inspections_geom WHERE id = OLD.fid; END;

CREATE TABLE incidents (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom POINT,
    code TEXT NOT NULL UNIQUE,
    "hazard" TEXT,
    "jurisdiction_code" TEXT,
    "state" TEXT,
    "reported_at" DATETIME,
    "closed_at" DATETIME,
    "description" TEXT,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('incidents', 'features', 'incidents', '事故', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('incidents', 'geom', 'POINT', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_incidents_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('incidents', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_incidents_geom_insert AFTER INSERT ON incidents WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_incidents_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_incidents_geom_update1 AFTER UPDATE OF geom ON incidents WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_incidents_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_incidents_geom_update2 AFTER UPDATE OF geom ON incidents WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_incidents_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_incidents_geom_update3 AFTER UPDATE ON incidents WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_incidents_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_incidents_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_incidents_geom_update4 AFTER UPDATE ON incidents WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_incidents_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_incidents_geom_delete AFTER DELETE ON incidents WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_incidents_geom WHERE id = OLD.fid; END;

CREATE TABLE warnings (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom MULTIPOLYGON,
    code TEXT NOT NULL UNIQUE,
    "incident_code" TEXT,
    "jurisdiction_code" TEXT,
    "colour" TEXT,
    "decided_by" TEXT,
    "published_by" TEXT,
    "published_at" DATETIME,
    "lifted_at" DATETIME,
    "supersedes" TEXT,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('warnings', 'features', 'warnings', '预警', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('warnings', 'geom', 'MULTIPOLYGON', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_warnings_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('warnings', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_warnings_geom_insert AFTER INSERT ON warnings WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_warnings_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_warnings_geom_update1 AFTER UPDATE OF geom ON warnings WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_warnings_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_warnings_geom_update2 AFTER UPDATE OF geom ON warnings WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_warnings_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_warnings_geom_update3 AFTER UPDATE ON warnings WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_warnings_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_warnings_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_warnings_geom_update4 AFTER UPDATE ON warnings WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_warnings_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_warnings_geom_delete AFTER DELETE ON warnings WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_warnings_geom WHERE id = OLD.fid; END;

