import type { FeedList } from '../domain/feed/feed-lists.ts';
import type { PracticeTransaction } from './database.ts';

type Sql = PracticeTransaction['sql'];

/** The table that holds the practice's copy of a list. */
export function copyTable(sql: Sql, list: FeedList) {
  return { appointments: sql`appointments`, recalls: sql`recalls`, orders: sql`orders` }[list];
}

/** The word that a row of the list stands under among the facts of `sync_changes`, beside its patient. */
export const factName: Readonly<Record<FeedList, string>> = {
  appointments: 'visit',
  recalls: 'recall',
  orders: 'order',
};

/** What a staged row (`good`, with `facility_uuid`) says beside its patient, as it is to stand in the copy. */
export function stagedFacts(sql: Sql, list: FeedList) {
  return {
    appointments: sql`
      'facility_id', facility_uuid, 'wall_time', starts_at, 'starts_at', instant,
      'duration_minutes', coalesce(nullif(duration_minutes, '')::int, 30), 'type_id', type_id, 'type_name', type_name,
      'provider_id', provider_id, 'provider_name', provider_name, 'pms_state', status`,
    recalls: sql`
      'facility_id', facility_uuid, 'due_on', due_on, 'due_at', instant, 'type_name', type_name, 'booked_by', appointment_id`,
    orders: sql`
      'facility_id', facility_uuid, 'product_name', product_name, 'state', status, 'ready_on', nullif(ready_on, ''),
      'ready_at', instant`,
  }[list];
}

/**
 * The rows of the copy that a complete file should hold, as (external_id, facility_id, patient_id, provider_id, source_at), with
 * `is_inside`: within the file's window; and `is_weighed`: one of those whose loss in numbers is suspicious. Visits stand in a
 * rolling window; a list of recalls or orders holds all that are open, and an order that was dispensed may leave it at any time.
 */
export function copyToFind(tx: PracticeTransaction, list: FeedList, exportedAt: number) {
  const { sql, practiceId, now } = tx;
  return {
    appointments: sql`
      SELECT external_id, facility_id, patient_id, provider_id, source_at,
        starts_at BETWEEN ${exportedAt}::timestamptz - interval '2 days' AND ${exportedAt}::timestamptz + interval '365 days' AS is_inside,
        starts_at < ${now}::timestamptz + interval '14 days' AND pms_state NOT IN ('cancelled', 'rescheduled') AS is_weighed
      FROM appointments
      WHERE practice_id = ${practiceId} AND gone_at IS NULL AND starts_at > ${now}`,
    recalls: sql`
      SELECT external_id, facility_id, patient_id, '' AS provider_id, source_at, true AS is_inside, true AS is_weighed
      FROM recalls
      WHERE practice_id = ${practiceId} AND gone_at IS NULL`,
    orders: sql`
      SELECT external_id, facility_id, patient_id, '' AS provider_id, source_at, true AS is_inside, state <> 'dispensed' AS is_weighed
      FROM orders
      WHERE practice_id = ${practiceId} AND gone_at IS NULL`,
  }[list];
}
