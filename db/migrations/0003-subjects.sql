-- Up Migration

CREATE TABLE patients (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  external_id text NOT NULL,
  first_name text NOT NULL DEFAULT '',
  last_name text NOT NULL,
  preferred_name text NOT NULL DEFAULT '',
  date_of_birth date,
  language text NOT NULL DEFAULT 'en',
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive', 'deceased')),
  -- As the PMS wrote them, and beside each number its E.164 form, null where it is not a valid number.
  cell_phone text NOT NULL DEFAULT '',
  cell_e164 text,
  home_phone text NOT NULL DEFAULT '',
  home_e164 text,
  work_phone text NOT NULL DEFAULT '',
  work_e164 text,
  email text NOT NULL DEFAULT '',
  preferred_channel text CHECK (preferred_channel IN ('text', 'voice', 'email')),
  allow_text boolean,
  allow_voice boolean,
  allow_email boolean,
  interpreter text NOT NULL DEFAULT '',
  postal_code text NOT NULL DEFAULT '',
  guarantor_id text NOT NULL DEFAULT '',
  guarantor_name text NOT NULL DEFAULT '',
  guarantor_phone text NOT NULL DEFAULT '',
  guarantor_email text NOT NULL DEFAULT '',
  source_at timestamptz NOT NULL,
  UNIQUE (practice_id, external_id)
);
CREATE INDEX patients_by_cell ON patients (practice_id, cell_e164) WHERE cell_e164 IS NOT NULL;
CALL keep_to_practice('patients', 'practice_id', 'SELECT, INSERT, UPDATE');

-- A number or an address as this practice knows it. What is learnt of it outlives every sync.
CREATE TABLE contact_points (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  address text NOT NULL,
  opted_out_at timestamptz,
  landline_at timestamptz,
  invalid_at timestamptz,
  UNIQUE (practice_id, address)
);
CALL keep_to_practice('contact_points', 'practice_id', 'SELECT, INSERT, UPDATE');

-- What a message is about, as the engine knows it. The plan itself is the subject's messages; `plan_version` only grows.
CREATE TABLE subjects (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  type text NOT NULL CHECK (type IN ('appointment')),
  plan_version integer NOT NULL DEFAULT 0,
  -- The plan without its entries, as the newest version has it: {answer, pms, visitAt, endsAt}, times in epoch milliseconds.
  plan_head jsonb,
  -- When its workflow ends: a day after the visit's end or the last entry, whichever is later.
  ends_at timestamptz NOT NULL,
  -- The newest plan that the engine is known to have, and until when its run is parked (no worker answers before).
  engine_version integer NOT NULL DEFAULT 0,
  parked_until timestamptz
);
CREATE INDEX subjects_behind ON subjects (practice_id, id) WHERE engine_version < plan_version;
CALL keep_to_practice('subjects', 'practice_id', 'SELECT, INSERT, UPDATE');
CALL open_to_system('subjects', 'SELECT, UPDATE');

-- The practice's copy of an appointment. The PMS is its master; answers are ours.
CREATE TABLE appointments (
  id uuid PRIMARY KEY REFERENCES subjects,
  practice_id uuid NOT NULL REFERENCES practices,
  facility_id uuid NOT NULL REFERENCES facilities,
  patient_id uuid NOT NULL REFERENCES patients,
  external_id text NOT NULL,
  -- The wall time that the PMS gave, and the instant that it is in the facility's zone.
  wall_time timestamp NOT NULL,
  starts_at timestamptz NOT NULL,
  duration_minutes integer NOT NULL DEFAULT 30,
  type_id text NOT NULL DEFAULT '',
  type_name text NOT NULL DEFAULT '',
  provider_id text NOT NULL DEFAULT '',
  provider_name text NOT NULL DEFAULT '',
  pms_state text NOT NULL CHECK (pms_state IN ('scheduled', 'confirmed', 'arrived', 'completed', 'cancelled', 'rescheduled', 'no_show')),
  answer text NOT NULL DEFAULT 'none' CHECK (answer IN ('none', 'confirmed', 'declined')),
  answer_source text CHECK (answer_source IN ('text', 'voice', 'email', 'staff')),
  answered_at timestamptz,
  -- When a complete feed no longer held it.
  gone_at timestamptz,
  -- Exported by the PMS at this time; an older fact never overwrites a newer one.
  source_at timestamptz NOT NULL,
  content_hash bytea NOT NULL,
  first_seen_at timestamptz NOT NULL,
  UNIQUE (practice_id, external_id)
);
CREATE INDEX appointments_by_time ON appointments (practice_id, starts_at, id);
CREATE INDEX appointments_by_patient ON appointments (practice_id, patient_id);
CALL keep_to_practice('appointments', 'practice_id', 'SELECT, INSERT, UPDATE');

-- Why a plan is as it is: one row for every version. `detail` holds ids, counts and slugs, never a patient's words.
CREATE TABLE plan_changes (
  subject_id uuid NOT NULL REFERENCES subjects,
  version integer NOT NULL,
  practice_id uuid NOT NULL REFERENCES practices,
  cause text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}',
  at timestamptz NOT NULL,
  PRIMARY KEY (subject_id, version)
);
CALL keep_to_practice('plan_changes', 'practice_id', 'SELECT, INSERT');

-- Subjects whose newest plan the engine has yet to hear of: one row each, whatever happened in between.
CREATE TABLE outbox (
  subject_id uuid PRIMARY KEY REFERENCES subjects,
  practice_id uuid NOT NULL REFERENCES practices,
  version integer NOT NULL,
  signal text NOT NULL CHECK (signal IN ('confirmed', 'declined', 'rescheduled', 'cancelled', 'replanned')),
  -- 0: answers and cancellations, before everything; 1: the rest, soonest due first.
  priority smallint NOT NULL,
  next_at timestamptz NOT NULL,
  marked_at timestamptz NOT NULL,
  leased_until timestamptz,
  tries integer NOT NULL DEFAULT 0,
  last_code text
);
CREATE INDEX outbox_order ON outbox (priority, next_at);
CALL keep_to_practice('outbox', 'practice_id', 'SELECT, INSERT, UPDATE');
CALL open_to_system('outbox', 'SELECT, UPDATE, DELETE');

-- Down Migration

DROP TABLE outbox, plan_changes, appointments, subjects, contact_points, patients;
