-- Up Migration

-- Whether patients are told what the PMS moves and cancels.
ALTER TABLE practice_settings
  ADD COLUMN tell_moves boolean NOT NULL DEFAULT false,
  ADD COLUMN tell_cancellations boolean NOT NULL DEFAULT false;
ALTER TABLE facility_settings
  ADD COLUMN tell_moves boolean,
  ADD COLUMN tell_cancellations boolean;

-- What a visit was until the PMS moved it, cancelled it or brought it back; one row for each time that it did.
-- `changed_at`: when we saw that it was so no longer. `was_off`: cancelled, or gone from the PMS.
CREATE TABLE former_times (
  practice_id uuid NOT NULL REFERENCES practices,
  appointment_id uuid NOT NULL REFERENCES appointments,
  changed_at timestamptz NOT NULL,
  starts_at timestamptz NOT NULL,
  was_off boolean NOT NULL,
  PRIMARY KEY (appointment_id, changed_at)
);
CALL keep_to_practice('former_times', 'practice_id', 'SELECT, INSERT, DELETE');

-- What patients are to be told of what the PMS changed: of each visit the last, decided when it was seen.
-- `decided_at`: from when on it goes. `former_at`: the time that the patient knows; `told_at`: the one that is told, the same where it is off.
CREATE TABLE pms_notices (
  appointment_id uuid PRIMARY KEY REFERENCES appointments,
  practice_id uuid NOT NULL REFERENCES practices,
  kind text NOT NULL,
  seen_at timestamptz NOT NULL,
  decided_at timestamptz NOT NULL,
  former_at timestamptz NOT NULL,
  told_at timestamptz NOT NULL
);
CALL keep_to_practice('pms_notices', 'practice_id', 'SELECT, INSERT, UPDATE, DELETE');

-- Down Migration

DROP TABLE pms_notices, former_times;
ALTER TABLE facility_settings DROP COLUMN tell_moves, DROP COLUMN tell_cancellations;
ALTER TABLE practice_settings DROP COLUMN tell_moves, DROP COLUMN tell_cancellations;
