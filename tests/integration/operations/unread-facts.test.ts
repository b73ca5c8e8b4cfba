import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { storeEmailEvents, storeTextStatus } from '../../../db/raw-facts.ts';
import { noteSilence } from '../../../db/silent-messages.ts';
import { withoutWord } from '../../../domain/planning/past-message.ts';
import { createTemplateRenderer } from '../../../domain/templates/render.ts';
import { reconcile } from '../../../operations/sending/reconcile.ts';
import { sendMessage } from '../../../operations/sending/send-message.ts';
import { settleAttempt } from '../../../operations/sending/settle-attempt.ts';
import { sweep } from '../../../operations/sending/sweep.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aModelCarrier, Died, type ModelCarrier, type Mood } from './a-model-carrier.ts';
import { aPractice, makeDue, type APractice } from './a-practice.ts';
import { testLinks } from './test-links.ts';
import { readAllFacts } from './read-all-facts.ts';

const minute = 60_000;
let ahead = 0;
const clock = (): number => Date.now() + ahead;
let database: TestDatabase;
let practice: APractice;
let carrier: ModelCarrier;

beforeAll(async () => {
  database = await openTestDatabase({ clock });
});
afterAll(() => database.close());
beforeEach(async () => {
  ahead = 0;
  // What earlier tests left is at a carrier that nobody here can ask.
  await database.sql`UPDATE practices SET carrier = 'configured'`;
  await database.sql`DELETE FROM raw_facts`;
  practice = await aPractice(database);
  carrier = aModelCarrier(clock);
});

const deps = () => ({ db: database.db, channels: carrier.channels, settleLagMs: 5 * minute });

interface Sent {
  readonly practiceId: string;
  readonly messageId: string;
  readonly attemptId: string;
  readonly carrierId: string;
}

async function handedOver(mood: Mood): Promise<Sent> {
  const messageId = await makeDue(database, await practice.visit());
  carrier.moods = [mood];
  const sending = { ...deps(), renderer: createTemplateRenderer(), links: testLinks, monotonicNow: () => 0 };
  const ids = { practiceId: practice.id, messageId };
  await sendMessage(sending, ids).catch((error: unknown) => {
    if (!(error instanceof Died)) throw error;
  });
  const { attemptId, carrierId } = carrier.taken.find((one) => one.messageId === messageId)!;
  return { ...ids, attemptId, carrierId };
}

/** The carrier's report as its webhook stores it, before anybody has read it. */
async function reports(sent: Sent, status: string): Promise<void> {
  const form = { AccountSid: 'AC', MessageSid: sent.carrierId, MessageStatus: status };
  const fact = { carriers: ['simulator'], ...sent, body: new URLSearchParams(form).toString() } as const;
  await database.db.inOneStatement((one) => storeTextStatus(one, fact));
}

/** The same of a mail carrier. */
async function tells(sent: Sent, event: string): Promise<void> {
  const ids = { kept_practice: sent.practiceId, kept_message: sent.messageId, kept_attempt: sent.attemptId };
  const body = JSON.stringify({
    event,
    sg_event_id: `${sent.carrierId}-${event}`,
    sg_message_id: sent.carrierId,
    ...ids,
  });
  await database.db.inOneStatement((one) => storeEmailEvents(one, ['simulator'], [{ ...sent, body }]));
}

async function standsAs({ messageId }: Sent): Promise<unknown> {
  const [row] = await database.sql`SELECT state, detail FROM messages WHERE id = ${messageId}`;
  return row;
}

async function readAll(): Promise<void> {
  await readAllFacts(database.db, (code) => expect(code).toBe('bad_input'));
}

describe('a text that nothing was heard of since it was taken', () => {
  const silent = { state: 'sent', detail: withoutWord };
  const waits = { state: 'sent', detail: null };

  test('is silent', async () => {
    const sent = await handedOver('takes');
    ahead = 24 * 60 * minute;
    await sweep(deps());
    expect(await standsAs(sent)).toEqual(silent);
  });

  test('is not silent while a report of it lies unread, and starts no backup', async () => {
    const sent = await handedOver('takes');
    await reports(sent, 'delivered');
    ahead = 24 * 60 * minute;
    await sweep(deps());
    expect(await standsAs(sent)).toEqual(waits);
    await readAll();
    expect(await standsAs(sent)).toMatchObject({ state: 'received' });
  });

  test('is not silent where the report came after it was looked for', async () => {
    const sent = await handedOver('takes');
    await reports(sent, 'delivered');
    await database.db.inPractice(practice.id, (tx) => noteSilence(tx, [sent.messageId], withoutWord));
    expect(await standsAs(sent)).toEqual(waits);
  });

  test('law 10: is silent all the same where the report cannot be read for a quarter of an hour', async () => {
    const sent = await handedOver('takes');
    await reports({ ...sent, carrierId: '' }, 'delivered');
    ahead = 24 * 60 * minute;
    for (let tries = 0; tries < 10; tries += 1) {
      await sweep(deps());
      expect(await standsAs(sent)).toEqual(waits);
      await readAll();
      ahead += 6 * minute;
    }
    await sweep(deps());
    expect(await standsAs(sent)).toEqual(silent);
  });
});

describe('a hand-over in doubt', () => {
  test('law 1: is not taken for absent while a report of it lies unread', async () => {
    const sent = await handedOver('dies');
    carrier.listLagsMs = 60 * minute;
    await reports(sent, 'sent');
    ahead = 6 * minute;
    expect(await sweep(deps())).toMatchObject({ inDoubt: 1, notTaken: 0 });
    await readAll();
    expect(await standsAs(sent)).toMatchObject({ state: 'sent' });
  });

  test.each([
    { end: 'lost', code: 'no_word', by: 'deadline' },
    { end: 'not_taken', code: 'absent_at_carrier', retryAt: 0, by: 'list' },
  ] as const)('law 1: nor is it $end where the report came after the carrier was asked', async (end) => {
    const sent = await handedOver('dies');
    await reports(sent, 'sent');
    await database.db.inPractice(practice.id, (tx) => settleAttempt(tx, sent.attemptId, end));
    expect(await standsAs(sent)).toMatchObject({ state: 'sending' });
    await readAll();
    expect(await standsAs(sent)).toMatchObject({ state: 'sent' });
  });

  test('at a carrier that keeps no list does not end as unknown while an event of it lies unread', async () => {
    carrier = aModelCarrier(clock, { without: 'list' });
    const sent = await handedOver('dies');
    await tells(sent, 'delivered');
    ahead = 61 * minute;
    expect(await sweep(deps())).toMatchObject({ inDoubt: 1, unknown: 0 });
    await readAll();
    expect(await standsAs(sent)).toMatchObject({ detail: 'delivered' });
  });
});

test('a mail of which an event lies unread is not one that nothing was heard of', async () => {
  carrier = aModelCarrier(clock, { without: 'list' });
  const sent = await handedOver('takes');
  ahead = 61 * minute;
  expect(await reconcile(deps())).toMatchObject({ agreed: 0, unheard: 1 });
  await tells(sent, 'delivered');
  expect(await reconcile(deps())).toMatchObject({ agreed: 1, unheard: 0 });
});
