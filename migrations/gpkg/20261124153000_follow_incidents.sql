-- Incidents and warnings get the fields of their life cycle: states, decisions, readings, reports, the
-- nine fields of a warning. What stood has none of them: unknown.
-- SQLite adds a column without touching a row.
ALTER TABLE incidents ADD COLUMN "assessed_at" DATETIME;
ALTER TABLE incidents ADD COLUMN "controlled_at" DATETIME;
ALTER TABLE incidents ADD COLUMN "report" TEXT;
ALTER TABLE incidents ADD COLUMN "assessment" TEXT;
ALTER TABLE incidents ADD COLUMN "colour" TEXT;
ALTER TABLE incidents ADD COLUMN "grade" TEXT;
ALTER TABLE incidents ADD COLUMN "response_level" TEXT;
ALTER TABLE incidents ADD COLUMN "zones" TEXT;
ALTER TABLE incidents ADD COLUMN "readings" TEXT;
ALTER TABLE incidents ADD COLUMN "evidence" TEXT;
ALTER TABLE incidents ADD COLUMN "reports" TEXT;
ALTER TABLE incidents ADD COLUMN "approval_ref" TEXT;
ALTER TABLE incidents ADD COLUMN "acted_by" TEXT;
ALTER TABLE incidents ADD COLUMN "acted_at" DATETIME;
ALTER TABLE incidents ADD COLUMN "decided_by" TEXT;
ALTER TABLE incidents ADD COLUMN "published_by" TEXT;
ALTER TABLE incidents ADD COLUMN "note" TEXT;
ALTER TABLE incidents ADD COLUMN "request_key" TEXT;
ALTER TABLE warnings ADD COLUMN "state" TEXT;
ALTER TABLE warnings ADD COLUMN "area" TEXT;
ALTER TABLE warnings ADD COLUMN "danger" TEXT;
ALTER TABLE warnings ADD COLUMN "starts_at" DATETIME;
ALTER TABLE warnings ADD COLUMN "expires_at" DATETIME;
ALTER TABLE warnings ADD COLUMN "reach" TEXT;
ALTER TABLE warnings ADD COLUMN "situation" TEXT;
ALTER TABLE warnings ADD COLUMN "measures" TEXT;
ALTER TABLE warnings ADD COLUMN "duties" TEXT;
ALTER TABLE warnings ADD COLUMN "channels" TEXT;
ALTER TABLE warnings ADD COLUMN "acknowledgements" TEXT;
ALTER TABLE warnings ADD COLUMN "acted_by" TEXT;
ALTER TABLE warnings ADD COLUMN "acted_at" DATETIME;
ALTER TABLE warnings ADD COLUMN "note" TEXT;
