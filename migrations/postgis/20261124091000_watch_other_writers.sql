-- QGIS, SQL and other programs write to the tables too. From here on their edits get versions, history
-- and entries in the change log as ours do, and every new revision rings the bell `luzhang`, on which
-- servers wait. Our own transactions set `luzhang.writing` and do the same work in bulk; it counts only
-- for members of the role that owns the tables, which the program's role must be.
-- The functions run with the rights of the owner, find nothing but what is in the schema of the store,
-- and cannot be called but by the triggers made here.
-- Locks each table for a moment; no row is rewritten.

-- The transaction of another program that made a revision.
ALTER TABLE luzhang_revisions ADD COLUMN writer xid8;

CREATE FUNCTION luzhang_ring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('luzhang', NEW.revision::text);
    RETURN NULL;
END $$;
CREATE TRIGGER luzhang_ring AFTER INSERT ON luzhang_revisions FOR EACH ROW EXECUTE FUNCTION luzhang_ring();

-- Taken before the statement locks any row, as our own writers do. Who has locked rows by an earlier
-- statement may still meet a deadlock, which PostgreSQL ends.
CREATE FUNCTION luzhang_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(30528466082426471);
    RETURN NULL;
END $$;

-- An entry of the change log; the first of a transaction makes its revision.
CREATE FUNCTION luzhang_log(collection text, code text, version integer, operation text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    last luzhang_revisions;
BEGIN
    -- Who holds the lock and has made a revision has made the last one.
    SELECT * INTO last FROM luzhang_revisions ORDER BY revision DESC LIMIT 1;
    IF last.writer IS DISTINCT FROM pg_current_xact_id() THEN
        BEGIN
            INSERT INTO luzhang_revisions (revision, recorded_at, who, why, writer)
            VALUES (coalesce(last.revision, 0) + 1, now(), session_user,
                'edit by ' || coalesce(nullif(current_setting('application_name'), ''), 'SQL'), pg_current_xact_id())
            RETURNING * INTO last;
        EXCEPTION WHEN unique_violation THEN
            RAISE EXCEPTION 'others have written since this transaction began: begin it again' USING ERRCODE = '40001';
        END;
    END IF;
    INSERT INTO luzhang_changes
    SELECT last.revision, coalesce(max(c.ordinal), 0) + 1, $1, $2, $3, $4
    FROM luzhang_changes c WHERE c.revision = last.revision;
END $$;

-- Puts a version that stood into the history, in the form in which the program keeps it.
CREATE FUNCTION luzhang_keep(collection text, was jsonb, geom geometry) RETURNS void LANGUAGE sql AS $$
    INSERT INTO luzhang_history (collection, code, version, geom, facts, valid_from, recorded_at, provenance)
    SELECT $1, was ->> 'code', (was ->> 'version')::integer, $3,
        coalesce((
            SELECT jsonb_object_agg(key, CASE jsonb_typeof(value) WHEN 'array' THEN value ELSE to_jsonb(value #>> '{}') END)
            FROM jsonb_each(was - ARRAY['fid', 'geom', 'code', 'version', 'valid_from', 'recorded_at', 'provenance'])
            WHERE jsonb_typeof(value) <> 'null'
        ), '{}')::text,
        (was ->> 'valid_from')::date, (was ->> 'recorded_at')::timestamptz, was ->> 'provenance'
$$;

-- The version of a record that comes: a code that was deleted goes on counting.
CREATE FUNCTION luzhang_first_version(collection text, code text) RETURNS integer LANGUAGE sql AS $$
    SELECT coalesce(max(version), 0) + 1 FROM luzhang_changes c
    WHERE c.operation = 'delete' AND c.collection = $1 AND c.code = $2
$$;

CREATE FUNCTION luzhang_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    first integer := luzhang_first_version(TG_TABLE_NAME, NEW.code);
BEGIN
    -- After the row, not before it: a trigger before each row would slow every COPY of ours.
    IF NEW.version <> first OR NEW.recorded_at <> now() THEN
        PERFORM set_config('luzhang.writing', 'on', true);
        EXECUTE format('UPDATE %I.%I SET version = $1, recorded_at = now() WHERE code = $2', TG_TABLE_SCHEMA, TG_TABLE_NAME)
        USING first, NEW.code;
        PERFORM set_config('luzhang.writing', 'off', true);
    END IF;
    PERFORM luzhang_log(TG_TABLE_NAME, NEW.code, first, 'insert');
    RETURN NULL;
END $$;

CREATE FUNCTION luzhang_updated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    shape geometry;
BEGIN
    NEW.version := OLD.version;
    NEW.recorded_at := OLD.recorded_at;
    IF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    NEW.recorded_at := now();
    IF NEW.valid_from = OLD.valid_from THEN
        NEW.valid_from := (now() AT TIME ZONE 'Asia/Shanghai')::date;
    END IF;
    -- Out of the way of JSON, which has no form for every shape.
    IF TG_ARGV[0] = 'spatial' THEN
        shape := OLD.geom;
        OLD.geom := NULL;
    END IF;
    PERFORM luzhang_keep(TG_TABLE_NAME, to_jsonb(OLD), shape);
    IF NEW.code = OLD.code THEN
        NEW.version := OLD.version + 1;
        PERFORM luzhang_log(TG_TABLE_NAME, NEW.code, NEW.version, 'update');
    ELSE
        NEW.version := luzhang_first_version(TG_TABLE_NAME, NEW.code);
        PERFORM luzhang_log(TG_TABLE_NAME, OLD.code, OLD.version + 1, 'delete');
        PERFORM luzhang_log(TG_TABLE_NAME, NEW.code, NEW.version, 'insert');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION luzhang_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    shape geometry;
BEGIN
    IF TG_ARGV[0] = 'spatial' THEN
        shape := OLD.geom;
        OLD.geom := NULL;
    END IF;
    PERFORM luzhang_keep(TG_TABLE_NAME, to_jsonb(OLD), shape);
    PERFORM luzhang_log(TG_TABLE_NAME, OLD.code, OLD.version + 1, 'delete');
    RETURN NULL;
END $$;

CREATE FUNCTION luzhang_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'TRUNCATE leaves no trace that a server could follow: use DELETE FROM %', TG_TABLE_NAME;
END $$;

DO $$
DECLARE
    name text;
    kind text;
    others constant text := format(
        'WHEN (current_setting(''luzhang.writing'', true) IS DISTINCT FROM ''on'' OR NOT pg_has_role(%L::name, ''MEMBER''))',
        current_user);
    -- Where tables and types are; what the caller made for the session comes last.
    path constant text := format('%I, %I, pg_temp', current_schema(),
        (SELECT nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'postgis'));
BEGIN
    FOREACH name IN ARRAY ARRAY['luzhang_ring()', 'luzhang_queue()', 'luzhang_log(text, text, integer, text)',
        'luzhang_keep(text, jsonb, geometry)', 'luzhang_first_version(text, text)', 'luzhang_inserted()',
        'luzhang_updated()', 'luzhang_deleted()', 'luzhang_refuse_truncate()'] LOOP
        EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = %s', name, path);
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY[
        'jurisdictions', 'fiscal_regimes', 'fiscal_years', 'funds', 'designations', 'hamlets', 'places',
        'households', 'roads', 'road_segments', 'condition_surveys', 'access_routes', 'bridges',
        'bridge_ratings', 'chief_posts', 'appointments', 'assignments', 'hazards', 'violations', 'works',
        'bus_stops', 'bus_routes', 'facilities', 'gas_nodes', 'gas_pipes', 'heat_nodes', 'heat_pipes',
        'conduits', 'inspections', 'incidents', 'warnings'
    ] LOOP
        SELECT CASE count(*) WHEN 0 THEN 'plain' ELSE 'spatial' END INTO kind FROM pg_attribute
        WHERE attrelid = name::regclass AND attname = 'geom' AND NOT attisdropped;
        EXECUTE format('ALTER TABLE %I ALTER valid_from SET DEFAULT (now() AT TIME ZONE ''Asia/Shanghai'')::date', name);
        EXECUTE format('CREATE TRIGGER luzhang_queue BEFORE INSERT OR UPDATE OR DELETE ON %I %s EXECUTE FUNCTION luzhang_queue()', name, others);
        EXECUTE format('CREATE TRIGGER luzhang_inserted AFTER INSERT ON %I FOR EACH ROW %s EXECUTE FUNCTION luzhang_inserted()', name, others);
        EXECUTE format('CREATE TRIGGER luzhang_updated BEFORE UPDATE ON %I FOR EACH ROW %s EXECUTE FUNCTION luzhang_updated(%L)', name, others, kind);
        EXECUTE format('CREATE TRIGGER luzhang_deleted AFTER DELETE ON %I FOR EACH ROW %s EXECUTE FUNCTION luzhang_deleted(%L)', name, others, kind);
        EXECUTE format('CREATE TRIGGER luzhang_truncated BEFORE TRUNCATE ON %I EXECUTE FUNCTION luzhang_refuse_truncate()', name);
    END LOOP;
END $$;
