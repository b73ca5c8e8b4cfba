import { planSubjects } from '../../../operations/planning/plan-subjects.ts';
import type { TestDatabase } from '../../environment/test-database.ts';
import { aPractice, makeDue, type APractice, type AVisit } from './a-practice.ts';

/** A practice whose reminders are calls, from the number that its texts go out from, at whatever hour of the window it is. */
export interface ACallingPractice extends APractice {
  /** A visit whose first call is due. */
  due(given?: Parameters<APractice['visit']>[0] & { home?: string }): Promise<{ visit: AVisit; messageId: string }>;
  /** Changes settings of the practice. */
  set(columns: Readonly<Record<string, string | number>>): Promise<void>;
}

export async function aCallingPractice(database: TestDatabase): Promise<ACallingPractice> {
  const { sql } = database;
  const practice = await aPractice(database);
  const { id } = practice;
  await sql`INSERT INTO senders (practice_id, channel, address) VALUES (${id}, 'voice', ${practice.sender})`;
  await sql`UPDATE steps SET channel = 'voice' WHERE practice_id = ${id}`;
  await sql`
    UPDATE practice_settings
    SET voice_mode = 'on', voice_from = '08:00', voice_to = '21:00', office_from = '00:00', office_to = '23:59',
        office_days = '{1,2,3,4,5,6,7}', voice_phones = '{cell,home}'
    WHERE practice_id = ${id}`;
  return {
    ...practice,
    async due({ home, ...given } = {}) {
      const visit = await practice.visit(given);
      if (home !== undefined) {
        await sql`INSERT INTO contact_points (practice_id, address) VALUES (${id}, ${home}) ON CONFLICT DO NOTHING`;
        await sql`
          UPDATE patients SET home_phone = ${home}, home_e164 = ${home}
          WHERE id = (SELECT patient_id FROM appointments WHERE id = ${visit.id})`;
        await database.db.inPractice(id, (tx) => planSubjects(tx, [visit.id], { name: 'feed', detail: {} }));
      }
      return { visit, messageId: await makeDue(database, visit) };
    },
    async set(columns) {
      await sql`UPDATE practice_settings SET ${sql(columns)} WHERE practice_id = ${id}`;
    },
  };
}
