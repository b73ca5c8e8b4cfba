-- Up Migration

-- The numbers of a sender that is a messaging service: the carrier chooses among them, and patients call back the one that they saw.
-- A number answers for one practice.
CREATE TABLE sender_numbers (
  number text PRIMARY KEY,
  practice_id uuid NOT NULL REFERENCES practices,
  sender_id uuid NOT NULL REFERENCES senders
);
CREATE INDEX sender_numbers_by_sender ON sender_numbers (sender_id);
CALL keep_to_practice('sender_numbers', 'practice_id', 'SELECT, INSERT, DELETE');
CALL open_to_system('sender_numbers', 'SELECT');

-- Down Migration

DROP TABLE sender_numbers;
