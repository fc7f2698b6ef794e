-- Incidents and warnings keep why they depart from the assessment; warnings, which texts the server made.
-- What stood has neither.
-- Locks both tables for a moment; no row is rewritten.
ALTER TABLE incidents ADD COLUMN "deviation" text;
ALTER TABLE warnings
    ADD COLUMN "deviation" text,
    ADD COLUMN "prefilled" text[];
