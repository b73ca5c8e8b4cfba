-- Up Migration

-- What plans are made about, of every type in one shape: a visit, a recall, an order.
-- `starts_at`: what its steps count from; a day, which has no hour, from when it begins at the facility.
-- `useful_until`: of a day: nothing about it goes later; null: a visit, which nothing is told of once it began.
-- `has_steps`: false while there is nothing to count from: an order that is not ready, a recall that waits for its place in the backlog.
-- `closed_by`: the reason that nothing more goes, beside what the state of a visit says.
CREATE VIEW planned_subjects WITH (security_invoker = true) AS
  SELECT visit.id, visit.practice_id, 'appointment' AS type, visit.facility_id, visit.patient_id, visit.starts_at,
    visit.starts_at + visit.duration_minutes * interval '1 minute' AS ends_at, NULL::timestamptz AS useful_until,
    true AS has_steps, NULL::text AS closed_by, visit.pms_state, visit.gone_at, visit.answer, visit.answered_at, visit.type_id,
    visit.provider_id
  FROM appointments visit
  UNION ALL
  SELECT recall.id, recall.practice_id, 'recall', recall.facility_id, recall.patient_id,
    coalesce(recall.begins_at, recall.due_at), coalesce(recall.begins_at, recall.due_at),
    (recall.due_on + interval '18 months') AT TIME ZONE facility.time_zone,
    recall.begins_at IS NOT NULL
      OR recall.due_on >= (greatest(recall.due_known_at, practice.live_at) AT TIME ZONE facility.time_zone)::date,
    CASE WHEN recall.gone_at IS NULL AND (
      recall.booked_by <> '' AND NOT EXISTS (
        SELECT FROM appointments booked
        WHERE booked.practice_id = recall.practice_id AND booked.external_id = recall.booked_by
          AND (booked.gone_at IS NOT NULL OR booked.pms_state IN ('cancelled', 'rescheduled', 'no_show'))
      )
      OR EXISTS (
        SELECT FROM recall_bookings books
        JOIN appointments booked ON booked.practice_id = books.practice_id AND booked.patient_id = recall.patient_id
          AND booked.type_id = books.appointment_type_id
        WHERE books.practice_id = recall.practice_id AND books.recall_type = lower(recall.type_name)
          AND booked.gone_at IS NULL AND booked.pms_state NOT IN ('cancelled', 'rescheduled', 'no_show')
          AND booked.starts_at >= recall.due_at - interval '30 days'
      )
    ) THEN 'booked' END,
    'scheduled', recall.gone_at, recall.answer, recall.answered_at, '', ''
  FROM recalls recall
  JOIN facilities facility ON facility.id = recall.facility_id
  JOIN practices practice ON practice.id = recall.practice_id
  UNION ALL
  SELECT ordered.id, ordered.practice_id, 'order', ordered.facility_id, ordered.patient_id,
    coalesce(ordered.ready_at, ordered.first_seen_at), coalesce(ordered.ready_at, ordered.first_seen_at),
    coalesce(ordered.ready_at, ordered.first_seen_at) + interval '30 days',
    ordered.ready_at IS NOT NULL AND ordered.state <> 'ordered', CASE ordered.state WHEN 'dispensed' THEN 'dispensed' END,
    'scheduled', ordered.gone_at, 'none', NULL, '', ''
  FROM orders ordered;
GRANT SELECT ON planned_subjects TO kept_app;

-- What is about a recall names it where what is about a visit names that.
ALTER TABLE answers
  ADD COLUMN recall_id uuid REFERENCES recalls,
  ALTER COLUMN appointment_id DROP NOT NULL,
  ADD CHECK (num_nonnulls(appointment_id, recall_id) = 1);
CREATE INDEX answers_by_recall ON answers (recall_id, at) WHERE recall_id IS NOT NULL;
ALTER TABLE replies ADD COLUMN recall_id uuid REFERENCES recalls;
CREATE INDEX replies_by_recall ON replies (recall_id, received_at) WHERE recall_id IS NOT NULL;
ALTER TABLE notifications ADD COLUMN recall_id uuid REFERENCES recalls;
ALTER TABLE worklist_items
  ADD COLUMN recall_id uuid REFERENCES recalls,
  DROP CONSTRAINT worklist_items_type_check,
  ADD CHECK (type IN ('decline', 'cancellation_request', 'unclear_reply', 'which_visit', 'unreachable', 'flip', 'late_answer',
    'moved_after_send', 'unknown_send', 'transfer_unanswered', 'wrong_number', 'deceased', 'emergency', 'booking'));
DROP INDEX worklist_items_one_open;
CREATE UNIQUE INDEX worklist_items_one_open ON worklist_items
  (practice_id, type, coalesce(appointment_id, recall_id, message_id, contact_point_id, patient_id, reply_id)) WHERE state = 'open';
CREATE INDEX worklist_items_by_recall ON worklist_items (recall_id) WHERE recall_id IS NOT NULL;

-- Down Migration

DROP INDEX worklist_items_by_recall, worklist_items_one_open;
DELETE FROM notifications WHERE recall_id IS NOT NULL OR worklist_item_id IN (SELECT id FROM worklist_items WHERE recall_id IS NOT NULL);
DELETE FROM worklist_items WHERE recall_id IS NOT NULL OR type = 'booking';
CREATE UNIQUE INDEX worklist_items_one_open ON worklist_items
  (practice_id, type, coalesce(appointment_id, message_id, contact_point_id, patient_id, reply_id)) WHERE state = 'open';
ALTER TABLE worklist_items
  DROP COLUMN recall_id,
  DROP CONSTRAINT worklist_items_type_check,
  ADD CHECK (type IN ('decline', 'cancellation_request', 'unclear_reply', 'which_visit', 'unreachable', 'flip', 'late_answer',
    'moved_after_send', 'unknown_send', 'transfer_unanswered', 'wrong_number', 'deceased', 'emergency'));
ALTER TABLE notifications DROP COLUMN recall_id;
ALTER TABLE replies DROP COLUMN recall_id;
DELETE FROM answers WHERE recall_id IS NOT NULL;
ALTER TABLE answers DROP COLUMN recall_id, ALTER COLUMN appointment_id SET NOT NULL;
DROP VIEW planned_subjects;
