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

-- A file's rows as they stand in it, and the E.164 form of its numbers. COPY fills it, so it can have no row-level security; it
-- is unlogged, so a crash of Postgres empties it: `sync_runs.staged_rows` tells, and the file is loaded again.
CREATE UNLOGGED TABLE staging_appointments (
  run_id uuid NOT NULL,
  file text NOT NULL,
  line integer NOT NULL,
  appointment_id text, facility_id text, starts_at text, duration_minutes text,
  type_id text, type_name text, provider_id text, provider_name text, status text,
  patient_id text, first_name text, last_name text, preferred_name text, date_of_birth text, language text,
  cell_phone text, cell_e164 text, home_phone text, home_e164 text, work_phone text, work_e164 text, email text,
  preferred_channel text, patient_status text, allow_text text, allow_voice text, allow_email text,
  interpreter text, postal_code text, guarantor_id text, guarantor_name text, guarantor_phone text, guarantor_email text,
  updated_at text
);
CREATE INDEX staging_appointments_by_run ON staging_appointments (run_id, appointment_id);
ALTER TABLE staging_appointments OWNER TO kept_loader;

-- What a sync found different, waiting to be applied. It is logged: rows that are gone from it have been applied.
CREATE TABLE sync_changes (
  run_id uuid NOT NULL REFERENCES sync_runs,
  practice_id uuid NOT NULL REFERENCES practices,
  external_id text NOT NULL,
  change text NOT NULL CHECK (change IN ('new', 'changed', 'gone')),
  row jsonb,
  PRIMARY KEY (run_id, external_id)
);
CALL keep_to_practice('sync_changes', 'practice_id', 'SELECT, INSERT, DELETE');

-- The loader compares a file with the practice's present rows: under the same row-level security as everyone.
GRANT SELECT ON practices, facilities, practice_settings, patients, appointments TO kept_loader;
GRANT SELECT, UPDATE ON sync_runs TO kept_loader;
GRANT SELECT, INSERT ON quarantine, sync_changes TO kept_loader;

-- Down Migration

DROP TABLE sync_changes, staging_appointments, quarantine, sync_runs, feeds;
