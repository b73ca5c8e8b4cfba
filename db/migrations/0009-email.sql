-- Up Migration

-- The carrier's own id of what it reported, where it gives one: it tells the same thing again until it is sure that we heard it.
ALTER TABLE receipts ADD COLUMN event_id text;
CREATE UNIQUE INDEX receipts_by_event ON receipts (practice_id, event_id) WHERE event_id IS NOT NULL;

-- Down Migration

DROP INDEX receipts_by_event;
ALTER TABLE receipts DROP COLUMN event_id;
