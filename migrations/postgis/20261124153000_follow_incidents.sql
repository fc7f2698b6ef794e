-- Incidents and warnings get the fields of their life cycle: states, decisions, readings, reports, the
-- nine fields of a warning. What stood has none of them: unknown.
-- Locks both tables for a moment; no row is rewritten.
ALTER TABLE incidents
    ADD COLUMN "assessed_at" timestamptz,
    ADD COLUMN "controlled_at" timestamptz,
    ADD COLUMN "report" text,
    ADD COLUMN "assessment" text,
    ADD COLUMN "colour" text,
    ADD COLUMN "grade" text,
    ADD COLUMN "response_level" text,
    ADD COLUMN "zones" text,
    ADD COLUMN "readings" text,
    ADD COLUMN "evidence" text,
    ADD COLUMN "reports" text,
    ADD COLUMN "approval_ref" text,
    ADD COLUMN "acted_by" text,
    ADD COLUMN "acted_at" timestamptz,
    ADD COLUMN "decided_by" text,
    ADD COLUMN "published_by" text,
    ADD COLUMN "note" text,
    ADD COLUMN "request_key" text;
ALTER TABLE warnings
    ADD COLUMN "state" text,
    ADD COLUMN "area" text,
    ADD COLUMN "danger" text,
    ADD COLUMN "starts_at" timestamptz,
    ADD COLUMN "expires_at" timestamptz,
    ADD COLUMN "reach" text,
    ADD COLUMN "situation" text,
    ADD COLUMN "measures" text,
    ADD COLUMN "duties" text,
    ADD COLUMN "channels" text[],
    ADD COLUMN "acknowledgements" text,
    ADD COLUMN "acted_by" text,
    ADD COLUMN "acted_at" timestamptz,
    ADD COLUMN "note" text;
