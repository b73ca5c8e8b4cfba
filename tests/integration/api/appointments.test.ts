import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Appointment } from '../../../api/schemas/appointment.ts';
import type { VisitPage } from '../../../api/schemas/visit-page.ts';
import type { ListPage } from '../../../api/staff/list-page.ts';
import { openApi, type OpenApi } from './open-api.ts';
import { plantPractice, type PlantedPractice } from './planted-practice.ts';

let api: OpenApi;
let practice: PlantedPractice;
let token: string;

beforeAll(async () => {
  api = await openApi();
  practice = await plantPractice(api.database.sql, 'tidewater');
  token = await api.token('tidewater');
});
afterAll(() => api.close());

describe('one visit', () => {
  test('shows its story: answer, delivery, plan, history and what the engine says', async () => {
    const visit = await practice.visit({
      answer: 'confirmed',
      answer_source: 'text',
      answered_at: '2026-11-23T14:00:00Z',
    });
    const message = await practice.message(visit, {
      state: 'received',
      answer: 'confirmed',
      sent_at: '2026-11-23T13:00:00Z',
    });
    await practice.row('plan_changes', { subject_id: visit.id, version: 1, cause: 'feed', at: '2026-11-20T12:00:00Z' });
    await practice.row('attempts', {
      message_id: message.id,
      number: 1,
      sender_id: practice.senderId,
      contact_point_id: message.contactPointId,
      opened_at: '2026-11-23T13:00:00Z',
      hand_over_by: '2026-11-23T13:00:05Z',
      outcome: 'taken',
      carrier_id: 'SM1',
      settled_at: '2026-11-23T13:00:01Z',
      settled_by: 'response',
    });
    await practice.row('answers', {
      appointment_id: visit.id,
      occurrence: '2026-11-24T15:00:00Z',
      answer: 'confirmed',
      source: 'text',
      at: '2026-11-23T14:00:00Z',
    });

    const { status, body } = await api.get<VisitPage>(`/api/v1/appointments/${visit.id}`, token);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: visit.id,
      label: 'Confirmed',
      answer: 'confirmed',
      delivery: 'received',
      pmsState: 'scheduled',
      startsAt: '2026-11-24T10:00:00-05:00',
      patient: { name: 'Ada Nobody' },
      engine: { status: 'absent', workflowId: `appointment:${visit.id}` },
    });
    expect(body.plan).toMatchObject([
      { id: message.id, label: 'Confirmed', state: 'received', sendAt: '2026-11-23T10:00:00-05:00' },
    ]);
    expect(body.history.map((line) => line.what)).toEqual(['plan', 'attempt', 'attempt', 'answer']);
  });

  test('is a 404 problem where there is none of the id', async () => {
    const { status, body } = await api.get('/api/v1/appointments/0199a000-0000-7000-8000-000000000000', token);
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'not_found', status: 404, title: 'Not Found' });
  });
});

describe('the list', () => {
  const copyNow = async () => (await api.get<ListPage<Appointment>>('/api/v1/appointments', token)).body.copy;

  test('bears how old the copy is, and warns of one that is too old', async () => {
    expect(await copyNow()).toEqual({
      asOf: null,
      ageSeconds: null,
      stale: true,
    });
    const run = { source: 'command', path: '/feed', state: 'applied', started_at: '2026-11-23T14:01:00Z' };
    await practice.row('sync_runs', { ...run, exported_at: '2026-11-22T12:00:00Z' });
    expect(await copyNow()).toMatchObject({ ageSeconds: 97_200, stale: true });
    await practice.row('sync_runs', { ...run, exported_at: '2026-11-23T14:00:00Z' });
    await practice.row('sync_runs', { ...run, exported_at: '2026-11-23T14:30:00Z', state: 'refused' });
    expect(await copyNow()).toEqual({
      asOf: '2026-11-23T09:00:00-05:00',
      ageSeconds: 3600,
      stale: false,
    });
  });
});
