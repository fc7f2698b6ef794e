-- What was done of the duties that have no figure, with date and evidence.
-- A new table; no other is locked.
CREATE TABLE duty_records (
    fid bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    code text PRIMARY KEY,
    "jurisdiction_code" text,
    "duty" text,
    "done_on" date,
    "evidence" text,
    "note" text,
    version integer NOT NULL DEFAULT 1,
    valid_from date NOT NULL DEFAULT current_date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    provenance text NOT NULL DEFAULT ''
);
COMMENT ON TABLE duty_records IS '职责清单记录';
SELECT luzhang_watch('duty_records');
