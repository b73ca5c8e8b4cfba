-- Up Migration

-- The time that staff gave a message; it stands until the visit moves. Null: its step decides.
ALTER TABLE messages ADD COLUMN set_at timestamptz;

-- Do not send: this visit gets nothing of this kind.
CREATE TABLE exclusions (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  appointment_id uuid NOT NULL REFERENCES appointments,
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z0-9_]{0,39}$'),
  key_name text NOT NULL,
  at timestamptz NOT NULL,
  UNIQUE (appointment_id, kind)
);
CREATE INDEX exclusions_by_time ON exclusions (practice_id, at, id);
CALL keep_to_practice('exclusions', 'practice_id', 'SELECT, INSERT, DELETE');

-- What staff asked for under a key of their own, so that asking again for the same does not do it again.
CREATE TABLE staff_requests (
  practice_id uuid NOT NULL REFERENCES practices,
  idempotency_key text NOT NULL,
  -- SHA-256 of what was asked for.
  digest bytea NOT NULL,
  -- What came of it.
  result_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (practice_id, idempotency_key)
);
CALL keep_to_practice('staff_requests', 'practice_id', 'SELECT, INSERT');

-- Down Migration

DROP TABLE staff_requests, exclusions;
ALTER TABLE messages DROP COLUMN set_at;
