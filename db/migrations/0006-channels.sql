-- Up Migration

-- Three channels in place of one. A mode of `backup` is used where the earlier channel of a step cannot be used or failed.
ALTER TABLE practice_settings
  DROP CONSTRAINT practice_settings_text_mode_check,
  ADD CHECK (text_mode IN ('on', 'off', 'backup')),
  ADD COLUMN voice_mode text NOT NULL DEFAULT 'backup' CHECK (voice_mode IN ('on', 'off', 'backup')),
  ADD COLUMN voice_from time NOT NULL DEFAULT '10:00' CHECK (voice_from >= '08:00'),
  ADD COLUMN voice_to time NOT NULL DEFAULT '18:00' CHECK (voice_to <= '21:00' AND voice_to > voice_from),
  ADD COLUMN voice_paused_at timestamptz,
  ADD COLUMN email_mode text NOT NULL DEFAULT 'on' CHECK (email_mode IN ('on', 'off', 'backup')),
  ADD COLUMN email_from time NOT NULL DEFAULT '08:00',
  ADD COLUMN email_to time NOT NULL DEFAULT '20:00' CHECK (email_to > email_from),
  ADD COLUMN email_paused_at timestamptz,
  -- Whom a message goes to: the way that the patient prefers by the PMS first, or every contact in order until one can be used.
  ADD COLUMN contact_choice text NOT NULL DEFAULT 'preference' CHECK (contact_choice IN ('preference', 'every')),
  -- A sent message without a word from the carrier for this long gets its backup.
  ADD COLUMN backup_after interval NOT NULL DEFAULT '2 hours',
  -- Which phones are called, in this order, one after the other on each try.
  ADD COLUMN voice_phones text[] NOT NULL DEFAULT '{cell,home,work}'
    CHECK (voice_phones <@ '{cell,home,work}' AND cardinality(voice_phones) > 0),
  ADD COLUMN voice_tries smallint NOT NULL DEFAULT 3 CHECK (voice_tries BETWEEN 1 AND 10),
  ADD COLUMN voice_retry_after interval NOT NULL DEFAULT '30 minutes' CHECK (voice_retry_after >= '1 minute'),
  -- The try that leaves a message where a machine answers; the earlier ones hang up.
  ADD COLUMN voice_leave_message_on smallint NOT NULL DEFAULT 3 CHECK (voice_leave_message_on BETWEEN 1 AND 10),
  -- When a caller is connected to the desk. ISO weekdays, Monday = 1.
  ADD COLUMN office_from time NOT NULL DEFAULT '08:00',
  ADD COLUMN office_to time NOT NULL DEFAULT '17:00' CHECK (office_to > office_from),
  ADD COLUMN office_days smallint[] NOT NULL DEFAULT '{1,2,3,4,5}' CHECK (office_days <@ '{1,2,3,4,5,6,7}'),
  -- Where an answer stops all messages: a last reminder the day before even so, and one that an early confirmation leaves.
  ADD COLUMN courtesy_reminder boolean NOT NULL DEFAULT false,
  ADD COLUMN early_confirm_days smallint NOT NULL DEFAULT 5 CHECK (early_confirm_days >= 0),
  -- Over everything automatic by text and call, to one patient; the last to one number, null: no cap of its own.
  ADD COLUMN cap_per_day smallint NOT NULL DEFAULT 1 CHECK (cap_per_day > 0),
  ADD COLUMN cap_per_week smallint NOT NULL DEFAULT 3 CHECK (cap_per_week > 0),
  ADD COLUMN cap_per_phone_day smallint CHECK (cap_per_phone_day > 0);

ALTER TABLE facility_settings
  DROP CONSTRAINT facility_settings_text_mode_check,
  ADD CHECK (text_mode IN ('on', 'off', 'backup')),
  ADD COLUMN voice_mode text CHECK (voice_mode IN ('on', 'off', 'backup')),
  ADD COLUMN voice_from time CHECK (voice_from >= '08:00'),
  ADD COLUMN voice_to time CHECK (voice_to <= '21:00'),
  ADD COLUMN email_mode text CHECK (email_mode IN ('on', 'off', 'backup')),
  ADD COLUMN email_from time,
  ADD COLUMN email_to time,
  ADD COLUMN contact_choice text CHECK (contact_choice IN ('preference', 'every')),
  ADD COLUMN backup_after interval,
  ADD COLUMN voice_phones text[] CHECK (voice_phones <@ '{cell,home,work}' AND cardinality(voice_phones) > 0),
  ADD COLUMN voice_tries smallint CHECK (voice_tries BETWEEN 1 AND 10),
  ADD COLUMN voice_retry_after interval CHECK (voice_retry_after >= '1 minute'),
  ADD COLUMN voice_leave_message_on smallint CHECK (voice_leave_message_on BETWEEN 1 AND 10),
  ADD COLUMN office_from time,
  ADD COLUMN office_to time,
  ADD COLUMN office_days smallint[] CHECK (office_days <@ '{1,2,3,4,5,6,7}'),
  ADD COLUMN courtesy_reminder boolean,
  ADD COLUMN early_confirm_days smallint CHECK (early_confirm_days >= 0);

ALTER TABLE steps DROP CONSTRAINT steps_kind_check, ADD CHECK (kind ~ '^[a-z][a-z0-9_]{0,39}$');
-- An email's; null for the other channels.
ALTER TABLE templates ADD COLUMN subject_line text, ADD CHECK ((channel = 'email') = (subject_line IS NOT NULL));

-- A message that is about no visit has a subject of its own, so that the outbox, the relay and the sweep carry it as they carry visits.
ALTER TABLE subjects DROP CONSTRAINT subjects_type_check, ADD CHECK (type IN ('appointment', 'message'));

-- Someone answered that it is not this patient's: suspended until the PMS gives the patient another.
ALTER TABLE contact_points ADD COLUMN wrong_number_at timestamptz;
-- A reply said so. Everything for this patient is withheld until the PMS says what is true.
ALTER TABLE patients ADD COLUMN deceased_reported_at timestamptz;
CREATE INDEX patients_by_home ON patients (practice_id, home_e164) WHERE home_e164 IS NOT NULL;
CREATE INDEX patients_by_work ON patients (practice_id, work_e164) WHERE work_e164 IS NOT NULL;

ALTER TABLE messages
  -- Null where nobody is known behind the number that wrote to us.
  ALTER COLUMN patient_id DROP NOT NULL,
  ADD COLUMN subject_line text,
  -- A call that nobody answered is made again then. The message stays sent: it only moves forward.
  ADD COLUMN retry_at timestamptz,
  -- Whether a call was heard to its end.
  ADD COLUMN heard_to_end boolean,
  ADD COLUMN merged_into uuid REFERENCES messages,
  ADD COLUMN backup_of uuid REFERENCES messages,
  -- The reply that it acknowledges or answers.
  ADD COLUMN in_reply_to uuid REFERENCES replies,
  ADD CHECK (retry_at IS NULL OR (channel = 'voice' AND state = 'sent')),
  ADD CHECK ((reason = 'merged') = (merged_into IS NOT NULL));
CREATE INDEX messages_retried ON messages (retry_at) WHERE retry_at IS NOT NULL;
CREATE INDEX messages_merged ON messages (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX messages_by_patient ON messages (patient_id, sent_at) WHERE sent_at IS NOT NULL;

-- Down Migration

DROP INDEX messages_retried, messages_merged, messages_by_patient, patients_by_home, patients_by_work;
ALTER TABLE messages
  DROP COLUMN subject_line, DROP COLUMN retry_at, DROP COLUMN heard_to_end, DROP COLUMN merged_into, DROP COLUMN backup_of,
  DROP COLUMN in_reply_to, ALTER COLUMN patient_id SET NOT NULL;
ALTER TABLE patients DROP COLUMN deceased_reported_at;
ALTER TABLE contact_points DROP COLUMN wrong_number_at;
ALTER TABLE subjects DROP CONSTRAINT subjects_type_check, ADD CHECK (type IN ('appointment'));
ALTER TABLE templates DROP COLUMN subject_line;
ALTER TABLE steps DROP CONSTRAINT steps_kind_check, ADD CHECK (kind IN ('appointment_reminder'));
ALTER TABLE facility_settings
  DROP CONSTRAINT facility_settings_text_mode_check,
  ADD CHECK (text_mode IN ('on', 'off')),
  DROP COLUMN voice_mode, DROP COLUMN voice_from, DROP COLUMN voice_to, DROP COLUMN email_mode, DROP COLUMN email_from,
  DROP COLUMN email_to, DROP COLUMN contact_choice, DROP COLUMN backup_after, DROP COLUMN voice_phones, DROP COLUMN voice_tries,
  DROP COLUMN voice_retry_after, DROP COLUMN voice_leave_message_on, DROP COLUMN office_from, DROP COLUMN office_to,
  DROP COLUMN office_days, DROP COLUMN courtesy_reminder, DROP COLUMN early_confirm_days;
ALTER TABLE practice_settings
  DROP CONSTRAINT practice_settings_text_mode_check,
  ADD CHECK (text_mode IN ('on', 'off')),
  DROP COLUMN voice_mode, DROP COLUMN voice_from, DROP COLUMN voice_to, DROP COLUMN voice_paused_at, DROP COLUMN email_mode,
  DROP COLUMN email_from, DROP COLUMN email_to, DROP COLUMN email_paused_at, DROP COLUMN contact_choice,
  DROP COLUMN backup_after, DROP COLUMN voice_phones, DROP COLUMN voice_tries, DROP COLUMN voice_retry_after,
  DROP COLUMN voice_leave_message_on, DROP COLUMN office_from, DROP COLUMN office_to, DROP COLUMN office_days,
  DROP COLUMN courtesy_reminder, DROP COLUMN early_confirm_days, DROP COLUMN cap_per_day, DROP COLUMN cap_per_week,
  DROP COLUMN cap_per_phone_day;
