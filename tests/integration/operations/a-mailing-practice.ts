import { planSubjects } from '../../../operations/planning/plan-subjects.ts';
import type { TestDatabase } from '../../environment/test-database.ts';
import { aPractice, makeDue, type APractice, type AVisit } from './a-practice.ts';

/** A practice whose reminders are emails, at whatever hour it is. */
export interface AMailingPractice extends APractice {
  /** A visit whose first mail is due, to a mailbox of its own. */
  due(given?: Parameters<APractice['visit']>[0]): Promise<{ visit: AVisit; messageId: string; address: string }>;
}

let mailboxes = 0;

export async function aMailingPractice(database: TestDatabase): Promise<AMailingPractice> {
  const { db, sql } = database;
  const practice = await aPractice(database);
  const { id, slug } = practice;
  await sql`
    INSERT INTO senders (practice_id, channel, address) VALUES (${id}, 'email', ${`visits@${slug}.example`})`;
  await sql`UPDATE steps SET channel = 'email' WHERE practice_id = ${id}`;
  await sql`UPDATE practice_settings SET email_from = '00:00', email_to = '23:59' WHERE practice_id = ${id}`;
  return {
    ...practice,
    async due(given = {}) {
      const visit = await practice.visit({ ...given, phone: null });
      const address = `patient${String((mailboxes += 1))}@${slug}.example`;
      await sql`INSERT INTO contact_points (practice_id, address) VALUES (${id}, ${address})`;
      await sql`
        UPDATE patients SET email = ${address}, date_of_birth = '1980-02-29'
        WHERE id = (SELECT patient_id FROM appointments WHERE id = ${visit.id})`;
      await db.inPractice(id, (tx) => planSubjects(tx, [visit.id], { name: 'feed', detail: {} }));
      return { visit, messageId: await makeDue(database, visit), address };
    },
  };
}
