import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planSubjects } from '../../../operations/planning/plan-subjects.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { claim, day } from './a-calling-family.ts';
import { aConversation, type AConversation } from './a-conversation.ts';
import { aPractice, makeDue, messagesOf, pmsChanges, type APractice, type AVisit } from './a-practice.ts';

let database: TestDatabase;
let practice: APractice;
let talk: AConversation;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aPractice(database, {
    file: {
      steps: [
        { kind: 'appointment_reminder', slot: 'one-day', channel: 'text', offset: '-P1D' },
        { kind: 'after_appointment', slot: 'next-day', channel: 'text', offset: 'P1D' },
      ],
    },
  });
  await database.sql`UPDATE practices SET live_at = now() - interval '30 days' WHERE id = ${practice.id}`;
  talk = aConversation(database, practice);
});
afterAll(() => database.close());

/** A visit of two hours ago, as the PMS has it. */
async function aVisitThatWas(pms: string, given: { patientId?: string; phone?: string } = {}): Promise<AVisit> {
  const visit = await practice.visit({ startsAt: Date.now() - day / 12, ...given });
  await pmsChanges(database, practice, visit, { pms_state: pms });
  return visit;
}

async function afterOf(visit: AVisit) {
  const messages = await messagesOf(database, visit);
  return messages.find(({ slot }) => slot === 'next-day');
}

describe('a visit that took place', () => {
  test('is followed up the day after, and its plan covers that', async () => {
    const visit = await aVisitThatWas('completed');
    const message = await afterOf(visit);
    expect(message).toMatchObject({ state: 'not_sent', reason: null });
    expect(message!.sendAt.getTime()).toBeGreaterThan(Date.now() + day / 2);
    const [subject] = await database.sql<[{ endsAt: Date }]>`
      SELECT ends_at AS "endsAt" FROM subjects WHERE id = ${visit.id}`;
    expect(subject.endsAt.getTime()).toBe(message!.sendAt.getTime() + day);
  });

  test('and no longer where it turns out that nobody came', async () => {
    const visit = await aVisitThatWas('arrived');
    await pmsChanges(database, practice, visit, { pms_state: 'no_show' });
    expect(await afterOf(visit)).toMatchObject({ state: 'withheld', reason: 'cancelled' });
    const [change] = await database.sql<{ cause: string }[]>`
      SELECT cause FROM plan_changes WHERE subject_id = ${visit.id} ORDER BY version DESC LIMIT 1`;
    expect(change).toEqual({ cause: 'feed' });
  });

  test('its message says no more than thanks, and a no to it is for a person and changes no answer', async () => {
    const visit = await aVisitThatWas('completed');
    const messageId = await makeDue(database, visit);
    await claim(database, practice, messageId);
    const [{ body }] = await database.sql<[{ body: string }]>`SELECT body FROM messages WHERE id = ${messageId}`;
    expect(body).toMatch(/thank you for your visit on .* Reply STOP to end\.$/);
    await database.sql`
      UPDATE messages SET state = 'sent', sent_at = now() WHERE id = ${messageId}`;
    expect(await talk.reply(visit, 'N')).toBe('answered');
    expect(await afterOf(visit)).toMatchObject({ answer: 'declined', state: 'received' });
    expect(await talk.answerOf(visit)).toBe('none');
    expect(await talk.openItems(visit)).toEqual(['unclear_reply']);
  });
});

describe('law 3: caps', () => {
  test('a text that is over them moves to the next free day and stays there', async () => {
    const soon = await practice.visit({ startsAt: Date.now() + day });
    const visit = await aVisitThatWas('completed', soon);
    await claim(database, practice, await makeDue(database, soon));
    await claim(database, practice, await makeDue(database, visit));
    const moved = await afterOf(visit);
    expect(moved).toMatchObject({ state: 'not_sent', detail: 'capped' });
    expect(moved!.sendAt.getTime()).toBeGreaterThan(Date.now() + day / 6);
    expect(moved!.sendAt.getTime()).toBeLessThan(Date.now() + 2 * day);
  });

  test('a reminder of what is to come does not wait for the thanks for what was', async () => {
    const visit = await aVisitThatWas('completed');
    const soon = await practice.visit({ startsAt: Date.now() + day, patientId: visit.patientId, phone: visit.phone });
    const [thanks, reminder] = [await makeDue(database, visit), await makeDue(database, soon)];
    await claim(database, practice, thanks);
    expect(await afterOf(visit)).toMatchObject({ state: 'not_sent', detail: 'sooner_visit' });
    await claim(database, practice, reminder);
    expect(await messagesOf(database, soon)).toMatchObject([{ state: 'sending' }]);
  });
});

describe('a number that is no longer on file when the message is due', () => {
  /** The patient's number of now, of which no plan knows. */
  async function numberChanges(visit: AVisit, columns: Readonly<Record<string, string>> = {}): Promise<string> {
    const { phone } = await practice.visit();
    await database.sql`UPDATE contact_points SET ${database.sql({ address: phone, ...columns })} WHERE address = ${phone}`;
    await database.sql`UPDATE patients SET cell_phone = ${phone}, cell_e164 = ${phone} WHERE id = ${visit.patientId}`;
    return phone;
  }

  test('is not written to: the message is planned anew, and goes to the one that is', async () => {
    const visit = await aVisitThatWas('completed');
    const messageId = await makeDue(database, visit);
    const present = await numberChanges(visit);
    expect(await claim(database, practice, messageId)).toMatchObject({ claim: null });
    expect(await afterOf(visit)).toMatchObject({ state: 'not_sent', body: null });
    await makeDue(database, visit);
    expect(await claim(database, practice, messageId)).toMatchObject({ claim: { to: present } });
  });

  test('law 3: is not written to where the one that is has opted out', async () => {
    const visit = await aVisitThatWas('completed');
    const messageId = await makeDue(database, visit);
    await numberChanges(visit, { opted_out_at: '2026-01-01' });
    expect(await claim(database, practice, messageId)).toMatchObject({ claim: null });
    expect(await afterOf(visit)).toMatchObject({ state: 'withheld', reason: 'opted_out' });
  });
});

test('planning again leaves it as it is', async () => {
  const visit = await aVisitThatWas('completed');
  const plan = () =>
    database.db.inPractice(practice.id, (tx) => planSubjects(tx, [visit.id], { name: 'feed', detail: {} }));
  expect(await plan()).toEqual({ changed: 0 });
});
