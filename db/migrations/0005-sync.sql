-- Up Migration

-- Where a practice's facts come from. `path` is a folder; a running system looks there overnight and when told to.
CREATE TABLE feeds (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  type text NOT NULL CHECK (type IN ('csv')),
  path text NOT NULL,
  UNIQUE (practice_id, type, path)
);
CALL keep_to_practice('feeds', 'practice_id', 'SELECT, INSERT, UPDATE');
CALL open_to_system('feeds', 'SELECT');

CREATE TABLE sync_runs (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  source text NOT NULL CHECK (source IN ('schedule', 'command', 'api', 'drop')),
  -- The folder or file that was read, and when the PMS wrote it out.
  path text NOT NULL,
  exported_at timestamptz,
  state text NOT NULL CHECK (state IN ('loading', 'comparing', 'applying', 'applied', 'refused', 'failed')),
  -- A refusal's slug, and a sentence that says what to do.
  reason text,
  advice text,
  staged_rows integer,
  counts jsonb NOT NULL DEFAULT '{}',
  started_at timestamptz NOT NULL,
  finished_at timestamptz
);
CREATE INDEX sync_runs_by_time ON sync_runs (practice_id, started_at, id);
CREATE INDEX sync_runs_applied ON sync_runs (practice_id, exported_at) WHERE state = 'applied';
CALL keep_to_practice('sync_runs', 'practice_id', 'SELECT, INSERT, UPDATE');
CALL open_to_system('sync_runs', 'SELECT, UPDATE');

-- Rows that were left out: where they stand in the file, and why.
CREATE TABLE quarantine (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  practice_id uuid NOT NULL REFERENCES practices,
  run_id uuid NOT NULL REFERENCES sync_runs,
  file text NOT NULL,
  line integer NOT NULL,
  column_name text,
  reason text NOT NULL,
  external_id text,
  UNIQUE (run_id, file, line)
);
CALL keep_to_practice('quarantine', 'practice_id', 'SELECT, INSERT');

-- A file's rows as they stand in it, and what of them is worked out while they stream: the E.164 form of numbers, the instant of
-- the visit. COPY fills it, so it can have no row-level security; it is unlogged, so a crash of Postgres empties it:
-- `sync_runs.staged_rows` tells, and the file is loaded again.
CREATE UNLOGGED TABLE staging_appointments (
  run_id uuid NOT NULL,
  file text NOT NULL,
  line integer NOT NULL,
  -- What makes the row unreadable, and then its raw words: any of them may be the id of a visit that is still there.
  defect text,
  words jsonb,
  appointment_id text NOT NULL, facility_id text NOT NULL,
  starts_at text NOT NULL, instant timestamptz, time_defect text,
  duration_minutes text NOT NULL,
  type_id text NOT NULL, type_name text NOT NULL, provider_id text NOT NULL, provider_name text NOT NULL, status text NOT NULL,
  patient_id text NOT NULL, first_name text NOT NULL, last_name text NOT NULL, preferred_name text NOT NULL,
  date_of_birth text NOT NULL, language text NOT NULL,
  cell_phone text NOT NULL, cell_e164 text, home_phone text NOT NULL, home_e164 text, work_phone text NOT NULL, work_e164 text,
  email text NOT NULL, preferred_channel text NOT NULL, patient_status text NOT NULL,
  allow_text text NOT NULL, allow_voice text NOT NULL, allow_email text NOT NULL,
  interpreter text NOT NULL, postal_code text NOT NULL,
  guarantor_id text NOT NULL, guarantor_name text NOT NULL, guarantor_phone text NOT NULL, guarantor_email text NOT NULL,
  updated_at text NOT NULL
);
CREATE INDEX staging_appointments_by_run ON staging_appointments (run_id, appointment_id);
GRANT SELECT, INSERT, DELETE, MAINTAIN ON staging_appointments TO kept_loader;

-- What a sync found different, waiting to be applied. It is logged: rows that are gone from it have been applied.
CREATE TABLE sync_changes (
  run_id uuid NOT NULL REFERENCES sync_runs,
  practice_id uuid NOT NULL REFERENCES practices,
  external_id text NOT NULL,
  change text NOT NULL CHECK (change IN ('new', 'changed', 'gone')),
  source_at timestamptz NOT NULL,
  -- The visit and its patient as the file has them, and their hash; null for a visit that is gone.
  facts jsonb,
  content_hash bytea,
  PRIMARY KEY (run_id, external_id)
);
CALL keep_to_practice('sync_changes', 'practice_id', 'SELECT, INSERT, DELETE');

-- The loader compares a file with the practice's present rows: under the same row-level security as everyone.
GRANT SELECT ON practices, facilities, practice_settings, patients, appointments TO kept_loader;
GRANT SELECT, INSERT, UPDATE ON sync_runs TO kept_loader;
GRANT SELECT, INSERT ON quarantine TO kept_loader;
GRANT SELECT, INSERT, DELETE ON sync_changes TO kept_loader;

-- Down Migration

DROP TABLE sync_changes, staging_appointments, quarantine, sync_runs, feeds;
