import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sendMessage, type SendDependencies } from '../../../operations/sending/send-message.ts';
import { sweep } from '../../../operations/sending/sweep.ts';
import type { Accepted } from '../../../simulator/accepted.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aSimulator, type ASimulator } from '../simulator/a-simulator.ts';
import { sendDependencies } from './send-dependencies.ts';
import { aPractice, makeDue, messagesOf, pmsChanges, type APractice, type AVisit } from './a-practice.ts';

let database: TestDatabase;
let practice: APractice;
let simulator: ASimulator;
let deps: SendDependencies;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aPractice(database);
  simulator = await aSimulator();
  deps = sendDependencies(database.db, simulator);
});
afterAll(async () => {
  await simulator.close();
  await database.close();
});
beforeEach(() => simulator.setFaults({}));

const send = (messageId: string) => sendMessage(deps, { practiceId: practice.id, messageId });
const swept = (settleLagMs: number) => sweep({ db: database.db, channels: deps.channels, settleLagMs });

async function takenFor(messageId: string): Promise<Accepted[]> {
  return (await simulator.accepted()).filter((accepted) => accepted.messageId === messageId);
}

async function stateOf(visit: AVisit, messageId: string) {
  const message = (await messagesOf(database, visit)).find(({ id }) => id === messageId);
  return [message?.state, message?.reason];
}

test('a message that is due goes once, with the practice and the way out in its words', async () => {
  const visit = await practice.visit();
  const messageId = await makeDue(database, visit);
  const plan = await send(messageId);
  expect(plan.entries.map((entry) => entry.messageId)).not.toContain(messageId);
  expect(await stateOf(visit, messageId)).toEqual(['sent', null]);
  const [taken, ...more] = await takenFor(messageId);
  expect(more).toEqual([]);
  expect(taken?.to).toBe(visit.phone);
  expect(taken?.body).toMatch(/^Harbor Clinic \(757\) 555-0100: Zebulina, your visit is .* Reply Y .* STOP/);
});

test('law 1: asked again, or by two at once, it hands over nothing more', async () => {
  const visit = await practice.visit();
  const messageId = await makeDue(database, visit);
  await Promise.all([send(messageId), send(messageId), send(messageId)]);
  await send(messageId);
  expect(await takenFor(messageId)).toHaveLength(1);
});

test('what is not due stays where it is', async () => {
  const visit = await practice.visit();
  const [, second] = await messagesOf(database, visit);
  const plan = await send(second!.id);
  expect(plan.entries.map((entry) => entry.messageId)).toContain(second!.id);
  expect(await takenFor(second!.id)).toEqual([]);
});

test('law 3: an opt-out that came after the plan withholds at the send', async () => {
  const visit = await practice.visit();
  const messageId = await makeDue(database, visit);
  await database.sql`UPDATE contact_points SET opted_out_at = now() WHERE address = ${visit.phone}`;
  await send(messageId);
  expect(await stateOf(visit, messageId)).toEqual(['withheld', 'opted_out']);
  expect(await takenFor(messageId)).toEqual([]);
});

test('a practice in rehearsal hands nothing over but to its allow-listed contacts', async () => {
  const rehearsing = await aPractice(database, { live: false });
  const visit = await rehearsing.visit();
  const listed = await rehearsing.visit();
  await database.sql`UPDATE practice_settings SET rehearsal_contacts = ARRAY[${listed.phone}] WHERE practice_id = ${rehearsing.id}`;
  const [not, may] = [await makeDue(database, visit), await makeDue(database, listed)];
  await sendMessage(deps, { practiceId: rehearsing.id, messageId: not });
  await sendMessage(deps, { practiceId: rehearsing.id, messageId: may });
  expect(await stateOf(visit, not)).toEqual(['withheld', 'not_live']);
  expect(await stateOf(listed, may)).toEqual(['sent', null]);
});

test('a pause holds a message back and loses it not', async () => {
  const visit = await practice.visit();
  const messageId = await makeDue(database, visit);
  await database.sql`UPDATE practice_settings SET text_paused_at = now() WHERE practice_id = ${practice.id}`;
  const plan = await send(messageId);
  await database.sql`UPDATE practice_settings SET text_paused_at = NULL WHERE practice_id = ${practice.id}`;
  expect(plan.entries[0]).toMatchObject({ messageId });
  expect(plan.entries[0]!.at).toBeGreaterThan(Date.now());
  expect(await takenFor(messageId)).toEqual([]);
});

test('law 2: of a send and a cancellation at one moment, none claims after the other has committed', async () => {
  for (let round = 0; round < 40; round += 1) {
    const visit = await practice.visit();
    const messageId = await makeDue(database, visit);
    const cancel = async () => {
      await new Promise((resolve) => setTimeout(resolve, round % 10));
      await pmsChanges(database, practice, visit, { pms_state: 'cancelled' });
    };
    await Promise.all([send(messageId), cancel()]);
    const [state, reason] = await stateOf(visit, messageId);
    const taken = await takenFor(messageId);
    expect([state, reason, taken.length]).toEqual(
      taken.length === 1 ? ['sent', null, 1] : ['withheld', 'cancelled', 0],
    );
    const changes = await database.sql<{ detail: { attemptId?: string } }[]>`
      SELECT detail FROM plan_changes WHERE subject_id = ${visit.id} ORDER BY version`;
    // The claim, where there is one, stands before the cancellation.
    if (taken.length === 1) expect(changes.at(-1)?.detail.attemptId).toBeUndefined();
  }
});

test('law 2: a hand-over that comes too late is not written, and is tried again', async () => {
  const visit = await practice.visit();
  const messageId = await makeDue(database, visit);
  let now = 0;
  const late: SendDependencies = { ...deps, monotonicNow: () => (now += 6_000) };
  const plan = await sendMessage(late, { practiceId: practice.id, messageId });
  expect(await takenFor(messageId)).toEqual([]);
  expect(plan.entries[0]).toMatchObject({ messageId });
});

test('a 429 is waited for as told, and then it goes', async () => {
  const visit = await practice.visit();
  const messageId = await makeDue(database, visit);
  await simulator.setFaults({ reject_429: 1 });
  const plan = await send(messageId);
  expect(plan.entries[0]).toMatchObject({ messageId });
  expect(await takenFor(messageId)).toEqual([]);
  await simulator.setFaults({});
  await makeDue(database, visit);
  await send(messageId);
  expect(await takenFor(messageId)).toHaveLength(1);
});

test.each(['fail_500_after', 'reset_after'] as const)(
  'law 1: %s leaves it in doubt; the list settles it, and it goes once',
  async (fault) => {
    const visit = await practice.visit();
    const messageId = await makeDue(database, visit);
    await simulator.setFaults({ [fault]: 1 });
    await send(messageId);
    await simulator.setFaults({});
    expect(await stateOf(visit, messageId)).toEqual(['sending', null]);
    await send(messageId);
    await expect.poll(async () => (await swept(0)).taken, { timeout: 45_000 }).toBeGreaterThan(0);
    // The same sweep asks the carrier's log, which may have more to tell by then.
    const [state] = await stateOf(visit, messageId);
    expect(['sent', 'received']).toContain(state);
    expect(await takenFor(messageId)).toHaveLength(1);
  },
);

test('absence at the carrier counts only when nothing can be on its way; then it is tried again', async () => {
  const visit = await practice.visit();
  const messageId = await makeDue(database, visit);
  await simulator.setFaults({ fail_500_before: 1 });
  await send(messageId);
  await simulator.setFaults({});
  await database.sql`UPDATE attempts SET hand_over_by = now() - interval '11 seconds' WHERE message_id = ${messageId}`;
  await swept(60_000);
  expect(await stateOf(visit, messageId)).toEqual(['sending', null]);
  await swept(0);
  expect(await stateOf(visit, messageId)).toEqual(['not_sent', null]);
  await send(messageId);
  expect(await takenFor(messageId)).toHaveLength(1);
});

test('the sweep marks a subject whose message was forgotten', async () => {
  const visit = await practice.visit();
  const messageId = await makeDue(database, visit);
  await database.sql`DELETE FROM outbox WHERE subject_id = ${visit.id}`;
  await database.sql`UPDATE subjects SET engine_version = plan_version WHERE id = ${visit.id}`;
  await database.sql`UPDATE messages SET send_at = now() - interval '3 minutes' WHERE id = ${messageId}`;
  expect((await swept(0)).overdue).toBeGreaterThan(0);
  expect(await database.sql`SELECT signal FROM outbox WHERE subject_id = ${visit.id}`).toMatchObject([
    { signal: 'replanned' },
  ]);
});
