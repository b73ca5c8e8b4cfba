import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aCall, type ACall } from './a-call.ts';
import { aCallingPractice, type ACallingPractice } from './a-calling-practice.ts';
import { makeDue } from './a-practice.ts';
import { aRecallOrOrder } from './a-recall-or-order.ts';

let database: TestDatabase;
let practice: ACallingPractice;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aCallingPractice(database);
});
afterAll(() => database.close());

/** The first call about a recall that is due today, or an order that is ready, of a patient who has nothing else. */
async function calledAbout(type: 'recall' | 'order', language = 'en'): Promise<{ id: string; call: ACall }> {
  const { patientId, phone } = await practice.visit({ pms: 'cancelled', language });
  const id = await aRecallOrOrder(database, practice, type, patientId);
  const call = await aCall(database, practice, await makeDue(database, { id, phone, patientId }));
  return { id, call: call! };
}

async function standing(id: string) {
  const [recall] = await database.sql`SELECT answer FROM recalls WHERE id = ${id}`;
  const items = await database.sql<{ type: string }[]>`SELECT type FROM worklist_items WHERE recall_id = ${id}`;
  return { answer: recall?.['answer'] as string, items: items.map(({ type }) => type) };
}

test('a call about a recall offers to call back for a time; 1 asks for that, and says nothing of a visit that is confirmed', async () => {
  const { id, call } = await calledAbout('recall');
  const said = await call.answered();
  expect(said).toMatchObject({
    do: 'ask',
    words: [
      expect.stringContaining('It is time to make your next visit'),
      expect.stringContaining('Our number is'),
      'To be called by us for a time, press 1. If you do not want a visit, press 9. To end automated calls and texts to this number, press 8.',
    ],
  });
  expect(await call.key('1')).toMatchObject({
    do: 'end',
    words: ['Thank you. We will call you to find a time. Goodbye.'],
  });
  expect(await standing(id)).toEqual({ answer: 'confirmed', items: ['booking'] });
  const again = await call.key('3', 2);
  expect('words' in again ? again.words.at(-1) : '').toMatch(/^If you do not want a visit after all/);
});

test('9 ends the recall, and connects nobody to the desk', async () => {
  const { id, call } = await calledAbout('recall', 'es');
  await call.answered();
  expect(await call.key('9')).toMatchObject({
    do: 'end',
    language: 'es',
    words: ['Gracias. No le volveremos a recordar esto. Adiós.'],
  });
  expect(await standing(id)).toEqual({ answer: 'declined', items: [] });
});

test('a recall that is booked since is not spoken of', async () => {
  const { id, call } = await calledAbout('recall');
  await database.sql`UPDATE recalls SET booked_by = 'A9' WHERE id = ${id}`;
  expect(await call.answered()).toMatchObject({
    do: 'end',
    words: [expect.stringMatching(/^This is Harbor Clinic\./)],
  });
});

test('a call about an order tells of it, and offers no key but 8; once it is dispensed it is not spoken of', async () => {
  const { id, call } = await calledAbout('order');
  expect(await call.answered()).toMatchObject({
    do: 'ask',
    words: [
      expect.stringContaining('Your order is ready'),
      expect.stringContaining('Our number is'),
      'To end automated calls and texts to this number, press 8.',
    ],
  });
  expect(await call.key('9')).toMatchObject({ do: 'ask', said: 2 });
  expect(await database.sql`SELECT FROM answers WHERE appointment_id = ${id} OR recall_id = ${id}`).toEqual([]);
  await database.sql`UPDATE orders SET state = 'dispensed' WHERE id = ${id}`;
  expect(await call.answered()).toMatchObject({
    do: 'end',
    words: [expect.stringMatching(/^This is Harbor Clinic\./)],
  });
});
