-- Nodes of a return circuit are often recorded without a place of their own.
-- Locks heat_nodes for a moment; no row is rewritten.
ALTER TABLE heat_nodes ALTER COLUMN geom DROP NOT NULL;
