-- Up Migration

-- What a carrier told, exactly as it wrote it, until it is read: a row lives for moments, and leaves in the transaction that does
-- what it says. Nobody changes what refers to a practice or a sender so fast, so no reference is checked when it is stored.
CREATE TABLE raw_facts (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  source text NOT NULL CHECK (source IN ('text', 'text_status', 'email_event')),
  -- 0 is read before everything: a patient waits for an answer.
  priority smallint NOT NULL,
  -- Of a text: who wrote, and the sender that it came to. What one phone wrote to a practice is read in its order.
  from_address text,
  sender_id uuid,
  -- Of a status: what the callback's address named. Neither may be one that we have.
  message_id uuid,
  attempt_id uuid,
  -- The form, or of a mail carrier's batch one event.
  body text NOT NULL,
  stored_at timestamptz NOT NULL,
  leased_until timestamptz,
  tries integer NOT NULL DEFAULT 0,
  last_code text,
  CHECK ((source = 'text') = (from_address IS NOT NULL AND sender_id IS NOT NULL)),
  CHECK ((source = 'text_status') = (message_id IS NOT NULL AND attempt_id IS NOT NULL))
);
CREATE INDEX raw_facts_order ON raw_facts (priority, id);
CREATE INDEX raw_facts_from ON raw_facts (practice_id, from_address, id) WHERE from_address IS NOT NULL;
CALL keep_to_practice('raw_facts', 'practice_id', 'SELECT, DELETE');
CALL open_to_system('raw_facts', 'SELECT, INSERT, UPDATE');

-- Down Migration

DROP TABLE raw_facts;
