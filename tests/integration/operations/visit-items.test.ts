import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeBegunItems } from '../../../operations/planning/close-begun-items.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aConversation, type AConversation } from './a-conversation.ts';
import { claim, refused, settle } from './a-calling-family.ts';
import { aPractice, makeDue, messagesOf, pmsChanges, type APractice, type AVisit } from './a-practice.ts';

const day = 86_400_000;
let database: TestDatabase;
let practice: APractice;
let talk: AConversation;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aPractice(database);
  talk = aConversation(database, practice);
});
afterAll(() => database.close());

const told = async (visit: AVisit): Promise<string[]> => {
  const rows = await database.sql<{ event: string }[]>`
    SELECT event FROM notifications WHERE appointment_id = ${visit.id} ORDER BY at, id`;
  return rows.map(({ event }) => event);
};

async function givePhone(visit: AVisit, phone: string): Promise<void> {
  await database.sql`INSERT INTO contact_points (practice_id, address) VALUES (${practice.id}, ${phone}) ON CONFLICT DO NOTHING`;
  await database.sql`UPDATE patients SET cell_phone = ${phone}, cell_e164 = ${phone} WHERE id = ${visit.patientId}`;
  await pmsChanges(database, practice, visit, { provider_name: 'Dr. Ferris' });
}

describe('a patient who knows a time that the visit has no longer', () => {
  const to = (ms: number) => ({ starts_at: new Date(Date.now() + ms).toISOString() });

  test('waits for nobody while a message will tell the new one, and for a person once the caps withhold it', async () => {
    const visit = await practice.visit({ startsAt: Date.now() + 2 * day });
    const toldAt = await talk.asked(visit);
    await pmsChanges(database, practice, visit, to(2 * day + 3_600_000));
    expect(await talk.openItems(visit)).toEqual([]);

    for (let waiting = await pending(visit); waiting > 0; waiting = await pending(visit)) {
      await claim(database, practice, await makeDue(database, visit));
    }
    const withheld = (await messagesOf(database, visit)).filter(({ state }) => state === 'withheld');
    expect(withheld.map(({ reason }) => reason)).toContain('capped');
    expect(await talk.openItems(visit)).toEqual(['moved_after_send']);
    expect(await told(visit)).toEqual(['moved_after_send']);
    const [item] = await database.sql`
      SELECT message_id AS "messageId" FROM worklist_items WHERE appointment_id = ${visit.id}`;
    expect(item).toEqual({ messageId: toldAt });
  });

  test.each([
    ['is cancelled', { pms_state: 'cancelled' }],
    ['is confirmed at the desk, where it was spoken of', { pms_state: 'confirmed' }],
  ])('waits for nobody once the visit %s', async (_, columns) => {
    const visit = await practice.visit({ startsAt: Date.now() + 2 * day });
    await talk.asked(visit);
    await talk.reply(visit, 'STOP');
    await pmsChanges(database, practice, visit, to(2 * day + 3_600_000));
    expect(await talk.openItems(visit)).toContain('moved_after_send');
    await pmsChanges(database, practice, visit, columns);
    expect(await talk.openItems(visit)).not.toContain('moved_after_send');
  });
});

describe('a patient who cannot be reached', () => {
  test('waits for a person once, with the message that did not go, until the PMS knows a number', async () => {
    const visit = await practice.visit({ phone: null });
    expect(await talk.openItems(visit)).toEqual(['unreachable']);
    await pmsChanges(database, practice, visit, { provider_name: 'Dr. Ferris' });
    expect(await talk.openItems(visit)).toEqual(['unreachable']);
    expect(await told(visit)).toEqual(['unreachable']);
    const [item] = await database.sql`
      SELECT message.reason, told.worklist_item_id = item.id AS "namesIt"
      FROM worklist_items item
      JOIN messages message ON message.id = item.message_id
      JOIN notifications told ON told.worklist_item_id = item.id
      WHERE item.appointment_id = ${visit.id}`;
    expect(item).toEqual({ reason: 'no_contact', namesIt: true });

    await givePhone(visit, '+12125550171');
    expect(await talk.openItems(visit)).toEqual([]);
  });

  test('is found when the last message fails, and not before', async () => {
    const visit = await practice.visit({ startsAt: Date.now() + 26 * 3_600_000 });
    for (let waiting = await pending(visit); waiting > 0; waiting = await pending(visit)) {
      expect(await talk.openItems(visit)).toEqual([]);
      const id = await makeDue(database, visit);
      await claim(database, practice, id);
      await settle(database, practice, id, refused);
    }
    expect(await talk.openItems(visit)).toEqual(['unreachable']);
    expect(new Set((await messagesOf(database, visit)).map(({ state }) => state))).toContain('not_received');
  });

  test.each([
    ['cancelled', { pms_state: 'cancelled' }],
    ['confirmed at the desk', { pms_state: 'confirmed' }],
    ['over', { pms_state: 'completed' }],
  ])('waits for nobody once the visit is %s', async (_, columns) => {
    const visit = await practice.visit({ phone: null });
    await pmsChanges(database, practice, visit, columns);
    expect(await talk.openItems(visit)).toEqual([]);
  });

  test('leaves the worklist when the visit begins', async () => {
    const [begun, ahead] = [await practice.visit({ phone: null }), await practice.visit({ phone: null })];
    await database.sql`UPDATE appointments SET starts_at = now() WHERE id = ${begun.id}`;
    await closeBegunItems(database.db);
    expect([await talk.openItems(begun), await talk.openItems(ahead)]).toEqual([[], ['unreachable']]);
  });
});

async function pending(visit: AVisit): Promise<number> {
  return (await messagesOf(database, visit)).filter(({ state }) => state === 'not_sent').length;
}

describe('a decline', () => {
  async function declined(): Promise<AVisit> {
    const visit = await practice.visit();
    await talk.asked(visit);
    await talk.reply(visit, 'N');
    expect(await talk.openItems(visit)).toEqual(['decline']);
    return visit;
  }

  test('that the patient takes back is one item, which says that it turned', async () => {
    const visit = await declined();
    await talk.reply(visit, 'Y');
    expect(await talk.openItems(visit)).toEqual(['flip']);
    await talk.reply(visit, 'N');
    expect(await talk.openItems(visit)).toEqual(['decline', 'flip']);
    expect(await told(visit)).toEqual(['declined', 'confirmed', 'flip', 'declined', 'flip']);
  });

  test.each([
    ['cancelled', { pms_state: 'cancelled' }],
    ['completed', { pms_state: 'completed' }],
    ['gone', { gone_at: new Date().toISOString() }],
    ['moved', { starts_at: new Date(Date.now() + 9 * day).toISOString(), answer: 'none' }],
  ])('waits for nobody once the visit is %s', async (_, columns) => {
    const visit = await declined();
    await pmsChanges(database, practice, visit, columns);
    expect(await talk.openItems(visit)).toEqual([]);
  });

  test('stays while the desk only looked at it', async () => {
    const visit = await declined();
    await pmsChanges(database, practice, visit, { provider_name: 'Dr. Ferris' });
    expect(await talk.openItems(visit)).toEqual(['decline']);
  });

  test.each(['vacation', 'holiday'])('during a %s', async (type) => {
    const away = await aPractice(database);
    await database.sql`
      INSERT INTO closures (practice_id, type, name, from_date, to_date)
      VALUES (${away.id}, ${type}, 'Away', current_date - 2, current_date + 2)`;
    const visit = await away.visit();
    const talkThere = aConversation(database, away);
    await talkThere.asked(visit);
    await talkThere.reply(visit, 'N');
    const [written] = await talkThere.writtenBack(visit);
    expect(written?.body.includes('call us when we open: (757) 555-0100')).toBe(type === 'vacation');
  });
});

test('who opts out with words of an emergency is told to call 911 with the confirmation', async () => {
  const visit = await practice.visit();
  await talk.asked(visit);
  await talk.reply(visit, 'Stop texting me, I think I am having a heart attack');
  expect(await talk.openItems(visit)).toEqual(['emergency']);
  const [written] = await talk.writtenBack(visit);
  expect(written).toMatchObject({ slot: 'opted-out-emergency' });
  expect(written?.body).toMatch(/^If this is an emergency, call 911 now\. .* no more texts or automated calls/);
  const claimed = await claim(database, practice, written!.id);
  expect(claimed.claim).not.toBeNull();
});

test('whoever is to be told is told of what opens, once, and of an emergency each time', async () => {
  const visit = await practice.visit();
  await talk.asked(visit);
  for (const body of ['What?', 'Who is it?', 'call an ambulance', 'call an ambulance please'])
    await talk.reply(visit, body);
  expect(await told(visit)).toEqual(['unclear_reply', 'emergency', 'emergency']);
});
