import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answerIncomingCall } from '../../../operations/calls/incoming-call.ts';
import { setSenderNumbers } from '../../../operations/practices/set-sender-numbers.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aConversation } from './a-conversation.ts';
import { aPractice, type APractice } from './a-practice.ts';

const caller = '+17575550166';
let database: TestDatabase;
let practice: APractice;
let service: string;
let pool: [string, string];
let practices = 0;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  practices += 2;
  service = `MG${randomBytes(16).toString('hex')}`;
  pool = [`+1757556${String(practices).padStart(4, '0')}`, `+1757556${String(practices + 1).padStart(4, '0')}`];
  practice = await aPractice(database, {
    file: { senders: [{ channel: 'text', address: service, numbers: [pool[0]] }] },
  });
});

const called = (to: string) =>
  answerIncomingCall(database.db, {
    carriers: ['simulator'],
    carrierId: 'CAincoming',
    from: caller,
    to,
    status: 'ringing',
    raw: {},
  });

test('who calls back the number of a messaging service that a text came from reaches its practice', async () => {
  const step = await called(pool[0]);
  expect(step.do).toBe('ask');
  expect(step.words[0]).toBe('Thank you for calling Harbor Clinic.');
  expect((await called(pool[1])).words).toEqual([]);
});

test('a text to one that the carrier brings without the service finds it too', async () => {
  const talk = aConversation(database, { ...practice, sender: service });
  const visit = await practice.visit();
  await talk.asked(visit);
  expect(await talk.reply(visit, 'Y', { to: pool[0] })).toBe('answered');
});

test('the numbers can be written anew, in place of those before', async () => {
  await setSenderNumbers(database.db, practice.slug, { service, numbers: [pool[1]] });
  expect((await called(pool[1])).do).toBe('ask');
  expect((await called(pool[0])).words).toEqual([]);
});

test('a number that is another practice’s, a desk’s, or none is refused, and so is a service that is not there', async () => {
  const other = await aPractice(database);
  const set = (numbers: string[], of = service) =>
    setSenderNumbers(database.db, practice.slug, { service: of, numbers });
  await expect(set([other.sender])).rejects.toMatchObject({ code: 'conflict' });
  await expect(set(['+17575550100'])).rejects.toMatchObject({ code: 'conflict' });
  await expect(set(['757-555-0101'])).rejects.toMatchObject({ code: 'bad_input' });
  await expect(set([pool[1]], `MG${'0'.repeat(32)}`)).rejects.toMatchObject({ code: 'not_found' });
  await expect(
    aPractice(database, { file: { senders: [{ channel: 'text', address: pool[0] }] } }),
  ).rejects.toMatchObject({
    code: 'conflict',
  });
  expect((await called(pool[0])).do).toBe('ask');
});
