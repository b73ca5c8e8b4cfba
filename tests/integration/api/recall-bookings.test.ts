import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Problem } from '../../../api/schemas/problem.ts';
import { planSubjects } from '../../../operations/planning/plan-subjects.ts';
import { openApi, type OpenApi, type Send } from './open-api.ts';
import { plantPractice, type PlantedPractice } from './planted-practice.ts';

let api: OpenApi;
let practice: PlantedPractice;
let token: string;

beforeAll(async () => {
  api = await openApi();
  practice = await plantPractice(api.database.sql, 'tidewater');
  token = await api.token('tidewater');
  await practice.row('steps', { kind: 'recall', slot: 'day-0', channel: 'text', offset: 'P0D' });
  const phone = { cell_phone: '+17575550142', cell_e164: '+17575550142' };
  await practice.row('templates', {
    ...{ kind: 'recall', name: 'standard', channel: 'text', language: 'en' },
    ...{ body: 'It is time.', version: '1', created_at: '2026-11-20T12:00:00Z' },
  });
  await practice.row('contact_points', { address: phone.cell_e164 });
  const { id, patientId } = await practice.recall({ external_id: 'R1', type_name: 'Cleaning' }, phone);
  const { db, sql } = api.database;
  const visit = await practice.visit({ type_id: 'CLN', type_name: 'Cleaning 60', starts_at: '2026-12-10T15:00:00Z' });
  await sql`UPDATE appointments SET patient_id = ${patientId} WHERE id = ${visit.id}`;
  await db.inPractice(practice.id, (tx) => planSubjects(tx, [id, visit.id], { name: 'feed', detail: {} }));
});
afterAll(() => api.close());

const read = async () => (await api.get<{ version: number }>('/api/v1/recall-bookings', token)).body;

const send: Send = async (method, url, payload) => api.send(token, method, url, payload, (await read()).version);

async function followed(): Promise<{ label: string; messages: { label: string; reason: string | null }[] }> {
  await api.follow(practice.id);
  const { body } = await api.get<{ items: { label: string; id: string }[] }>('/api/v1/recalls', token);
  const messages = await api.get<{ items: { label: string; reason: string | null }[] }>(
    `/api/v1/messages?recallId=${body.items[0]?.id ?? ''}`,
    token,
  );
  return {
    label: body.items[0]?.label ?? '',
    messages: messages.body.items.map(({ label, reason }) => ({ label, reason })),
  };
}

test('a type of visit that is set to book a recall withholds it, shown by a dry run before; taken back it goes again', async () => {
  const waits = { label: 'Not Confirmed', messages: [{ label: 'Message Not Sent', reason: null }] };
  const booked = { label: 'Booked', messages: [{ label: 'Will Not Be Sent', reason: 'booked' }] };
  expect(await read()).toMatchObject({
    recalls: [{ type: 'cleaning', bookedBy: [] }],
    appointmentTypes: [{ id: 'CLN', name: 'Cleaning 60' }],
  });
  expect(await followed()).toEqual(waits);

  const dry = await send<{ withheld: unknown }>('POST', 'recall-bookings/preview', { Cleaning: ['CLN'] });
  expect(dry).toMatchObject({ status: 200, body: { before: { cleaning: null }, after: { cleaning: ['CLN'] } } });
  expect(JSON.stringify(dry.body)).toContain('booked');
  expect(await followed()).toEqual(waits);

  const saved = await send<{ changeId: string }>('PATCH', 'recall-bookings', { Cleaning: ['CLN', 'CLN'] });
  expect(saved).toMatchObject({ status: 200, body: { replans: true } });
  expect(await followed()).toEqual(booked);
  expect(await read()).toMatchObject({ recalls: [{ type: 'cleaning', bookedBy: ['CLN'] }] });

  await send('POST', `setting-changes/${saved.body.changeId}/take-back`, {});
  expect(await followed()).toEqual(waits);
});

test('what is no list of types is refused, and the same again is no change', async () => {
  expect(await send<Problem>('PATCH', 'recall-bookings', { ' ': ['CLN'] })).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'body. ', message: expect.stringMatching(/^Must be the PMS’s word/) as string }] },
  });
  expect((await send('PATCH', 'recall-bookings', { Cleaning: 'CLN' })).status).toBe(400);
  expect(await send('PATCH', 'recall-bookings', { Cleaning: null })).toMatchObject({ body: { replans: false } });
});
