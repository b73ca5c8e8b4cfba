-- Up Migration

-- What we asked back, because an answer may have meant one or more of several visits. The letters of the question stand for its
-- choices in their order: [{appointmentId, messageId, occurrence}], the message that asked about the visit and the visit time
-- that it asked about, in epoch milliseconds.
CREATE TABLE questions (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  sender_id uuid NOT NULL REFERENCES senders,
  contact_point_id uuid NOT NULL REFERENCES contact_points,
  -- The reply that could not be matched, and what it said of the visits that it meant.
  reply_id uuid NOT NULL REFERENCES replies,
  answer text NOT NULL CHECK (answer IN ('confirmed', 'declined')),
  choices jsonb NOT NULL,
  asked_at timestamptz NOT NULL,
  -- Answered, or overtaken by a later reply.
  settled_at timestamptz,
  settled_by uuid REFERENCES replies
);
CREATE UNIQUE INDEX questions_one_open ON questions (sender_id, contact_point_id) WHERE settled_at IS NULL;
CREATE INDEX questions_by_choice ON questions USING gin (choices jsonb_path_ops);
CALL keep_to_practice('questions', 'practice_id', 'SELECT, INSERT, UPDATE');

-- What answers a reply.
CREATE INDEX messages_in_reply_to ON messages (in_reply_to) WHERE in_reply_to IS NOT NULL;

CREATE INDEX answers_by_reply ON answers (reply_id) WHERE reply_id IS NOT NULL;

-- Down Migration

DROP INDEX messages_in_reply_to, answers_by_reply;
DROP TABLE questions;
