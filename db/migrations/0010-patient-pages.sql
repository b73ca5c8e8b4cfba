-- Up Migration

-- What was pressed on a page that a link in a message opened, by a patient or by a program that looks into mail, and what came of
-- it. Two buttons pressed close together, and dates of birth that were wrong, are told from these rows. A page that was only
-- fetched leaves none.
CREATE TABLE page_presses (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  message_id uuid NOT NULL REFERENCES messages,
  button text NOT NULL CHECK (button IN ('confirm', 'decline', 'birth_date', 'unsubscribe')),
  outcome text NOT NULL CHECK (outcome IN ('early', 'late', 'unclear', 'confirmed', 'asked', 'wrong_birth_date', 'declined',
    'no_birth_date', 'locked', 'opted_out')),
  reply_id uuid REFERENCES replies,
  at timestamptz NOT NULL
);
CREATE INDEX page_presses_by_message ON page_presses (message_id, at);
CALL keep_to_practice('page_presses', 'practice_id', 'SELECT, INSERT');

-- Down Migration

DROP TABLE page_presses;
