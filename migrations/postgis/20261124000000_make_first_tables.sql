-- The first tables of a PostGIS store: the history and the ordered change log, then one table for
-- each collection. New tables only; it locks nothing that is there.

CREATE EXTENSION IF NOT EXISTS postgis;

-- One row for each transaction that changed something.
CREATE TABLE luzhang_revisions (
    revision bigint PRIMARY KEY,
    recorded_at timestamptz NOT NULL,
    who text NOT NULL,
    why text NOT NULL
);

-- The ordered change log: what every server follows.
CREATE TABLE luzhang_changes (
    revision bigint NOT NULL REFERENCES luzhang_revisions (revision),
    ordinal bigint NOT NULL,
    collection text NOT NULL,
    code text NOT NULL,
    version integer NOT NULL,
    operation text NOT NULL CHECK (operation IN ('insert', 'update', 'delete')),
    PRIMARY KEY (revision, ordinal)
);
-- A code that was deleted and comes back goes on counting its versions.
CREATE INDEX luzhang_changes_deleted ON luzhang_changes (collection, code) WHERE operation = 'delete';

-- Versions that were superseded or deleted. `facts` is a JSON object: field to written value.
CREATE TABLE luzhang_history (
    collection text NOT NULL,
    code text NOT NULL,
    version integer NOT NULL,
    geom geometry(Geometry, 4490),
    facts text NOT NULL,
    valid_from date,
    recorded_at timestamptz,
    provenance text,
    PRIMARY KEY (collection, code, version)
);

CREATE TABLE jurisdictions (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(MultiPolygon, 4490),
    code text PRIMARY KEY,
    "name" text,
    "level" text,
    "kind" text,
    "settlement_kind" text,
    "parent_code" text,
    "accountable_code" text,
    "urban_core" boolean,
    "seat_lon" double precision,
    "seat_lat" double precision,
    "population" integer,
    "road_clause_since" date,
    "chief_office_since" date,
    "enforcement_staff" integer,
    "enforcement_staff_since" date,
    "maintenance_staff" integer,
    "maintenance_staff_since" date,
    "maintenance_org_since" date,
    "mechanism_since" date,
    "bus_stops_maintained_since" date,
    "station_eligible" boolean,
    "piped_gas_since" date,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE jurisdictions IS '行政区划';
CREATE INDEX jurisdictions_geom ON jurisdictions USING gist (geom);

CREATE TABLE fiscal_regimes (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    code text PRIMARY KEY,
    "jurisdiction_code" text,
    "regime" text,
    "from_on" date,
    "to_on" date,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE fiscal_regimes IS '财政体制';

CREATE TABLE fiscal_years (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    code text PRIMARY KEY,
    "jurisdiction_code" text,
    "year" integer,
    "general_revenue_cny" numeric(18, 2),
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE fiscal_years IS '年度财政收入';

CREATE TABLE funds (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    code text PRIMARY KEY,
    "jurisdiction_code" text,
    "year" integer,
    "source" text,
    "purpose" text,
    "entry" text,
    "amount_cny" numeric(18, 2),
    "on" date,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE funds IS '资金台账';

CREATE TABLE designations (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    code text PRIMARY KEY,
    "jurisdiction_code" text,
    "kind" text,
    "level" text,
    "granted_on" date,
    "withdrawn_on" date,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE designations IS '示范称号';

CREATE TABLE hamlets (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(Point, 4490) NOT NULL,
    code text PRIMARY KEY,
    "name" text,
    "village_code" text,
    "jurisdiction_code" text,
    "households" integer,
    "hardened_road_since" date,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE hamlets IS '自然村';
CREATE INDEX hamlets_geom ON hamlets USING gist (geom);

CREATE TABLE places (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(Geometry, 4490) NOT NULL,
    code text PRIMARY KEY,
    "name" text,
    "kind" text,
    "jurisdiction_code" text,
    "capacity" integer,
    "large" boolean,
    "crowded" boolean,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE places IS '重点场所';
CREATE INDEX places_geom ON places USING gist (geom);

CREATE TABLE households (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(Point, 4490) NOT NULL,
    code text PRIMARY KEY,
    "address" text,
    "village_code" text,
    "jurisdiction_code" text,
    "building_code" text,
    "building_kind" text,
    "persons" integer,
    "elderly" integer,
    "children" integer,
    "disabled" integer,
    "pregnant" integer,
    "patients" integer,
    "gas_node" text,
    "heat_node" text,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE households IS '住户';
CREATE INDEX households_geom ON households USING gist (geom);

CREATE TABLE roads (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(LineString, 4490) NOT NULL,
    code text PRIMARY KEY,
    "name" text,
    "class" text,
    "urban_class" text,
    "jurisdiction_code" text,
    "from_name" text,
    "to_name" text,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE roads IS '路线';
CREATE INDEX roads_geom ON roads USING gist (geom);

CREATE TABLE road_segments (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(LineString, 4490) NOT NULL,
    code text PRIMARY KEY,
    "road_code" text,
    "from_chainage" text,
    "to_chainage" text,
    "jurisdiction_code" text,
    "technical_class" text,
    "surface" text,
    "roadbed_width_m" double precision,
    "pavement_width_m" double precision,
    "official_length_km" double precision,
    "shared" boolean,
    "dead_end" boolean,
    "urban_managed" boolean,
    "listed_for_maintenance" boolean,
    "bus_route" boolean,
    "key_township_road" boolean,
    "digitised" boolean,
    "auto_surveyed_on" date,
    "mqi" double precision,
    "pqi" double precision,
    "assessed_on" date,
    "scenic_since" date,
    "separation_eligible" boolean,
    "separated_since" date,
    "built_year" integer,
    "rebuilt_year" integer,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE road_segments IS '路段';
CREATE INDEX road_segments_geom ON road_segments USING gist (geom);

CREATE TABLE condition_surveys (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    code text PRIMARY KEY,
    "road_code" text,
    "from_chainage" text,
    "to_chainage" text,
    "surveyed_on" date,
    "method" text,
    "mqi" double precision,
    "pqi" double precision,
    "pci" double precision,
    "rqi" double precision,
    "iri" double precision,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE condition_surveys IS '路况检测';

CREATE TABLE access_routes (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    code text PRIMARY KEY,
    "target_code" text,
    "road_segment_codes" text[],
    "recorded_on" date,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE access_routes IS '优选通达路线';

CREATE TABLE bridges (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(Point, 4490) NOT NULL,
    code text PRIMARY KEY,
    "name" text,
    "road_code" text,
    "chainage" text,
    "jurisdiction_code" text,
    "length_m" double precision,
    "deck_width_m" double precision,
    "span_class" text,
    "rating" integer,
    "rated_on" date,
    "rebuilt_on" date,
    "disposal_kind" text,
    "disposed_on" date,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE bridges IS '桥梁';
CREATE INDEX bridges_geom ON bridges USING gist (geom);

CREATE TABLE bridge_ratings (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    code text PRIMARY KEY,
    "bridge_code" text,
    "rating" integer,
    "rated_on" date,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE bridge_ratings IS '桥梁评定记录';

CREATE TABLE chief_posts (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    code text PRIMARY KEY,
    "level" text,
    "kind" text,
    "jurisdiction_code" text,
    "office" text,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE chief_posts IS '路长职位';

CREATE TABLE appointments (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    code text PRIMARY KEY,
    "post_code" text,
    "from_on" date,
    "to_on" date,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE appointments IS '路长任期';

CREATE TABLE assignments (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    code text PRIMARY KEY,
    "post_code" text,
    "road_code" text,
    "from_chainage" text,
    "to_chainage" text,
    "from_on" date,
    "to_on" date,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE assignments IS '路长责任路段';

CREATE TABLE hazards (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(Geometry, 4490) NOT NULL,
    code text PRIMARY KEY,
    "road_code" text,
    "from_chainage" text,
    "to_chainage" text,
    "jurisdiction_code" text,
    "kind" text,
    "needed" text,
    "found_on" date,
    "treated_on" date,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE hazards IS '安全隐患';
CREATE INDEX hazards_geom ON hazards USING gist (geom);

CREATE TABLE violations (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(Geometry, 4490) NOT NULL,
    code text PRIMARY KEY,
    "road_code" text,
    "from_chainage" text,
    "to_chainage" text,
    "jurisdiction_code" text,
    "kind" text,
    "found_on" date,
    "cleared_on" date,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE violations IS '路产路权违法行为';
CREATE INDEX violations_geom ON violations USING gist (geom);

CREATE TABLE works (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(LineString, 4490),
    code text PRIMARY KEY,
    "kind" text,
    "road_code" text,
    "bridge_code" text,
    "from_chainage" text,
    "to_chainage" text,
    "jurisdiction_code" text,
    "length_km" double precision,
    "started_on" date,
    "completed_on" date,
    "accepted_on" date,
    "acceptance" text,
    "cost_cny" numeric(18, 2),
    "designed_together" boolean,
    "built_together" boolean,
    "accepted_together" boolean,
    "tendered" boolean,
    "contracted" boolean,
    "supervised" boolean,
    "seven_disclosures" boolean,
    "lifelong_liability" boolean,
    "financing" text,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE works IS '工程项目';
CREATE INDEX works_geom ON works USING gist (geom);

CREATE TABLE bus_stops (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(Point, 4490) NOT NULL,
    code text PRIMARY KEY,
    "name" text,
    "village_code" text,
    "jurisdiction_code" text,
    "county_seat" boolean,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE bus_stops IS '客运站点';
CREATE INDEX bus_stops_geom ON bus_stops USING gist (geom);

CREATE TABLE bus_routes (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(LineString, 4490) NOT NULL,
    code text PRIMARY KEY,
    "name" text,
    "stop_codes" text[],
    "jurisdiction_code" text,
    "from_on" date,
    "to_on" date,
    "on_demand" boolean,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE bus_routes IS '客运线路';
CREATE INDEX bus_routes_geom ON bus_routes USING gist (geom);

CREATE TABLE facilities (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(Point, 4490) NOT NULL,
    code text PRIMARY KEY,
    "name" text,
    "kind" text,
    "jurisdiction_code" text,
    "standard" boolean,
    "opened_on" date,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE facilities IS '管养与运输设施';
CREATE INDEX facilities_geom ON facilities USING gist (geom);

CREATE TABLE gas_nodes (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(Point, 4490) NOT NULL,
    code text PRIMARY KEY,
    "kind" text,
    "name" text,
    "jurisdiction_code" text,
    "operator" text,
    "in_service" boolean,
    "nominal_mpa" double precision,
    "mp_alarm_enabled" boolean,
    "operable" boolean,
    "accessible" boolean,
    "normally_open" boolean,
    "open" boolean,
    "to_node" text,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE gas_nodes IS '燃气节点';
CREATE INDEX gas_nodes_geom ON gas_nodes USING gist (geom);

CREATE TABLE gas_pipes (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(LineString, 4490) NOT NULL,
    code text PRIMARY KEY,
    "from_node" text,
    "to_node" text,
    "jurisdiction_code" text,
    "gas" text,
    "role" text,
    "pressure_class" text,
    "design_mpa" double precision,
    "operating_mpa" double precision,
    "diameter_mm" double precision,
    "material" text,
    "position" text,
    "operator" text,
    "in_service" boolean,
    "installed_on" date,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE gas_pipes IS '燃气管道';
CREATE INDEX gas_pipes_geom ON gas_pipes USING gist (geom);

CREATE TABLE heat_nodes (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(Point, 4490) NOT NULL,
    code text PRIMARY KEY,
    "kind" text,
    "name" text,
    "jurisdiction_code" text,
    "circuit" text,
    "network" text,
    "operator" text,
    "in_service" boolean,
    "nominal_mpa" double precision,
    "operable" boolean,
    "accessible" boolean,
    "normally_open" boolean,
    "open" boolean,
    "to_node" text,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE heat_nodes IS '供热节点';
CREATE INDEX heat_nodes_geom ON heat_nodes USING gist (geom);

CREATE TABLE heat_pipes (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(LineString, 4490) NOT NULL,
    code text PRIMARY KEY,
    "from_node" text,
    "to_node" text,
    "jurisdiction_code" text,
    "circuit" text,
    "network" text,
    "design_mpa" double precision,
    "operating_mpa" double precision,
    "diameter_mm" double precision,
    "material" text,
    "position" text,
    "operator" text,
    "in_service" boolean,
    "installed_on" date,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE heat_pipes IS '供热管道';
CREATE INDEX heat_pipes_geom ON heat_pipes USING gist (geom);

CREATE TABLE conduits (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(LineString, 4490) NOT NULL,
    code text PRIMARY KEY,
    "kind" text,
    "jurisdiction_code" text,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE conduits IS '管沟';
CREATE INDEX conduits_geom ON conduits USING gist (geom);

CREATE TABLE inspections (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(Geometry, 4490) NOT NULL,
    code text PRIMARY KEY,
    "post_code" text,
    "at" timestamptz,
    "road_code" text,
    "chainage" text,
    "jurisdiction_code" text,
    "findings" text,
    "severity" text,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE inspections IS '巡查记录';
CREATE INDEX inspections_geom ON inspections USING gist (geom);

CREATE TABLE incidents (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(Point, 4490) NOT NULL,
    code text PRIMARY KEY,
    "hazard" text,
    "jurisdiction_code" text,
    "state" text,
    "reported_at" timestamptz,
    "closed_at" timestamptz,
    "description" text,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE incidents IS '事故';
CREATE INDEX incidents_geom ON incidents USING gist (geom);

CREATE TABLE warnings (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(MultiPolygon, 4490) NOT NULL,
    code text PRIMARY KEY,
    "incident_code" text,
    "jurisdiction_code" text,
    "colour" text,
    "decided_by" text,
    "published_by" text,
    "published_at" timestamptz,
    "lifted_at" timestamptz,
    "supersedes" text,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE warnings IS '预警';
CREATE INDEX warnings_geom ON warnings USING gist (geom);

