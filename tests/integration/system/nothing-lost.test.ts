import { rm } from 'node:fs/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../db/database.ts';
import { raisePlan } from '../../../operations/raise-plan.ts';
import { readRunFile, type RunFile } from '../../../local/run-file.ts';
import { killTree, makeReachableFolder, startKeptTree, type KeptTree } from '../../environment/kept-tree.ts';
import { runKept } from '../../environment/run-kept.ts';
import type { TestDatabase } from '../../environment/test-database.ts';
import { aPractice, makeDue, type APractice } from '../operations/a-practice.ts';

/** Absence at the carrier counts two seconds after nothing can be on its way. */
const settleSoon = { KEPT_SETTLE_LAG: 'PT2S' };

let folder: string;
let tree: KeptTree;
let database: TestDatabase;
let practice: APractice;

beforeAll(async () => {
  folder = await makeReachableFolder();
  await start();
  practice = await aPractice(database);
}, 240_000);

afterAll(async () => {
  await database.close();
  await tree.end('SIGINT');
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function start(): Promise<void> {
  tree = await startKeptTree(['--no-demo', '--data', folder], settleSoon);
  const url = tree.addresses.databaseUrl;
  const db = openDatabase({ url, poolSize: 4, applicationName: 'test' });
  const sql = postgres(url, { max: 2, onnotice: () => undefined });
  database = {
    url,
    db,
    sql,
    close: async () => {
      await db.close();
      await sql.end({ timeout: 5 });
    },
  };
}

/** Visits whose next reminder is due at once, told to the engine by the outbox. Returns the messages' ids. */
async function burst(size: number): Promise<string[]> {
  const visits = await Promise.all(Array.from({ length: size }, () => practice.visit()));
  return Promise.all(
    visits.map(async (visit) => {
      const messageId = await makeDue(database, visit);
      await database.db.inPractice(practice.id, (tx) =>
        raisePlan(tx, visit.id, { name: 'settings', detail: {} }, 'is to be signalled'),
      );
      return messageId;
    }),
  );
}

/** How often the simulator took each of these messages, by its own record. */
async function taken(messageIds: readonly string[]): Promise<Map<string, number>> {
  const response = await fetch(`${tree.addresses.simulator}/accepted`);
  const { items } = (await response.json()) as { items: { messageId: string | null }[] };
  const counts = new Map(messageIds.map((id) => [id, 0]));
  for (const { messageId } of items) {
    if (messageId !== null && counts.has(messageId)) counts.set(messageId, (counts.get(messageId) ?? 0) + 1);
  }
  return counts;
}

async function setFaults(rates: Record<string, number>): Promise<void> {
  const response = await fetch(`${tree.addresses.simulator}/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rates),
  });
  expect(response.status).toBe(200);
}

/** How many texts a second the carrier takes; null: as many as come. */
async function limitTexts(textsPerSecond: number | null): Promise<void> {
  const response = await fetch(`${tree.addresses.simulator}/limits`, {
    method: textsPerSecond === null ? 'DELETE' : 'PUT',
    ...(textsPerSecond !== null && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ textsPerSecond }),
    }),
  });
  expect(response.status).toBe(200);
}

/** Waits until every message has ended, sweeping as the schedule would, and expects each to have gone once. */
async function expectEachOnce(messageIds: readonly string[]): Promise<void> {
  await expect
    .poll(
      async () => {
        await runKept(['sweep', '--data', folder], settleSoon);
        const open = await database.sql`
          SELECT state FROM messages WHERE id = ANY(${messageIds as string[]}) AND state IN ('not_sent', 'sending')`;
        return open.length;
      },
      { timeout: 180_000, interval: 2_000 },
    )
    .toBe(0);
  const states = await database.sql<{ state: string; reason: string | null }[]>`
    SELECT state, reason FROM messages WHERE id = ANY(${messageIds as string[]})`;
  expect(states.filter(({ state }) => state !== 'sent' && state !== 'received')).toEqual([]);
  expect([...(await taken(messageIds)).values()].filter((times) => times !== 1)).toEqual([]);
}

async function run(): Promise<RunFile> {
  const found = await readRunFile(folder);
  if (found === null) throw new Error('The run file is gone.');
  return found;
}

async function takenSoFar(messageIds: readonly string[]): Promise<number> {
  return [...(await taken(messageIds)).values()].filter((times) => times > 0).length;
}

test('law 1: a worker killed between claim and record, and its relay with it, loses nothing and doubles nothing', async () => {
  await setFaults({ slow: 1 });
  const messageIds = await burst(60);
  await expect
    .poll(() => database.sql`SELECT FROM attempts WHERE outcome = 'open'`, { timeout: 60_000, interval: 20 })
    .not.toHaveLength(0);
  process.kill((await run()).processes['worker'] ?? 0, 'SIGKILL');
  await setFaults({});
  await expectEachOnce(messageIds);
  expect(await database.sql`SELECT FROM outbox`).toHaveLength(0);
}, 300_000);

test('law 1: kill -9 of everything in the middle of sending loses nothing and doubles nothing', async () => {
  // The carrier takes so few a second that the middle lasts.
  await limitTexts(4);
  const messageIds = await burst(100);
  await expect.poll(() => takenSoFar(messageIds), { timeout: 60_000, interval: 50 }).toBeGreaterThan(8);
  expect(await takenSoFar(messageIds)).toBeLessThan(100);
  await killTree(folder);
  await database.close();
  await start();
  await limitTexts(null);
  await expectEachOnce(messageIds);
}, 420_000);
