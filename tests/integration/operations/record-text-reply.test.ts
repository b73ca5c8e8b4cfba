import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aConversation, type AConversation } from './a-conversation.ts';
import { aPractice, messagesOf, pmsChanges, type APractice, type AVisit } from './a-practice.ts';

const day = 86_400_000;
let database: TestDatabase;
let practice: APractice;
let talk: AConversation;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aPractice(database);
  talk = aConversation(database, practice);
});
afterAll(() => database.close());

async function signalOf(visit: AVisit) {
  const [row] = await database.sql`SELECT signal, priority FROM outbox WHERE subject_id = ${visit.id}`;
  return row;
}

test.each([
  ['Y', 'confirmed'],
  [' y \n', 'confirmed'],
  ['Yes', 'confirmed'],
  ['sí', 'confirmed'],
  ['N', 'declined'],
  [' No', 'declined'],
])('%j answers the one visit that was asked about: %s', async (body, answer) => {
  const visit = await practice.visit();
  const messageId = await talk.asked(visit);
  expect(await talk.reply(visit, body)).toBe('answered');
  expect(await talk.answerOf(visit)).toBe(answer);
  const messages = await messagesOf(database, visit);
  expect(messages.find(({ id }) => id === messageId)).toMatchObject({ state: 'received', answer });
  expect(messages.filter(({ state }) => state === 'withheld').map(({ reason }) => reason)).toEqual([
    'answered',
    'answered',
  ]);
  expect(await signalOf(visit)).toEqual({ signal: answer, priority: 0 });
});

test('the latest explicit answer wins, and the history stays', async () => {
  const visit = await practice.visit();
  await talk.asked(visit);
  await talk.reply(visit, 'Y');
  await talk.reply(visit, 'N');
  expect(await talk.answerOf(visit)).toBe('declined');
  const history = await database.sql`SELECT answer FROM answers WHERE appointment_id = ${visit.id} ORDER BY at`;
  expect(history.map(({ answer }) => String(answer))).toEqual(['confirmed', 'declined']);
});

test('law 5: the same text delivered twice is recorded once', async () => {
  const visit = await practice.visit();
  await talk.asked(visit);
  const carrierId = `SM${randomUUID()}`;
  expect(await talk.reply(visit, 'Y', { carrierId })).toBe('answered');
  expect(await talk.reply(visit, 'Y', { carrierId })).toBe('repeated');
  expect(await database.sql`SELECT id FROM answers WHERE appointment_id = ${visit.id}`).toHaveLength(1);
});

test.each(['Yes but can I come later?', 'ok?', 'Who is this?'])('%j waits for a person, untouched', async (body) => {
  const visit = await practice.visit();
  await talk.asked(visit);
  expect(await talk.reply(visit, body)).toBe('unclear');
  expect(await talk.answerOf(visit)).toBe('none');
  const [kept] = await database.sql`
    SELECT body, outcome FROM replies JOIN contact_points ON contact_points.id = contact_point_id WHERE address = ${visit.phone}`;
  expect(kept).toEqual({ body, outcome: 'unclear' });
});

test('a text to the number that calls go out from is heard like any other', async () => {
  const voice = '+17575550191';
  const [sender] = await database.sql<[{ id: string }]>`
    INSERT INTO senders (practice_id, channel, address) VALUES (${practice.id}, 'voice', ${voice}) RETURNING id`;
  const visit = await practice.visit();
  const messageId = await talk.asked(visit);
  await database.sql`UPDATE messages SET channel = 'voice', sender_id = ${sender.id} WHERE id = ${messageId}`;
  expect(await talk.reply(visit, 'Y', { to: voice })).toBe('answered');
  expect(await talk.answerOf(visit)).toBe('confirmed');
  expect(await talk.reply(visit, 'STOP', { to: voice })).toBe('opted_out');
  const [contact] =
    await database.sql`SELECT opted_out_at IS NOT NULL AS "optedOut" FROM contact_points WHERE address = ${visit.phone}`;
  expect(contact).toEqual({ optedOut: true });
});

test('an answer to a text that was reported undelivered counts, and says that it was received', async () => {
  const visit = await practice.visit();
  const messageId = await talk.asked(visit);
  await database.sql`UPDATE messages SET state = 'not_received', word = 'not_received' WHERE id = ${messageId}`;
  expect(await talk.reply(visit, 'Y')).toBe('answered');
  expect(await talk.answerOf(visit)).toBe('confirmed');
  const answered = (await messagesOf(database, visit)).find(({ id }) => id === messageId);
  expect(answered).toMatchObject({ state: 'received', answer: 'confirmed' });
});

test('a text that the carrier refused asked nothing, nor did a call that nobody heard', async () => {
  const [refused, called] = [await practice.visit(), await practice.visit()];
  const [refusedId, calledId] = [await talk.asked(refused), await talk.asked(called)];
  await database.sql`
    UPDATE messages SET state = 'not_received', word = 'not_received', sent_at = NULL WHERE id = ${refusedId}`;
  await database.sql`
    UPDATE messages SET state = 'not_received', word = 'not_received', channel = 'voice' WHERE id = ${calledId}`;
  expect(await talk.reply(refused, 'Y')).toBe('no_visit');
  expect(await talk.reply(called, 'Y')).toBe('no_visit');
});

test('a visit that the PMS gave to another patient is not answered by the one who was asked', async () => {
  const [visit, another] = [await practice.visit(), await practice.visit()];
  await talk.asked(visit);
  await database.sql`
    UPDATE appointments SET patient_id = (SELECT patient_id FROM appointments WHERE id = ${another.id}) WHERE id = ${visit.id}`;
  expect(await talk.reply(visit, 'Y')).toBe('visit_changed');
  expect(await talk.answerOf(visit)).toBe('none');
});

test('an answer to an old time counts for nothing and waits for a person', async () => {
  const visit = await practice.visit();
  await talk.asked(visit);
  await pmsChanges(database, practice, visit, { starts_at: new Date(Date.now() + 9 * day).toISOString() });
  expect(await talk.reply(visit, 'Y')).toBe('visit_changed');
  expect(await talk.answerOf(visit)).toBe('none');
});

test('an answer that two visits may be meant by answers neither yet', async () => {
  const first = await practice.visit();
  const second = await practice.visit({ phone: first.phone });
  await talk.asked(first);
  await talk.asked(second);
  expect(await talk.reply(first, 'Y')).toBe('asked_back');
  expect([await talk.answerOf(first), await talk.answerOf(second)]).toEqual(['none', 'none']);
});

test('an answer from a phone that was asked nothing waits for a person', async () => {
  const visit = await practice.visit();
  expect(await talk.reply(visit, 'Y')).toBe('no_visit');
});

test.each(['STOP', 'stop ', 'Unsubscribe', 'CANCEL'])(
  'law 3: %j ends every text to the number, of every visit',
  async (body) => {
    const visit = await practice.visit();
    const other = await practice.visit({ phone: visit.phone });
    await talk.asked(visit);
    expect(await talk.reply(visit, body)).toBe('opted_out');
    const waiting = [...(await messagesOf(database, visit)), ...(await messagesOf(database, other))].filter(
      ({ state }) => state !== 'sent',
    );
    expect(new Set(waiting.map(({ reason }) => reason))).toEqual(new Set(['opted_out']));
    expect(await talk.answerOf(visit)).toBe('none');
  },
);

test('START brings back what is still to come', async () => {
  const visit = await practice.visit();
  await talk.reply(visit, 'STOP');
  expect(await talk.reply(visit, 'START')).toBe('opted_in');
  expect((await messagesOf(database, visit)).map(({ state }) => state)).toEqual(Array(3).fill('not_sent'));
});

test('a number that is no practice’s is nobody’s reply', async () => {
  const visit = await practice.visit();
  expect(await talk.reply(visit, 'Y', { to: '+12025550199' })).toBe('unknown_sender');
});

test('law 7: a reply to one practice never answers the visit of another', async () => {
  const visit = await practice.visit();
  await talk.asked(visit);
  const stranger = await aPractice(database);
  expect(await talk.reply(visit, 'Y', { to: stranger.sender })).toBe('no_visit');
  expect(await talk.answerOf(visit)).toBe('none');
});

test('an answer to a visit that has changed is never taken for an older question’s', async () => {
  const older = await practice.visit();
  const newer = await practice.visit({ phone: older.phone });
  await talk.asked(older);
  await talk.asked(newer);
  await pmsChanges(database, practice, newer, { pms_state: 'cancelled' });
  expect(await talk.reply(older, 'N')).toBe('visit_changed');
  expect(await talk.answerOf(older)).toBe('none');
});

test('a reply to a number of a messaging service is one to what the service sent', async () => {
  const visit = await practice.visit();
  const service = `MG${randomUUID().replaceAll('-', '')}`;
  const messageId = await talk.asked(visit);
  const [sender] = await database.sql<[{ id: string }]>`
    INSERT INTO senders (practice_id, channel, address) VALUES (${practice.id}, 'text', ${service}) RETURNING id`;
  await database.sql`UPDATE messages SET sender_id = ${sender.id} WHERE id = ${messageId}`;
  const ofNobody = '+12015550000';
  expect(await talk.reply(visit, 'Y', { to: ofNobody })).toBe('unknown_sender');
  expect(await talk.reply(visit, 'Y', { to: ofNobody, messagingService: service })).toBe('answered');
  // A number of the service that is a sender as well: what went out was the service's.
  expect(await talk.reply(visit, 'N', { messagingService: service })).toBe('answered');
});
