import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FacilityReport, MessageReport } from '../../../api/schemas/reports.ts';
import { openApi, type OpenApi } from './open-api.ts';
import { plantPractice } from './planted-practice.ts';

let api: OpenApi;
let token: string;
const ids: Record<string, string> = {};

beforeAll(async () => {
  api = await openApi();
  const practice = await plantPractice(api.database.sql, 'tidewater');
  token = await api.token('tidewater');
  // 10:00 in Norfolk on the 24th, as all that is planted without another time.
  const reached = await practice.visit({ answer: 'confirmed' });
  await practice.message(reached, { slot: 'three-days', state: 'withheld', reason: 'too_late' });
  const message = await practice.message(reached, { state: 'received', answer: 'confirmed' });
  await practice.message(reached, { slot: 'of-the-former-time', occurrence: '2026-11-20T15:00:00Z', state: 'sent' });
  const other = await practice.visit({ pms_state: 'cancelled' });
  await practice.message(other, { kind: 'recall', state: 'withheld', reason: 'cancelled' });
  await practice.message(other, { state: 'withheld', reason: 'cancelled' });
  const bare = await practice.visit();
  await practice.visit({ wall_time: '2026-11-25 10:00', starts_at: '2026-11-25T15:00:00Z' });
  Object.assign(ids, { reached: reached.id, other: other.id, bare: bare.id, message: message.id });
});
afterAll(() => api.close());

test('the message report counts by kind and label, and says why what is withheld is', async () => {
  const { body } = await api.get<MessageReport>('/api/v1/reports/messages', token);
  expect(body.kinds.map(({ kind, kindName, total }) => [kind, kindName, total])).toEqual([
    ['appointment_reminder', 'Appointment Reminder', 4],
    ['recall', 'Recall', 1],
  ]);
  const [reminders] = body.kinds;
  expect(Object.fromEntries(reminders?.labels.map(({ label, count }) => [label, count]) ?? [])).toEqual({
    'Message Not Sent': 0,
    'Message Sent': 1,
    'Message Received': 0,
    'Message Not Received': 0,
    Confirmed: 1,
    Declined: 0,
    'Will Not Be Sent': 2,
  });
  expect(reminders?.withheld).toEqual([
    { reason: 'cancelled', count: 1 },
    { reason: 'too_late', count: 1 },
  ]);
  const none = await api.get<MessageReport>('/api/v1/reports/messages?from=2026-12-01', token);
  expect(none.body.kinds).toEqual([]);
});

test('the day’s sheet shows each visit under each kind that has a message about its present time', async () => {
  const { body } = await api.get<FacilityReport>('/api/v1/reports/facility?date=2026-11-24', token);
  const shown = body.groups.map(({ kind, visits }) => [kind, visits.map(({ appointment }) => appointment.id).sort()]);
  expect(shown).toEqual([
    ['appointment_reminder', [ids['reached'], ids['other']].sort()],
    ['recall', [ids['other']]],
    [null, [ids['bare']]],
  ]);
  const reached = body.groups[0]?.visits.find(({ appointment }) => appointment.id === ids['reached']);
  expect(reached).toMatchObject({
    appointment: { label: 'Confirmed', answer: 'confirmed', delivery: 'received', pmsState: 'scheduled' },
    delivery: { messageId: ids['message'], state: 'received', label: 'Confirmed', reason: null },
  });
});

test('the day’s sheet is today’s where no date is given, and narrows as asked', async () => {
  const today = await api.get<FacilityReport>('/api/v1/reports/facility', token);
  expect(today.body).toMatchObject({ date: '2026-11-23', groups: [] });
  const confirmed = await api.get<FacilityReport>('/api/v1/reports/facility?date=2026-11-24&label=Confirmed', token);
  expect(confirmed.body.groups.flatMap(({ visits }) => visits)).toHaveLength(1);
  const elsewhere = await api.get<FacilityReport>('/api/v1/reports/facility?date=2026-11-24&facility=guam', token);
  expect(elsewhere.body.groups).toEqual([]);
});
