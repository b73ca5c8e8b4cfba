-- Up Migration

-- The queue and the log in one: every message that was ever planned, and what became of it.
CREATE TABLE messages (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  subject_id uuid NOT NULL REFERENCES subjects,
  patient_id uuid NOT NULL REFERENCES patients,
  -- The visit's instant that this message is about: after a move the old time's messages stay what they were.
  occurrence timestamptz NOT NULL,
  kind text NOT NULL,
  slot text NOT NULL,
  channel text NOT NULL CHECK (channel IN ('text', 'voice', 'email')),
  contact_point_id uuid REFERENCES contact_points,
  language text NOT NULL,
  -- When the step asks for it, when it is to go, and what moved it from the one to the other.
  computed_at timestamptz NOT NULL,
  send_at timestamptz NOT NULL,
  moved_by text[] NOT NULL DEFAULT '{}',
  useful_until timestamptz NOT NULL,
  answerable_until timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('not_sent', 'sending', 'sent', 'received', 'not_received', 'unknown', 'withheld')),
  state_at timestamptz NOT NULL,
  detail text,
  reason text CHECK (reason IN ('cancelled', 'moved', 'answered', 'opted_out', 'excluded', 'no_contact', 'invalid_contact', 'landline',
    'wrong_number', 'inactive', 'too_late', 'started', 'capped', 'merged', 'channel_off', 'no_template', 'settings_changed',
    'feed_too_old', 'not_live', 'paused', 'booked', 'dispensed', 'staff')),
  answer text NOT NULL DEFAULT 'none' CHECK (answer IN ('none', 'confirmed', 'declined')),
  sender_id uuid REFERENCES senders,
  template_id uuid REFERENCES templates,
  body text,
  sent_at timestamptz,
  created_at timestamptz NOT NULL,
  UNIQUE (subject_id, occurrence, kind, slot, channel),
  CHECK ((state = 'withheld') = (reason IS NOT NULL))
);
CREATE INDEX messages_due ON messages (send_at) WHERE state = 'not_sent';
CREATE INDEX messages_in_hand ON messages (state_at) WHERE state IN ('sending', 'sent');
CREATE INDEX messages_by_time ON messages (practice_id, send_at, id);
CREATE INDEX messages_asked ON messages (contact_point_id, sender_id)
  WHERE state IN ('sending', 'sent', 'received', 'unknown');
CREATE INDEX messages_pending_by_contact ON messages (contact_point_id) WHERE state IN ('not_sent', 'withheld');
CALL keep_to_practice('messages', 'practice_id', 'SELECT, INSERT, UPDATE');
CALL open_to_system('messages', 'SELECT');

-- One hand-over to a carrier. While one is open at a contact point no other starts from the same sender, so that the carrier's
-- list can tell which is which.
CREATE TABLE attempts (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  message_id uuid NOT NULL REFERENCES messages,
  number integer NOT NULL,
  sender_id uuid NOT NULL REFERENCES senders,
  contact_point_id uuid NOT NULL REFERENCES contact_points,
  opened_at timestamptz NOT NULL,
  hand_over_by timestamptz NOT NULL,
  -- open: handed over or about to be, and no word yet. taken, refused, not_taken: the carrier's word. lost: never said.
  outcome text NOT NULL DEFAULT 'open' CHECK (outcome IN ('open', 'taken', 'refused', 'not_taken', 'lost')),
  carrier_id text,
  code text,
  settled_at timestamptz,
  settled_by text CHECK (settled_by IN ('response', 'callback', 'list', 'deadline')),
  UNIQUE (message_id, number)
);
CREATE UNIQUE INDEX attempts_one_open ON attempts (sender_id, contact_point_id) WHERE outcome = 'open';
CREATE INDEX attempts_open ON attempts (hand_over_by) WHERE outcome = 'open';
CREATE INDEX attempts_by_carrier_id ON attempts (practice_id, carrier_id) WHERE carrier_id IS NOT NULL;
CALL keep_to_practice('attempts', 'practice_id', 'SELECT, INSERT, UPDATE');
CALL open_to_system('attempts', 'SELECT');

-- What a carrier said later, every word of it, in the order it came.
CREATE TABLE receipts (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  message_id uuid REFERENCES messages,
  attempt_id uuid REFERENCES attempts,
  carrier_id text NOT NULL,
  status text NOT NULL,
  code text,
  raw jsonb NOT NULL,
  received_at timestamptz NOT NULL
);
CREATE INDEX receipts_by_message ON receipts (message_id, received_at);
CALL keep_to_practice('receipts', 'practice_id', 'SELECT, INSERT');

-- What a patient sent back, untouched, with how it was read. What is not an answer waits here for a person: the inbox.
CREATE TABLE replies (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  channel text NOT NULL CHECK (channel IN ('text', 'voice', 'email')),
  sender_id uuid NOT NULL REFERENCES senders,
  contact_point_id uuid NOT NULL REFERENCES contact_points,
  carrier_id text NOT NULL,
  body text NOT NULL,
  reading text NOT NULL,
  rule text NOT NULL,
  -- What came of it: recorded as the visit's answer, an opt-out, or left to a person, and then why.
  outcome text NOT NULL,
  message_id uuid REFERENCES messages,
  appointment_id uuid REFERENCES appointments,
  received_at timestamptz NOT NULL,
  UNIQUE (practice_id, carrier_id)
);
CREATE INDEX replies_by_contact ON replies (contact_point_id, received_at);
CREATE INDEX replies_by_appointment ON replies (appointment_id, received_at) WHERE appointment_id IS NOT NULL;
CREATE INDEX replies_inbox ON replies (practice_id, received_at, id);
CALL keep_to_practice('replies', 'practice_id', 'SELECT, INSERT');

-- Every answer that was ever given for a visit; the newest one for its present time stands on the appointment.
CREATE TABLE answers (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  appointment_id uuid NOT NULL REFERENCES appointments,
  occurrence timestamptz NOT NULL,
  answer text NOT NULL CHECK (answer IN ('none', 'confirmed', 'declined')),
  source text NOT NULL CHECK (source IN ('text', 'voice', 'email', 'staff', 'move')),
  message_id uuid REFERENCES messages,
  reply_id uuid REFERENCES replies,
  at timestamptz NOT NULL
);
CREATE INDEX answers_by_appointment ON answers (appointment_id, at);
CALL keep_to_practice('answers', 'practice_id', 'SELECT, INSERT');

-- Down Migration

DROP TABLE answers, replies, receipts, attempts, messages;
