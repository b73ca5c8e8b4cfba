import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTwilioText } from '../../../channels/twilio/text.ts';
import { aHandOver, nowhere, theBody } from '../channels/a-hand-over.ts';
import { aSimulator, type ASimulator } from './a-simulator.ts';

const messageId = 'a0000000-0000-7000-8000-000000000001';
const appointmentId = 'b0000000-0000-7000-8000-000000000001';
const phone = aHandOver().to;

/** The staff API's answers by path; what is not there is a 404. It notes who asks. */
interface AnApi {
  readonly url: string;
  readonly answers: Map<string, unknown>;
  readonly tokens: Set<string>;
  readonly server: Server;
}

async function anApi(): Promise<AnApi> {
  const answers = new Map<string, unknown>();
  const tokens = new Set<string>();
  const server = createServer((request, response) => {
    tokens.add(request.headers.authorization ?? '');
    const answer = answers.get(request.url ?? '');
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { code: 'not_found' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, answers, tokens, server };
}

let api: AnApi;
/** How far the simulator's clock is ahead: what it knows of the API is old at once when it jumps. */
let aheadMs = 0;
let simulator: ASimulator;
beforeEach(async () => {
  api = await anApi();
  simulator = await aSimulator({
    clock: () => Date.now() + aheadMs,
    kept: { url: api.url, token: 'a-staff-token' },
    temporalUi: { url: 'http://127.0.0.1:8233', namespace: 'default' },
  });
});
afterEach(async () => {
  await simulator.close();
  api.server.closeAllConnections();
  await new Promise((resolve) => api.server.close(resolve));
});

async function text(to = phone, body = theBody): Promise<void> {
  const ids = { ...aHandOver().ids, messageId };
  const end = await createTwilioText(simulator.account, nowhere).handOver(aHandOver({ to, body, ids }));
  expect(end).toMatchObject({ end: 'taken' });
}

async function look(path: string): Promise<{ status: number; html: string }> {
  const response = await fetch(simulator.url + path, { headers: { accept: 'text/html' } });
  expect(response.headers.get('content-type')).toMatch(/^text\/html/);
  return { status: response.status, html: await response.text() };
}

function apiSays(label: string): void {
  api.answers.set(`/api/v1/messages/${messageId}`, {
    appointmentId,
    label: 'Message Received',
    appointment: { label },
    why: [{ question: 'Is it due?', answer: 'Since 9:00.', stops: false }],
    history: [],
  });
}

test("a phone shows what it got, its visit's label as the API gives it, and where to look", async () => {
  apiSays('Not Confirmed');
  await text();
  const { html } = await look(`/phones/${phone}`);
  expect(html).toContain('Reply Y to confirm, N to decline.');
  expect(html).toContain('>Not Confirmed</span>');
  expect(html).toContain(`href="/look/appointments/${appointmentId}"`);
  expect(html).toContain(`href="/look/messages/${messageId}"`);
  expect(html).toContain(`href="http://127.0.0.1:8233/namespaces/default/workflows/appointment:${appointmentId}"`);
  expect([...api.tokens]).toEqual(['Bearer a-staff-token']);

  apiSays('Confirmed');
  aheadMs += 10_000;
  expect((await look(`/phones/${phone}`)).html).toContain('>Confirmed</span>');
});

test('the last label stays while the API is away, and a phone is shown without one', async () => {
  await text('+17575550199');
  expect((await look('/phones/+17575550199')).html).not.toContain('class="badge');
  apiSays('Declined');
  aheadMs += 10_000;
  expect((await look('/phones/+17575550199')).html).toContain('>Declined</span>');
  api.answers.clear();
  aheadMs += 10_000;
  expect((await look('/phones/+17575550199')).html).toContain('>Declined</span>');
});

test('what is written in a text is shown as text', async () => {
  await text(phone, `<script>alert("1")</script> & 'so on'`);
  const { html } = await look(`/phones/${phone}`);
  expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;so on&#39;');
  expect(html).not.toContain('<script>alert');
});

test('yours come first, texted or not; the others are paged through, the newest first', async () => {
  const others = Array.from({ length: 27 }, (_, n) => `+1757555${String(2000 + n)}`);
  await simulator.call('PUT', '/patients', {
    phones: [
      { e164: phone, name: 'Your first', yours: true },
      { e164: others[0], name: 'Longest ago' },
    ],
  });
  for (const other of others) await text(other, 'Hello');

  const first = (await look('/')).html;
  expect(first.indexOf('Your first')).toBeLessThan(first.indexOf('(757) 555-2026'));
  expect(first.indexOf('(757) 555-2026')).toBeLessThan(first.indexOf('(757) 555-2025'));
  expect(first).toContain('27 phones, page 1 of 2');
  expect(first).not.toContain('Longest ago');
  const second = (await look('/?page=2')).html;
  expect(second).toContain('Longest ago');
  expect(second).toContain('Your first');
});

test('a phone is JSON for whoever asks for JSON', async () => {
  await text();
  await simulator.call('POST', `/phones/${phone}/replies`, { text: 'Y' });
  const { status, body } = await simulator.call('GET', `/phones/${phone}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    e164: phone,
    messages: [
      { direction: 'outbound-api', to: phone, messageId, attemptId: 'a-1' },
      { direction: 'inbound', from: phone, body: 'Y', status: 'received', messageId: null },
    ],
  });
  expect((await simulator.call('GET', '/phones/12345')).status).toBe(404);
});

test('the page works without its script: a posted reply leads back to the phone', async () => {
  await text();
  const response = await fetch(`${simulator.url}/phones/${phone}/replies`, {
    method: 'POST',
    body: new URLSearchParams({ text: 'See you <there>' }),
    headers: { accept: 'text/html' },
    redirect: 'manual',
  });
  expect([response.status, response.headers.get('location')]).toEqual([303, `/phones/${phone}`]);
  expect((await look(`/phones/${phone}`)).html).toContain('See you &lt;there&gt;');
});

test('a visit and a message can be looked into, and say so when the API has no answer', async () => {
  apiSays('Confirmed');
  api.answers.set(`/api/v1/appointments/${appointmentId}`, {
    label: 'Confirmed',
    startsAt: '2026-11-24T09:00:00-05:00',
    plan: [{ id: messageId, kindName: 'Appointment Reminder', channel: 'text', label: 'Confirmed' }],
    formerMessages: [{ kind: 'acknowledgement', kindName: 'Acknowledgement', channel: 'text' }],
    history: [{ at: '2026-11-23T09:00:00-05:00', text: 'The patient confirmed.' }],
    engine: { status: 'asleep', asleepUntil: '2026-11-25T09:30:00-05:00' },
  });
  const visit = (await look(`/look/appointments/${appointmentId}`)).html;
  for (const said of ['Nov 24, 9:00 AM', 'The patient confirmed.', 'asleep until Nov 25, 9:30 AM']) {
    expect(visit).toContain(said);
  }
  expect(visit).toContain('<h2>Written back</h2>');
  expect(visit).not.toContain('About times that it no longer has');
  expect((await look(`/look/messages/${messageId}`)).html).toContain('Since 9:00.');
  expect(await look(`/look/messages/${appointmentId}`)).toMatchObject({ status: 404 });
  expect((await fetch(`${simulator.url}/look/messages/..%2Fusers`)).status).toBe(400);
});

test.each([
  ['recall', 'Due on', { dueOn: '2026-11-24' }],
  ['order', 'Ready on', { readyOn: '2026-11-24', product: 'Glasses' }],
])('what is about a %s shows its label, its page and its workflow', async (type, fact, own) => {
  const id = 'c0000000-0000-7000-8000-000000000001';
  const about = { ...own, label: 'The label of it', patient: { name: 'Ada Doe' } };
  api.answers.set(`/api/v1/messages/${messageId}`, {
    ...{ appointmentId: null, appointment: null, recallId: null, recall: null, orderId: null, order: null },
    ...{ label: 'Message Received', [`${type}Id`]: id, [type]: about },
  });
  api.answers.set(`/api/v1/${type}s/${id}`, about);
  await text();
  const { html } = await look(`/phones/${phone}`);
  expect(html).toContain('>The label of it</span>');
  expect(html).toContain(`href="/look/${type}s/${id}"`);
  expect(html).toContain(`/workflows/${type}:${id}"`);
  const page = (await look(`/look/${type}s/${id}`)).html;
  expect(page).toContain(`${type === 'recall' ? 'Recall' : 'Order'} of Ada Doe`);
  expect(page).toMatch(new RegExp(`<dt>${fact}</dt>\\s*<dd>2026-11-24</dd>`));
  const why = (await look(`/look/messages/${messageId}`)).html;
  expect(why).toContain(`href="/look/${type}s/${id}"`);
  expect(why).not.toContain('/look/appointments/');
});
