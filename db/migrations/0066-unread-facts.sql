-- Up Migration

-- What lies unread tells of a message, so nothing is concluded from that message's silence: an email event names it too.
ALTER TABLE raw_facts
  DROP CONSTRAINT raw_facts_check1,
  ADD CONSTRAINT raw_facts_names_message CHECK (source <> 'text_status' OR (message_id IS NOT NULL AND attempt_id IS NOT NULL));
CREATE INDEX raw_facts_message ON raw_facts (message_id) WHERE message_id IS NOT NULL;

-- Down Migration

DROP INDEX raw_facts_message;
UPDATE raw_facts SET message_id = NULL, attempt_id = NULL WHERE source <> 'text_status';
ALTER TABLE raw_facts
  DROP CONSTRAINT raw_facts_names_message,
  ADD CONSTRAINT raw_facts_check1 CHECK ((source = 'text_status') = (message_id IS NOT NULL AND attempt_id IS NOT NULL));
