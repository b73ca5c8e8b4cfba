import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeStatus } from '../../../cli/describe-status.ts';
import { checkSenders } from '../../../cli/doctor/check-senders.ts';
import { findHeldBack } from '../../../cli/held-back.ts';
import { pauseChannel } from '../../../operations/practices/pause-channel.ts';
import { runKept } from '../../environment/run-kept.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { claim, settle } from '../operations/a-calling-family.ts';
import { aPractice, makeDue, type APractice } from '../operations/a-practice.ts';

let database: TestDatabase;
let practice: APractice;
beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aPractice(database);
});
afterAll(() => database.close());

/** What `kept status` says of it. */
async function statusLines(): Promise<string> {
  const rest = {
    addresses: null,
    processes: [],
    now: Date.now(),
    copies: [],
    outbox: { waiting: 0, oldestAt: null },
    messages: { planned: 0, due: 0, sending: 0, nextAt: null },
  };
  return describeStatus({ ...rest, ...(await findHeldBack(database.db)) }).join('\n');
}

test('a channel that is paused holds its messages back, and kept status says so, until it is resumed', async () => {
  const visit = await practice.visit();
  const messageId = await makeDue(database, visit);
  const environment = { DATABASE_URL: database.url, TEMPORAL_ADDRESS: '127.0.0.1:1' };
  const paused = await runKept(['practice', 'pause', practice.slug, '--channel', 'text', '--json'], environment);
  expect(JSON.parse(paused.stdout)).toEqual({ slug: practice.slug, paused: ['text'] });
  expect((await claim(database, practice, messageId)).claim).toBeNull();
  expect(await statusLines()).toMatch(new RegExp(`paused +text of ${practice.slug}, for`));

  const resume = { channel: 'text', isPaused: false } as const;
  expect(await pauseChannel(database.db, practice.slug, resume)).toEqual([]);
  expect(await statusLines()).not.toContain('paused');
  await makeDue(database, visit);
  expect((await claim(database, practice, messageId)).claim).not.toBeNull();
}, 180_000);

test('a sender that carriers object to is named by kept status and kept doctor; what is a patient’s affair is not', async () => {
  expect(await checkSenders(database.db)).toMatchObject([{ check: 'senders', ok: true }]);
  const handedOver = async (): Promise<string> => {
    const id = await makeDue(database, await practice.visit());
    await claim(database, practice, id);
    return id;
  };
  for (const code of ['30034', '30034', '30003']) {
    const verdict = code === '30034' ? 'sender_at_fault' : 'unreachable';
    await settle(database, practice, await handedOver(), { end: 'refused', code, verdict, by: 'response' });
  }
  const retryAt = Date.now() + 300_000;
  for (const code of ['20003', '20429']) {
    await settle(database, practice, await handedOver(), { end: 'not_taken', code, retryAt, by: 'response' });
  }

  const { senderFaults } = await findHeldBack(database.db);
  expect(senderFaults).toMatchObject([
    { sender: practice.sender, code: '30034', times: 2, means: 'the sender is not registered (10DLC)' },
    { sender: practice.sender, code: '20003', times: 1 },
  ]);
  const named = `${practice.sender} of ${practice.slug} (text): 2 times 30034, the sender is not registered (10DLC)`;
  expect(await statusLines()).toContain(named);
  const [senders] = await checkSenders(database.db);
  expect(senders).toMatchObject({ ok: false, says: expect.stringContaining(named) as string });
});
