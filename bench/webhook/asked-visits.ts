import type { MeasuredSystem } from '../measured-system.ts';
import type { PlantedPractice } from '../planted-visits.ts';

/** A visit whose text a carrier has taken: what comes back of it is a status or an answer. */
export interface AskedVisit {
  readonly phone: string;
  readonly messageId: string;
  readonly attemptId: string;
  /** The carrier's id of the text. */
  readonly carrierId: string;
}

const hourMs = 3_600_000;

/** Visits as they stand once their one text went out, written straight into the database. */
export async function plantAsked(
  { sql }: MeasuredSystem,
  practice: PlantedPractice,
  count: number,
): Promise<AskedVisit[]> {
  const now = Date.now();
  const visits = await practice.plant({
    count,
    startsAt: now + 8 * hourMs,
    durationMinutes: 30,
    firstAt: now - 60_000,
    texts: 1,
  });
  const asked = await sql<AskedVisit[]>`
    WITH went AS (
      UPDATE messages
      SET state = 'sent', word = 'sent', sent_at = now(), state_at = now(), body = 'asked',
          sender_id = (SELECT id FROM senders WHERE address = ${practice.sender})
      WHERE subject_id = ANY(${visits.map(({ id }) => id)}::uuid[])
      RETURNING id, practice_id, sender_id, contact_point_id
    ), taken AS (
      INSERT INTO attempts (practice_id, message_id, number, sender_id, contact_point_id, opened_at, hand_over_by, outcome,
        carrier_id, settled_at, settled_by)
      SELECT practice_id, id, 1, sender_id, contact_point_id, now(), now(), 'taken', 'SM' || md5(id::text), now(), 'response'
      FROM went
      RETURNING id, message_id, contact_point_id, carrier_id
    )
    SELECT contact.address AS phone, taken.message_id AS "messageId", taken.id AS "attemptId", taken.carrier_id AS "carrierId"
    FROM taken JOIN contact_points contact ON contact.id = taken.contact_point_id`;
  await sql`ANALYZE`;
  return asked;
}
