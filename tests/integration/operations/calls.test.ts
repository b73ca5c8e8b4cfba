import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPlans } from '../../../db/subjects.ts';
import { recordCallStatus } from '../../../operations/calls/record-call-status.ts';
import { recordConsent } from '../../../operations/answers/record-consent.ts';
import { recordTransfer } from '../../../operations/calls/record-transfer.ts';
import { settleAttempt } from '../../../operations/sending/settle-attempt.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aCall, aNextCall } from './a-call.ts';
import { claim, settle } from './a-calling-family.ts';
import { aCallingPractice, type ACallingPractice } from './a-calling-practice.ts';
import { makeDue, messagesOf, pmsChanges } from './a-practice.ts';

let database: TestDatabase;
let practice: ACallingPractice;
let homes = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aCallingPractice(database);
});
afterAll(() => database.close());

const aHome = (): string => `+1757555${String((homes += 1) + 199).padStart(4, '0')}`;

async function optOut(address: string): Promise<void> {
  await database.db.inPractice(practice.id, async (tx) => {
    const [contact] = await tx.sql<[{ id: string }]>`SELECT id FROM contact_points WHERE address = ${address}`;
    await recordConsent(tx, contact.id, 'opted_out');
  });
}

async function message(messageId: string) {
  const [row] = await database.sql<
    [{ state: string; detail: string | null; answer: string; heard: boolean | null; waits: boolean; attempts: number }]
  >`
    SELECT state, detail, answer, heard_to_end AS heard, retry_at IS NOT NULL AS waits,
      (SELECT count(*)::int FROM attempts WHERE message_id = messages.id) AS attempts
    FROM messages WHERE id = ${messageId}`;
  return row;
}

/** A message whose first call nobody took, so that the next one waits. */
async function unheard(given: Parameters<ACallingPractice['due']>[0] = {}) {
  const due = await practice.due(given);
  const call = await aCall(database, practice, due.messageId);
  await call!.status('busy', 'busy');
  expect(await message(due.messageId)).toMatchObject({ state: 'sent', detail: 'busy', waits: true });
  return { ...due, call: call! };
}

test('where the carrier does not say who took the call, a key is asked for before anything is told', async () => {
  const { messageId } = await practice.due();
  const call = await aCall(database, practice, messageId);
  expect(await call!.answered(null)).toMatchObject({
    do: 'ask',
    words: ['This is Harbor Clinic with a message. To hear it, press any key.'],
  });
});

test('a call that a machine took, and for whose words nobody could ask us, is made again', async () => {
  const { messageId } = await practice.due();
  const call = await aCall(database, practice, messageId);
  await call!.status('completed', 'completed', 'machine');
  expect(await message(messageId)).toMatchObject({ state: 'sent', detail: 'machine', waits: true });
});

test.each(['human', 'unsure', null] as const)(
  'a call that somebody (%s) took, and for whose words nobody could ask us, was not heard, and is made again',
  async (pickedUpBy) => {
    const { messageId } = await practice.due();
    const call = await aCall(database, practice, messageId);
    await call!.status('completed', 'completed', pickedUpBy);
    expect(await message(messageId)).toMatchObject({ state: 'sent', detail: 'nothing_said', heard: null, waits: true });
  },
);

test('where that was the last call it ends as not received', async () => {
  const { messageId } = await practice.due();
  await practice.set({ voice_tries: 1 });
  const call = await aCall(database, practice, messageId);
  await call!.status('completed', 'completed', 'human');
  await practice.set({ voice_tries: 3 });
  expect(await message(messageId)).toMatchObject({ state: 'not_received', detail: 'nothing_said', waits: false });
});

describe('a next call', () => {
  test('law 4: of which nobody will ever say how it ended is unknown, and a person is told', async () => {
    const { messageId } = await unheard();
    const next = await aNextCall(database, practice, messageId);
    const { attemptId } = next!.ids;
    await database.sql`UPDATE attempts SET outcome = 'open', carrier_id = NULL, settled_by = NULL, settled_at = NULL WHERE id = ${attemptId}`;
    await database.db.inPractice(practice.id, (tx) =>
      settleAttempt(tx, attemptId, { end: 'lost', code: 'timeout', by: 'deadline' }),
    );
    expect(await message(messageId)).toMatchObject({ state: 'unknown' });
    const items =
      await database.sql`SELECT type FROM worklist_items WHERE message_id = ${messageId} AND state = 'open'`;
    expect(items).toEqual([{ type: 'unknown_send' }]);
  });

  test('is an entry of the plan at its time, and goes to the next phone', async () => {
    const home = aHome();
    const { visit, messageId } = await unheard({ home });
    const plan = await database.db.inPractice(practice.id, (tx) => findPlans(tx, [visit.id]));
    const entry = plan.get(visit.id)!.entries.find((one) => one.messageId === messageId);
    expect(entry!.at - Date.now()).toBeGreaterThan(25 * 60_000);
    const next = await aNextCall(database, practice, messageId);
    expect(next!.to).toBe(home);
    expect(await message(messageId)).toMatchObject({ state: 'sent', detail: 'busy', waits: false, attempts: 2 });
  });

  test('law 3: goes to no phone that opted out meanwhile, nor past one that did', async () => {
    const [last, first] = [aHome(), aHome()];
    const toLast = await unheard({ home: last });
    await optOut(last);
    expect(await aNextCall(database, practice, toLast.messageId)).toBeNull();
    expect(await message(toLast.messageId)).toMatchObject({ state: 'not_received', detail: 'busy', waits: false });

    const toFirst = await unheard({ home: first });
    await optOut(toFirst.visit.phone);
    expect(await aNextCall(database, practice, toFirst.messageId)).toBeNull();
  });

  test('law 2: is not made once the visit was cancelled, moved or answered', async () => {
    const cancelled = await unheard();
    await pmsChanges(database, practice, cancelled.visit, { pms_state: 'cancelled' });
    expect(await aNextCall(database, practice, cancelled.messageId)).toBeNull();

    const moved = await unheard();
    const later = new Date(Date.now() + 6 * 86_400_000).toISOString();
    await pmsChanges(database, practice, moved.visit, { starts_at: later });
    expect(await aNextCall(database, practice, moved.messageId)).toBeNull();
    expect(await message(moved.messageId)).toMatchObject({ state: 'not_received', attempts: 1 });

    const answered = await unheard();
    await pmsChanges(database, practice, answered.visit, {
      answer: 'confirmed',
      answered_at: new Date().toISOString(),
    });
    expect(await aNextCall(database, practice, answered.messageId)).toBeNull();
  });

  test('waits while calls are paused, and is made then', async () => {
    const { messageId } = await unheard();
    await database.sql`UPDATE practice_settings SET voice_paused_at = now() WHERE practice_id = ${practice.id}`;
    expect(await aNextCall(database, practice, messageId)).toBeNull();
    await database.sql`UPDATE practice_settings SET voice_paused_at = NULL WHERE practice_id = ${practice.id}`;
    expect(await message(messageId)).toMatchObject({ state: 'sent', waits: true });
    expect(await aNextCall(database, practice, messageId)).not.toBeNull();
  });

  test('is left out where word came late that somebody had taken the first', async () => {
    const { messageId, call } = await unheard();
    await call.answered();
    expect(await message(messageId)).toMatchObject({ state: 'received', detail: 'human', waits: false });
    expect(await aNextCall(database, practice, messageId)).toBeNull();
  });

  test('skips a phone that is no number, and is none where that was the only one', async () => {
    const { messageId } = await practice.due({ home: aHome() });
    const first = await aCall(database, practice, messageId);
    const failed = { ...first!.word, status: 'failed', code: '13224', verdict: 'invalid_contact' as const };
    await recordCallStatus(database.db, first!.ids, { ...failed, progress: 'failed', pickedUpBy: null });
    const second = await aNextCall(database, practice, messageId);
    expect(second!.to).not.toBe(first!.to);
    await second!.status('busy', 'busy');
    expect((await aNextCall(database, practice, messageId))!.to).toBe(second!.to);
  });
});

describe('a call that the carrier refuses for its number', () => {
  const refuse = async (messageId: string, verdict: 'invalid_contact' | 'unreachable' | 'opted_out') => {
    await claim(database, practice, messageId);
    await settle(database, practice, messageId, { end: 'refused', code: '21214', verdict, by: 'response' });
  };

  test.each(['invalid_contact', 'unreachable'] as const)('(%s) goes to the next phone at once', async (verdict) => {
    const home = aHome();
    const { messageId } = await practice.due({ home });
    await refuse(messageId, verdict);
    expect(await message(messageId)).toMatchObject({ state: 'sent', detail: 'failed', waits: true, attempts: 1 });
    const [row] = await database.sql`SELECT retry_at <= now() AS due FROM messages WHERE id = ${messageId}`;
    expect(row).toEqual({ due: true });
    const next = await aCall(database, practice, messageId);
    expect(next!.to).toBe(home);
    await next!.answered();
    expect(await message(messageId)).toMatchObject({ state: 'received', attempts: 2 });
  });

  test('ends the message where every phone was refused', async () => {
    const { messageId } = await practice.due({ home: aHome() });
    await refuse(messageId, 'unreachable');
    await refuse(messageId, 'unreachable');
    expect(await message(messageId)).toMatchObject({ state: 'not_received', detail: '21214', attempts: 2 });
  });

  test('law 3: for an opt-out goes to no other phone', async () => {
    const { messageId } = await practice.due({ home: aHome() });
    await refuse(messageId, 'opted_out');
    expect(await message(messageId)).toMatchObject({ state: 'not_received', waits: false });
  });

  test('as a later call leaves the phone that was busy its next try, in its time', async () => {
    const home = aHome();
    const { visit, messageId } = await unheard({ home });
    await database.sql`UPDATE messages SET retry_at = now() - interval '1 second' WHERE id = ${messageId}`;
    await refuse(messageId, 'unreachable');
    const [row] = await database.sql`
      SELECT retry_at > now() + interval '25 minutes' AS later, address
      FROM messages JOIN contact_points ON contact_points.id = contact_point_id WHERE messages.id = ${messageId}`;
    expect(row).toEqual({ later: true, address: visit.phone });
  });
});

describe('what is said', () => {
  test('says nothing of a visit that has changed since the call was made', async () => {
    const { visit, messageId } = await practice.due();
    const call = await aCall(database, practice, messageId);
    await pmsChanges(database, practice, visit, { pms_state: 'cancelled' });
    const step = await call!.answered();
    expect(step).toMatchObject({
      do: 'end',
      words: [expect.stringMatching(/^This is Harbor Clinic\. Please call us back/)],
    });
  });

  test('a key for a visit that changed during the call confirms nothing, and a person calls', async () => {
    const { visit, messageId } = await practice.due();
    const call = await aCall(database, practice, messageId);
    await call!.answered();
    await pmsChanges(database, practice, visit, { starts_at: new Date(Date.now() + 7 * 86_400_000).toISOString() });
    expect(await call!.key('1')).toEqual({
      do: 'end',
      language: 'en',
      words: ['That visit has changed. We will call you. Goodbye.'],
    });
    const items = await database.sql`SELECT type FROM worklist_items WHERE appointment_id = ${visit.id}`;
    expect(items).toContainEqual({ type: 'late_answer' });
    const [row] = await database.sql`SELECT answer FROM appointments WHERE id = ${visit.id}`;
    expect(row).toEqual({ answer: 'none' });
  });

  test('asks a confirmed visit for nothing but the key of who cannot come', async () => {
    const { visit, messageId } = await practice.due();
    const call = await aCall(database, practice, messageId);
    await pmsChanges(database, practice, visit, { pms_state: 'confirmed' });
    const step = await call!.answered();
    expect(step.words.at(-1)).toBe(
      'If you cannot come, press 9. To end automated calls and texts to this number, press 8.',
    );
  });

  test('the calls of a family speak of all their visits, also the second time; what was cancelled in between is left out', async () => {
    const patient = { guarantor_id: 'G-calls', date_of_birth: '2019-05-05' };
    const startsAt = Date.now() + 4 * 86_400_000;
    const { visit: ana, messageId } = await practice.due({ startsAt, patient: { ...patient, first_name: 'Ana' } });
    const of = (name: string) =>
      practice.visit({ startsAt: startsAt + 60_000, phone: ana.phone, patient: { ...patient, first_name: name } });
    const [ben, eva] = [await of('Ben'), await of('Eva')];
    await Promise.all([ben, eva].map((visit) => makeDue(database, visit)));

    const first = await aCall(database, practice, messageId);
    const body = async (): Promise<string> => {
      const [row] = await database.sql<[{ body: string }]>`SELECT body FROM messages WHERE id = ${messageId}`;
      return row.body;
    };
    expect(await body()).toMatch(/You have visits on .*: Ana .*, Ben .*, Eva /);
    await first!.status('busy', 'busy');
    await pmsChanges(database, practice, eva, { pms_state: 'cancelled' });
    const second = await aNextCall(database, practice, messageId);
    expect(await body()).toMatch(/You have visits on .*: Ana .*, Ben /);
    expect(await body()).not.toContain('Eva');

    await second!.answered();
    await second!.key('1');
    const answers = await database.sql`
      SELECT answer FROM appointments WHERE id = ANY(${[ana.id, ben.id, eva.id]}::uuid[]) ORDER BY id`;
    expect(answers.map(({ answer }) => String(answer))).toEqual(['confirmed', 'confirmed', 'none']);
  });

  test('9 to several visits declines none: a person asks which', async () => {
    const patient = { guarantor_id: 'G-which', date_of_birth: '2019-05-05' };
    const startsAt = Date.now() + 4 * 86_400_000;
    const { visit: ana, messageId } = await practice.due({ startsAt, patient });
    await makeDue(database, await practice.visit({ startsAt: startsAt + 60_000, phone: ana.phone, patient }));
    const call = await aCall(database, practice, messageId);
    await call!.answered();
    expect(await call!.key('9')).toMatchObject({ do: 'connect', desk: '+17575550100' });
    const items = await database.sql`SELECT type FROM worklist_items WHERE message_id = ${messageId}`;
    expect(items).toEqual([{ type: 'which_visit' }]);
    expect((await message(messageId)).answer).toBe('none');
  });
});

describe('law 5: of a call', () => {
  test('a key and a transfer that are brought twice are recorded once, and answered alike', async () => {
    const { visit, messageId } = await practice.due();
    const call = await aCall(database, practice, messageId);
    await call!.answered();
    const steps = [await call!.key('9'), await call!.key('9')];
    expect(steps[1]).toEqual(steps[0]);
    const over = { ...call!.word, taken: false };
    const ends = [
      await recordTransfer(database.db, call!.ids, over),
      await recordTransfer(database.db, call!.ids, over),
    ];
    expect(ends[1]).toEqual(ends[0]);
    const counts = await database.sql`
      SELECT (SELECT count(*)::int FROM replies WHERE message_id = ${messageId}) AS replies,
        (SELECT count(*)::int FROM answers WHERE appointment_id = ${visit.id}) AS answers,
        (SELECT count(*)::int FROM worklist_items WHERE appointment_id = ${visit.id}) AS items`;
    expect(counts).toEqual([{ replies: 1, answers: 1, items: 2 }]);
  });

  test('a word under another id than the carrier gave, or signed by another account, changes nothing', async () => {
    const { messageId } = await practice.due();
    const call = await aCall(database, practice, messageId);
    const forged = { ...call!, word: { ...call!.word, carrierId: 'CAforged' } };
    const busy = { status: 'busy', progress: 'busy', pickedUpBy: null } as const;
    await recordCallStatus(database.db, call!.ids, { ...forged.word, ...busy });
    expect(await message(messageId)).toMatchObject({ state: 'sent', detail: null, waits: false });
    const foreign = recordCallStatus(database.db, call!.ids, { ...call!.word, ...busy, carriers: ['configured'] });
    await expect(foreign).rejects.toMatchObject({ code: 'forbidden' });
    expect(await message(messageId)).toMatchObject({ state: 'sent', detail: null, waits: false });
  });
});

describe('a backup', () => {
  test('by voice is a call to the landline that takes no texts', async () => {
    const { id } = practice;
    await database.sql`UPDATE steps SET channel = 'text' WHERE practice_id = ${id}`;
    await practice.set({ voice_mode: 'backup', voice_tries: 1 });
    const visit = await practice.visit();
    await database.sql`UPDATE contact_points SET landline_at = now() WHERE address = ${visit.phone}`;
    await pmsChanges(database, practice, visit, { provider_name: 'Dr. Ferris' });
    const messageId = await makeDue(database, visit);
    const texts = (await messagesOf(database, visit)).filter(({ id: other }) => other !== messageId);
    expect(texts[0]).toMatchObject({ state: 'withheld', reason: 'landline' });
    const call = await aCall(database, practice, messageId);
    expect(call!.to).toBe(visit.phone);
    await call!.status('no-answer', 'no_answer');
    expect(await message(messageId)).toMatchObject({ state: 'not_received', detail: 'no_answer' });
    await database.sql`UPDATE steps SET channel = 'voice' WHERE practice_id = ${id}`;
    await practice.set({ voice_mode: 'on', voice_tries: 3 });
  });
});
