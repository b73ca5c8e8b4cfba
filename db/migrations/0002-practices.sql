-- Up Migration

-- A tenant. Until it goes live everything is planned and shown, and only `rehearsal_contacts` are written to.
CREATE TABLE practices (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9-]{0,62}$'),
  name text NOT NULL,
  name_in_messages text NOT NULL,
  phone text NOT NULL,
  time_zone text NOT NULL,
  -- Where this practice's messages go: the carriers of the configuration, or only ever the simulator.
  carrier text NOT NULL DEFAULT 'configured' CHECK (carrier IN ('configured', 'simulator')),
  live_at timestamptz,
  rehearsal_contacts text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL
);
CALL keep_to_practice('practices', 'id', 'SELECT, INSERT, UPDATE');
CALL open_to_system('practices', 'SELECT, INSERT');

CREATE TABLE facilities (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  external_id text NOT NULL,
  name text NOT NULL,
  name_in_messages text NOT NULL,
  time_zone text NOT NULL,
  phone text NOT NULL,
  address text NOT NULL DEFAULT '',
  UNIQUE (practice_id, external_id)
);
CALL keep_to_practice('facilities', 'practice_id', 'SELECT, INSERT, UPDATE');

-- A number or address that messages go out from. It belongs to one practice, so what comes back to it names the practice.
CREATE TABLE senders (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  facility_id uuid REFERENCES facilities,
  channel text NOT NULL CHECK (channel IN ('text', 'voice', 'email')),
  address text NOT NULL,
  UNIQUE (channel, address)
);
CREATE INDEX senders_by_practice ON senders (practice_id, channel);
CALL keep_to_practice('senders', 'practice_id', 'SELECT, INSERT, UPDATE');
CALL open_to_system('senders', 'SELECT');

-- One row a practice; the defaults are the product's.
CREATE TABLE practice_settings (
  practice_id uuid PRIMARY KEY REFERENCES practices,
  begin_delivery text NOT NULL DEFAULT 'exact' CHECK (begin_delivery IN ('exact', 'earliest')),
  text_mode text NOT NULL DEFAULT 'on' CHECK (text_mode IN ('on', 'off')),
  text_from time NOT NULL DEFAULT '09:00' CHECK (text_from >= '08:00'),
  text_to time NOT NULL DEFAULT '18:00' CHECK (text_to <= '21:00' AND text_to > text_from),
  text_paused_at timestamptz,
  -- ISO weekdays, Monday = 1.
  open_days smallint[] NOT NULL DEFAULT '{1,2,3,4,5,6,7}' CHECK (open_days <@ '{1,2,3,4,5,6,7}' AND cardinality(open_days) > 0),
  minimum_lead interval NOT NULL DEFAULT '2 hours',
  stop_on_answer boolean NOT NULL DEFAULT true,
  feed_warn_after interval NOT NULL DEFAULT '26 hours',
  feed_pause_after interval NOT NULL DEFAULT '96 hours',
  sync_at time NOT NULL DEFAULT '02:00'
);
CALL keep_to_practice('practice_settings', 'practice_id', 'SELECT, INSERT, UPDATE');

-- What a facility does otherwise than its practice; null follows the practice.
CREATE TABLE facility_settings (
  facility_id uuid PRIMARY KEY REFERENCES facilities,
  practice_id uuid NOT NULL REFERENCES practices,
  begin_delivery text CHECK (begin_delivery IN ('exact', 'earliest')),
  text_mode text CHECK (text_mode IN ('on', 'off')),
  text_from time CHECK (text_from >= '08:00'),
  text_to time CHECK (text_to <= '21:00'),
  open_days smallint[] CHECK (open_days <@ '{1,2,3,4,5,6,7}' AND cardinality(open_days) > 0),
  minimum_lead interval,
  stop_on_answer boolean
);
CALL keep_to_practice('facility_settings', 'practice_id', 'SELECT, INSERT, UPDATE');

-- A holiday or vacation, both days included; of one facility, or of all where none is named.
CREATE TABLE closures (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  facility_id uuid REFERENCES facilities,
  type text NOT NULL CHECK (type IN ('holiday', 'vacation')),
  name text NOT NULL,
  from_date date NOT NULL,
  to_date date NOT NULL CHECK (to_date >= from_date)
);
CREATE INDEX closures_by_practice ON closures (practice_id, to_date);
CALL keep_to_practice('closures', 'practice_id', 'SELECT, INSERT, UPDATE, DELETE');

-- One line of a kind's schedule. The slot names the step through every override: a facility's line with the same slot replaces
-- the practice's, and an offset that is null takes the step away there.
CREATE TABLE steps (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  facility_id uuid REFERENCES facilities,
  kind text NOT NULL CHECK (kind IN ('appointment_reminder')),
  slot text NOT NULL CHECK (slot ~ '^[a-z0-9-]{1,40}$'),
  channel text NOT NULL CHECK (channel IN ('text', 'voice', 'email')),
  "offset" text,
  condition text NOT NULL DEFAULT 'unanswered' CHECK (condition IN ('unanswered', 'confirmed', 'always')),
  UNIQUE NULLS NOT DISTINCT (practice_id, facility_id, kind, slot)
);
CALL keep_to_practice('steps', 'practice_id', 'SELECT, INSERT, UPDATE, DELETE');

-- The words of a kind on a channel in a language. A version is never changed: new words are a new version.
CREATE TABLE templates (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  kind text NOT NULL,
  channel text NOT NULL CHECK (channel IN ('text', 'voice', 'email')),
  language text NOT NULL CHECK (language ~ '^[a-z]{2}$'),
  version integer NOT NULL DEFAULT 1,
  body text NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (practice_id, kind, channel, language, version)
);
CALL keep_to_practice('templates', 'practice_id', 'SELECT, INSERT');

-- A token for the staff API; only its hash is kept. Without a practice it is the operator's and opens every practice.
CREATE TABLE api_keys (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid REFERENCES practices,
  name text NOT NULL,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);
ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
CALL open_to_system('api_keys', 'SELECT, INSERT, UPDATE');

-- Down Migration

DROP TABLE api_keys, templates, steps, closures, facility_settings, practice_settings, senders, facilities, practices;
