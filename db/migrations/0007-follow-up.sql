-- Up Migration

-- What waits for a person. One open item for each thing that needs one: a second cause of the same joins it.
CREATE TABLE worklist_items (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  type text NOT NULL CHECK (type IN ('decline', 'cancellation_request', 'unclear_reply', 'which_visit', 'unreachable', 'flip',
    'late_answer', 'moved_after_send', 'unknown_send', 'transfer_unanswered', 'wrong_number', 'deceased', 'emergency')),
  -- 0 before everything: an emergency.
  priority smallint NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')),
  appointment_id uuid REFERENCES appointments,
  message_id uuid REFERENCES messages,
  reply_id uuid REFERENCES replies,
  patient_id uuid REFERENCES patients,
  contact_point_id uuid REFERENCES contact_points,
  opened_at timestamptz NOT NULL,
  -- When its cause last happened again.
  renewed_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX worklist_items_one_open ON worklist_items
  (practice_id, type, coalesce(appointment_id, message_id, contact_point_id, patient_id, reply_id)) WHERE state = 'open';
CREATE INDEX worklist_items_in_order ON worklist_items (practice_id, state, priority, opened_at, id);
CREATE INDEX worklist_items_by_appointment ON worklist_items (appointment_id) WHERE appointment_id IS NOT NULL;
CALL keep_to_practice('worklist_items', 'practice_id', 'SELECT, INSERT, UPDATE');

-- What someone may want to be told of. Who is, and how, is decided where notifications are sent.
CREATE TABLE notifications (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  event text NOT NULL CHECK (event ~ '^[a-z][a-z_]{0,39}$'),
  appointment_id uuid REFERENCES appointments,
  message_id uuid REFERENCES messages,
  at timestamptz NOT NULL
);
CREATE INDEX notifications_by_time ON notifications (practice_id, at, id);
CALL keep_to_practice('notifications', 'practice_id', 'SELECT, INSERT');

-- An answer that the PMS is to be told of: for the visit time that it was given for.
CREATE TABLE write_backs (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  appointment_id uuid NOT NULL REFERENCES appointments,
  occurrence timestamptz NOT NULL,
  answer text NOT NULL CHECK (answer IN ('confirmed', 'declined')),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'overtaken')),
  queued_at timestamptz NOT NULL
);
CREATE INDEX write_backs_waiting ON write_backs (practice_id, queued_at, id) WHERE state = 'waiting';
CREATE INDEX write_backs_by_appointment ON write_backs (appointment_id, queued_at);
CALL keep_to_practice('write_backs', 'practice_id', 'SELECT, INSERT, UPDATE');

-- Down Migration

DROP TABLE write_backs, notifications, worklist_items;
