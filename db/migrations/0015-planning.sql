-- Up Migration

-- The channels that stand in for a step's own, in this order; null: every channel that is on as backup.
ALTER TABLE steps
  ADD COLUMN backups text[] CHECK (backups <@ '{text,voice,email}' AND NOT channel = ANY(backups));

-- Whom a minor's messages go to; null where the number is not a valid one.
ALTER TABLE patients ADD COLUMN guarantor_e164 text;
ALTER TABLE staging_appointments ADD COLUMN guarantor_e164 text;

-- What went to a patient lately, and what else is due: what caps are counted by. Also what is in hand and has no time sent yet.
DROP INDEX messages_by_patient;
CREATE INDEX messages_of_patient ON messages (patient_id, send_at);

-- Sent, and no word of it yet: where a backup may be asked for.
CREATE INDEX messages_without_word ON messages (state_at)
  WHERE state = 'sent' AND word = 'sent' AND detail IS NULL AND channel <> 'voice';

-- Whether a backup waits for word of a message.
CREATE INDEX messages_backing_up ON messages (backup_of) WHERE backup_of IS NOT NULL;

-- Down Migration

DROP INDEX messages_of_patient, messages_without_word, messages_backing_up;
CREATE INDEX messages_by_patient ON messages (patient_id, sent_at) WHERE sent_at IS NOT NULL;
ALTER TABLE staging_appointments DROP COLUMN guarantor_e164;
ALTER TABLE patients DROP COLUMN guarantor_e164;
ALTER TABLE steps DROP COLUMN backups;
