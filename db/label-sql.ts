import type { Transaction } from './database.ts';

type Sql = Transaction['sql'];
type Fragment = ReturnType<Sql>;

/**
 * `domain/labels.ts` in SQL, because a page can only be filtered and a report only be counted where the rows are. A test holds
 * the two against each other over every combination.
 */

/** The label of the appointment `a`: the first that fits. */
export function appointmentLabelSql(sql: Sql): Fragment {
  return sql`
    CASE
      WHEN a.pms_state IN ('cancelled', 'rescheduled') OR a.gone_at IS NOT NULL THEN 'Cancelled/Resch in PM System'
      WHEN a.pms_state = 'no_show' THEN 'No Show'
      WHEN a.pms_state = 'completed' THEN 'Completed'
      WHEN a.pms_state = 'arrived' THEN 'Arrived'
      WHEN a.answer = 'declined' THEN 'Declined'
      WHEN a.answer = 'confirmed' OR a.pms_state = 'confirmed' THEN 'Confirmed'
      ELSE 'Not Confirmed'
    END`;
}

/** The label of `recall`, whose plan's `subject` says whether it is booked: the first that fits. */
export function recallLabelSql(sql: Sql): Fragment {
  return sql`
    CASE
      WHEN recall.gone_at IS NOT NULL THEN 'Removed in PM System'
      WHEN subject.closed_by = 'booked' THEN 'Booked'
      WHEN recall.answer = 'declined' THEN 'Declined'
      WHEN recall.answer = 'confirmed' THEN 'Confirmed'
      ELSE 'Not Confirmed'
    END`;
}

/** The label of the order `ordered`: the first that fits. */
export function orderLabelSql(sql: Sql): Fragment {
  return sql`
    CASE
      WHEN ordered.gone_at IS NOT NULL THEN 'Removed in PM System'
      WHEN ordered.state = 'dispensed' THEN 'Dispensed'
      WHEN ordered.state = 'received' THEN 'Ready'
      ELSE 'Not Ready'
    END`;
}

/** How far the messages about the present time of the plan's `subject` have come; null where none was planned. */
export function furthestDeliverySql(sql: Sql): Fragment {
  return sql`(
    SELECT m.state FROM messages m
    WHERE m.subject_id = subject.id AND m.occurrence = subject.starts_at
    ORDER BY ${furthestFirstSql(sql)} LIMIT 1)`;
}

/** The label of the message `m`. */
export function messageLabelSql(sql: Sql): Fragment {
  return sql`
    CASE
      WHEN m.answer = 'confirmed' AND m.state NOT IN ('withheld', 'not_sent') THEN 'Confirmed'
      WHEN m.answer = 'declined' AND m.state NOT IN ('withheld', 'not_sent') THEN 'Declined'
      WHEN m.state = 'withheld' THEN 'Will Not Be Sent'
      WHEN m.state IN ('not_sent', 'sending') THEN 'Message Not Sent'
      WHEN m.state IN ('sent', 'unknown') THEN 'Message Sent'
      WHEN m.state = 'received' THEN 'Message Received'
      WHEN m.state = 'not_received' THEN 'Message Not Received'
    END`;
}

/** An order of messages `m`: the one that came furthest first; what is still under way counts for more than what failed. */
export function furthestFirstSql(sql: Sql): Fragment {
  return sql`array_position('{received,sent,unknown,sending,not_sent,not_received,withheld}'::text[], m.state)`;
}
