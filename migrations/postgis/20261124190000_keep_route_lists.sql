-- Route lists: the stops of a crew in order, and the way along the roads. Filled by the server alone, or by
-- an import.
-- A new table; no other is locked.
CREATE TABLE route_lists (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    geom geometry(LineString, 4490),
    code text PRIMARY KEY,
    "name" text,
    "jurisdiction_code" text,
    "made_on" date,
    "world_revision" integer,
    "length_km" double precision,
    "request" text,
    "stops" text,
    "request_key" text,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE route_lists IS '作业路线清单';
CREATE INDEX route_lists_geom ON route_lists USING gist (geom);
SELECT luzhang_watch('route_lists');
