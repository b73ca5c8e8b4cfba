-- Up Migration

-- A step may be of a facility, of a provider, of a type of appointment, or of where several of these meet; the latter two are the
-- PMS's ids. What a narrower place does not say itself follows the next wider one that has the step.
ALTER TABLE steps
  ADD COLUMN provider_id text CHECK (provider_id <> ''),
  ADD COLUMN type_id text CHECK (type_id <> ''),
  -- The parts that it says itself; an offset among them that is null takes the step away.
  ADD COLUMN own text[] NOT NULL DEFAULT '{channel,offset,condition,backups}'
    CHECK (own <@ '{channel,offset,condition,backups}' AND cardinality(own) > 0),
  ALTER COLUMN channel DROP NOT NULL,
  ALTER COLUMN condition DROP NOT NULL,
  ADD CHECK (('channel' = ANY(own)) = (channel IS NOT NULL)),
  ADD CHECK (('condition' = ANY(own)) = (condition IS NOT NULL)),
  ADD CHECK (num_nonnulls(facility_id, provider_id, type_id) > 0 OR cardinality(own) = 4),
  DROP CONSTRAINT steps_practice_id_facility_id_kind_slot_key,
  ADD UNIQUE NULLS NOT DISTINCT (practice_id, facility_id, provider_id, type_id, kind, slot);

-- What holds for visits with a provider, or of a type, otherwise than at their facility; null follows the next wider place.
CREATE TABLE visit_settings (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  facility_id uuid REFERENCES facilities,
  provider_id text CHECK (provider_id <> ''),
  type_id text CHECK (type_id <> ''),
  text_mode text CHECK (text_mode IN ('on', 'off', 'backup')),
  voice_mode text CHECK (voice_mode IN ('on', 'off', 'backup')),
  email_mode text CHECK (email_mode IN ('on', 'off', 'backup')),
  minimum_lead interval,
  stop_on_answer boolean,
  courtesy_reminder boolean,
  early_confirm_days smallint CHECK (early_confirm_days >= 0),
  text_expiration interval CHECK (text_expiration >= '0'),
  CHECK (provider_id IS NOT NULL OR type_id IS NOT NULL),
  UNIQUE NULLS NOT DISTINCT (practice_id, facility_id, provider_id, type_id)
);
CALL keep_to_practice('visit_settings', 'practice_id', 'SELECT, INSERT, UPDATE');

ALTER TABLE setting_changes ADD COLUMN provider_id text, ADD COLUMN type_id text;

-- Down Migration

DELETE FROM replans WHERE change_id IN (SELECT id FROM setting_changes WHERE provider_id IS NOT NULL OR type_id IS NOT NULL);
UPDATE setting_changes SET takes_back = NULL
WHERE takes_back IN (SELECT id FROM setting_changes WHERE provider_id IS NOT NULL OR type_id IS NOT NULL);
DELETE FROM setting_changes WHERE provider_id IS NOT NULL OR type_id IS NOT NULL;
ALTER TABLE setting_changes DROP COLUMN provider_id, DROP COLUMN type_id;
DROP TABLE visit_settings;
DELETE FROM steps WHERE provider_id IS NOT NULL OR type_id IS NOT NULL OR cardinality(own) < 4;
ALTER TABLE steps
  DROP COLUMN provider_id, DROP COLUMN type_id, DROP COLUMN own,
  ALTER COLUMN channel SET NOT NULL, ALTER COLUMN condition SET NOT NULL,
  ADD CONSTRAINT steps_practice_id_facility_id_kind_slot_key UNIQUE NULLS NOT DISTINCT (practice_id, facility_id, kind, slot);
