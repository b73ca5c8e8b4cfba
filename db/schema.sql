-- The schema that the migrations make, for reading. Written by `npm run schema`; a test compares it with the migrations.

CREATE TABLE answers (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  appointment_id uuid,
  occurrence timestamp with time zone NOT NULL,
  answer text NOT NULL,
  source text NOT NULL,
  message_id uuid,
  reply_id uuid,
  at timestamp with time zone NOT NULL,
  recall_id uuid,
  CONSTRAINT answers_pkey PRIMARY KEY (id),
  CONSTRAINT answers_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES appointments(id),
  CONSTRAINT answers_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages(id),
  CONSTRAINT answers_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT answers_recall_id_fkey FOREIGN KEY (recall_id) REFERENCES recalls(id),
  CONSTRAINT answers_reply_id_fkey FOREIGN KEY (reply_id) REFERENCES replies(id),
  CONSTRAINT answers_answer_check CHECK ((answer = ANY (ARRAY['none'::text, 'confirmed'::text, 'declined'::text]))),
  CONSTRAINT answers_check CHECK ((num_nonnulls(appointment_id, recall_id) = 1)),
  CONSTRAINT answers_source_check CHECK ((source = ANY (ARRAY['text'::text, 'voice'::text, 'email'::text, 'staff'::text, 'move'::text])))
);
CREATE INDEX answers_by_appointment ON answers USING btree (appointment_id, at);
CREATE INDEX answers_by_recall ON answers USING btree (recall_id, at) WHERE (recall_id IS NOT NULL);
CREATE INDEX answers_by_reply ON answers USING btree (reply_id) WHERE (reply_id IS NOT NULL);
ALTER TABLE answers ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON answers USING ((practice_id = current_practice()));
GRANT INSERT, SELECT ON answers TO kept_app;

CREATE TABLE api_keys (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid,
  name text NOT NULL,
  token_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  revoked_at timestamp with time zone,
  CONSTRAINT api_keys_pkey PRIMARY KEY (id),
  CONSTRAINT api_keys_token_hash_key UNIQUE (token_hash),
  CONSTRAINT api_keys_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id)
);
ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY across_practices ON api_keys TO kept_system USING (true);
GRANT INSERT, SELECT, UPDATE ON api_keys TO kept_system;

CREATE TABLE appointments (
  id uuid NOT NULL,
  practice_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  external_id text NOT NULL,
  wall_time timestamp without time zone NOT NULL,
  starts_at timestamp with time zone NOT NULL,
  duration_minutes integer NOT NULL DEFAULT 30,
  type_id text NOT NULL DEFAULT ''::text,
  type_name text NOT NULL DEFAULT ''::text,
  provider_id text NOT NULL DEFAULT ''::text,
  provider_name text NOT NULL DEFAULT ''::text,
  pms_state text NOT NULL,
  answer text NOT NULL DEFAULT 'none'::text,
  answer_source text,
  answered_at timestamp with time zone,
  gone_at timestamp with time zone,
  source_at timestamp with time zone NOT NULL,
  content_hash bytea NOT NULL,
  first_seen_at timestamp with time zone NOT NULL,
  booked_at timestamp with time zone,
  CONSTRAINT appointments_pkey PRIMARY KEY (id),
  CONSTRAINT appointments_practice_id_external_id_key UNIQUE (practice_id, external_id),
  CONSTRAINT appointments_facility_id_fkey FOREIGN KEY (facility_id) REFERENCES facilities(id),
  CONSTRAINT appointments_id_fkey FOREIGN KEY (id) REFERENCES subjects(id),
  CONSTRAINT appointments_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patients(id),
  CONSTRAINT appointments_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT appointments_answer_check CHECK ((answer = ANY (ARRAY['none'::text, 'confirmed'::text, 'declined'::text]))),
  CONSTRAINT appointments_answer_source_check CHECK ((answer_source = ANY (ARRAY['text'::text, 'voice'::text, 'email'::text, 'staff'::text]))),
  CONSTRAINT appointments_pms_state_check CHECK ((pms_state = ANY (ARRAY['scheduled'::text, 'confirmed'::text, 'arrived'::text, 'completed'::text, 'cancelled'::text, 'rescheduled'::text, 'no_show'::text])))
);
CREATE INDEX appointments_by_patient ON appointments USING btree (practice_id, patient_id);
CREATE INDEX appointments_by_time ON appointments USING btree (practice_id, starts_at, id);
ALTER TABLE appointments ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON appointments USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON appointments TO kept_app;
GRANT SELECT ON appointments TO kept_loader;

CREATE TABLE associations (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  kind text NOT NULL,
  facility_id uuid,
  provider_id text,
  type_id text,
  name text NOT NULL,
  CONSTRAINT associations_pkey PRIMARY KEY (id),
  CONSTRAINT associations_practice_id_kind_facility_id_provider_id_type__key UNIQUE NULLS NOT DISTINCT (practice_id, kind, facility_id, provider_id, type_id),
  CONSTRAINT associations_facility_id_fkey FOREIGN KEY (facility_id) REFERENCES facilities(id),
  CONSTRAINT associations_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT associations_name_check CHECK ((name ~ '^[a-z0-9-]{1,40}$'::text)),
  CONSTRAINT associations_provider_id_check CHECK ((provider_id <> ''::text)),
  CONSTRAINT associations_type_id_check CHECK ((type_id <> ''::text))
);
ALTER TABLE associations ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON associations USING ((practice_id = current_practice()));
GRANT DELETE, INSERT, SELECT, UPDATE ON associations TO kept_app;

CREATE TABLE attempts (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  message_id uuid NOT NULL,
  number integer NOT NULL,
  sender_id uuid NOT NULL,
  contact_point_id uuid NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  hand_over_by timestamp with time zone NOT NULL,
  outcome text NOT NULL DEFAULT 'open'::text,
  carrier_id text,
  code text,
  settled_at timestamp with time zone,
  settled_by text,
  asked_at timestamp with time zone,
  carried uuid[] NOT NULL DEFAULT '{}'::uuid[],
  CONSTRAINT attempts_pkey PRIMARY KEY (id),
  CONSTRAINT attempts_message_id_number_key UNIQUE (message_id, number),
  CONSTRAINT attempts_contact_point_id_fkey FOREIGN KEY (contact_point_id) REFERENCES contact_points(id),
  CONSTRAINT attempts_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages(id),
  CONSTRAINT attempts_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT attempts_sender_id_fkey FOREIGN KEY (sender_id) REFERENCES senders(id),
  CONSTRAINT attempts_outcome_check CHECK ((outcome = ANY (ARRAY['open'::text, 'taken'::text, 'refused'::text, 'not_taken'::text, 'lost'::text]))),
  CONSTRAINT attempts_settled_by_check CHECK ((settled_by = ANY (ARRAY['response'::text, 'callback'::text, 'list'::text, 'deadline'::text])))
);
CREATE INDEX attempts_by_carrier_id ON attempts USING btree (practice_id, carrier_id) WHERE (carrier_id IS NOT NULL);
CREATE INDEX attempts_by_time ON attempts USING btree (practice_id, opened_at);
CREATE INDEX attempts_not_taken ON attempts USING btree (settled_at) WHERE (outcome = 'not_taken'::text);
CREATE UNIQUE INDEX attempts_one_open ON attempts USING btree (sender_id, contact_point_id) WHERE (outcome = 'open'::text);
CREATE INDEX attempts_open ON attempts USING btree (hand_over_by) WHERE (outcome = 'open'::text);
ALTER TABLE attempts ENABLE ROW LEVEL SECURITY;
CREATE POLICY across_practices ON attempts TO kept_system USING (true);
CREATE POLICY own_practice ON attempts USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON attempts TO kept_app;
GRANT SELECT ON attempts TO kept_system;

CREATE TABLE closures (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  facility_id uuid,
  type text NOT NULL,
  name text NOT NULL,
  from_date date NOT NULL,
  to_date date NOT NULL,
  CONSTRAINT closures_pkey PRIMARY KEY (id),
  CONSTRAINT closures_facility_id_fkey FOREIGN KEY (facility_id) REFERENCES facilities(id),
  CONSTRAINT closures_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT closures_check CHECK ((to_date >= from_date)),
  CONSTRAINT closures_type_check CHECK ((type = ANY (ARRAY['holiday'::text, 'vacation'::text])))
);
CREATE INDEX closures_by_practice ON closures USING btree (practice_id, to_date);
ALTER TABLE closures ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON closures USING ((practice_id = current_practice()));
GRANT DELETE, INSERT, SELECT, UPDATE ON closures TO kept_app;

CREATE TABLE contact_points (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  address text NOT NULL,
  opted_out_at timestamp with time zone,
  landline_at timestamp with time zone,
  invalid_at timestamp with time zone,
  wrong_number_at timestamp with time zone,
  wrong_number_of uuid[] NOT NULL DEFAULT '{}'::uuid[],
  CONSTRAINT contact_points_pkey PRIMARY KEY (id),
  CONSTRAINT contact_points_practice_id_address_key UNIQUE (practice_id, address),
  CONSTRAINT contact_points_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id)
);
CREATE INDEX contact_points_wrong_numbers ON contact_points USING btree (practice_id) WHERE (wrong_number_at IS NOT NULL);
ALTER TABLE contact_points ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON contact_points USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON contact_points TO kept_app;

CREATE TABLE exclusions (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  appointment_id uuid NOT NULL,
  kind text NOT NULL,
  key_name text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT exclusions_pkey PRIMARY KEY (id),
  CONSTRAINT exclusions_appointment_id_kind_key UNIQUE (appointment_id, kind),
  CONSTRAINT exclusions_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES appointments(id),
  CONSTRAINT exclusions_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT exclusions_kind_check CHECK ((kind ~ '^[a-z][a-z0-9_]{0,39}$'::text))
);
CREATE INDEX exclusions_by_time ON exclusions USING btree (practice_id, at, id);
ALTER TABLE exclusions ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON exclusions USING ((practice_id = current_practice()));
GRANT DELETE, INSERT, SELECT ON exclusions TO kept_app;

CREATE TABLE facilities (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  external_id text NOT NULL,
  name text NOT NULL,
  name_in_messages text NOT NULL,
  time_zone text NOT NULL,
  phone text NOT NULL,
  address text NOT NULL DEFAULT ''::text,
  CONSTRAINT facilities_pkey PRIMARY KEY (id),
  CONSTRAINT facilities_practice_id_external_id_key UNIQUE (practice_id, external_id),
  CONSTRAINT facilities_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id)
);
ALTER TABLE facilities ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON facilities USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON facilities TO kept_app;
GRANT SELECT ON facilities TO kept_loader;

CREATE TABLE facility_settings (
  facility_id uuid NOT NULL,
  practice_id uuid NOT NULL,
  begin_delivery text,
  text_mode text,
  text_from time without time zone,
  text_to time without time zone,
  open_days smallint[],
  minimum_lead interval,
  stop_on_answer boolean,
  voice_mode text,
  voice_from time without time zone,
  voice_to time without time zone,
  email_mode text,
  email_from time without time zone,
  email_to time without time zone,
  contact_choice text,
  backup_after interval,
  voice_phones text[],
  voice_tries smallint,
  voice_retry_after interval,
  voice_leave_message_on smallint,
  office_from time without time zone,
  office_to time without time zone,
  office_days smallint[],
  courtesy_reminder boolean,
  early_confirm_days smallint,
  text_expiration interval,
  booking_grace interval,
  text_weekdays jsonb,
  voice_weekdays jsonb,
  email_weekdays jsonb,
  tell_moves boolean,
  tell_cancellations boolean,
  holiday_region text,
  CONSTRAINT facility_settings_pkey PRIMARY KEY (facility_id),
  CONSTRAINT facility_settings_facility_id_fkey FOREIGN KEY (facility_id) REFERENCES facilities(id),
  CONSTRAINT facility_settings_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT facility_settings_begin_delivery_check CHECK ((begin_delivery = ANY (ARRAY['exact'::text, 'earliest'::text]))),
  CONSTRAINT facility_settings_contact_choice_check CHECK ((contact_choice = ANY (ARRAY['preference'::text, 'every'::text]))),
  CONSTRAINT facility_settings_early_confirm_days_check CHECK ((early_confirm_days >= 0)),
  CONSTRAINT facility_settings_email_mode_check CHECK ((email_mode = ANY (ARRAY['on'::text, 'off'::text, 'backup'::text]))),
  CONSTRAINT facility_settings_email_weekdays_check CHECK ((jsonb_typeof(email_weekdays) = 'object'::text)),
  CONSTRAINT facility_settings_holiday_region_check CHECK ((holiday_region ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'::text)),
  CONSTRAINT facility_settings_office_days_check CHECK ((office_days <@ '{1,2,3,4,5,6,7}'::smallint[])),
  CONSTRAINT facility_settings_open_days_check CHECK (((open_days <@ '{1,2,3,4,5,6,7}'::smallint[]) AND (cardinality(open_days) > 0))),
  CONSTRAINT facility_settings_text_expiration_check CHECK ((text_expiration >= '00:00:00'::interval)),
  CONSTRAINT facility_settings_text_from_check CHECK ((text_from >= '08:00:00'::time without time zone)),
  CONSTRAINT facility_settings_text_mode_check CHECK ((text_mode = ANY (ARRAY['on'::text, 'off'::text, 'backup'::text]))),
  CONSTRAINT facility_settings_text_to_check CHECK ((text_to <= '21:00:00'::time without time zone)),
  CONSTRAINT facility_settings_text_weekdays_check CHECK ((jsonb_typeof(text_weekdays) = 'object'::text)),
  CONSTRAINT facility_settings_voice_from_check CHECK ((voice_from >= '08:00:00'::time without time zone)),
  CONSTRAINT facility_settings_voice_leave_message_on_check CHECK (((voice_leave_message_on >= 1) AND (voice_leave_message_on <= 10))),
  CONSTRAINT facility_settings_voice_mode_check CHECK ((voice_mode = ANY (ARRAY['on'::text, 'off'::text, 'backup'::text]))),
  CONSTRAINT facility_settings_voice_phones_check CHECK (((voice_phones <@ '{cell,home,work}'::text[]) AND (cardinality(voice_phones) > 0))),
  CONSTRAINT facility_settings_voice_retry_after_check CHECK ((voice_retry_after >= '00:01:00'::interval)),
  CONSTRAINT facility_settings_voice_to_check CHECK ((voice_to <= '21:00:00'::time without time zone)),
  CONSTRAINT facility_settings_voice_tries_check CHECK (((voice_tries >= 1) AND (voice_tries <= 10))),
  CONSTRAINT facility_settings_voice_weekdays_check CHECK ((jsonb_typeof(voice_weekdays) = 'object'::text))
);
ALTER TABLE facility_settings ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON facility_settings USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON facility_settings TO kept_app;

CREATE TABLE feeds (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  type text NOT NULL,
  path text NOT NULL,
  CONSTRAINT feeds_pkey PRIMARY KEY (id),
  CONSTRAINT feeds_practice_id_type_path_key UNIQUE (practice_id, type, path),
  CONSTRAINT feeds_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT feeds_type_check CHECK ((type = 'csv'::text))
);
ALTER TABLE feeds ENABLE ROW LEVEL SECURITY;
CREATE POLICY across_practices ON feeds TO kept_system USING (true);
CREATE POLICY own_practice ON feeds USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON feeds TO kept_app;
GRANT SELECT ON feeds TO kept_system;

CREATE TABLE former_times (
  practice_id uuid NOT NULL,
  appointment_id uuid NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  starts_at timestamp with time zone NOT NULL,
  was_off boolean NOT NULL,
  CONSTRAINT former_times_pkey PRIMARY KEY (appointment_id, changed_at),
  CONSTRAINT former_times_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES appointments(id),
  CONSTRAINT former_times_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id)
);
ALTER TABLE former_times ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON former_times USING ((practice_id = current_practice()));
GRANT DELETE, INSERT, SELECT ON former_times TO kept_app;

CREATE TABLE group_messages (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  kind text NOT NULL,
  words text NOT NULL,
  channel text NOT NULL,
  shift interval,
  filter jsonb NOT NULL,
  state text NOT NULL DEFAULT 'planning'::text,
  recipients integer NOT NULL DEFAULT 0,
  key_id uuid,
  key_name text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  undone_at timestamp with time zone,
  undone_by text,
  CONSTRAINT group_messages_pkey PRIMARY KEY (id),
  CONSTRAINT group_messages_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT group_messages_channel_check CHECK ((channel = ANY (ARRAY['text'::text, 'voice'::text, 'email'::text]))),
  CONSTRAINT group_messages_check CHECK (((state = ANY (ARRAY['undoing'::text, 'undone'::text])) = (undone_at IS NOT NULL))),
  CONSTRAINT group_messages_kind_check CHECK ((kind ~ '^[a-z][a-z0-9_]{0,39}$'::text)),
  CONSTRAINT group_messages_state_check CHECK ((state = ANY (ARRAY['planning'::text, 'planned'::text, 'undoing'::text, 'undone'::text])))
);
CREATE INDEX group_messages_by_time ON group_messages USING btree (practice_id, created_at, id);
CREATE INDEX group_messages_in_hand ON group_messages USING btree (practice_id) WHERE (state = ANY (ARRAY['planning'::text, 'undoing'::text]));
ALTER TABLE group_messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY across_practices ON group_messages TO kept_system USING (true);
CREATE POLICY own_practice ON group_messages USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON group_messages TO kept_app;
GRANT SELECT ON group_messages TO kept_system;

CREATE TABLE group_recipients (
  group_id uuid NOT NULL,
  appointment_id uuid NOT NULL,
  practice_id uuid NOT NULL,
  occurrence timestamp with time zone NOT NULL,
  told_at timestamp with time zone NOT NULL,
  state text NOT NULL DEFAULT 'waiting'::text,
  reason text,
  planned_at timestamp with time zone,
  CONSTRAINT group_recipients_pkey PRIMARY KEY (group_id, appointment_id),
  CONSTRAINT group_recipients_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES appointments(id),
  CONSTRAINT group_recipients_group_id_fkey FOREIGN KEY (group_id) REFERENCES group_messages(id),
  CONSTRAINT group_recipients_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT group_recipients_check CHECK (((state = 'left_out'::text) = (reason IS NOT NULL))),
  CONSTRAINT group_recipients_reason_check CHECK ((reason = ANY (ARRAY['cancelled'::text, 'moved'::text, 'started'::text]))),
  CONSTRAINT group_recipients_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'planned'::text, 'left_out'::text, 'undone'::text, 'told'::text])))
);
CREATE INDEX group_recipients_by_visit ON group_recipients USING btree (appointment_id);
CREATE INDEX group_recipients_in_order ON group_recipients USING btree (group_id, occurrence, appointment_id);
CREATE INDEX group_recipients_waiting ON group_recipients USING btree (group_id, occurrence, appointment_id) WHERE (state = 'waiting'::text);
ALTER TABLE group_recipients ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON group_recipients USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON group_recipients TO kept_app;

CREATE TABLE kinds (
  practice_id uuid NOT NULL,
  slug text NOT NULL,
  is_on boolean NOT NULL,
  name text,
  starts_from text,
  answers text,
  ended_by text,
  text_holds text,
  is_capped boolean,
  CONSTRAINT kinds_pkey PRIMARY KEY (practice_id, slug),
  CONSTRAINT kinds_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT kinds_answers_check CHECK ((answers = ANY (ARRAY['expected'::text, 'optional'::text, 'none'::text]))),
  CONSTRAINT kinds_check CHECK ((num_nulls(name, starts_from, answers, ended_by, text_holds, is_capped) = ANY (ARRAY[0, 6]))),
  CONSTRAINT kinds_ended_by_check CHECK ((ended_by = ANY (ARRAY['answer'::text, 'decline'::text, 'nothing'::text]))),
  CONSTRAINT kinds_slug_check CHECK ((slug ~ '^[a-z][a-z0-9_]{0,39}$'::text)),
  CONSTRAINT kinds_starts_from_check CHECK ((starts_from = ANY (ARRAY['before_visit'::text, 'after_visit'::text, 'after_no_show'::text, 'staff'::text]))),
  CONSTRAINT kinds_text_holds_check CHECK ((text_holds = ANY (ARRAY['words'::text, 'link'::text])))
);
ALTER TABLE kinds ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON kinds USING ((practice_id = current_practice()));
GRANT DELETE, INSERT, SELECT, UPDATE ON kinds TO kept_app;

CREATE TABLE messages (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  patient_id uuid,
  occurrence timestamp with time zone NOT NULL,
  kind text NOT NULL,
  slot text NOT NULL,
  channel text NOT NULL,
  contact_point_id uuid,
  language text NOT NULL,
  computed_at timestamp with time zone NOT NULL,
  send_at timestamp with time zone NOT NULL,
  moved_by text[] NOT NULL DEFAULT '{}'::text[],
  useful_until timestamp with time zone NOT NULL,
  answerable_until timestamp with time zone NOT NULL,
  state text NOT NULL,
  state_at timestamp with time zone NOT NULL,
  detail text,
  reason text,
  answer text NOT NULL DEFAULT 'none'::text,
  sender_id uuid,
  template_id uuid,
  body text,
  sent_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  subject_line text,
  retry_at timestamp with time zone,
  heard_to_end boolean,
  merged_into uuid,
  backup_of uuid,
  in_reply_to uuid,
  word text,
  set_at timestamp with time zone,
  held_by uuid,
  CONSTRAINT messages_pkey PRIMARY KEY (id),
  CONSTRAINT messages_subject_id_occurrence_kind_slot_channel_key UNIQUE (subject_id, occurrence, kind, slot, channel),
  CONSTRAINT messages_backup_of_fkey FOREIGN KEY (backup_of) REFERENCES messages(id),
  CONSTRAINT messages_contact_point_id_fkey FOREIGN KEY (contact_point_id) REFERENCES contact_points(id),
  CONSTRAINT messages_held_by_fkey FOREIGN KEY (held_by) REFERENCES group_messages(id),
  CONSTRAINT messages_in_reply_to_fkey FOREIGN KEY (in_reply_to) REFERENCES replies(id),
  CONSTRAINT messages_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES messages(id),
  CONSTRAINT messages_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patients(id),
  CONSTRAINT messages_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT messages_sender_id_fkey FOREIGN KEY (sender_id) REFERENCES senders(id),
  CONSTRAINT messages_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES subjects(id),
  CONSTRAINT messages_template_id_fkey FOREIGN KEY (template_id) REFERENCES templates(id),
  CONSTRAINT messages_answer_check CHECK ((answer = ANY (ARRAY['none'::text, 'confirmed'::text, 'declined'::text]))),
  CONSTRAINT messages_channel_check CHECK ((channel = ANY (ARRAY['text'::text, 'voice'::text, 'email'::text]))),
  CONSTRAINT messages_check CHECK (((state = 'withheld'::text) = (reason IS NOT NULL))),
  CONSTRAINT messages_check1 CHECK (((retry_at IS NULL) OR ((channel = 'voice'::text) AND (state = 'sent'::text)))),
  CONSTRAINT messages_check2 CHECK (((reason = 'merged'::text) = (merged_into IS NOT NULL))),
  CONSTRAINT messages_reason_check CHECK ((reason = ANY (ARRAY['cancelled'::text, 'moved'::text, 'answered'::text, 'opted_out'::text, 'excluded'::text, 'no_contact'::text, 'invalid_contact'::text, 'landline'::text, 'wrong_number'::text, 'inactive'::text, 'too_late'::text, 'started'::text, 'capped'::text, 'merged'::text, 'channel_off'::text, 'no_template'::text, 'settings_changed'::text, 'feed_too_old'::text, 'not_live'::text, 'paused'::text, 'booked'::text, 'dispensed'::text, 'staff'::text]))),
  CONSTRAINT messages_state_check CHECK ((state = ANY (ARRAY['not_sent'::text, 'sending'::text, 'sent'::text, 'received'::text, 'not_received'::text, 'unknown'::text, 'withheld'::text]))),
  CONSTRAINT messages_word_check CHECK ((word = ANY (ARRAY['sent'::text, 'not_received'::text, 'delivered'::text, 'bounced'::text, 'received'::text])))
);
CREATE INDEX messages_asked ON messages USING btree (contact_point_id, sender_id) WHERE (state = ANY (ARRAY['sending'::text, 'sent'::text, 'received'::text, 'not_received'::text, 'unknown'::text]));
CREATE INDEX messages_backing_up ON messages USING btree (backup_of) WHERE (backup_of IS NOT NULL);
CREATE INDEX messages_by_time ON messages USING btree (practice_id, send_at, id);
CREATE INDEX messages_due ON messages USING btree (send_at) WHERE (state = 'not_sent'::text);
CREATE INDEX messages_failed ON messages USING btree (state_at) WHERE (state = 'not_received'::text);
CREATE INDEX messages_in_hand ON messages USING btree (state_at) WHERE (state = ANY (ARRAY['sending'::text, 'sent'::text]));
CREATE INDEX messages_in_reply_to ON messages USING btree (in_reply_to) WHERE (in_reply_to IS NOT NULL);
CREATE INDEX messages_merged ON messages USING btree (merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX messages_of_patient ON messages USING btree (patient_id, send_at);
CREATE INDEX messages_pending_by_contact ON messages USING btree (contact_point_id) WHERE (state = ANY (ARRAY['not_sent'::text, 'withheld'::text]));
CREATE INDEX messages_retried ON messages USING btree (retry_at) WHERE (retry_at IS NOT NULL);
CREATE INDEX messages_without_word ON messages USING btree (state_at) WHERE ((state = 'sent'::text) AND (word = 'sent'::text) AND (detail IS NULL) AND (channel <> 'voice'::text));
ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY across_practices ON messages TO kept_system USING (true);
CREATE POLICY own_practice ON messages USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON messages TO kept_app;
GRANT SELECT ON messages TO kept_system;

CREATE TABLE notifications (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  event text NOT NULL,
  appointment_id uuid,
  message_id uuid,
  at timestamp with time zone NOT NULL,
  worklist_item_id uuid,
  recall_id uuid,
  CONSTRAINT notifications_pkey PRIMARY KEY (id),
  CONSTRAINT notifications_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES appointments(id),
  CONSTRAINT notifications_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages(id),
  CONSTRAINT notifications_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT notifications_recall_id_fkey FOREIGN KEY (recall_id) REFERENCES recalls(id),
  CONSTRAINT notifications_worklist_item_id_fkey FOREIGN KEY (worklist_item_id) REFERENCES worklist_items(id),
  CONSTRAINT notifications_event_check CHECK ((event ~ '^[a-z][a-z_]{0,39}$'::text))
);
CREATE INDEX notifications_by_time ON notifications USING btree (practice_id, at, id);
ALTER TABLE notifications ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON notifications USING ((practice_id = current_practice()));
GRANT INSERT, SELECT ON notifications TO kept_app;

CREATE TABLE orders (
  id uuid NOT NULL,
  practice_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  external_id text NOT NULL,
  product_name text NOT NULL DEFAULT ''::text,
  state text NOT NULL,
  ready_on date,
  ready_at timestamp with time zone,
  gone_at timestamp with time zone,
  source_at timestamp with time zone NOT NULL,
  content_hash bytea NOT NULL,
  first_seen_at timestamp with time zone NOT NULL,
  CONSTRAINT orders_pkey PRIMARY KEY (id),
  CONSTRAINT orders_practice_id_external_id_key UNIQUE (practice_id, external_id),
  CONSTRAINT orders_facility_id_fkey FOREIGN KEY (facility_id) REFERENCES facilities(id),
  CONSTRAINT orders_id_fkey FOREIGN KEY (id) REFERENCES subjects(id),
  CONSTRAINT orders_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patients(id),
  CONSTRAINT orders_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT orders_check CHECK (((state <> 'received'::text) OR (ready_at IS NOT NULL))),
  CONSTRAINT orders_state_check CHECK ((state = ANY (ARRAY['ordered'::text, 'received'::text, 'dispensed'::text])))
);
CREATE INDEX orders_by_first_seen ON orders USING btree (practice_id, first_seen_at, id);
CREATE INDEX orders_by_patient ON orders USING btree (practice_id, patient_id);
CREATE INDEX orders_by_time ON orders USING btree (practice_id, COALESCE(ready_at, first_seen_at), id);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON orders USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON orders TO kept_app;
GRANT SELECT ON orders TO kept_loader;

CREATE TABLE outbox (
  subject_id uuid NOT NULL,
  practice_id uuid NOT NULL,
  version integer NOT NULL,
  signal text NOT NULL,
  priority smallint NOT NULL,
  next_at timestamp with time zone NOT NULL,
  marked_at timestamp with time zone NOT NULL,
  leased_until timestamp with time zone,
  tries integer NOT NULL DEFAULT 0,
  last_code text,
  CONSTRAINT outbox_pkey PRIMARY KEY (subject_id),
  CONSTRAINT outbox_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT outbox_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES subjects(id),
  CONSTRAINT outbox_signal_check CHECK ((signal = ANY (ARRAY['confirmed'::text, 'declined'::text, 'rescheduled'::text, 'cancelled'::text, 'replanned'::text])))
);
CREATE INDEX outbox_order ON outbox USING btree (priority, next_at);
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY across_practices ON outbox TO kept_system USING (true);
CREATE POLICY own_practice ON outbox USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON outbox TO kept_app;
GRANT DELETE, SELECT, UPDATE ON outbox TO kept_system;

CREATE TABLE page_presses (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  message_id uuid NOT NULL,
  button text NOT NULL,
  outcome text NOT NULL,
  reply_id uuid,
  at timestamp with time zone NOT NULL,
  CONSTRAINT page_presses_pkey PRIMARY KEY (id),
  CONSTRAINT page_presses_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages(id),
  CONSTRAINT page_presses_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT page_presses_reply_id_fkey FOREIGN KEY (reply_id) REFERENCES replies(id),
  CONSTRAINT page_presses_button_check CHECK ((button = ANY (ARRAY['confirm'::text, 'decline'::text, 'birth_date'::text, 'unsubscribe'::text]))),
  CONSTRAINT page_presses_outcome_check CHECK ((outcome = ANY (ARRAY['early'::text, 'late'::text, 'unclear'::text, 'confirmed'::text, 'asked'::text, 'wrong_birth_date'::text, 'declined'::text, 'no_birth_date'::text, 'locked'::text, 'opted_out'::text])))
);
CREATE INDEX page_presses_by_message ON page_presses USING btree (message_id, at);
ALTER TABLE page_presses ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON page_presses USING ((practice_id = current_practice()));
GRANT INSERT, SELECT ON page_presses TO kept_app;

CREATE TABLE patients (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  external_id text NOT NULL,
  first_name text NOT NULL DEFAULT ''::text,
  last_name text NOT NULL,
  preferred_name text NOT NULL DEFAULT ''::text,
  date_of_birth date,
  language text NOT NULL DEFAULT 'en'::text,
  status text NOT NULL DEFAULT 'active'::text,
  cell_phone text NOT NULL DEFAULT ''::text,
  cell_e164 text,
  home_phone text NOT NULL DEFAULT ''::text,
  home_e164 text,
  work_phone text NOT NULL DEFAULT ''::text,
  work_e164 text,
  email text NOT NULL DEFAULT ''::text,
  preferred_channel text,
  allow_text boolean,
  allow_voice boolean,
  allow_email boolean,
  interpreter text NOT NULL DEFAULT ''::text,
  postal_code text NOT NULL DEFAULT ''::text,
  guarantor_id text NOT NULL DEFAULT ''::text,
  guarantor_name text NOT NULL DEFAULT ''::text,
  guarantor_phone text NOT NULL DEFAULT ''::text,
  guarantor_email text NOT NULL DEFAULT ''::text,
  source_at timestamp with time zone NOT NULL,
  deceased_reported_at timestamp with time zone,
  guarantor_e164 text,
  CONSTRAINT patients_pkey PRIMARY KEY (id),
  CONSTRAINT patients_practice_id_external_id_key UNIQUE (practice_id, external_id),
  CONSTRAINT patients_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT patients_preferred_channel_check CHECK ((preferred_channel = ANY (ARRAY['text'::text, 'voice'::text, 'email'::text]))),
  CONSTRAINT patients_status_check CHECK ((status = ANY (ARRAY['active'::text, 'inactive'::text, 'deceased'::text])))
);
CREATE INDEX patients_by_cell ON patients USING btree (practice_id, cell_e164) WHERE (cell_e164 IS NOT NULL);
CREATE INDEX patients_by_home ON patients USING btree (practice_id, home_e164) WHERE (home_e164 IS NOT NULL);
CREATE INDEX patients_by_work ON patients USING btree (practice_id, work_e164) WHERE (work_e164 IS NOT NULL);
ALTER TABLE patients ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON patients USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON patients TO kept_app;
GRANT SELECT ON patients TO kept_loader;

CREATE TABLE plan_changes (
  subject_id uuid NOT NULL,
  version integer NOT NULL,
  practice_id uuid NOT NULL,
  cause text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}'::jsonb,
  at timestamp with time zone NOT NULL,
  CONSTRAINT plan_changes_pkey PRIMARY KEY (subject_id, version),
  CONSTRAINT plan_changes_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT plan_changes_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES subjects(id)
);
ALTER TABLE plan_changes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON plan_changes USING ((practice_id = current_practice()));
GRANT INSERT, SELECT ON plan_changes TO kept_app;

CREATE TABLE pms_notices (
  appointment_id uuid NOT NULL,
  practice_id uuid NOT NULL,
  kind text NOT NULL,
  seen_at timestamp with time zone NOT NULL,
  decided_at timestamp with time zone NOT NULL,
  former_at timestamp with time zone NOT NULL,
  told_at timestamp with time zone NOT NULL,
  CONSTRAINT pms_notices_pkey PRIMARY KEY (appointment_id),
  CONSTRAINT pms_notices_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES appointments(id),
  CONSTRAINT pms_notices_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id)
);
ALTER TABLE pms_notices ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON pms_notices USING ((practice_id = current_practice()));
GRANT DELETE, INSERT, SELECT, UPDATE ON pms_notices TO kept_app;

CREATE TABLE practice_settings (
  practice_id uuid NOT NULL,
  begin_delivery text NOT NULL DEFAULT 'exact'::text,
  text_mode text NOT NULL DEFAULT 'on'::text,
  text_from time without time zone NOT NULL DEFAULT '09:00:00'::time without time zone,
  text_to time without time zone NOT NULL DEFAULT '18:00:00'::time without time zone,
  text_paused_at timestamp with time zone,
  open_days smallint[] NOT NULL DEFAULT '{1,2,3,4,5,6,7}'::smallint[],
  minimum_lead interval NOT NULL DEFAULT '02:00:00'::interval,
  stop_on_answer boolean NOT NULL DEFAULT true,
  feed_warn_after interval NOT NULL DEFAULT '26:00:00'::interval,
  feed_pause_after interval NOT NULL DEFAULT '96:00:00'::interval,
  sync_at time without time zone NOT NULL DEFAULT '02:00:00'::time without time zone,
  voice_mode text NOT NULL DEFAULT 'backup'::text,
  voice_from time without time zone NOT NULL DEFAULT '10:00:00'::time without time zone,
  voice_to time without time zone NOT NULL DEFAULT '18:00:00'::time without time zone,
  voice_paused_at timestamp with time zone,
  email_mode text NOT NULL DEFAULT 'on'::text,
  email_from time without time zone NOT NULL DEFAULT '08:00:00'::time without time zone,
  email_to time without time zone NOT NULL DEFAULT '20:00:00'::time without time zone,
  email_paused_at timestamp with time zone,
  contact_choice text NOT NULL DEFAULT 'preference'::text,
  backup_after interval NOT NULL DEFAULT '02:00:00'::interval,
  voice_phones text[] NOT NULL DEFAULT '{cell,home,work}'::text[],
  voice_tries smallint NOT NULL DEFAULT 3,
  voice_retry_after interval NOT NULL DEFAULT '00:30:00'::interval,
  voice_leave_message_on smallint NOT NULL DEFAULT 3,
  office_from time without time zone NOT NULL DEFAULT '08:00:00'::time without time zone,
  office_to time without time zone NOT NULL DEFAULT '17:00:00'::time without time zone,
  office_days smallint[] NOT NULL DEFAULT '{1,2,3,4,5}'::smallint[],
  courtesy_reminder boolean NOT NULL DEFAULT false,
  early_confirm_days smallint NOT NULL DEFAULT 5,
  cap_per_day smallint NOT NULL DEFAULT 1,
  cap_per_week smallint NOT NULL DEFAULT 3,
  cap_per_phone_day smallint,
  default_language text NOT NULL DEFAULT 'en'::text,
  text_segments_most smallint NOT NULL DEFAULT 4,
  rehearsal_contacts text[] NOT NULL DEFAULT '{}'::text[],
  text_expiration interval NOT NULL DEFAULT '00:00:00'::interval,
  same_day_visits text NOT NULL DEFAULT 'family'::text,
  write_back_confirmed boolean NOT NULL DEFAULT true,
  write_back_declined boolean NOT NULL DEFAULT true,
  booking_grace interval NOT NULL DEFAULT '00:10:00'::interval,
  text_weekdays jsonb NOT NULL DEFAULT '{}'::jsonb,
  voice_weekdays jsonb NOT NULL DEFAULT '{}'::jsonb,
  email_weekdays jsonb NOT NULL DEFAULT '{}'::jsonb,
  tell_moves boolean NOT NULL DEFAULT false,
  tell_cancellations boolean NOT NULL DEFAULT false,
  holiday_region text,
  CONSTRAINT practice_settings_pkey PRIMARY KEY (practice_id),
  CONSTRAINT practice_settings_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT practice_settings_begin_delivery_check CHECK ((begin_delivery = ANY (ARRAY['exact'::text, 'earliest'::text]))),
  CONSTRAINT practice_settings_cap_per_day_check CHECK ((cap_per_day > 0)),
  CONSTRAINT practice_settings_cap_per_phone_day_check CHECK ((cap_per_phone_day > 0)),
  CONSTRAINT practice_settings_cap_per_week_check CHECK ((cap_per_week > 0)),
  CONSTRAINT practice_settings_check CHECK (((text_to <= '21:00:00'::time without time zone) AND (text_to > text_from))),
  CONSTRAINT practice_settings_check1 CHECK (((voice_to <= '21:00:00'::time without time zone) AND (voice_to > voice_from))),
  CONSTRAINT practice_settings_check2 CHECK ((email_to > email_from)),
  CONSTRAINT practice_settings_check3 CHECK ((office_to > office_from)),
  CONSTRAINT practice_settings_contact_choice_check CHECK ((contact_choice = ANY (ARRAY['preference'::text, 'every'::text]))),
  CONSTRAINT practice_settings_default_language_check CHECK ((default_language ~ '^[a-z]{2}$'::text)),
  CONSTRAINT practice_settings_early_confirm_days_check CHECK ((early_confirm_days >= 0)),
  CONSTRAINT practice_settings_email_mode_check CHECK ((email_mode = ANY (ARRAY['on'::text, 'off'::text, 'backup'::text]))),
  CONSTRAINT practice_settings_email_weekdays_check CHECK ((jsonb_typeof(email_weekdays) = 'object'::text)),
  CONSTRAINT practice_settings_holiday_region_check CHECK ((holiday_region ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'::text)),
  CONSTRAINT practice_settings_office_days_check CHECK ((office_days <@ '{1,2,3,4,5,6,7}'::smallint[])),
  CONSTRAINT practice_settings_open_days_check CHECK (((open_days <@ '{1,2,3,4,5,6,7}'::smallint[]) AND (cardinality(open_days) > 0))),
  CONSTRAINT practice_settings_same_day_visits_check CHECK ((same_day_visits = ANY (ARRAY['family'::text, 'patient'::text, 'each'::text]))),
  CONSTRAINT practice_settings_text_expiration_check CHECK ((text_expiration >= '00:00:00'::interval)),
  CONSTRAINT practice_settings_text_from_check CHECK ((text_from >= '08:00:00'::time without time zone)),
  CONSTRAINT practice_settings_text_mode_check CHECK ((text_mode = ANY (ARRAY['on'::text, 'off'::text, 'backup'::text]))),
  CONSTRAINT practice_settings_text_segments_most_check CHECK (((text_segments_most >= 1) AND (text_segments_most <= 10))),
  CONSTRAINT practice_settings_text_weekdays_check CHECK ((jsonb_typeof(text_weekdays) = 'object'::text)),
  CONSTRAINT practice_settings_voice_from_check CHECK ((voice_from >= '08:00:00'::time without time zone)),
  CONSTRAINT practice_settings_voice_leave_message_on_check CHECK (((voice_leave_message_on >= 1) AND (voice_leave_message_on <= 10))),
  CONSTRAINT practice_settings_voice_mode_check CHECK ((voice_mode = ANY (ARRAY['on'::text, 'off'::text, 'backup'::text]))),
  CONSTRAINT practice_settings_voice_phones_check CHECK (((voice_phones <@ '{cell,home,work}'::text[]) AND (cardinality(voice_phones) > 0))),
  CONSTRAINT practice_settings_voice_retry_after_check CHECK ((voice_retry_after >= '00:01:00'::interval)),
  CONSTRAINT practice_settings_voice_tries_check CHECK (((voice_tries >= 1) AND (voice_tries <= 10))),
  CONSTRAINT practice_settings_voice_weekdays_check CHECK ((jsonb_typeof(voice_weekdays) = 'object'::text))
);
ALTER TABLE practice_settings ENABLE ROW LEVEL SECURITY;
CREATE POLICY across_practices ON practice_settings TO kept_system USING (true);
CREATE POLICY own_practice ON practice_settings USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON practice_settings TO kept_app;
GRANT SELECT ON practice_settings TO kept_loader;
GRANT SELECT ON practice_settings TO kept_system;

CREATE TABLE practices (
  id uuid NOT NULL DEFAULT uuidv7(),
  slug text NOT NULL,
  name text NOT NULL,
  name_in_messages text NOT NULL,
  phone text NOT NULL,
  time_zone text NOT NULL,
  carrier text NOT NULL DEFAULT 'configured'::text,
  live_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT practices_pkey PRIMARY KEY (id),
  CONSTRAINT practices_slug_key UNIQUE (slug),
  CONSTRAINT practices_carrier_check CHECK ((carrier = ANY (ARRAY['configured'::text, 'simulator'::text]))),
  CONSTRAINT practices_slug_check CHECK ((slug ~ '^[a-z][a-z0-9-]{0,62}$'::text))
);
ALTER TABLE practices ENABLE ROW LEVEL SECURITY;
CREATE POLICY across_practices ON practices TO kept_system USING (true);
CREATE POLICY own_practice ON practices USING ((id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON practices TO kept_app;
GRANT SELECT ON practices TO kept_loader;
GRANT INSERT, SELECT ON practices TO kept_system;

CREATE TABLE provider_names (
  practice_id uuid NOT NULL,
  provider_id text NOT NULL,
  name_in_messages text NOT NULL,
  CONSTRAINT provider_names_pkey PRIMARY KEY (practice_id, provider_id),
  CONSTRAINT provider_names_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT provider_names_name_in_messages_check CHECK ((name_in_messages <> ''::text)),
  CONSTRAINT provider_names_provider_id_check CHECK ((provider_id <> ''::text))
);
ALTER TABLE provider_names ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON provider_names USING ((practice_id = current_practice()));
GRANT DELETE, INSERT, SELECT, UPDATE ON provider_names TO kept_app;

CREATE TABLE quarantine (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  run_id uuid NOT NULL,
  file text NOT NULL,
  line integer NOT NULL,
  column_name text,
  reason text NOT NULL,
  external_id text,
  CONSTRAINT quarantine_pkey PRIMARY KEY (id),
  CONSTRAINT quarantine_run_id_file_line_key UNIQUE (run_id, file, line),
  CONSTRAINT quarantine_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT quarantine_run_id_fkey FOREIGN KEY (run_id) REFERENCES sync_runs(id)
);
ALTER TABLE quarantine ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON quarantine USING ((practice_id = current_practice()));
GRANT INSERT, SELECT ON quarantine TO kept_app;
GRANT INSERT, SELECT ON quarantine TO kept_loader;

CREATE TABLE questions (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  sender_id uuid NOT NULL,
  contact_point_id uuid NOT NULL,
  reply_id uuid NOT NULL,
  answer text NOT NULL,
  choices jsonb NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  settled_at timestamp with time zone,
  settled_by uuid,
  CONSTRAINT questions_pkey PRIMARY KEY (id),
  CONSTRAINT questions_contact_point_id_fkey FOREIGN KEY (contact_point_id) REFERENCES contact_points(id),
  CONSTRAINT questions_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT questions_reply_id_fkey FOREIGN KEY (reply_id) REFERENCES replies(id),
  CONSTRAINT questions_sender_id_fkey FOREIGN KEY (sender_id) REFERENCES senders(id),
  CONSTRAINT questions_settled_by_fkey FOREIGN KEY (settled_by) REFERENCES replies(id),
  CONSTRAINT questions_answer_check CHECK ((answer = ANY (ARRAY['confirmed'::text, 'declined'::text])))
);
CREATE INDEX questions_by_choice ON questions USING gin (choices jsonb_path_ops);
CREATE UNIQUE INDEX questions_one_open ON questions USING btree (sender_id, contact_point_id) WHERE (settled_at IS NULL);
ALTER TABLE questions ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON questions USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON questions TO kept_app;

CREATE TABLE raw_facts (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  source text NOT NULL,
  priority smallint NOT NULL,
  from_address text,
  sender_id uuid,
  message_id uuid,
  attempt_id uuid,
  body text NOT NULL,
  stored_at timestamp with time zone NOT NULL,
  leased_until timestamp with time zone,
  tries integer NOT NULL DEFAULT 0,
  last_code text,
  CONSTRAINT raw_facts_pkey PRIMARY KEY (id),
  CONSTRAINT raw_facts_check CHECK (((source = 'text'::text) = ((from_address IS NOT NULL) AND (sender_id IS NOT NULL)))),
  CONSTRAINT raw_facts_names_message CHECK (((source <> 'text_status'::text) OR ((message_id IS NOT NULL) AND (attempt_id IS NOT NULL)))),
  CONSTRAINT raw_facts_source_check CHECK ((source = ANY (ARRAY['text'::text, 'text_status'::text, 'email_event'::text])))
);
CREATE INDEX raw_facts_from ON raw_facts USING btree (practice_id, from_address, id) WHERE (from_address IS NOT NULL);
CREATE INDEX raw_facts_message ON raw_facts USING btree (message_id) WHERE (message_id IS NOT NULL);
CREATE INDEX raw_facts_order ON raw_facts USING btree (priority, id);
ALTER TABLE raw_facts ENABLE ROW LEVEL SECURITY;
CREATE POLICY across_practices ON raw_facts TO kept_system USING (true);
CREATE POLICY own_practice ON raw_facts USING ((practice_id = current_practice()));
GRANT DELETE, SELECT ON raw_facts TO kept_app;
GRANT INSERT, SELECT, UPDATE ON raw_facts TO kept_system;

CREATE TABLE recall_bookings (
  practice_id uuid NOT NULL,
  recall_type text NOT NULL,
  appointment_type_id text NOT NULL,
  CONSTRAINT recall_bookings_pkey PRIMARY KEY (practice_id, recall_type, appointment_type_id),
  CONSTRAINT recall_bookings_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT recall_bookings_recall_type_check CHECK ((recall_type = lower(recall_type)))
);
ALTER TABLE recall_bookings ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON recall_bookings USING ((practice_id = current_practice()));
GRANT DELETE, INSERT, SELECT ON recall_bookings TO kept_app;

CREATE TABLE recall_reviews (
  recall_id uuid NOT NULL,
  appointment_id uuid NOT NULL,
  practice_id uuid NOT NULL,
  due_at timestamp with time zone NOT NULL,
  books boolean NOT NULL,
  key_name text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT recall_reviews_pkey PRIMARY KEY (recall_id, appointment_id),
  CONSTRAINT recall_reviews_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES appointments(id),
  CONSTRAINT recall_reviews_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT recall_reviews_recall_id_fkey FOREIGN KEY (recall_id) REFERENCES recalls(id)
);
ALTER TABLE recall_reviews ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON recall_reviews USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON recall_reviews TO kept_app;

CREATE TABLE recalls (
  id uuid NOT NULL,
  practice_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  patient_id uuid NOT NULL,
  external_id text NOT NULL,
  due_on date NOT NULL,
  due_at timestamp with time zone NOT NULL,
  due_known_at timestamp with time zone NOT NULL,
  type_name text NOT NULL DEFAULT ''::text,
  booked_by text NOT NULL DEFAULT ''::text,
  begins_at timestamp with time zone,
  answer text NOT NULL DEFAULT 'none'::text,
  answer_source text,
  answered_at timestamp with time zone,
  gone_at timestamp with time zone,
  source_at timestamp with time zone NOT NULL,
  content_hash bytea NOT NULL,
  first_seen_at timestamp with time zone NOT NULL,
  CONSTRAINT recalls_pkey PRIMARY KEY (id),
  CONSTRAINT recalls_practice_id_external_id_key UNIQUE (practice_id, external_id),
  CONSTRAINT recalls_facility_id_fkey FOREIGN KEY (facility_id) REFERENCES facilities(id),
  CONSTRAINT recalls_id_fkey FOREIGN KEY (id) REFERENCES subjects(id),
  CONSTRAINT recalls_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patients(id),
  CONSTRAINT recalls_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT recalls_answer_check CHECK ((answer = ANY (ARRAY['none'::text, 'confirmed'::text, 'declined'::text]))),
  CONSTRAINT recalls_answer_source_check CHECK ((answer_source = ANY (ARRAY['text'::text, 'voice'::text, 'email'::text, 'staff'::text])))
);
CREATE INDEX recalls_by_patient ON recalls USING btree (practice_id, patient_id);
CREATE INDEX recalls_by_time ON recalls USING btree (practice_id, due_at, id);
CREATE INDEX recalls_of_backlog ON recalls USING btree (facility_id, begins_at) WHERE (begins_at IS NOT NULL);
ALTER TABLE recalls ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON recalls USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON recalls TO kept_app;
GRANT SELECT ON recalls TO kept_loader;

CREATE TABLE receipts (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  message_id uuid,
  attempt_id uuid,
  carrier_id text NOT NULL,
  status text NOT NULL,
  code text,
  raw jsonb NOT NULL,
  received_at timestamp with time zone NOT NULL,
  event_id text,
  CONSTRAINT receipts_pkey PRIMARY KEY (id),
  CONSTRAINT receipts_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES attempts(id),
  CONSTRAINT receipts_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages(id),
  CONSTRAINT receipts_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id)
);
CREATE UNIQUE INDEX receipts_by_event ON receipts USING btree (practice_id, event_id) WHERE (event_id IS NOT NULL);
CREATE INDEX receipts_by_message ON receipts USING btree (message_id, received_at);
ALTER TABLE receipts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON receipts USING ((practice_id = current_practice()));
GRANT INSERT, SELECT ON receipts TO kept_app;

CREATE TABLE replans (
  change_id uuid NOT NULL,
  practice_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'waiting'::text,
  joined_to uuid,
  visits integer NOT NULL DEFAULT 0,
  planned integer NOT NULL DEFAULT 0,
  changed integer NOT NULL DEFAULT 0,
  cursor_at timestamp with time zone,
  cursor_id uuid,
  ended_at timestamp with time zone,
  CONSTRAINT replans_pkey PRIMARY KEY (change_id),
  CONSTRAINT replans_change_id_fkey FOREIGN KEY (change_id) REFERENCES setting_changes(id),
  CONSTRAINT replans_joined_to_fkey FOREIGN KEY (joined_to) REFERENCES replans(change_id),
  CONSTRAINT replans_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT replans_check CHECK (((state = 'joined'::text) = (joined_to IS NOT NULL))),
  CONSTRAINT replans_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'joined'::text, 'done'::text])))
);
CREATE INDEX replans_in_hand ON replans USING btree (practice_id) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));
ALTER TABLE replans ENABLE ROW LEVEL SECURITY;
CREATE POLICY across_practices ON replans TO kept_system USING (true);
CREATE POLICY own_practice ON replans USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON replans TO kept_app;
GRANT SELECT ON replans TO kept_system;

CREATE TABLE replies (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  channel text NOT NULL,
  sender_id uuid NOT NULL,
  contact_point_id uuid NOT NULL,
  carrier_id text NOT NULL,
  body text NOT NULL,
  reading text NOT NULL,
  rule text NOT NULL,
  outcome text NOT NULL,
  message_id uuid,
  appointment_id uuid,
  received_at timestamp with time zone NOT NULL,
  media_left_out smallint NOT NULL DEFAULT 0,
  recall_id uuid,
  CONSTRAINT replies_pkey PRIMARY KEY (id),
  CONSTRAINT replies_practice_id_carrier_id_key UNIQUE (practice_id, carrier_id),
  CONSTRAINT replies_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES appointments(id),
  CONSTRAINT replies_contact_point_id_fkey FOREIGN KEY (contact_point_id) REFERENCES contact_points(id),
  CONSTRAINT replies_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages(id),
  CONSTRAINT replies_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT replies_recall_id_fkey FOREIGN KEY (recall_id) REFERENCES recalls(id),
  CONSTRAINT replies_sender_id_fkey FOREIGN KEY (sender_id) REFERENCES senders(id),
  CONSTRAINT replies_channel_check CHECK ((channel = ANY (ARRAY['text'::text, 'voice'::text, 'email'::text])))
);
CREATE INDEX replies_by_appointment ON replies USING btree (appointment_id, received_at) WHERE (appointment_id IS NOT NULL);
CREATE INDEX replies_by_contact ON replies USING btree (contact_point_id, received_at);
CREATE INDEX replies_by_recall ON replies USING btree (recall_id, received_at) WHERE (recall_id IS NOT NULL);
CREATE INDEX replies_inbox ON replies USING btree (practice_id, received_at, id);
ALTER TABLE replies ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON replies USING ((practice_id = current_practice()));
GRANT INSERT, SELECT ON replies TO kept_app;

CREATE TABLE sender_numbers (
  number text NOT NULL,
  practice_id uuid NOT NULL,
  sender_id uuid NOT NULL,
  CONSTRAINT sender_numbers_pkey PRIMARY KEY (number),
  CONSTRAINT sender_numbers_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT sender_numbers_sender_id_fkey FOREIGN KEY (sender_id) REFERENCES senders(id)
);
CREATE INDEX sender_numbers_by_sender ON sender_numbers USING btree (sender_id);
ALTER TABLE sender_numbers ENABLE ROW LEVEL SECURITY;
CREATE POLICY across_practices ON sender_numbers TO kept_system USING (true);
CREATE POLICY own_practice ON sender_numbers USING ((practice_id = current_practice()));
GRANT DELETE, INSERT, SELECT ON sender_numbers TO kept_app;
GRANT SELECT ON sender_numbers TO kept_system;

CREATE TABLE senders (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  facility_id uuid,
  channel text NOT NULL,
  address text NOT NULL,
  CONSTRAINT senders_pkey PRIMARY KEY (id),
  CONSTRAINT senders_channel_address_key UNIQUE (channel, address),
  CONSTRAINT senders_facility_id_fkey FOREIGN KEY (facility_id) REFERENCES facilities(id),
  CONSTRAINT senders_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT senders_channel_check CHECK ((channel = ANY (ARRAY['text'::text, 'voice'::text, 'email'::text])))
);
CREATE INDEX senders_by_practice ON senders USING btree (practice_id, channel);
ALTER TABLE senders ENABLE ROW LEVEL SECURITY;
CREATE POLICY across_practices ON senders TO kept_system USING (true);
CREATE POLICY own_practice ON senders USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON senders TO kept_app;
GRANT SELECT ON senders TO kept_system;

CREATE TABLE setting_changes (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  version integer NOT NULL,
  area text NOT NULL,
  facility_id uuid,
  before jsonb NOT NULL,
  after jsonb NOT NULL,
  key_id uuid,
  key_name text NOT NULL,
  takes_back uuid,
  at timestamp with time zone NOT NULL,
  provider_id text,
  type_id text,
  CONSTRAINT setting_changes_pkey PRIMARY KEY (id),
  CONSTRAINT setting_changes_practice_id_version_key UNIQUE (practice_id, version),
  CONSTRAINT setting_changes_facility_id_fkey FOREIGN KEY (facility_id) REFERENCES facilities(id),
  CONSTRAINT setting_changes_key_id_fkey FOREIGN KEY (key_id) REFERENCES api_keys(id),
  CONSTRAINT setting_changes_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT setting_changes_takes_back_fkey FOREIGN KEY (takes_back) REFERENCES setting_changes(id),
  CONSTRAINT setting_changes_area_check CHECK ((area ~ '^[a-z_]{1,40}$'::text))
);
ALTER TABLE setting_changes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON setting_changes USING ((practice_id = current_practice()));
GRANT INSERT, SELECT ON setting_changes TO kept_app;

CREATE TABLE staff_requests (
  practice_id uuid NOT NULL,
  idempotency_key text NOT NULL,
  digest bytea NOT NULL,
  result_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT staff_requests_pkey PRIMARY KEY (practice_id, idempotency_key),
  CONSTRAINT staff_requests_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id)
);
ALTER TABLE staff_requests ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON staff_requests USING ((practice_id = current_practice()));
GRANT INSERT, SELECT ON staff_requests TO kept_app;

CREATE UNLOGGED TABLE staging_rows (
  run_id uuid NOT NULL,
  file text NOT NULL,
  line integer NOT NULL,
  defect text,
  words jsonb,
  external_id text NOT NULL,
  facility_id text NOT NULL,
  starts_at text NOT NULL,
  instant timestamp with time zone,
  time_defect text,
  duration_minutes text NOT NULL,
  type_id text NOT NULL,
  type_name text NOT NULL,
  provider_id text NOT NULL,
  provider_name text NOT NULL,
  status text NOT NULL,
  patient_id text NOT NULL,
  first_name text NOT NULL,
  last_name text NOT NULL,
  preferred_name text NOT NULL,
  date_of_birth text NOT NULL,
  language text NOT NULL,
  cell_phone text NOT NULL,
  cell_e164 text,
  home_phone text NOT NULL,
  home_e164 text,
  work_phone text NOT NULL,
  work_e164 text,
  email text NOT NULL,
  preferred_channel text NOT NULL,
  patient_status text NOT NULL,
  allow_text text NOT NULL,
  allow_voice text NOT NULL,
  allow_email text NOT NULL,
  interpreter text NOT NULL,
  postal_code text NOT NULL,
  guarantor_id text NOT NULL,
  guarantor_name text NOT NULL,
  guarantor_phone text NOT NULL,
  guarantor_email text NOT NULL,
  updated_at text NOT NULL,
  guarantor_e164 text,
  appointment_id text NOT NULL DEFAULT ''::text,
  due_on text NOT NULL DEFAULT ''::text,
  product_name text NOT NULL DEFAULT ''::text,
  ready_on text NOT NULL DEFAULT ''::text
);
CREATE INDEX staging_rows_by_run ON staging_rows USING btree (run_id, external_id);
GRANT DELETE, INSERT, MAINTAIN, SELECT ON staging_rows TO kept_loader;

CREATE TABLE steps (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  facility_id uuid,
  kind text NOT NULL,
  slot text NOT NULL,
  channel text,
  "offset" text,
  condition text DEFAULT 'unanswered'::text,
  backups text[],
  provider_id text,
  type_id text,
  own text[] NOT NULL DEFAULT '{channel,offset,condition,backups}'::text[],
  CONSTRAINT steps_pkey PRIMARY KEY (id),
  CONSTRAINT steps_practice_id_facility_id_provider_id_type_id_kind_slot_key UNIQUE NULLS NOT DISTINCT (practice_id, facility_id, provider_id, type_id, kind, slot),
  CONSTRAINT steps_facility_id_fkey FOREIGN KEY (facility_id) REFERENCES facilities(id),
  CONSTRAINT steps_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT steps_channel_check CHECK ((channel = ANY (ARRAY['text'::text, 'voice'::text, 'email'::text]))),
  CONSTRAINT steps_check CHECK (((backups <@ '{text,voice,email}'::text[]) AND (NOT (channel = ANY (backups))))),
  CONSTRAINT steps_check1 CHECK ((('channel'::text = ANY (own)) = (channel IS NOT NULL))),
  CONSTRAINT steps_check2 CHECK ((('condition'::text = ANY (own)) = (condition IS NOT NULL))),
  CONSTRAINT steps_check3 CHECK (((num_nonnulls(facility_id, provider_id, type_id) > 0) OR (cardinality(own) = 4))),
  CONSTRAINT steps_condition_check CHECK ((condition = ANY (ARRAY['unanswered'::text, 'confirmed'::text, 'always'::text]))),
  CONSTRAINT steps_kind_check CHECK ((kind ~ '^[a-z][a-z0-9_]{0,39}$'::text)),
  CONSTRAINT steps_own_check CHECK (((own <@ '{channel,offset,condition,backups}'::text[]) AND (cardinality(own) > 0))),
  CONSTRAINT steps_provider_id_check CHECK ((provider_id <> ''::text)),
  CONSTRAINT steps_slot_check CHECK ((slot ~ '^[a-z0-9-]{1,40}$'::text)),
  CONSTRAINT steps_type_id_check CHECK ((type_id <> ''::text))
);
ALTER TABLE steps ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON steps USING ((practice_id = current_practice()));
GRANT DELETE, INSERT, SELECT, UPDATE ON steps TO kept_app;

CREATE TABLE subjects (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  type text NOT NULL,
  plan_version integer NOT NULL DEFAULT 0,
  plan_head jsonb,
  ends_at timestamp with time zone NOT NULL,
  engine_version integer NOT NULL DEFAULT 0,
  parked_until timestamp with time zone,
  CONSTRAINT subjects_pkey PRIMARY KEY (id),
  CONSTRAINT subjects_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT subjects_type_check CHECK ((type = ANY (ARRAY['appointment'::text, 'recall'::text, 'order'::text, 'message'::text])))
);
CREATE INDEX subjects_behind ON subjects USING btree (practice_id, id) WHERE (engine_version < plan_version);
ALTER TABLE subjects ENABLE ROW LEVEL SECURITY;
CREATE POLICY across_practices ON subjects TO kept_system USING (true);
CREATE POLICY own_practice ON subjects USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON subjects TO kept_app;
GRANT SELECT, UPDATE ON subjects TO kept_system;

CREATE TABLE sync_changes (
  run_id uuid NOT NULL,
  practice_id uuid NOT NULL,
  external_id text NOT NULL,
  change text NOT NULL,
  source_at timestamp with time zone NOT NULL,
  facts jsonb,
  content_hash bytea,
  told_at timestamp with time zone,
  CONSTRAINT sync_changes_pkey PRIMARY KEY (run_id, external_id),
  CONSTRAINT sync_changes_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT sync_changes_run_id_fkey FOREIGN KEY (run_id) REFERENCES sync_runs(id),
  CONSTRAINT sync_changes_change_check CHECK ((change = ANY (ARRAY['new'::text, 'changed'::text, 'gone'::text])))
);
ALTER TABLE sync_changes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON sync_changes USING ((practice_id = current_practice()));
GRANT DELETE, INSERT, SELECT ON sync_changes TO kept_app;
GRANT DELETE, INSERT, SELECT ON sync_changes TO kept_loader;

CREATE TABLE sync_runs (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  source text NOT NULL,
  path text NOT NULL,
  exported_at timestamp with time zone,
  state text NOT NULL,
  reason text,
  advice text,
  staged_rows integer,
  counts jsonb NOT NULL DEFAULT '{}'::jsonb,
  started_at timestamp with time zone NOT NULL,
  finished_at timestamp with time zone,
  list text NOT NULL DEFAULT 'appointments'::text,
  lacks text[] NOT NULL DEFAULT '{}'::text[],
  CONSTRAINT sync_runs_pkey PRIMARY KEY (id),
  CONSTRAINT sync_runs_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT sync_runs_list_check CHECK ((list = ANY (ARRAY['appointments'::text, 'recalls'::text, 'orders'::text]))),
  CONSTRAINT sync_runs_source_check CHECK ((source = ANY (ARRAY['schedule'::text, 'command'::text, 'api'::text, 'drop'::text]))),
  CONSTRAINT sync_runs_state_check CHECK ((state = ANY (ARRAY['loading'::text, 'comparing'::text, 'applying'::text, 'applied'::text, 'refused'::text, 'failed'::text])))
);
CREATE INDEX sync_runs_applied ON sync_runs USING btree (practice_id, exported_at) WHERE (state = 'applied'::text);
CREATE INDEX sync_runs_by_time ON sync_runs USING btree (practice_id, started_at, id);
ALTER TABLE sync_runs ENABLE ROW LEVEL SECURITY;
CREATE POLICY across_practices ON sync_runs TO kept_system USING (true);
CREATE POLICY own_practice ON sync_runs USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON sync_runs TO kept_app;
GRANT INSERT, SELECT, UPDATE ON sync_runs TO kept_loader;
GRANT SELECT, UPDATE ON sync_runs TO kept_system;

CREATE TABLE templates (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  kind text NOT NULL,
  channel text NOT NULL,
  language text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  body text,
  created_at timestamp with time zone NOT NULL,
  subject_line text,
  name text NOT NULL DEFAULT 'standard'::text,
  CONSTRAINT templates_pkey PRIMARY KEY (id),
  CONSTRAINT templates_practice_id_kind_name_channel_language_version_key UNIQUE (practice_id, kind, name, channel, language, version),
  CONSTRAINT templates_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT templates_channel_check CHECK ((channel = ANY (ARRAY['text'::text, 'voice'::text, 'email'::text]))),
  CONSTRAINT templates_check CHECK ((((channel = 'email'::text) AND (body IS NOT NULL)) = (subject_line IS NOT NULL))),
  CONSTRAINT templates_language_check CHECK ((language ~ '^[a-z]{2}$'::text)),
  CONSTRAINT templates_name_check CHECK ((name ~ '^[a-z0-9-]{1,40}$'::text))
);
ALTER TABLE templates ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON templates USING ((practice_id = current_practice()));
GRANT INSERT, SELECT ON templates TO kept_app;

CREATE TABLE visit_settings (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  facility_id uuid,
  provider_id text,
  type_id text,
  text_mode text,
  voice_mode text,
  email_mode text,
  minimum_lead interval,
  stop_on_answer boolean,
  courtesy_reminder boolean,
  early_confirm_days smallint,
  text_expiration interval,
  CONSTRAINT visit_settings_pkey PRIMARY KEY (id),
  CONSTRAINT visit_settings_practice_id_facility_id_provider_id_type_id_key UNIQUE NULLS NOT DISTINCT (practice_id, facility_id, provider_id, type_id),
  CONSTRAINT visit_settings_facility_id_fkey FOREIGN KEY (facility_id) REFERENCES facilities(id),
  CONSTRAINT visit_settings_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT visit_settings_check CHECK (((provider_id IS NOT NULL) OR (type_id IS NOT NULL))),
  CONSTRAINT visit_settings_early_confirm_days_check CHECK ((early_confirm_days >= 0)),
  CONSTRAINT visit_settings_email_mode_check CHECK ((email_mode = ANY (ARRAY['on'::text, 'off'::text, 'backup'::text]))),
  CONSTRAINT visit_settings_provider_id_check CHECK ((provider_id <> ''::text)),
  CONSTRAINT visit_settings_text_expiration_check CHECK ((text_expiration >= '00:00:00'::interval)),
  CONSTRAINT visit_settings_text_mode_check CHECK ((text_mode = ANY (ARRAY['on'::text, 'off'::text, 'backup'::text]))),
  CONSTRAINT visit_settings_type_id_check CHECK ((type_id <> ''::text)),
  CONSTRAINT visit_settings_voice_mode_check CHECK ((voice_mode = ANY (ARRAY['on'::text, 'off'::text, 'backup'::text])))
);
ALTER TABLE visit_settings ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON visit_settings USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON visit_settings TO kept_app;

CREATE TABLE worklist_items (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  type text NOT NULL,
  priority smallint NOT NULL,
  state text NOT NULL DEFAULT 'open'::text,
  appointment_id uuid,
  message_id uuid,
  reply_id uuid,
  patient_id uuid,
  contact_point_id uuid,
  opened_at timestamp with time zone NOT NULL,
  renewed_at timestamp with time zone NOT NULL,
  recall_id uuid,
  CONSTRAINT worklist_items_pkey PRIMARY KEY (id),
  CONSTRAINT worklist_items_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES appointments(id),
  CONSTRAINT worklist_items_contact_point_id_fkey FOREIGN KEY (contact_point_id) REFERENCES contact_points(id),
  CONSTRAINT worklist_items_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages(id),
  CONSTRAINT worklist_items_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patients(id),
  CONSTRAINT worklist_items_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT worklist_items_recall_id_fkey FOREIGN KEY (recall_id) REFERENCES recalls(id),
  CONSTRAINT worklist_items_reply_id_fkey FOREIGN KEY (reply_id) REFERENCES replies(id),
  CONSTRAINT worklist_items_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text]))),
  CONSTRAINT worklist_items_type_check CHECK ((type ~ '^[a-z_]{1,40}$'::text))
);
CREATE INDEX worklist_items_by_appointment ON worklist_items USING btree (appointment_id) WHERE (appointment_id IS NOT NULL);
CREATE INDEX worklist_items_by_recall ON worklist_items USING btree (recall_id) WHERE (recall_id IS NOT NULL);
CREATE INDEX worklist_items_in_order ON worklist_items USING btree (practice_id, state, priority, opened_at, id);
CREATE UNIQUE INDEX worklist_items_one_open ON worklist_items USING btree (practice_id, type, COALESCE(appointment_id, recall_id, message_id, contact_point_id, patient_id, reply_id)) WHERE (state = 'open'::text);
ALTER TABLE worklist_items ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON worklist_items USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON worklist_items TO kept_app;

CREATE TABLE write_backs (
  id uuid NOT NULL DEFAULT uuidv7(),
  practice_id uuid NOT NULL,
  appointment_id uuid NOT NULL,
  occurrence timestamp with time zone NOT NULL,
  answer text NOT NULL,
  state text NOT NULL DEFAULT 'waiting'::text,
  queued_at timestamp with time zone NOT NULL,
  CONSTRAINT write_backs_pkey PRIMARY KEY (id),
  CONSTRAINT write_backs_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES appointments(id),
  CONSTRAINT write_backs_practice_id_fkey FOREIGN KEY (practice_id) REFERENCES practices(id),
  CONSTRAINT write_backs_answer_check CHECK ((answer = ANY (ARRAY['confirmed'::text, 'declined'::text]))),
  CONSTRAINT write_backs_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'overtaken'::text])))
);
CREATE INDEX write_backs_by_appointment ON write_backs USING btree (appointment_id, queued_at);
CREATE INDEX write_backs_waiting ON write_backs USING btree (practice_id, queued_at, id) WHERE (state = 'waiting'::text);
ALTER TABLE write_backs ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_practice ON write_backs USING ((practice_id = current_practice()));
GRANT INSERT, SELECT, UPDATE ON write_backs TO kept_app;

CREATE OR REPLACE FUNCTION current_practice()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('kept.practice_id'::text, true), ''::text))::uuid;

CREATE OR REPLACE PROCEDURE keep_to_practice(IN table_name regclass, IN practice_column text, IN privileges text)
 LANGUAGE plpgsql
AS $procedure$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', table_name);
  EXECUTE format('CREATE POLICY own_practice ON %s USING (%I = current_practice())', table_name, practice_column);
  EXECUTE format('GRANT %s ON %s TO kept_app', privileges, table_name);
END
$procedure$;

CREATE OR REPLACE PROCEDURE open_to_system(IN table_name regclass, IN privileges text)
 LANGUAGE plpgsql
AS $procedure$
BEGIN
  EXECUTE format('CREATE POLICY across_practices ON %s TO kept_system USING (true)', table_name);
  EXECUTE format('GRANT %s ON %s TO kept_system', privileges, table_name);
END
$procedure$;

