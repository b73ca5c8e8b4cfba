import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTemplateRenderer } from '../../../domain/templates/render.ts';
import { rebuildEngine } from '../../../operations/sending/rebuild-engine.ts';
import { reconcile } from '../../../operations/sending/reconcile.ts';
import { recordReceipt } from '../../../operations/sending/record-receipt.ts';
import { sendMessage } from '../../../operations/sending/send-message.ts';
import { sweep } from '../../../operations/sending/sweep.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aModelCarrier, Died, type ModelCarrier, type Mood } from './a-model-carrier.ts';
import { aPractice, makeDue, messagesOf, type APractice, type AVisit } from './a-practice.ts';
import { plantHandedOver } from './planted-hand-overs.ts';
import { testLinks } from './test-links.ts';

const minute = 60_000;
const lag = 5 * minute;
/** From a claim to the moment from which an absence counts: five seconds to write, ten for the request, and the lag. */
const proven = 15_000 + lag + 1_000;

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
  practice = await aPractice(database);
  carrier = aModelCarrier(clock);
});

const deps = () => ({ db: database.db, channels: carrier.channels, settleLagMs: lag });

async function send(messageId: string, mood: Mood): Promise<void> {
  carrier.moods = [mood];
  const sending = {
    ...deps(),
    renderer: createTemplateRenderer(),
    links: testLinks,
    monotonicNow: () => 0,
  };
  await sendMessage(sending, { practiceId: practice.id, messageId }).catch((error: unknown) => {
    if (!(error instanceof Died)) throw error;
  });
}

/** A visit whose first message was handed over in this mood. */
async function handedOver(mood: Mood): Promise<{ visit: AVisit; messageId: string }> {
  const visit = await practice.visit();
  const messageId = await makeDue(database, visit);
  await send(messageId, mood);
  return { visit, messageId };
}

async function stateOf({ visit, messageId }: { visit: AVisit; messageId: string }): Promise<string | undefined> {
  return (await messagesOf(database, visit)).find(({ id }) => id === messageId)?.state;
}

async function onWorklist(messageId: string): Promise<unknown[]> {
  const items =
    await database.sql`SELECT FROM worklist_items WHERE message_id = ${messageId} AND type = 'unknown_send' AND state = 'open'`;
  return [...items];
}

const takenFor = (messageId: string) => carrier.taken.filter((one) => one.messageId === messageId);

describe('a hand-over that ended without a word', () => {
  test.each<Mood>(['says nothing, takes', 'dies'])('%s: the list settles it', async (mood) => {
    const on = await handedOver(mood);
    ahead = 20_000;
    expect((await sweep(deps())).taken).toBe(1);
    expect(await stateOf(on)).toBe('sent');
  });

  test('is tried again only when nothing can be on its way and the list has had its time', async () => {
    const on = await handedOver('says nothing, takes not');
    ahead = proven - 10_000;
    expect(await sweep(deps())).toMatchObject({ inDoubt: 1, notTaken: 0 });
    ahead = proven;
    expect(await sweep(deps())).toMatchObject({ inDoubt: 0, notTaken: 1 });
    expect(await stateOf(on)).toBe('not_sent');
  });

  test('law 1: a list that shows what it took only later is waited for', async () => {
    const on = await handedOver('dies');
    carrier.listLagsMs = 4 * minute;
    ahead = 20_000;
    expect(await sweep(deps())).toMatchObject({ inDoubt: 1, notTaken: 0 });
    ahead = proven;
    expect(await sweep(deps())).toMatchObject({ taken: 1, notTaken: 0 });
    expect(await stateOf(on)).toBe('sent');
  });

  test('law 1: a carrier whose clock is half an hour behind has not taken it for absent', async () => {
    const on = await handedOver('dies');
    const [taken] = takenFor(on.messageId);
    carrier.taken[carrier.taken.indexOf(taken!)] = { ...taken!, createdAt: taken!.createdAt - 30 * minute };
    ahead = proven;
    expect(await sweep(deps())).toMatchObject({ taken: 1, notTaken: 0 });
  });

  test('of two with the same words to the same number each gets its own', async () => {
    const first = await handedOver('takes');
    const phone = first.visit.phone;
    const visit = await practice.visit({ phone });
    // Of one household, to the same visit time: the words are the same.
    await database.sql`UPDATE messages SET body = NULL WHERE id = ${first.messageId}`;
    const messageId = await makeDue(database, visit);
    await send(messageId, 'dies');
    const [taken] = takenFor(messageId);
    Object.assign(carrier.taken[0]!, { body: taken!.body });
    ahead = proven;
    await sweep(deps());
    const [attempt] = await database.sql<{ carrierId: string }[]>`
      SELECT carrier_id AS "carrierId" FROM attempts WHERE message_id = ${messageId}`;
    expect(attempt?.carrierId).toBe(taken!.carrierId);
  });

  test('law 4: at a carrier that keeps no list it ends as unknown after an hour, for a person to see', async () => {
    carrier = aModelCarrier(clock, { without: 'list' });
    const on = await handedOver('dies');
    ahead = 59 * minute;
    expect(await sweep(deps())).toMatchObject({ inDoubt: 1, unknown: 0 });
    expect(await onWorklist(on.messageId)).toEqual([]);
    ahead = 61 * minute;
    expect(await sweep(deps())).toMatchObject({ inDoubt: 0, unknown: 1 });
    expect(await stateOf(on)).toBe('unknown');
    expect(await onWorklist(on.messageId)).toHaveLength(1);
    // And is not tried again.
    await send(on.messageId, 'takes');
    expect(takenFor(on.messageId)).toHaveLength(1);
  });

  test('a late word of the carrier ends the unknown, and the item with it', async () => {
    carrier = aModelCarrier(clock, { without: 'list' });
    const on = await handedOver('dies');
    ahead = 61 * minute;
    await sweep(deps());
    const [taken] = takenFor(on.messageId);
    const { carrierId, messageId, attemptId } = taken!;
    const word = { status: 'delivered', code: null, word: 'received', verdict: null, raw: {} } as const;
    await recordReceipt(database.db, {
      practiceId: practice.id,
      messageId,
      attemptId,
      carrierId,
      ...word,
    });
    expect(await stateOf(on)).toBe('received');
    expect(await onWorklist(on.messageId)).toEqual([]);
  });

  test('is settled however many mails in doubt are older, which nobody can be asked about yet', async () => {
    const on = await handedOver('dies');
    const mails = await plantHandedOver(database, practice, 600);
    const ids = mails.map(({ messageId }) => messageId);
    await database.sql`UPDATE messages SET channel = 'email' WHERE id = ANY(${ids}::uuid[])`;
    await database.sql`UPDATE attempts SET hand_over_by = now() - interval '10 minutes' WHERE message_id = ANY(${ids}::uuid[])`;
    const { text: email } = aModelCarrier(clock, { without: 'list' }).channels.simulator;
    const channels = { ...carrier.channels, simulator: { ...carrier.channels.simulator, email } };
    ahead = 20_000;
    expect(await sweep({ ...deps(), channels })).toMatchObject({ taken: 1, inDoubt: 600 });
    expect(await stateOf(on)).toBe('sent');
    await database.sql`UPDATE attempts SET outcome = 'lost' WHERE message_id = ANY(${ids}::uuid[])`;
  });

  test('law 4: where the list cannot be read for a day it ends as unknown', async () => {
    const on = await handedOver('dies');
    carrier.unreadable = true;
    ahead = 23 * 60 * minute;
    expect(await sweep(deps())).toMatchObject({ inDoubt: 1, unknown: 0 });
    ahead = 25 * 60 * minute;
    expect(await sweep(deps())).toMatchObject({ unknown: 1 });
    expect(await stateOf(on)).toBe('unknown');
  });
});

describe('a message that was sent and of which no report came', () => {
  test('is asked after at the carrier, and goes where its log says', async () => {
    const on = await handedOver('takes');
    takenFor(on.messageId)[0]!.status = 'delivered';
    ahead = 9 * minute;
    expect(await sweep(deps())).toMatchObject({ reported: 0 });
    ahead = 11 * minute;
    expect(await sweep(deps())).toMatchObject({ reported: 1 });
    expect(await stateOf(on)).toBe('received');
  });

  test('is asked after again each time that its silence has doubled', async () => {
    const on = await handedOver('takes');
    ahead = 11 * minute;
    await sweep(deps());
    takenFor(on.messageId)[0]!.status = 'undelivered';
    ahead = 20 * minute;
    expect(await sweep(deps())).toMatchObject({ reported: 0 });
    ahead = 23 * minute;
    expect(await sweep(deps())).toMatchObject({ reported: 1 });
    expect(await stateOf(on)).toBe('not_received');
  });
});

test('a log that cannot be read holds up no other', async () => {
  const on = await handedOver('takes');
  takenFor(on.messageId)[0]!.status = 'delivered';
  const elsewhere = await aPractice(database);
  await database.sql`UPDATE practices SET carrier = 'configured' WHERE id = ${elsewhere.id}`;
  const ids = (await plantHandedOver(database, elsewhere, 250)).map(({ messageId }) => messageId);
  await database.sql`
    UPDATE messages SET state = 'sent', word = 'sent', sent_at = now(), state_at = now() - interval '1 hour' WHERE id = ANY(${ids}::uuid[])`;
  await database.sql`
    UPDATE attempts SET outcome = 'taken', carrier_id = message_id, settled_by = 'response' WHERE message_id = ANY(${ids}::uuid[])`;
  const unreadable = aModelCarrier(clock);
  unreadable.unreadable = true;
  const channels = { ...carrier.channels, configured: unreadable.channels.simulator };
  ahead = 11 * minute;
  expect(await sweep({ ...deps(), channels })).toMatchObject({ reported: 1 });
  expect(await stateOf(on)).toBe('received');
  await database.sql`UPDATE messages SET state = 'received', word = 'received' WHERE id = ANY(${ids}::uuid[])`;
});

describe('the nightly comparison with the carriers’ logs', () => {
  const reconciled = () => reconcile(deps());

  test('finds what both have, and what only the carrier’s log has heard', async () => {
    const [heard, silent] = [await handedOver('takes'), await handedOver('takes')];
    takenFor(heard.messageId)[0]!.status = 'delivered';
    expect(await reconciled()).toMatchObject({ agreed: 2, reported: 1, found: 0, strangers: 0, missing: 0 });
    expect([await stateOf(heard), await stateOf(silent)]).toEqual(['received', 'sent']);
  });

  test('law 1: what we took for absent and the carrier has is not tried again', async () => {
    const on = await handedOver('dies');
    carrier.listLagsMs = 60 * minute;
    ahead = proven;
    await sweep(deps());
    expect(await stateOf(on)).toBe('not_sent');
    carrier.listLagsMs = 0;
    expect(await reconciled()).toMatchObject({ found: 1, strangers: 0 });
    expect(await stateOf(on)).toBe('sent');
    await send(on.messageId, 'takes');
    expect(takenFor(on.messageId)).toHaveLength(1);
  });

  test('what the carrier does not know of is on the worklist', async () => {
    const on = await handedOver('takes');
    carrier.taken.length = 0;
    expect(await reconciled()).toMatchObject({ missing: 1 });
    expect(await onWorklist(on.messageId)).toHaveLength(1);
  });

  test('what nobody here handed over is a stranger’s', async () => {
    const on = await handedOver('takes');
    const [taken] = takenFor(on.messageId);
    carrier.taken.push({
      ...taken!,
      carrierId: `SM${'9'.repeat(32)}`,
      body: 'Not our words',
      createdAt: clock() - 120 * minute,
    });
    expect(await reconciled()).toMatchObject({ agreed: 1, strangers: 1 });
  });

  test('where the carrier keeps no log, tells of how many its events came', async () => {
    carrier = aModelCarrier(clock, { without: 'list' });
    const heard = await handedOver('takes');
    await handedOver('takes');
    await handedOver('dies');
    const { messageId, attemptId, carrierId } = takenFor(heard.messageId)[0]!;
    const word = { status: 'processed', code: null, word: 'sent', verdict: null, raw: {} } as const;
    await recordReceipt(database.db, {
      practiceId: practice.id,
      messageId,
      attemptId,
      carrierId,
      ...word,
    });
    expect(await reconciled()).toMatchObject({ agreed: 0, unheard: 0 });
    ahead = 61 * minute;
    expect(await reconciled()).toMatchObject({ agreed: 1, unheard: 1, missing: 0, unread: 0 });
  });

  test('a carrier that cannot be read changes nothing', async () => {
    const on = await handedOver('takes');
    carrier.unreadable = true;
    expect(await reconciled()).toMatchObject({ agreed: 0, missing: 0 });
    expect((await reconciled()).unread).toBeGreaterThan(0);
    expect(await stateOf(on)).toBe('sent');
  });
});

test('a rebuild marks everything that still has something to do, and nothing twice', async () => {
  const visits = await Promise.all([practice.visit(), practice.visit(), practice.visit()]);
  await database.sql`UPDATE subjects SET engine_version = plan_version, parked_until = now() + interval '1 day'`;
  await database.sql`DELETE FROM outbox`;
  // Long over, but for a message that was forgotten.
  await database.sql`UPDATE subjects SET ends_at = now() - interval '1 day' WHERE id = ${visits[2].id}`;
  await makeDue(database, visits[2]);
  await rebuildEngine(database.db);
  const ids = visits.map(({ id }) => id);
  const marks = await database.sql`SELECT subject_id FROM outbox WHERE subject_id = ANY(${ids})`;
  expect(marks).toHaveLength(3);
  expect(await rebuildEngine(database.db)).toEqual({ marked: 0 });
});
