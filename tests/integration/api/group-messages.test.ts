import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VisitPage } from '../../../api/schemas/visit-page.ts';
import type { Problem } from '../../../api/schemas/problem.ts';
import { groupBatch } from '../../../operations/groups/group-batch.ts';
import { claim } from '../operations/a-calling-family.ts';
import { aConversation, type AConversation } from '../operations/a-conversation.ts';
import { aPractice, messagesOf, pmsChanges, type APractice, type AVisit } from '../operations/a-practice.ts';
import { openApi, type OpenApi } from './open-api.ts';

const hour = 3_600_000;
let api: OpenApi;
let practice: APractice;
let talk: AConversation;
let token: string;

beforeAll(async () => {
  api = await openApi({}, () => Date.now());
  practice = await aPractice(api.database);
  talk = aConversation(api.database, practice);
  token = await api.token(practice.slug);
});
afterAll(() => api.close());

interface Group {
  readonly group: { readonly id: string; readonly recipients: number };
  readonly progress: object;
  readonly withheld: readonly object[];
}

const iso = (at: number): string => new Date(at).toISOString();

/** An hour of visits of its own, so that no group has those of another test. */
let hours = 100;
async function someVisits(count: number, of = practice) {
  hours += 10;
  const startsAt = Math.floor(Date.now() / hour) * hour + hours * hour;
  const visits: AVisit[] = [];
  for (let one = 0; one < count; one += 1) visits.push(await of.visit({ startsAt: startsAt + one * 60_000 }));
  return { visits, startsAt, filter: { from: iso(startsAt), to: iso(startsAt + hour) } };
}

let keys = 0;
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the test says what it expects
async function tell<Body = Group>(payload: object, given: { key?: string; token?: string } = {}) {
  keys += 1;
  const headers = {
    authorization: `Bearer ${given.token ?? token}`,
    'idempotency-key': given.key ?? `group-of-tests-${String(keys)}`,
  };
  const response = await api.app.inject({ method: 'POST', url: '/api/v1/group-messages', headers, payload });
  return { status: response.statusCode, body: response.json<Body>() };
}

async function carryOut(of = practice): Promise<void> {
  while (await groupBatch(api.database.db, of.id));
}

/** Tells a group that is to be accepted, and lets it be carried out; returns its id. */
async function told(payload: object): Promise<string> {
  const { status, body } = await tell(payload);
  expect(status).toBe(201);
  await carryOut();
  return body.group.id;
}

async function oneTold(payload: object) {
  const { visits, startsAt, filter } = await someVisits(1);
  const [visit] = visits as [AVisit];
  return { visit, startsAt, filter, id: await told({ ...payload, filter }) };
}

/** Of each message of the visit's time what it is for, and how it stands. */
async function standing(visit: AVisit, at?: number): Promise<string[]> {
  return (await messagesOf(api.database, visit))
    .filter(({ occurrence }) => at === undefined || occurrence.getTime() === at)
    .map(({ slot, state, reason }) => `${slot.startsWith('group') ? 'group' : slot} ${reason ?? state}`)
    .sort();
}

const toldOf = async (visit: AVisit) => (await api.get<VisitPage>(`/api/v1/appointments/${visit.id}`, token)).body.told;
const groupMessageOf = async (visit: AVisit): Promise<string> =>
  (await messagesOf(api.database, visit)).find(({ slot }) => slot.startsWith('group'))!.id;

const reminders = (how: string): string[] => [`one-day ${how}`, `three-days ${how}`, `three-hours ${how}`];
const cancellation = { kind: 'appt_cancellation' };
const delay = { kind: 'appt_delay', shift: 'PT30M' };

describe('a delay', () => {
  test('tells the new time, pauses the reminders, and its answer is the visit’s', async () => {
    const { visit, startsAt, id } = await oneTold(delay);
    expect(await standing(visit)).toEqual(['group not_sent', ...reminders('paused')]);
    expect(await toldOf(visit)).toMatchObject({
      ...{ text: 'New time not sent, still at the former time in PMS', groupMessageId: id, sent: false },
    });
    expect(Date.parse((await toldOf(visit))!.newTime!)).toBe(startsAt + hour / 2);

    const messageId = await groupMessageOf(visit);
    await claim(api.database, practice, messageId);
    const [{ former, later }] = await api.database.sql<[{ former: string; later: string }]>`
      SELECT to_char(${iso(startsAt)}::timestamptz AT TIME ZONE time_zone, 'FMHH12:MI AM') AS former,
        to_char(${iso(startsAt + hour / 2)}::timestamptz AT TIME ZONE time_zone, 'FMHH12:MI AM') AS later
      FROM practices WHERE id = ${practice.id}`;
    const { body } = (await messagesOf(api.database, visit)).find(({ id: one }) => one === messageId)!;
    expect(body).toContain(`${former}, is now ${later}`);

    await api.database.sql`
      UPDATE messages SET state = 'sent', sent_at = now(), sender_id = (SELECT id FROM senders WHERE address = ${practice.sender})
      WHERE id = ${messageId}`;
    expect(await toldOf(visit)).toMatchObject({ text: 'New time sent, still at the former time in PMS', sent: true });
    await talk.reply(visit, 'Y');
    expect(await talk.answerOf(visit)).toBe('confirmed');
  });

  test('ends when the PMS has the told time, and an answer to it counts for that', async () => {
    const { visit, startsAt } = await oneTold(delay);
    await talk.asked(visit);
    const toldAt = startsAt + hour / 2;
    await pmsChanges(api.database, practice, visit, { starts_at: iso(toldAt) });
    expect(await standing(visit, toldAt)).toEqual(reminders('not_sent'));
    expect(await talk.openItems(visit)).toEqual([]);
    expect(await toldOf(visit)).toBeNull();
    await talk.reply(visit, 'Y');
    expect(await talk.answerOf(visit)).toBe('confirmed');
  });

  test('ends when the PMS has another time, which an answer to it does not count for', async () => {
    const { visit, startsAt } = await oneTold(delay);
    await talk.asked(visit);
    const movedTo = startsAt + 2 * hour;
    await pmsChanges(api.database, practice, visit, { starts_at: iso(movedTo) });
    expect(await standing(visit, movedTo)).toEqual(reminders('not_sent'));
    await talk.reply(visit, 'Y');
    expect(await talk.answerOf(visit)).toBe('none');
    expect(await talk.openItems(visit)).toContain('late_answer');
  });

  test.each([['PT4H1M'], ['-PT5H'], ['PT0M'], [undefined]])('by %s is refused', async (shift) => {
    const { filter } = await someVisits(1);
    expect(await tell<Problem>({ kind: 'appt_delay', filter, ...(shift !== undefined && { shift }) })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('within 4 hours') as string },
    });
  });
});

describe('a cancellation', () => {
  test.each(['Y', 'N'])('answered with %s goes to a person, is acknowledged, and changes no visit', async (answer) => {
    const { visit, id } = await oneTold(cancellation);
    await talk.asked(visit);
    expect(await toldOf(visit)).toMatchObject({
      ...{ text: 'Cancellation sent, still active in PMS', groupMessageId: id, newTime: null, sent: true },
    });
    await talk.reply(visit, answer);
    expect(await talk.answerOf(visit)).toBe('none');
    expect(await talk.openItems(visit)).toEqual(['late_answer', 'rebooking']);
    expect(await talk.writtenBack(visit)).toHaveLength(1);
  });

  test('holds through a change of settings; no single release or send undoes it, and why names the group', async () => {
    const { visit, id } = await oneTold(cancellation);
    const { version } = (await api.get<{ version: number }>('/api/v1/settings', token)).body;
    const changed = await api.send(token, 'PATCH', 'settings', { text_to: '20:30' }, version);
    expect(changed).toMatchObject({ status: 200, body: { replans: true } });
    await api.follow(practice.id);
    expect(await standing(visit)).toEqual(['group not_sent', ...reminders('staff')]);

    const held = (await messagesOf(api.database, visit)).find(({ slot }) => slot === 'one-day')!;
    for (const action of ['release', 'send-now']) {
      expect(await api.send(token, 'POST', `messages/${held.id}/${action}`)).toMatchObject({ status: 409 });
    }
    expect(await standing(visit)).toContain('one-day staff');
    const why = async (messageId: string) =>
      JSON.stringify((await api.get(`/api/v1/messages/${messageId}`, token)).body);
    expect(await why(held.id)).toContain(`group message ${id}`);
    expect(await why(await groupMessageOf(visit))).toContain(`group message ${id}`);
  });

  test('undone, it does not take what was handed over, and gives the others their reminders', async () => {
    const { visits, filter } = await someVisits(2);
    const id = await told({ ...cancellation, filter });
    const [sent, waiting] = visits as [AVisit, AVisit];
    await talk.asked(sent);
    expect(await api.send(token, 'POST', `group-messages/${id}/undo`)).toMatchObject({ status: 200 });
    await carryOut();
    expect(await standing(sent)).toEqual(['group sent', ...reminders('staff')]);
    expect(await standing(waiting)).toEqual(['group staff', ...reminders('not_sent')]);
    expect([await talk.openItems(sent), await talk.openItems(waiting)]).toEqual([['rebooking'], []]);
    expect((await api.get<Group>(`/api/v1/group-messages/${id}`, token)).body).toMatchObject({
      ...{ group: { state: 'undone' }, progress: { undone: 1, handedOver: 1 } },
    });
    expect(await tell({ ...cancellation, filter })).toMatchObject({ status: 201, body: { group: { recipients: 1 } } });
    await carryOut();
  });

  test('who opted out is on the call list, and who can be told is not', async () => {
    const { visits, filter } = await someVisits(2);
    const [out] = visits as [AVisit, AVisit];
    await talk.asked(out);
    await talk.reply(out, 'STOP');
    const id = await told({ ...cancellation, filter });
    expect((await api.get(`/api/v1/group-messages/${id}/call-list`, token)).body).toMatchObject({
      items: [{ appointmentId: out.id, phones: [out.phone], reason: 'opted_out' }],
    });
    const { body } = await api.get<{ items: object[] }>(`/api/v1/group-messages/${id}/recipients`, token);
    expect(body.items).toHaveLength(2);
  });
});

test('a campaign by a kind of the practice’s own goes beside the reminders', async () => {
  const version = async (of: string) => (await api.get<{ version: number }>(`/api/v1/${of}`, token)).body.version;
  const kind = { on: true, name: 'Flu', startsFrom: 'staff', answers: 'none', endedBy: 'nothing', text: 'words' };
  const added = { flu: { ...kind, capped: true } };
  expect(await api.send(token, 'PATCH', 'kinds', added, await version('kinds'))).toMatchObject({ status: 200 });
  const { visits, filter } = await someVisits(1);
  expect(await tell({ kind: 'flu', filter })).toMatchObject({ status: 400 });
  const words = { 'flu/standard/text/en': { body: '{{ practiceName }}: we have flu vaccine. STOP to end.' } };
  const saved = await api.send(token, 'PATCH', 'templates', words, await version('templates'));
  expect(saved).toMatchObject({ status: 200 });
  await told({ kind: 'flu', filter });
  const [visit] = visits as [AVisit];
  expect(await standing(visit)).toEqual(['group not_sent', ...reminders('not_sent')]);
  expect([await toldOf(visit), await talk.openItems(visit)]).toEqual([null, []]);
});

test('a preview says whom which words would tell and what they cost, as it then is, and leaves nothing behind', async () => {
  const { visits, startsAt, filter } = await someVisits(2);
  const [english, out] = visits as [AVisit, AVisit];
  await talk.asked(out);
  await talk.reply(out, 'STOP');
  const spanish = await practice.visit({ startsAt, language: 'es' });
  const before = [await standing(english), await standing(spanish), await standing(out)];
  const asked = { ...cancellation, words: 'weather', filter };
  const preview = await api.send(token, 'POST', 'group-messages/preview', asked);
  const words = (language: string) => ({
    ...{ key: `appt_cancellation/weather/text/${language}`, visits: 1, longest: expect.any(String) as string },
    segments: { segments: expect.any(Number) as number },
  });
  expect(preview).toMatchObject({
    status: 200,
    body: { recipients: 3, withheld: [{ reason: 'opted_out', count: 1 }] },
  });
  const { words: said } = preview.body as { words: { key: string }[] };
  expect(said.sort((one, other) => one.key.localeCompare(other.key))).toMatchObject([words('en'), words('es')]);
  expect([await standing(english), await standing(spanish), await standing(out)]).toEqual(before);

  const id = await told(asked);
  const { body } = await api.get<Group>(`/api/v1/group-messages/${id}`, token);
  expect(body).toMatchObject({ group: { recipients: 3 }, withheld: [{ reason: 'opted_out', count: 1 }] });
  expect(await api.send(token, 'POST', 'group-messages/preview', asked)).toMatchObject({ status: 409 });
});

test('asked again under the same key it is the same group; for something else the key is refused', async () => {
  const { visits, filter } = await someVisits(1);
  const key = 'storm-of-the-tests';
  const first = await tell({ ...cancellation, filter }, { key });
  const again = await tell({ ...cancellation, filter }, { key });
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(again.body.group.id).toBe(first.body.group.id);
  expect(await tell({ ...delay, filter }, { key })).toMatchObject({ status: 409 });
  await carryOut();
  expect(await standing((visits as [AVisit])[0])).toEqual(['group not_sent', ...reminders('staff')]);
});

test('law 7: a group reaches no visit of another practice, and is not shown to it', async () => {
  const other = await aPractice(api.database);
  const otherToken = await api.token(other.slug);
  const { visits, startsAt, filter } = await someVisits(1);
  const theirs = await other.visit({ startsAt });
  const id = await told({ ...cancellation, filter });
  await carryOut(other);
  expect(await standing(theirs)).toEqual(reminders('not_sent'));
  expect(await standing((visits as [AVisit])[0])).toContain('group not_sent');
  for (const path of ['', '/recipients', '/call-list']) {
    expect(await api.get(`/api/v1/group-messages/${id}${path}`, otherToken)).toMatchObject({ status: 404 });
  }
  expect(await api.send(otherToken, 'POST', `group-messages/${id}/undo`)).toMatchObject({ status: 404 });
  expect(await api.get('/api/v1/group-messages', otherToken)).toMatchObject({ body: { items: [] } });
});
