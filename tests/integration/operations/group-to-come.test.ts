import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { releaseMessage, withholdMessage } from '../../../operations/actions/withhold-message.ts';
import { groupBatch } from '../../../operations/groups/group-batch.ts';
import { sendGroup } from '../../../operations/groups/send-group.ts';
import { undoGroup } from '../../../operations/groups/undo-group.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { claim } from './a-calling-family.ts';
import { aPractice, makeDue, messagesOf, type APractice, type AVisit } from './a-practice.ts';

const hour = 3_600_000;
const by = { keyId: null, keyName: 'front desk' };
let database: TestDatabase;
let practice: APractice;
let visit: AVisit;
let reminderId: string;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  practice = await aPractice(database);
  visit = await practice.visit();
  reminderId = await makeDue(database, visit);
});

/** Calls off all visits that are to come: asked for, and none of it carried out. */
function callOff(key = 'key'): Promise<{ id: string }> {
  const filter = { from: new Date().toISOString(), to: new Date(Date.now() + 9_000 * hour).toISOString() };
  const group = { kind: 'appt_cancellation', words: 'standard', channel: 'text', shiftMs: null, filter } as const;
  return sendGroup(database.db, practice.id, { ...group, by, key });
}

async function carryOut(): Promise<void> {
  while (await groupBatch(database.db, practice.id));
}

async function reminder(): Promise<{ state: string; reason: string | null }> {
  const found = (await messagesOf(database, visit)).find(({ id }) => id === reminderId);
  return { state: found!.state, reason: found!.reason };
}

test('what is due about a visit of a group that staff called off waits for the turn of its visit, and is held back by it', async () => {
  const { id } = await callOff();
  expect((await claim(database, practice, reminderId)).claim).toBeNull();
  expect(await reminder()).toEqual({ state: 'not_sent', reason: null });
  await carryOut();
  expect(await reminder()).toEqual({ state: 'withheld', reason: 'staff' });

  await undoGroup(database.db, practice.id, { groupId: id, by });
  await carryOut();
  expect(await reminder()).toEqual({ state: 'not_sent', reason: null });
  await makeDue(database, visit);
  expect((await claim(database, practice, reminderId)).claim).not.toBeNull();
});

test('a group that is undone before its turn holds up nothing', async () => {
  const { id } = await callOff();
  await undoGroup(database.db, practice.id, { groupId: id, by });
  expect((await claim(database, practice, reminderId)).claim).not.toBeNull();
});

test('what staff withhold by itself stays so when the group that held it back is undone', async () => {
  const { id } = await callOff();
  await carryOut();
  await withholdMessage(database.db, practice.id, { messageId: reminderId, by });
  await undoGroup(database.db, practice.id, { groupId: id, by });
  await carryOut();
  expect(await reminder()).toEqual({ state: 'withheld', reason: 'staff' });
  await releaseMessage(database.db, practice.id, { messageId: reminderId, by });
  expect(await reminder()).toEqual({ state: 'not_sent', reason: null });
});

test('two that call the same visits off at once: one group has them, the other is told', async () => {
  const [first, second] = await Promise.allSettled([callOff('one desk'), callOff('another desk')]);
  expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
});
