-- Up Migration

ALTER TABLE subjects DROP CONSTRAINT subjects_type_check,
  ADD CHECK (type IN ('appointment', 'recall', 'order', 'message'));

-- The practice's copy of its PMS's recall list: who is due for a visit that nobody has booked. Answers are ours.
CREATE TABLE recalls (
  id uuid PRIMARY KEY REFERENCES subjects,
  practice_id uuid NOT NULL REFERENCES practices,
  facility_id uuid NOT NULL REFERENCES facilities,
  patient_id uuid NOT NULL REFERENCES patients,
  external_id text NOT NULL,
  -- The day that the PMS gave, and when it begins in the facility's zone.
  due_on date NOT NULL,
  due_at timestamptz NOT NULL,
  -- When that day was learnt: one that was over by then is overdue.
  due_known_at timestamptz NOT NULL,
  type_name text NOT NULL DEFAULT '',
  -- The visit that it is booked by, by the PMS's id; empty: none.
  booked_by text NOT NULL DEFAULT '',
  -- The day that its steps count from in place of its own, where it was overdue: these go out so many a day.
  begins_at timestamptz,
  answer text NOT NULL DEFAULT 'none' CHECK (answer IN ('none', 'confirmed', 'declined')),
  answer_source text CHECK (answer_source IN ('text', 'voice', 'email', 'staff')),
  answered_at timestamptz,
  gone_at timestamptz,
  source_at timestamptz NOT NULL,
  content_hash bytea NOT NULL,
  first_seen_at timestamptz NOT NULL,
  UNIQUE (practice_id, external_id)
);
CREATE INDEX recalls_by_time ON recalls (practice_id, due_at, id);
CREATE INDEX recalls_by_patient ON recalls (practice_id, patient_id);
CREATE INDEX recalls_of_backlog ON recalls (facility_id, begins_at) WHERE begins_at IS NOT NULL;
CALL keep_to_practice('recalls', 'practice_id', 'SELECT, INSERT, UPDATE');

-- The visits of which types book a recall of a type.
CREATE TABLE recall_bookings (
  practice_id uuid NOT NULL REFERENCES practices,
  -- As the recall list names it; capitals make no difference.
  recall_type text NOT NULL,
  appointment_type_id text NOT NULL,
  PRIMARY KEY (practice_id, recall_type, appointment_type_id),
  CHECK (recall_type = lower(recall_type))
);
CALL keep_to_practice('recall_bookings', 'practice_id', 'SELECT, INSERT, DELETE');

-- The practice's copy of what its patients have ordered.
CREATE TABLE orders (
  id uuid PRIMARY KEY REFERENCES subjects,
  practice_id uuid NOT NULL REFERENCES practices,
  facility_id uuid NOT NULL REFERENCES facilities,
  patient_id uuid NOT NULL REFERENCES patients,
  external_id text NOT NULL,
  product_name text NOT NULL DEFAULT '',
  state text NOT NULL CHECK (state IN ('ordered', 'received', 'dispensed')),
  -- The day from which it can be picked up, and when it begins in the facility's zone.
  ready_on date,
  ready_at timestamptz,
  gone_at timestamptz,
  source_at timestamptz NOT NULL,
  content_hash bytea NOT NULL,
  first_seen_at timestamptz NOT NULL,
  UNIQUE (practice_id, external_id),
  CHECK (state <> 'received' OR ready_at IS NOT NULL)
);
CREATE INDEX orders_by_time ON orders (practice_id, coalesce(ready_at, first_seen_at), id);
CREATE INDEX orders_by_patient ON orders (practice_id, patient_id);
CALL keep_to_practice('orders', 'practice_id', 'SELECT, INSERT, UPDATE');

GRANT SELECT ON recalls, orders TO kept_loader;

-- Staging takes the rows of every list. The id of a row is the list's own; `appointment_id` is the visit that books a recall.
ALTER TABLE staging_appointments RENAME TO staging_rows;
ALTER INDEX staging_appointments_by_run RENAME TO staging_rows_by_run;
ALTER TABLE staging_rows RENAME COLUMN appointment_id TO external_id;
ALTER TABLE staging_rows
  ADD COLUMN appointment_id text NOT NULL DEFAULT '',
  ADD COLUMN due_on text NOT NULL DEFAULT '',
  ADD COLUMN product_name text NOT NULL DEFAULT '',
  ADD COLUMN ready_on text NOT NULL DEFAULT '';

-- A run takes one list. `lacks`: what its file has no column for, so that it says nothing of it.
ALTER TABLE sync_runs
  ADD COLUMN list text NOT NULL DEFAULT 'appointments' CHECK (list IN ('appointments', 'recalls', 'orders')),
  ADD COLUMN lacks text[] NOT NULL DEFAULT '{}';

-- Down Migration

ALTER TABLE sync_runs DROP COLUMN list, DROP COLUMN lacks;
ALTER TABLE staging_rows DROP COLUMN appointment_id, DROP COLUMN due_on, DROP COLUMN product_name, DROP COLUMN ready_on;
ALTER TABLE staging_rows RENAME COLUMN external_id TO appointment_id;
ALTER INDEX staging_rows_by_run RENAME TO staging_appointments_by_run;
ALTER TABLE staging_rows RENAME TO staging_appointments;
DROP TABLE orders, recall_bookings, recalls;
ALTER TABLE subjects DROP CONSTRAINT subjects_type_check, ADD CHECK (type IN ('appointment', 'message'));
