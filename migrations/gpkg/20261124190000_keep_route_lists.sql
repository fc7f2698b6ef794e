-- Route lists: the stops of a crew in order, and the way along the roads. Filled by the server alone, or by
-- an import.
-- A new table; nothing that stood is touched.
CREATE TABLE route_lists (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    geom LINESTRING,
    code TEXT NOT NULL UNIQUE,
    "name" TEXT,
    "jurisdiction_code" TEXT,
    "made_on" DATE,
    "world_revision" MEDIUMINT,
    "length_km" DOUBLE,
    "request" TEXT,
    "stops" TEXT,
    "request_key" TEXT,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('route_lists', 'features', 'route_lists', '作业路线清单', 4490);
INSERT INTO gpkg_geometry_columns VALUES ('route_lists', 'geom', 'LINESTRING', 4490, 0, 0);
CREATE VIRTUAL TABLE rtree_route_lists_geom USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES ('route_lists', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_route_lists_geom_insert AFTER INSERT ON route_lists WHEN NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_route_lists_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_route_lists_geom_update1 AFTER UPDATE OF geom ON route_lists WHEN OLD.fid = NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN INSERT OR REPLACE INTO rtree_route_lists_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_route_lists_geom_update2 AFTER UPDATE OF geom ON route_lists WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_route_lists_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_route_lists_geom_update3 AFTER UPDATE ON route_lists WHEN OLD.fid != NEW.fid AND NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom) BEGIN DELETE FROM rtree_route_lists_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_route_lists_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_route_lists_geom_update4 AFTER UPDATE ON route_lists WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM rtree_route_lists_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_route_lists_geom_delete AFTER DELETE ON route_lists WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_route_lists_geom WHERE id = OLD.fid; END;
