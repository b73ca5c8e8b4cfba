-- Up Migration

-- What staff told a group of visits at once.
CREATE TABLE group_messages (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  kind text NOT NULL CHECK (kind ~ '^[a-z][a-z0-9_]{0,39}$'),
  -- The name of the words that were chosen.
  words text NOT NULL,
  -- By which its messages go first.
  channel text NOT NULL CHECK (channel IN ('text', 'voice', 'email')),
  -- How much later the visits are; null: it tells of no new time.
  shift interval,
  -- Which visits were asked for, as they were asked for.
  filter jsonb NOT NULL,
  -- `planning` and `undoing` are in hand, batch by batch.
  state text NOT NULL DEFAULT 'planning' CHECK (state IN ('planning', 'planned', 'undoing', 'undone')),
  recipients integer NOT NULL DEFAULT 0,
  key_id uuid,
  key_name text NOT NULL,
  created_at timestamptz NOT NULL,
  undone_at timestamptz,
  -- The token that it was undone with.
  undone_by text,
  CHECK ((state IN ('undoing', 'undone')) = (undone_at IS NOT NULL))
);
CREATE INDEX group_messages_by_time ON group_messages (practice_id, created_at, id);
CREATE INDEX group_messages_in_hand ON group_messages (practice_id) WHERE state IN ('planning', 'undoing');
CALL keep_to_practice('group_messages', 'practice_id', 'SELECT, INSERT, UPDATE');
CALL open_to_system('group_messages', 'SELECT');

-- The visits of a group. While a planned one has the time that it had then, what was told holds back its other messages.
CREATE TABLE group_recipients (
  group_id uuid NOT NULL REFERENCES group_messages,
  appointment_id uuid NOT NULL REFERENCES appointments,
  practice_id uuid NOT NULL REFERENCES practices,
  -- The visit's time when it was asked for, and the time that is told: the same where none is.
  occurrence timestamptz NOT NULL,
  told_at timestamptz NOT NULL,
  -- `told`: the group was undone, and this one was handed over by then.
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'planned', 'left_out', 'undone', 'told')),
  -- Why it was left out when its turn came.
  reason text CHECK (reason IN ('cancelled', 'moved', 'started')),
  planned_at timestamptz,
  PRIMARY KEY (group_id, appointment_id),
  CHECK ((state = 'left_out') = (reason IS NOT NULL))
);
CREATE INDEX group_recipients_in_order ON group_recipients (group_id, occurrence, appointment_id);
CREATE INDEX group_recipients_waiting ON group_recipients (group_id, occurrence, appointment_id) WHERE state = 'waiting';
CREATE INDEX group_recipients_by_visit ON group_recipients (appointment_id);
CALL keep_to_practice('group_recipients', 'practice_id', 'SELECT, INSERT, UPDATE');

-- The group that a message is held back by, where its reason is `staff` or `paused`.
ALTER TABLE messages ADD COLUMN held_by uuid REFERENCES group_messages;

-- Down Migration

DELETE FROM worklist_items WHERE type = 'rebooking';
ALTER TABLE messages DROP COLUMN held_by;
DROP TABLE group_recipients, group_messages;
