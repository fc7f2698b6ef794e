-- What was done of the duties that have no figure, with date and evidence.
-- A new table; nothing that stood is touched.
CREATE TABLE duty_records (
    fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    "jurisdiction_code" TEXT,
    "duty" TEXT,
    "done_on" DATE,
    "evidence" TEXT,
    "note" TEXT,
    version MEDIUMINT NOT NULL DEFAULT 1,
    valid_from DATE,
    recorded_at DATETIME,
    provenance TEXT
);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES ('duty_records', 'attributes', 'duty_records', '职责清单记录', 0);
