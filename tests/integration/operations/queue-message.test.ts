import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { explainMessage } from '../../../operations/explaining/explain-message.ts';
import { queueMessage } from '../../../operations/sending/queue-message.ts';
import { recordReceipt } from '../../../operations/sending/record-receipt.ts';
import { sendMessage, type SendDependencies } from '../../../operations/sending/send-message.ts';
import { sweep } from '../../../operations/sending/sweep.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aSimulator, type ASimulator } from '../simulator/a-simulator.ts';
import { sendDependencies } from './send-dependencies.ts';
import { aPractice, type APractice } from './a-practice.ts';

const minute = 60_000;
let database: TestDatabase;
let practice: APractice;
let simulator: ASimulator;
let deps: SendDependencies;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aPractice(database);
  simulator = await aSimulator();
  deps = sendDependencies(database.db, simulator);
});
afterAll(async () => {
  await simulator.close();
  await database.close();
});
beforeEach(() => simulator.setFaults({}));

/** An answer to a reply of this practice's visit, queued a given time ago, and whom it goes to. */
async function queued(given: { of?: APractice; slot?: string; ageMs?: number } = {}) {
  const of = given.of ?? practice;
  const visit = await of.visit();
  const [at] = await database.sql<[{ senderId: string; contactPointId: string; replyId: string }]>`
    INSERT INTO replies (practice_id, channel, sender_id, contact_point_id, carrier_id, body, reading, rule, outcome,
      appointment_id, received_at)
    SELECT ${of.id}, 'text', senders.id, contact_points.id, ${randomUUID()}, 'What now?', 'unclear', 'none', 'unclear',
      ${visit.id}, now()
    FROM senders, contact_points WHERE senders.address = ${of.sender} AND contact_points.address = ${visit.phone}
    RETURNING sender_id AS "senderId", contact_point_id AS "contactPointId", id AS "replyId"`;
  const messageId = await database.db.inPractice(of.id, (tx) => {
    const sendAt = tx.now - (given.ageMs ?? 0);
    return queueMessage(
      tx,
      {
        kind: 'acknowledgement',
        slot: given.slot ?? 'unclear',
        channel: 'text',
        senderId: at.senderId,
        contactPointId: at.contactPointId,
        patientId: null,
        language: 'en',
        body: 'We will call you.',
        inReplyTo: at.replyId,
        sendAt,
        usefulUntil: sendAt + 15 * minute,
      },
      { name: 'reply', detail: { replyId: at.replyId } },
    );
  });
  return { messageId, visit, ...at };
}

const send = (messageId: string, of = practice) => sendMessage(deps, { practiceId: of.id, messageId });

async function takenFor(messageId: string) {
  return (await simulator.accepted()).filter((accepted) => accepted.messageId === messageId);
}

async function stateOf(messageId: string) {
  const [row] = await database.sql`SELECT state, reason, detail FROM messages WHERE id = ${messageId}`;
  return row;
}

async function subjectOf(messageId: string) {
  const [row] = await database.sql<
    [{ id: string; type: string; planVersion: number; engineVersion: number; cause: string }]
  >`
    SELECT subjects.id, type, plan_version AS "planVersion", engine_version AS "engineVersion", cause
    FROM messages JOIN subjects ON subjects.id = subject_id
    JOIN plan_changes ON plan_changes.subject_id = subjects.id AND version = plan_version
    WHERE messages.id = ${messageId}`;
  return row;
}

test('it is a subject by itself, marked for the relay before everything else, and names its cause', async () => {
  const { messageId } = await queued();
  const subject = await subjectOf(messageId);
  expect(subject).toMatchObject({ type: 'message', planVersion: 1, cause: 'reply' });
  expect(await database.sql`SELECT signal, priority, version FROM outbox WHERE subject_id = ${subject.id}`).toEqual([
    { signal: 'replanned', priority: 0, version: 1 },
  ]);
});

test('it goes with the words and from the number that it was queued with, and nothing of its plan is left', async () => {
  const { messageId, visit } = await queued();
  const plan = await send(messageId);
  expect(plan).toMatchObject({ version: 2, entries: [] });
  const [taken, ...more] = await takenFor(messageId);
  expect(taken).toMatchObject({ from: practice.sender, to: visit.phone, body: 'We will call you.' });
  expect(more).toEqual([]);
  expect(await stateOf(messageId)).toMatchObject({ state: 'sent' });
});

test('law 1: asked again, or by two at once, it hands over nothing more', async () => {
  const { messageId } = await queued();
  await Promise.all([send(messageId), send(messageId)]);
  await send(messageId);
  expect(await takenFor(messageId)).toHaveLength(1);
});

describe('law 3: it does not go', () => {
  const optOut = (contactPointId: string) =>
    database.sql`UPDATE contact_points SET opted_out_at = now() WHERE id = ${contactPointId}`;

  test('to a contact point that has opted out since', async () => {
    const { messageId, contactPointId } = await queued();
    await optOut(contactPointId);
    expect((await send(messageId)).entries).toEqual([]);
    expect(await stateOf(messageId)).toMatchObject({ state: 'withheld', reason: 'opted_out' });
    expect(await takenFor(messageId)).toEqual([]);
  });

  test('unless it is what confirms that', async () => {
    const { messageId, contactPointId } = await queued({ slot: 'opted-out' });
    await optOut(contactPointId);
    await send(messageId);
    expect(await takenFor(messageId)).toHaveLength(1);
  });

  test('when whoever wrote has long ceased to wait', async () => {
    const { messageId } = await queued({ ageMs: 16 * minute });
    await send(messageId);
    expect(await stateOf(messageId)).toMatchObject({ state: 'withheld', reason: 'too_late' });
  });

  test('for a practice that is not live, but to the contacts of its rehearsal', async () => {
    const rehearsing = await aPractice(database, { live: false });
    const [held, allowed] = [await queued({ of: rehearsing }), await queued({ of: rehearsing })];
    await database.sql`UPDATE practice_settings SET rehearsal_contacts = ${[allowed.visit.phone]} WHERE practice_id = ${rehearsing.id}`;
    await send(held.messageId, rehearsing);
    await send(allowed.messageId, rehearsing);
    expect(await stateOf(held.messageId)).toMatchObject({ state: 'withheld', reason: 'not_live' });
    expect(await takenFor(allowed.messageId)).toHaveLength(1);
  });
});

test('while another hand-over to the same number has no end it waits, and its plan says until when', async () => {
  const first = await queued();
  const { messageId } = first;
  await database.sql`
    INSERT INTO attempts (practice_id, message_id, number, sender_id, contact_point_id, opened_at, hand_over_by)
    VALUES (${practice.id}, ${messageId}, 1, ${first.senderId}, ${first.contactPointId}, now(), now())`;
  const before = Date.now();
  const { entries } = await send(messageId);
  expect(entries).toMatchObject([{ messageId, channel: 'text' }]);
  expect(entries[0]!.at - before).toBeGreaterThan(900);
  expect(entries[0]!.at - before).toBeLessThan(10_000);
  expect(await stateOf(messageId)).toMatchObject({ state: 'not_sent', detail: 'busy' });
});

test('what the carrier says of its number is learnt, and the visits that write there are planned again', async () => {
  const { messageId, contactPointId, visit } = await queued();
  await send(messageId);
  const [attempt] = await database.sql<[{ id: string; carrierId: string }]>`
    SELECT id, carrier_id AS "carrierId" FROM attempts WHERE message_id = ${messageId}`;
  await recordReceipt(database.db, {
    practiceId: practice.id,
    messageId,
    attemptId: attempt.id,
    carrierId: attempt.carrierId,
    status: 'undelivered',
    code: '30006',
    word: 'not_received',
    verdict: 'landline',
    raw: {},
  });
  expect(await stateOf(messageId)).toMatchObject({ state: 'not_received' });
  const [contact] = await database.sql`SELECT landline_at FROM contact_points WHERE id = ${contactPointId}`;
  expect(contact?.['landline_at']).not.toBeNull();
  const reasons = await database.sql<{ reason: string | null }[]>`
    SELECT reason FROM messages WHERE subject_id = ${visit.id}`;
  expect(new Set(reasons.map(({ reason }) => reason))).toEqual(new Set(['landline']));
});

test('the sweep tells the engine of one that it never heard of', async () => {
  const { messageId } = await queued();
  const subject = await subjectOf(messageId);
  await database.sql`DELETE FROM outbox WHERE subject_id = ${subject.id}`;
  await sweep({ db: database.db, channels: deps.channels, settleLagMs: 0 });
  expect(await database.sql`SELECT version FROM outbox WHERE subject_id = ${subject.id}`).toEqual([{ version: 1 }]);
});

test('law 12: it is explained by the reply that it answers', async () => {
  const { messageId, visit } = await queued({ ageMs: 16 * minute });
  await send(messageId);
  const story = await explainMessage(database.db, practice.id, messageId);
  expect(story.about).toMatchObject({ type: 'appointment', visit: { id: visit.id } });
  expect(story.why[0]?.answer).toContain('"What now?"');
  expect(story.why.at(-1)?.answer).toContain('Will Not Be Sent: Too late');
  expect(story.why.filter(({ stops }) => stops).map(({ question }) => question)).toEqual(['What became of it?']);
});
