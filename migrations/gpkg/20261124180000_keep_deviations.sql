-- Incidents and warnings keep why they depart from the assessment; warnings, which texts the server made.
-- What stood has neither.
-- SQLite adds a column without touching a row.
ALTER TABLE incidents ADD COLUMN "deviation" TEXT;
ALTER TABLE warnings ADD COLUMN "deviation" TEXT;
ALTER TABLE warnings ADD COLUMN "prefilled" TEXT;
