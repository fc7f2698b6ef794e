-- Reference layers: tables that an import makes, with the schema that it found in its file. They are
-- watched as the tables of the collections are (see watch_other_writers).
CREATE TABLE luzhang_layers (
    name text PRIMARY KEY,
    description text NOT NULL
);

-- Lets the edits that other programs make in a table reach the change log.
CREATE FUNCTION luzhang_watch(name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    kind text;
    others constant text := format(
        'WHEN (current_setting(''luzhang.writing'', true) IS DISTINCT FROM ''on'' OR NOT pg_has_role(%L::name, ''MEMBER''))',
        current_user);
BEGIN
    SELECT CASE count(*) WHEN 0 THEN 'plain' ELSE 'spatial' END INTO kind FROM pg_attribute
    WHERE attrelid = quote_ident(name)::regclass AND attname = 'geom' AND NOT attisdropped;
    EXECUTE format('ALTER TABLE %I ALTER valid_from SET DEFAULT (now() AT TIME ZONE ''Asia/Shanghai'')::date', name);
    EXECUTE format('CREATE TRIGGER luzhang_queue BEFORE INSERT OR UPDATE OR DELETE ON %I %s EXECUTE FUNCTION luzhang_queue()', name, others);
    EXECUTE format('CREATE TRIGGER luzhang_inserted AFTER INSERT ON %I FOR EACH ROW %s EXECUTE FUNCTION luzhang_inserted()', name, others);
    EXECUTE format('CREATE TRIGGER luzhang_updated BEFORE UPDATE ON %I FOR EACH ROW %s EXECUTE FUNCTION luzhang_updated(%L)', name, others, kind);
    EXECUTE format('CREATE TRIGGER luzhang_deleted AFTER DELETE ON %I FOR EACH ROW %s EXECUTE FUNCTION luzhang_deleted(%L)', name, others, kind);
    EXECUTE format('CREATE TRIGGER luzhang_truncated BEFORE TRUNCATE ON %I EXECUTE FUNCTION luzhang_refuse_truncate()', name);
END $$;
REVOKE EXECUTE ON FUNCTION luzhang_watch(text) FROM PUBLIC;
