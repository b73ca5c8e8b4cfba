-- Up Migration

ALTER TABLE practice_settings
  -- The numbers and addresses that are written to before the practice is live: a setting like the others.
  ADD COLUMN rehearsal_contacts text[] NOT NULL DEFAULT '{}',
  -- So long before the visit an answer stops to count.
  ADD COLUMN text_expiration interval NOT NULL DEFAULT '0 hours' CHECK (text_expiration >= '0'),
  -- Whose visits of one day become one message.
  ADD COLUMN same_day_visits text NOT NULL DEFAULT 'family' CHECK (same_day_visits IN ('family', 'patient', 'each')),
  -- What the PMS is told of.
  ADD COLUMN write_back_confirmed boolean NOT NULL DEFAULT true,
  ADD COLUMN write_back_declined boolean NOT NULL DEFAULT true;
UPDATE practice_settings
SET rehearsal_contacts = practices.rehearsal_contacts
FROM practices WHERE practices.id = practice_settings.practice_id;
ALTER TABLE practices DROP COLUMN rehearsal_contacts;

ALTER TABLE facility_settings ADD COLUMN text_expiration interval CHECK (text_expiration >= '0');

-- Null: an operator at the command line, and `key_name` says which command.
ALTER TABLE setting_changes ALTER COLUMN key_id DROP NOT NULL;

-- Down Migration

DELETE FROM replans WHERE change_id IN (SELECT id FROM setting_changes WHERE key_id IS NULL);
UPDATE setting_changes SET takes_back = NULL WHERE takes_back IN (SELECT id FROM setting_changes WHERE key_id IS NULL);
DELETE FROM setting_changes WHERE key_id IS NULL;
ALTER TABLE setting_changes ALTER COLUMN key_id SET NOT NULL;
ALTER TABLE facility_settings DROP COLUMN text_expiration;
ALTER TABLE practices ADD COLUMN rehearsal_contacts text[] NOT NULL DEFAULT '{}';
UPDATE practices
SET rehearsal_contacts = practice_settings.rehearsal_contacts
FROM practice_settings WHERE practice_settings.practice_id = practices.id;
ALTER TABLE practice_settings
  DROP COLUMN rehearsal_contacts, DROP COLUMN text_expiration, DROP COLUMN same_day_visits, DROP COLUMN write_back_confirmed,
  DROP COLUMN write_back_declined;
