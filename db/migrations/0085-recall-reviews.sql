-- Up Migration

-- What staff say of a visit that the patient has got since a recall was written about, and that nothing else lets count: whether it
-- books the recall, for the day that this was due on then. The last word stands.
CREATE TABLE recall_reviews (
  recall_id uuid NOT NULL REFERENCES recalls,
  appointment_id uuid NOT NULL REFERENCES appointments,
  practice_id uuid NOT NULL REFERENCES practices,
  due_at timestamptz NOT NULL,
  books boolean NOT NULL,
  key_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (recall_id, appointment_id)
);
CALL keep_to_practice('recall_reviews', 'practice_id', 'SELECT, INSERT, UPDATE');

-- What waits for a person is listed once, in domain/worklist.ts.
ALTER TABLE worklist_items DROP CONSTRAINT worklist_items_type_check, ADD CHECK (type ~ '^[a-z_]{1,40}$');

-- The same as before (0043), and a recall is booked by the visits of which staff say so.
CREATE OR REPLACE VIEW planned_subjects WITH (security_invoker = true) AS
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
      OR EXISTS (
        SELECT FROM recall_reviews review
        JOIN appointments booked ON booked.id = review.appointment_id AND booked.patient_id = recall.patient_id
        WHERE review.recall_id = recall.id AND review.due_at = recall.due_at AND review.books
          AND booked.gone_at IS NULL AND booked.pms_state NOT IN ('cancelled', 'rescheduled', 'no_show')
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

-- Down Migration

CREATE OR REPLACE VIEW planned_subjects WITH (security_invoker = true) AS
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

DELETE FROM notifications WHERE worklist_item_id IN (SELECT id FROM worklist_items WHERE type = 'booking_review');
DELETE FROM worklist_items WHERE type = 'booking_review';
ALTER TABLE worklist_items
  DROP CONSTRAINT worklist_items_type_check,
  ADD CHECK (type IN ('decline', 'cancellation_request', 'unclear_reply', 'which_visit', 'unreachable', 'flip', 'late_answer',
    'moved_after_send', 'unknown_send', 'transfer_unanswered', 'wrong_number', 'deceased', 'emergency', 'booking'));
DROP TABLE recall_reviews;
