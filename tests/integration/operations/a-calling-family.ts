import { createTemplateRenderer } from '../../../domain/templates/render.ts';
import { claimBySubject } from '../../../operations/sending/claim-by-subject.ts';
import type { ClaimEnd } from '../../../operations/sending/claim.ts';
import { settleAttempt, type AttemptEnd } from '../../../operations/sending/settle-attempt.ts';
import type { TestDatabase } from '../../environment/test-database.ts';
import { aPractice, type APractice, type AVisit } from './a-practice.ts';

const renderer = createTemplateRenderer();
export const day = 86_400_000;
let practices = 0;

/** A practice with one text a day before, and a call as its backup, at whatever hour it is. */
export async function aPracticeThatCalls(database: TestDatabase): Promise<APractice> {
  practices += 1;
  const number = `+1757556${String(practices).padStart(4, '0')}`;
  const practice = await aPractice(database, {
    file: {
      senders: [
        { channel: 'text', address: number },
        { channel: 'voice', address: number },
      ],
      steps: [{ kind: 'appointment_reminder', slot: 'one-day', channel: 'text', offset: '-P1D' }],
      templates: [
        {
          kind: 'appointment_reminder',
          channel: 'voice',
          language: 'en',
          body: '{{ firstName }} {{ visits }} {{ visitTime }}',
        },
      ],
    },
  });
  await database.sql`UPDATE practice_settings SET voice_from = '08:00', voice_to = '21:00' WHERE practice_id = ${practice.id}`;
  return practice;
}

/** The visit's message of a channel, which the plan must have. */
export async function messageOf({ sql }: TestDatabase, visit: AVisit, channel = 'text') {
  const [message] = await sql<
    {
      id: string;
      state: string;
      reason: string | null;
      detail: string | null;
      mergedInto: string | null;
      backupOf: string | null;
      body: string | null;
      late: number;
    }[]
  >`
    SELECT id, state, reason, detail, merged_into AS "mergedInto", backup_of AS "backupOf", body,
      (extract(epoch FROM now() - send_at) * 1000)::float8 AS late
    FROM messages WHERE subject_id = ${visit.id} AND channel = ${channel}`;
  if (message === undefined) throw new Error(`The visit has no message by ${channel}.`);
  return message;
}

/** Makes the visits' texts due now. */
export async function dueNow({ sql }: TestDatabase, ...visits: AVisit[]): Promise<void> {
  await sql`
    UPDATE messages SET send_at = now() - interval '1 second' WHERE subject_id = ANY(${visits.map(({ id }) => id)}::uuid[])`;
}

export function claim({ db }: TestDatabase, practice: APractice, messageId: string): Promise<ClaimEnd> {
  return db.inPractice(practice.id, (tx) => claimBySubject(tx, messageId, renderer));
}

/** Ends the message's newest attempt. */
export async function settle(
  { db, sql }: TestDatabase,
  practice: APractice,
  messageId: string,
  end: AttemptEnd,
): Promise<void> {
  const [attempt] = await sql<{ id: string }[]>`
    SELECT id FROM attempts WHERE message_id = ${messageId} ORDER BY number DESC LIMIT 1`;
  if (attempt === undefined) throw new Error('The message was not claimed.');
  await db.inPractice(practice.id, (tx) => settleAttempt(tx, attempt.id, end));
}

export const taken = (messageId: string): AttemptEnd => ({
  end: 'taken',
  carrierId: `SM-${messageId}`,
  by: 'response',
});
export const refused: AttemptEnd = { end: 'refused', code: '30003', verdict: 'unreachable', by: 'response' };
