import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findSettingChange, findSettingChanges, findSettingsVersion } from '../../../db/setting-changes.ts';
import { addApiKey } from '../../../operations/practices/add-api-key.ts';
import { goLive } from '../../../operations/practices/go-live.ts';
import { pauseChannel } from '../../../operations/practices/pause-channel.ts';
import { changeSettings, takeBackChange } from '../../../operations/settings/change-settings.ts';
import { previewChange } from '../../../operations/settings/preview-change.ts';
import { replanBatch } from '../../../operations/settings/replan-practice.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { claim } from './a-calling-family.ts';
import { aConversation } from './a-conversation.ts';
import { aPractice, makeDue, messagesOf, type APractice } from './a-practice.ts';

const day = 86_400_000;
let database: TestDatabase;
let practice: APractice;
let by: { keyId: string; keyName: string };

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  practice = await aPractice(database, { live: false });
  await addApiKey(database.db, { name: 'front desk', practiceSlug: practice.slug });
  const [key] = await database.sql<[{ id: string }]>`SELECT id FROM api_keys WHERE practice_id = ${practice.id}`;
  by = { keyId: key.id, keyName: 'front desk' };
});

const aChange = (values: Record<string, unknown>) => ({ area: 'settings' as const, facilityId: null, values });
async function save(values: Record<string, unknown>) {
  const version = await database.db.inPractice(practice.id, findSettingsVersion);
  return changeSettings(database.db, practice.id, { ...aChange(values), version, by });
}
const goes = async (messageId: string): Promise<boolean> => (await claim(database, practice, messageId)).claim !== null;
const changes = () =>
  database.db.inPractice(practice.id, async (tx) => {
    const { rows } = await findSettingChanges(tx, {}, { limit: 50, after: null });
    return rows.map(({ after, keyId, keyName }) => ({ after, keyId, keyName }));
  });

test('whom a rehearsal writes to, and going live, are settings: shown first, kept with who, obeyed by the next send', async () => {
  const [listed, other] = [await practice.visit(), await practice.visit()];
  await save({ rehearsal_contacts: [listed.phone, 'Desk@Example.org'] });
  expect(await goes(await makeDue(database, listed))).toBe(true);
  expect(await goes(await makeDue(database, other))).toBe(false);
  expect((await messagesOf(database, other)).map(({ reason }) => reason)).toContain('not_live');

  const preview = await previewChange(database.db, practice.id, aChange({ live: true }));
  const waiting = await database.sql<{ count: number }[]>`
    SELECT count(*)::int FROM messages WHERE practice_id = ${practice.id} AND state = 'not_sent'`;
  expect(preview).toMatchObject({ visits: null, before: { live: false }, holds: { messages: waiting[0]!.count } });
  expect(preview.holds!.days.reduce((sum, { messages }) => sum + messages, 0)).toBe(waiting[0]!.count);
  await save({ live: true });
  expect(await goes(await makeDue(database, await practice.visit()))).toBe(true);
  expect(await changes()).toEqual([
    { after: { live: true }, ...by },
    { after: { rehearsal_contacts: [listed.phone, 'desk@example.org'] }, ...by },
  ]);
});

test('a pause is obeyed at the moment of sending, whenever the plan was made, and ends as it began', async () => {
  await save({ live: true });
  const messageId = await makeDue(database, await practice.visit());
  const paused = await save({ text_paused: true });
  expect(paused).toMatchObject({ before: { text_paused: false }, replans: false });
  expect(await goes(messageId)).toBe(false);
  const ofEmail = await previewChange(database.db, practice.id, aChange({ email_paused: true }));
  expect(ofEmail.holds).toEqual({ messages: 0, days: [] });
  await takeBackChange(database.db, practice.id, paused.changeId!, by);
  await database.sql`UPDATE messages SET send_at = now() - interval '1 second' WHERE id = ${messageId}`;
  expect(await goes(messageId)).toBe(true);
});

test('an operator’s commands change the same settings, and the history says which command it was', async () => {
  await goLive(database.db, practice.slug, { dryRun: false });
  expect(await pauseChannel(database.db, practice.slug, { channel: 'voice', isPaused: true })).toMatchObject([
    { channel: 'voice' },
  ]);
  await pauseChannel(database.db, practice.slug, { channel: 'voice', isPaused: true });
  expect(await changes()).toEqual([
    { after: { voice_paused: true }, keyId: null, keyName: 'kept practice pause' },
    { after: { live: true }, keyId: null, keyName: 'kept practice live' },
  ]);
});

test('rehearsal contacts that nothing could reach are refused', async () => {
  await expect(save({ rehearsal_contacts: ['+1999'] })).rejects.toMatchObject({ code: 'bad_input' });
  await expect(save({ rehearsal_contacts: ['+19995550100'] })).rejects.toMatchObject({
    details: { errors: [{ path: 'rehearsal_contacts' }] },
  });
  expect(await changes()).toEqual([]);
});

describe('the PMS is told', () => {
  const queued = () =>
    database.sql`SELECT answer, state FROM write_backs WHERE practice_id = ${practice.id} ORDER BY queued_at`;

  test.each([
    [{ write_back_confirmed: false }, [{ answer: 'declined', state: 'waiting' }]],
    [{ write_back_declined: false }, [{ answer: 'confirmed', state: 'overtaken' }]],
  ])('only of the answers that it is to be told of: %j', async (values, told) => {
    await save(values);
    const visit = await practice.visit();
    const conversation = aConversation(database, practice);
    await conversation.asked(visit);
    await conversation.reply(visit, 'Y');
    await conversation.reply(visit, 'N');
    expect(await conversation.answerOf(visit)).toBe('declined');
    expect(await queued()).toEqual(told);
  });
});

test('an answer counts until the time that text expiration leaves, and the dry run says whose that changes', async () => {
  const visit = await practice.visit({ startsAt: Date.now() + 5 * day });
  const expiring = aChange({ text_expiration: 'PT72H' });
  expect((await previewChange(database.db, practice.id, expiring)).counts).toMatchObject({ expire: 3, move: 0 });
  const { changeId } = await save(expiring.values);
  while ((await replanBatch(database.db, practice.id)).more);
  expect(await database.db.inPractice(practice.id, (tx) => findSettingChange(tx, changeId!))).toMatchObject({
    replan: { changed: 1 },
  });
  const conversation = aConversation(database, practice);
  const messageId = await conversation.asked(visit);
  const [message] = await database.sql`
    SELECT occurrence - answerable_until = interval '72 hours' AS "isThree" FROM messages WHERE id = ${messageId}`;
  expect(message).toEqual({ isThree: true });
  await database.sql`UPDATE messages SET answerable_until = now() - interval '1 second' WHERE id = ${messageId}`;
  await conversation.reply(visit, 'Y');
  expect(await conversation.answerOf(visit)).toBe('none');
  expect(await conversation.openItems(visit)).toHaveLength(1);
});

describe('visits of one day become one message', () => {
  const guarantor = { guarantor_id: 'G1' };
  const merged = async (sameDayVisits: string, patientOfSecond: (first: string) => object): Promise<number> => {
    await save({ live: true, same_day_visits: sameDayVisits, cap_per_day: 10, cap_per_week: 10 });
    const startsAt = Date.now() + 4 * day;
    const first = await practice.visit({ startsAt, patient: guarantor });
    const { phone } = first;
    await practice.visit({ startsAt: startsAt + 60_000, phone, ...patientOfSecond(first.patientId) });
    await goes(await makeDue(database, first));
    const rows =
      await database.sql`SELECT FROM messages WHERE practice_id = ${practice.id} AND merged_into IS NOT NULL`;
    return rows.count;
  };

  test.each([
    ['family', 1, 1],
    ['patient', 0, 1],
    ['each', 0, 0],
  ])('%s: of a family %i, of one patient %i', async (sameDayVisits, ofFamily, ofPatient) => {
    expect(await merged(sameDayVisits, () => ({ patient: guarantor }))).toBe(ofFamily);
    practice = await aPractice(database, { live: false });
    expect(await merged(sameDayVisits, (patientId) => ({ patientId }))).toBe(ofPatient);
  });
});
