-- Up Migration

-- The furthest word that a carrier or the patient said of a message: what a receipt that comes late is held against. The state alone
-- does not tell a failure that may pass from a bounce, nor an email that was delivered from one that was only taken.
ALTER TABLE messages
  ADD COLUMN word text CHECK (word IN ('sent', 'not_received', 'delivered', 'bounced', 'received'));
UPDATE messages SET word = state WHERE state IN ('sent', 'not_received', 'received');

-- When the carrier was last asked what became of a hand-over that it took.
ALTER TABLE attempts ADD COLUMN asked_at timestamptz;
-- What the nightly comparison with the carriers' lists looks at.
CREATE INDEX attempts_by_time ON attempts (practice_id, opened_at);

-- Down Migration

DROP INDEX attempts_by_time;
ALTER TABLE attempts DROP COLUMN asked_at;
ALTER TABLE messages DROP COLUMN word;
