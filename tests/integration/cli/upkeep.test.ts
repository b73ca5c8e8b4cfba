import { afterAll, beforeAll, expect, test } from 'vitest';
import { runKept } from '../../environment/run-kept.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { createTemplateRenderer } from '../../../domain/templates/render.ts';
import { sendMessage } from '../../../operations/sending/send-message.ts';
import { aModelCarrier } from '../operations/a-model-carrier.ts';
import { aPractice, makeDue } from '../operations/a-practice.ts';
import { testLinks } from '../operations/test-links.ts';
import { aSimulator, type ASimulator } from '../simulator/a-simulator.ts';

let database: TestDatabase;
let simulator: ASimulator;

/** A practice with a visit whose first message a carrier took that is not the one which is asked afterwards. */
beforeAll(async () => {
  [database, simulator] = await Promise.all([openTestDatabase(), aSimulator()]);
  const practice = await aPractice(database);
  const visit = await practice.visit();
  const messageId = await makeDue(database, visit);
  const { channels } = aModelCarrier(() => Date.now());
  const deps = { db: database.db, channels, renderer: createTemplateRenderer(), links: testLinks };
  await sendMessage({ ...deps, monotonicNow: () => performance.now() }, { practiceId: practice.id, messageId });
  await database.sql`UPDATE attempts SET opened_at = opened_at - interval '2 hours'`;
});
afterAll(async () => {
  await simulator.close();
  await database.close();
});

async function kept(command: string): Promise<unknown> {
  const { account, url } = simulator;
  const ended = await runKept([command, '--json'], {
    DATABASE_URL: database.url,
    KEPT_SIMULATOR_URL: url,
    KEPT_SIMULATOR_ACCOUNT_SID: account.accountSid,
    KEPT_SIMULATOR_AUTH_TOKEN: account.authToken,
  });
  expect(ended).toMatchObject({ code: 0 });
  return JSON.parse(ended.stdout);
}

test('kept reconcile asks the carrier, and says what differs', async () => {
  const none = { agreed: 0, reported: 0, found: 0, strangers: 0, unheard: 0, unread: 0 };
  expect(await kept('reconcile')).toEqual({ ...none, missing: 1 });
  expect(await database.sql`SELECT type FROM worklist_items`).toEqual([{ type: 'unknown_send' }]);
});

test('kept rebuild marks what the engine is to be told again', async () => {
  await database.sql`DELETE FROM outbox`;
  await database.sql`UPDATE subjects SET engine_version = plan_version`;
  expect(await kept('rebuild')).toEqual({ marked: 1 });
  expect(await database.sql`SELECT FROM outbox`).toHaveLength(1);
});

test('kept sweep says what it found', async () => {
  expect(await kept('sweep')).toMatchObject({ overdue: 0, untold: 0, inDoubt: 0, unknown: 0 });
});
