import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ListPage } from '../../../api/staff/list-page.ts';
import { openApi, type OpenApi } from './open-api.ts';
import { plantPractice, type PlantedPractice } from './planted-practice.ts';

let api: OpenApi;
let practice: PlantedPractice;
let token: string;
/** What each planted row is called in these tests, by its id. */
const names = new Map<string, string>();

/** The names of what a list holds, in its order. */
async function listed(query: string): Promise<(string | undefined)[]> {
  const { body } = await api.get<ListPage<{ id: string }>>(`/api/v1/${query}`, token);
  return body.items.map(({ id }) => names.get(id));
}

beforeAll(async () => {
  api = await openApi();
  practice = await plantPractice(api.database.sql, 'tidewater');
  token = await api.token('tidewater');
  const guam = await practice.row('facilities', {
    external_id: 'guam',
    name: 'Guam',
    name_in_messages: 'Guam',
    time_zone: 'Pacific/Guam',
    phone: '+16715550100',
  });

  const visits = {
    // 23:30 in Norfolk on the 24th is the 25th in UTC; 00:30 in Guam on the 24th is the 23rd.
    late: await practice.visit({ wall_time: '2026-11-24 23:30', starts_at: '2026-11-25T04:30:00Z', provider_id: 'p1' }),
    early: await practice.visit({
      wall_time: '2026-11-24 00:30',
      starts_at: '2026-11-23T14:30:00Z',
      facility_id: guam,
      pms_state: 'no_show',
    }),
    next: await practice.visit({
      wall_time: '2026-11-25 09:00',
      starts_at: '2026-11-25T14:00:00Z',
      answer: 'declined',
    }),
  };
  for (const [name, { id }] of Object.entries(visits)) names.set(id, name);

  const messages = {
    // 23:30 on the 22nd in Norfolk; 00:30 on the 24th in Guam.
    waits: await practice.message(visits.late, { send_at: '2026-11-23T04:30:00Z', slot: 'three-days' }),
    guam: await practice.message(visits.early, { send_at: '2026-11-23T14:30:00Z', state: 'unknown' }),
    withheld: await practice.message(visits.next, {
      send_at: '2026-11-24T14:00:00Z',
      state: 'withheld',
      reason: 'opted_out',
    }),
    answered: await practice.message(visits.next, {
      send_at: '2026-11-24T15:00:00Z',
      state: 'received',
      answer: 'declined',
      slot: 'second',
    }),
  };
  for (const [name, { id }] of Object.entries(messages)) names.set(id, name);
});
afterAll(() => api.close());

describe('visits', () => {
  test.each([
    ['', ['early', 'late', 'next']],
    ['from=2026-11-24&to=2026-11-24', ['early', 'late']],
    ['from=2026-11-25', ['next']],
    ['to=2026-11-23', []],
    ['facility=guam', ['early']],
    ['provider=p1', ['late']],
    ['answer=declined', ['next']],
    ['answer=none', ['early', 'late']],
    ['label=No%20Show', ['early']],
    ['label=Declined', ['next']],
    ['label=Not%20Confirmed&facility=norfolk', ['late']],
  ])('?%s are %j, days being the facility’s own', async (query, expected) => {
    expect(await listed(`appointments?${query}`)).toEqual(expected);
  });

  test('are found by the facility’s own id as by that of the PMS', async () => {
    expect(await listed(`appointments?facility=${practice.facilityId}`)).toEqual(['late', 'next']);
  });
});

describe('messages', () => {
  test.each([
    ['', ['waits', 'guam', 'withheld', 'answered']],
    ['to=2026-11-22', ['waits']],
    ['from=2026-11-24&to=2026-11-24', ['guam', 'withheld', 'answered']],
    ['facility=guam', ['guam']],
    ['state=unknown', ['guam']],
    ['label=Message%20Sent', ['guam']],
    ['label=Message%20Not%20Sent', ['waits']],
    ['label=Will%20Not%20Be%20Sent', ['withheld']],
    ['label=Declined', ['answered']],
    ['reason=opted_out', ['withheld']],
    ['kind=appointment_reminder&channel=text', ['waits', 'guam', 'withheld', 'answered']],
    ['channel=voice', []],
    ['kind=recall', []],
  ])('?%s are %j', async (query, expected) => {
    expect(await listed(`messages?${query}`)).toEqual(expected);
  });

  test('of one visit are found by it', async () => {
    const [visit] = [...names].find(([, name]) => name === 'next') ?? [''];
    expect(await listed(`messages?appointmentId=${visit}`)).toEqual(['withheld', 'answered']);
  });

  test('bear beside their label what it leaves open', async () => {
    const { body } = await api.get<ListPage<object>>('/api/v1/messages?state=unknown', token);
    expect(body.items).toMatchObject([{ label: 'Message Sent', labelNote: '(outcome unknown)' }]);
  });
});
