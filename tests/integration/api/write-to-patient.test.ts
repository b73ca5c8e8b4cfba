import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '../../../api/schemas/message.ts';
import type { MessagePage } from '../../../api/schemas/message-page.ts';
import type { InboxReply } from '../../../api/schemas/patient-words.ts';
import type { Problem } from '../../../api/schemas/problem.ts';
import type { ListPage } from '../../../api/staff/list-page.ts';
import { sendMessage } from '../../../operations/sending/send-message.ts';
import { aConversation, type AConversation } from '../operations/a-conversation.ts';
import { aModelCarrier } from '../operations/a-model-carrier.ts';
import { aPractice, type APractice } from '../operations/a-practice.ts';
import { sendingBy } from '../operations/send-dependencies.ts';
import { openApi, type OpenApi } from './open-api.ts';

let api: OpenApi;
let practice: APractice;
let conversation: AConversation;
let token: string;

beforeAll(async () => {
  api = await openApi({}, () => Date.now());
  practice = await aPractice(api.database);
  conversation = aConversation(api.database, practice);
  token = await api.token(practice.slug);
});
afterAll(() => api.close());

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the test says what it expects
async function post<Body = Message>(url: string, payload: object, key: string = randomUUID()) {
  const response = await api.app.inject({
    method: 'POST',
    url: `/api/v1/${url}`,
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': key },
    payload,
  });
  return { status: response.statusCode, body: response.json<Body>() };
}

const carrier = aModelCarrier(() => Date.now());
const send = (messageId: string) =>
  sendMessage(sendingBy(api.database.db, carrier.channels), { practiceId: practice.id, messageId });
const whyOf = async (id: string) =>
  (await api.get<MessagePage>(`/api/v1/messages/${id}`, token)).body.why.map(({ answer }) => answer).join('\n');

test('a quick message goes to the patient’s phone under the practice’s name, once however often it is asked for', async () => {
  const visit = await practice.visit();
  const words = { patientId: visit.patientId, text: 'Your glasses were found at the desk.' };
  const key = randomUUID();
  const [first, ...again] = await Promise.all([1, 2, 3].map(() => post('quick-messages', words, key)));
  const statuses = [first, ...again].map((answer) => answer?.status).sort();
  expect(statuses).toEqual([200, 200, 201]);
  expect(new Set([first, ...again].map((answer) => answer?.body.id)).size).toBe(1);
  expect(first?.body).toMatchObject({
    kind: 'quick_message',
    appointmentId: null,
    visitAt: null,
    address: visit.phone,
  });
  expect(await post<Problem>('quick-messages', { ...words, text: 'Other words.' }, key)).toMatchObject({ status: 409 });

  const id = first?.body.id ?? '';
  expect(await whyOf(id)).toContain('test (staff) wrote it.');
  await send(id);
  expect(carrier.taken.filter(({ messageId }) => messageId === id)).toMatchObject([
    { to: visit.phone, body: 'Harbor Clinic: Your glasses were found at the desk.' },
  ]);
});

test('who cannot be written to by text is refused, and what was learnt since is obeyed at the claim', async () => {
  const text = 'A word.';
  const nobody = await practice.visit({ phone: null });
  const gone = await practice.visit({ patient: { status: 'inactive' } });
  for (const { patientId } of [nobody, gone]) {
    expect(await post<Problem>('quick-messages', { patientId, text })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('Call instead') as string },
    });
  }
  const visit = await practice.visit();
  const queued = await post('quick-messages', { patientId: visit.patientId, text });
  await conversation.reply(visit, 'STOP');
  await send(queued.body.id);
  const { body } = await api.get<MessagePage>(`/api/v1/messages/${queued.body.id}`, token);
  expect(body).toMatchObject({ label: 'Will Not Be Sent', reason: 'opted_out' });
  expect(await post('quick-messages', { patientId: visit.patientId, text })).toMatchObject({ status: 409 });
});

test('one that waits can be withheld and given another time, as any other', async () => {
  const visit = await practice.visit();
  const { body } = await post('quick-messages', { patientId: visit.patientId, text: 'A word.' });
  expect(await post(`messages/${body.id}/withhold`, {})).toMatchObject({ status: 200, body: { reason: 'staff' } });
  expect(await post(`messages/${body.id}/release`, {})).toMatchObject({ status: 200, body: { reason: null } });
});

test('an answer from the inbox goes to where the reply came from, and the reply waits no longer', async () => {
  const visit = await practice.visit();
  await conversation.asked(visit);
  await conversation.reply(visit, 'Do I have to fast before it?');
  const inbox = async () =>
    (await api.get<ListPage<InboxReply>>('/api/v1/inbox', token)).body.items.filter(
      ({ appointmentId }) => appointmentId === visit.id,
    );
  const [waiting] = await inbox();
  const replyId = waiting?.id ?? '';
  const key = randomUUID();
  const answered = await post(`inbox/${replyId}/replies`, { text: 'No, you may eat.' }, key);
  expect(answered).toMatchObject({
    status: 201,
    body: { kind: 'inbox_reply', inReplyTo: replyId, appointmentId: visit.id, address: visit.phone },
  });
  expect(await post(`inbox/${replyId}/replies`, { text: 'No, you may eat.' }, key)).toMatchObject({
    status: 200,
    body: { id: answered.body.id },
  });
  expect(await inbox()).toEqual([]);
  expect(await whyOf(answered.body.id)).toContain('and test (staff) answered.');
  await send(answered.body.id);
  expect(carrier.taken.filter(({ messageId }) => messageId === answered.body.id)).toMatchObject([
    { to: visit.phone, from: practice.sender, body: 'No, you may eat.' },
  ]);

  await conversation.reply(visit, 'STOP');
  expect(await post(`inbox/${replyId}/replies`, { text: 'One more word.' })).toMatchObject({ status: 409 });
  expect(await post(`inbox/${randomUUID()}/replies`, { text: 'To nobody.' })).toMatchObject({ status: 404 });
});

test('a kind that is switched off is not written', async () => {
  const visit = await practice.visit();
  const headers = { authorization: `Bearer ${token}`, 'if-match': '"0"' };
  const off = { quick_message: { on: false } };
  const saved = await api.app.inject({ method: 'PATCH', url: '/api/v1/kinds', headers, payload: off });
  expect(saved.statusCode).toBe(200);
  expect(await post<Problem>('quick-messages', { patientId: visit.patientId, text: 'A word.' })).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('switched this kind off') as string },
  });
});
