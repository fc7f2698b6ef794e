-- The revision of a change is written in the same transaction, by the program or by its triggers; to
-- look it up again for each of a million rows takes a third of an import.
-- Locks luzhang_changes for a moment.
ALTER TABLE luzhang_changes DROP CONSTRAINT luzhang_changes_revision_fkey;
