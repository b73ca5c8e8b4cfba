-- Up Migration

-- Words of one kind may differ by place: the name tells them apart, and `standard` applies wherever no others do. A version without
-- a body withdraws the words; those before it stay, for the messages that were sent with them.
ALTER TABLE templates
  ADD COLUMN name text NOT NULL DEFAULT 'standard' CHECK (name ~ '^[a-z0-9-]{1,40}$'),
  ALTER COLUMN body DROP NOT NULL,
  DROP CONSTRAINT templates_check,
  ADD CHECK ((channel = 'email' AND body IS NOT NULL) = (subject_line IS NOT NULL)),
  DROP CONSTRAINT templates_practice_id_kind_channel_language_version_key,
  ADD UNIQUE (practice_id, kind, name, channel, language, version);

ALTER TABLE practice_settings
  -- Of messages to patients in whose own language there are no words.
  ADD COLUMN default_language text NOT NULL DEFAULT 'en' CHECK (default_language ~ '^[a-z]{2}$'),
  ADD COLUMN text_segments_most smallint NOT NULL DEFAULT 4 CHECK (text_segments_most BETWEEN 1 AND 10);

-- Where words of a kind apply, by their name, which stands for every language and channel that there are any in. Of those that reach
-- a visit the narrowest hold: type before provider before facility. Providers and types are named as the PMS names them.
CREATE TABLE associations (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  kind text NOT NULL,
  facility_id uuid REFERENCES facilities,
  provider_id text CHECK (provider_id <> ''),
  type_id text CHECK (type_id <> ''),
  name text NOT NULL CHECK (name ~ '^[a-z0-9-]{1,40}$'),
  UNIQUE NULLS NOT DISTINCT (practice_id, kind, facility_id, provider_id, type_id)
);
CALL keep_to_practice('associations', 'practice_id', 'SELECT, INSERT, UPDATE, DELETE');

-- Down Migration

DROP TABLE associations;
ALTER TABLE practice_settings DROP COLUMN text_segments_most, DROP COLUMN default_language;
UPDATE messages SET template_id = NULL WHERE template_id IN (SELECT id FROM templates WHERE name <> 'standard' OR body IS NULL);
DELETE FROM templates WHERE name <> 'standard' OR body IS NULL;
ALTER TABLE templates
  DROP COLUMN name,
  ALTER COLUMN body SET NOT NULL,
  DROP CONSTRAINT templates_check,
  ADD CHECK ((channel = 'email') = (subject_line IS NOT NULL)),
  ADD UNIQUE (practice_id, kind, channel, language, version);
