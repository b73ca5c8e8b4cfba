import { createServer, type AddressInfo, type Socket } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { storeText } from '../../../db/raw-facts.ts';
import { bringPlans } from '../../../worker/bring-plans.ts';
import { startFactReader } from '../../../worker/fact-reader.ts';
import { openTemporalClient } from '../../../worker/temporal-connection.ts';
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
beforeEach(() => database.sql`DELETE FROM raw_facts`);

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

test('law 3: where the engine never answers, the texts behind one that it is told of are read, and a stop waits for what is being told', async () => {
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  let told = 0;
  let stopped = false;
  const bring = () => {
    told += 1;
    return answered;
  };
  const reader = await startFactReader({ db: database.db, log: pino({ level: 'silent' }), bring });
  // More than are read at once.
  const visits = await Promise.all(Array.from({ length: 18 }, () => practice.visit()));
  await Promise.all(visits.map(({ id, phone }) => store(phone, 'STOP', `SM${id}`)));
  try {
    await until('every text is read', async () =>
      (await Promise.all(visits.map(({ id }) => isRead(`SM${id}`)))).every(Boolean),
    );
    expect(told).toBe(visits.length);
    const stopping = reader.stop().then(() => {
      stopped = true;
    });
    // Long enough for a stop that waits for nothing.
    for (let asked = 0; asked < 100; asked += 1) await isRead('SMbefore');
    expect(stopped).toBe(false);
    answer();
    await stopping;
  } finally {
    answer();
    await reader.stop();
  }
});

test('what an engine that never answers was not told within its time is put off for the relay', async () => {
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => void sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const { client, connection } = openTemporalClient({ TEMPORAL_ADDRESS: `127.0.0.1:${String(port)}` });
  const bringing = { db: database.db, client, log: pino({ level: 'silent' }), withinMs: 200 };
  const visit = await practice.visit();
  await database.sql`DELETE FROM outbox`;
  const reader = await startFactReader({ ...bringing, bring: (plans, now) => bringPlans(bringing, plans, now) });
  try {
    await store(visit.phone, 'STOP', 'SMsilent');
    await until('the text is read', () => isRead('SMsilent'));
    const postponed = () => database.sql`SELECT FROM outbox WHERE subject_id = ${visit.id} AND tries > 0`;
    await until('its mark is put off', async () => (await postponed()).length > 0, 20_000);
  } finally {
    await reader.stop();
    await connection.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  }
});

test('what cannot be brought is logged by its code alone, and the text is read all the same', async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const bring = () => Promise.reject(new Error('a quoted Marmalade'));
  const { phone } = await practice.visit();
  const reader = await startFactReader({ db: database.db, log, bring });
  await store(phone, 'STOP', 'SMrefused');
  await until('it is logged', () => lines.length > 0);
  await reader.stop();
  expect(await isRead('SMrefused')).toBe(true);
  expect(lines.join('')).toMatch(/not brought to the engine/);
  expect(lines.join('')).not.toContain('Marmalade');
  expect(lines.join('')).not.toContain(phone.slice(-7));
});
