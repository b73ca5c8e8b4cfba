import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeText } from '../../../db/raw-facts.ts';
import { startFactReader } from '../../../worker/fact-reader.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { until } from '../../environment/until.ts';
import { aPractice, type APractice } from '../operations/a-practice.ts';

let database: TestDatabase;
let practice: APractice;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aPractice(database);
});
afterAll(() => database.close());

function store(from: string, words: string, messageSid: string): Promise<unknown> {
  const to = practice.sender;
  const form = new URLSearchParams({ AccountSid: 'AC', MessageSid: messageSid, From: from, To: to, Body: words });
  const text = { carriers: ['simulator'], from, to, messagingService: null, body: form.toString() } as const;
  return database.db.inOneStatement((one) => storeText(one, text));
}

async function isRead(messageSid: string): Promise<boolean> {
  return (await database.sql`SELECT FROM replies WHERE carrier_id = ${messageSid}`).length > 0;
}

test('what is stored is read, before the reader starts and after; one that fails is logged by its code alone, and what waits stays', async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  await store('+17575550171', 'STOP', 'SMbefore');
  const reader = await startFactReader({ db: database.db, log });
  await until('the text that waited is read', () => isRead('SMbefore'));
  await store('+17575550172', 'Marmalade for tea', '');
  await store('+17575550173', 'What time?', 'SMafter');
  await until('the next is read', () => isRead('SMafter'));
  await until('the other is tried', () => lines.length > 0);
  await reader.stop();

  expect(lines.join('')).toContain('"code":"bad_input"');
  expect(lines.join('')).not.toMatch(/Marmalade|7575550172/);
  await store('+17575550173', 'Hello?', 'SMlater');
  expect(await database.sql`SELECT FROM raw_facts`).toHaveLength(2);
});
