import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  answerIncomingCall,
  recordIncomingKey,
  recordIncomingTransfer,
} from '../../../operations/calls/incoming-call.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aCallingPractice, type ACallingPractice } from './a-calling-practice.ts';

let database: TestDatabase;
let practice: ACallingPractice;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aCallingPractice(database);
});
afterAll(() => database.close());

describe('a call to a number of ours', () => {
  const incoming = (changes: object = {}) => ({
    carriers: ['simulator' as const],
    carrierId: 'CAincoming',
    from: '+17575550177',
    to: practice.sender,
    status: 'ringing',
    raw: {},
    ...changes,
  });

  test('that only sends texts is answered too, in the language that the caller was last written to', async () => {
    await database.sql`UPDATE senders SET address = '+17575550198' WHERE practice_id = ${practice.id} AND channel = 'voice'`;
    const { visit } = await practice.due({ phone: '+17575550178', language: 'es' });
    await database.sql`UPDATE messages SET sent_at = now(), state = 'sent' WHERE subject_id = ${visit.id}`;
    const step = await answerIncomingCall(database.db, incoming({ from: visit.phone }));
    expect(step).toMatchObject({ do: 'ask', language: 'es' });
    expect(step.words[0]).toBe('Gracias por llamar a Harbor Clinic.');
    await database.sql`UPDATE senders SET address = ${practice.sender} WHERE practice_id = ${practice.id} AND channel = 'voice'`;
  });

  test('from somebody who shows no number is connected at once, and opens no item that nobody could call back', async () => {
    for (const from of ['anonymous', '+266696687']) {
      const step = await answerIncomingCall(database.db, incoming({ from }));
      expect(step).toMatchObject({ do: 'connect', desk: '+17575550100', from: practice.sender });
      const over = await recordIncomingTransfer(database.db, { ...incoming({ from }), taken: false });
      expect(over.words).toEqual(['Nobody could take your call. Please call again. Goodbye.']);
      expect(await database.sql`SELECT FROM contact_points WHERE address = ${from}`).toHaveLength(0);
    }
  });

  test('that nobody takes at the desk opens an item with the number', async () => {
    await recordIncomingTransfer(database.db, { ...incoming(), taken: false });
    const items = await database.sql`
      SELECT type FROM worklist_items WHERE contact_point_id = (SELECT id FROM contact_points WHERE address = '+17575550177')`;
    expect(items).toEqual([{ type: 'transfer_unanswered' }]);
  });

  test('of nobody, or through an account that is not the practice’s, is told nothing and keeps nothing', async () => {
    const strangers = [
      incoming({ to: '+17575550199', from: '+17575550176' }),
      incoming({ carriers: ['configured'], from: '+17575550176' }),
    ];
    for (const call of strangers) {
      expect(await recordIncomingKey(database.db, { ...call, digits: '8' })).toMatchObject({ do: 'end', words: [] });
    }
    expect(await database.sql`SELECT FROM contact_points WHERE address = '+17575550176'`).toHaveLength(0);
  });
});
