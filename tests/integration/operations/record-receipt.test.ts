import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readStatus } from '../../../channels/twilio/status.ts';
import { recordReceipt } from '../../../operations/sending/record-receipt.ts';
import { settleAttempt } from '../../../operations/sending/settle-attempt.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aPractice, messagesOf, type APractice, type AVisit } from './a-practice.ts';

let database: TestDatabase;
let practice: APractice;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aPractice(database);
});
afterAll(() => database.close());

/** A message in the hands of the carrier, whose answer to the hand-over never came. */
async function handedOver(): Promise<{ visit: AVisit; messageId: string; attemptId: string }> {
  const visit = await practice.visit();
  const [first] = await messagesOf(database, visit);
  const [attempt] = await database.sql<[{ id: string }]>`
    WITH sending AS (UPDATE messages SET state = 'sending', body = 'words' WHERE id = ${first!.id} RETURNING *)
    INSERT INTO attempts (practice_id, message_id, number, sender_id, contact_point_id, opened_at, hand_over_by)
    SELECT practice_id, id, 1, (SELECT id FROM senders WHERE address = ${practice.sender}), contact_point_id, now(), now()
    FROM sending RETURNING id`;
  return { visit, messageId: first!.id, attemptId: attempt.id };
}

function receive(
  on: { messageId: string; attemptId: string },
  status: string,
  code: string | null = null,
): Promise<void> {
  const { moves, verdict } = readStatus(status, code);
  return recordReceipt(database.db, {
    practiceId: practice.id,
    messageId: on.messageId,
    attemptId: on.attemptId,
    carrierId: 'SM1',
    status,
    code,
    word: moves,
    verdict,
    raw: { MessageStatus: status },
  });
}

async function standing(on: { visit: AVisit; messageId: string; attemptId: string }) {
  const message = (await messagesOf(database, on.visit)).find(({ id }) => id === on.messageId);
  const [attempt] = await database.sql`SELECT outcome, carrier_id FROM attempts WHERE id = ${on.attemptId}`;
  return { state: message?.state, outcome: String(attempt?.['outcome']), carrierId: String(attempt?.['carrier_id']) };
}

test('any word of the carrier settles a hand-over that ended without one', async () => {
  const on = await handedOver();
  await receive(on, 'queued');
  expect(await standing(on)).toEqual({ state: 'sent', outcome: 'taken', carrierId: 'SM1' });
});

test('law 5: receipts late, twice and out of order leave the message at the furthest of them', async () => {
  const status = fc.constantFrom('queued', 'sending', 'sent', 'delivered', 'undelivered', 'a-word-of-tomorrow');
  await fc.assert(
    fc.asyncProperty(fc.array(status, { minLength: 1, maxLength: 6 }), async (statuses) => {
      const on = await handedOver();
      for (const each of statuses) await receive(on, each, each === 'undelivered' ? '30008' : null);
      const expected = statuses.includes('delivered')
        ? 'received'
        : statuses.includes('undelivered')
          ? 'not_received'
          : 'sent';
      const { state } = await standing(on);
      expect(state).toBe(expected);
      const kept = await database.sql`SELECT id FROM receipts WHERE message_id = ${on.messageId}`;
      expect(kept).toHaveLength(statuses.length);
    }),
    { numRuns: 40 },
  );
});

test('a landline is remembered, and the visit’s other texts say so', async () => {
  const on = await handedOver();
  await receive(on, 'undelivered', '30006');
  const messages = await messagesOf(database, on.visit);
  expect(messages.map(({ state, reason }) => reason ?? state)).toEqual(['not_received', 'landline', 'landline']);
});

test('21610 opts the number out', async () => {
  const on = await handedOver();
  await receive(on, 'failed', '21610');
  expect((await messagesOf(database, on.visit)).map(({ state, reason }) => reason ?? state)).toEqual([
    'not_received',
    'opted_out',
    'opted_out',
  ]);
});

test('a receipt that names another message’s attempt is kept and moves nothing', async () => {
  const [one, other] = [await handedOver(), await handedOver()];
  await receive({ messageId: one.messageId, attemptId: other.attemptId }, 'delivered');
  expect([(await standing(one)).state, (await standing(other)).state]).toEqual(['sending', 'sending']);
  expect(await database.sql`SELECT id FROM receipts WHERE message_id IS NULL`).toHaveLength(1);
});

test('law 1: a report of a hand-over that was taken for absent ends the wait to send it again', async () => {
  const on = await handedOver();
  await database.db.inPractice(practice.id, (tx) =>
    settleAttempt(tx, on.attemptId, { end: 'not_taken', code: 'absent_at_carrier', retryAt: Date.now(), by: 'list' }),
  );
  expect((await standing(on)).state).toBe('not_sent');
  await receive(on, 'delivered');
  expect(await standing(on)).toEqual({ state: 'received', outcome: 'taken', carrierId: 'SM1' });
  const [mark] = await database.sql`SELECT version FROM outbox WHERE subject_id = ${on.visit.id}`;
  const [subject] = await database.sql`SELECT plan_version FROM subjects WHERE id = ${on.visit.id}`;
  expect(mark?.['version']).toBe(subject?.['plan_version']);
});
