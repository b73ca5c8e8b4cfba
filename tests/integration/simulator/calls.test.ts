import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallListInstanceCreateOptions } from 'twilio/lib/rest/api/v2010/account/call.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTwilioClient } from '../../../channels/twilio/client.ts';
import { createExchanges } from '../../../channels/exchange.ts';
import { until } from '../../environment/until.ts';
import { aSimulator, type ASimulator } from './a-simulator.ts';
import { aWebhook, type AWebhook } from './a-webhook.ts';

const sender = '+17575550100';
const phone = '+17575550123';
const desk = '+17575550190';

/** What the simulator's webhooks answer with, by the step that the address names. */
const scripts: Record<string, string> = {
  '': `<Response><Gather numDigits="1" timeout="5" action="voice?step=keys&amp;said=1" actionOnEmptyResult="true">
    <Say language="en-US">Press 1 &amp; be done.</Say></Gather></Response>`,
  keys: '<Response><Say>Thank you.</Say><Redirect>voice?step=desk</Redirect></Response>',
  desk: `<Response><Pause length="1"/><Dial action="voice?step=dialled" timeout="5"><Number>${desk}</Number></Dial></Response>`,
  dialled: '<Response><Hangup/><Say>Never said.</Say></Response>',
};

let webhook: AWebhook;
let simulator: ASimulator;
let folder: string;
const options = () => ({ dataFolder: folder, webhookBase: webhook.url });
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kept-simulator-'));
  webhook = await aWebhook('a-token-of-the-test', 204, 0, (path) => {
    const url = new URL(path, 'http://webhook');
    if (url.pathname !== '/webhooks/twilio/voice') return null;
    return scripts[url.searchParams.get('step') ?? ''] ?? '<Wrong/>';
  });
  simulator = await aSimulator(options());
});
afterEach(async () => {
  await simulator.close();
  await webhook.close();
  await rm(folder, { recursive: true });
});

async function call(changes: Partial<CallListInstanceCreateOptions> = {}): Promise<string> {
  const client = createTwilioClient(simulator.account, createExchanges());
  const taken = await client.calls.create({
    from: sender,
    to: phone,
    url: `${webhook.url}/webhooks/twilio/voice?message=m-1&attempt=a-1`,
    statusCallback: `${webhook.url}/webhooks/twilio/voice-status?message=m-1`,
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    machineDetection: 'DetectMessageEnd',
    timeout: 3,
    ...changes,
  });
  return taken.sid;
}

interface Call {
  readonly status: string;
  readonly answeredBy: string | null;
  readonly heard: readonly { by: string; text: string }[];
}

async function look(sid: string): Promise<Call> {
  return (await simulator.call('GET', `/calls/${sid}`)).body as Call;
}

const over = (sid: string): Promise<Call> =>
  until('the call is over', async () => {
    const seen = await look(sid);
    return ['completed', 'busy', 'no-answer', 'failed'].includes(seen.status) && seen;
  });

async function phoneDoes(calls: string, behaviour = 'silent', yours = false, e164 = phone): Promise<void> {
  const { status } = await simulator.call('PUT', '/patients', { phones: [{ e164, calls, behaviour, yours }] });
  expect(status).toBe(200);
}

const reports = (): (string | null)[] =>
  webhook.posted.filter(({ path }) => path.includes('voice-status')).map(({ form }) => form?.get('CallStatus') ?? null);
const fetched = (): (URLSearchParams | null)[] =>
  webhook.posted.filter(({ path }) => !path.includes('voice-status')).map(({ form }) => form);

test('a call rings, is answered, runs its TwiML from step to step, and is reported in order with signed fields', async () => {
  await phoneDoes('answers', 'confirms');
  const sid = await call();
  const { heard, answeredBy } = await over(sid);
  expect(answeredBy).toBe('human');
  expect(heard).toEqual([
    { by: 'line', text: 'Press 1 & be done.' },
    { by: 'phone', text: '1' },
    { by: 'line', text: 'Thank you.' },
    { by: 'carrier', text: `Connected to ${desk}.` },
  ]);
  await until('the last report', () => reports().length === 4);
  expect(reports()).toEqual(['initiated', 'ringing', 'in-progress', 'completed']);
  const forms = webhook.posted.filter(({ path }) => path.includes('voice-status')).map(({ form }) => form);
  expect(forms.map((form) => form?.get('SequenceNumber'))).toEqual(['0', '1', '2', '3']);
  expect(forms[3]?.get('CallDuration')).toMatch(/^\d+$/);
  const asked = fetched().map((form) => [form?.get('Digits'), form?.get('DialCallStatus'), form?.get('AnsweredBy')]);
  expect(asked).toEqual([
    [null, null, 'human'],
    ['1', null, 'human'],
    [null, null, 'human'],
    [null, 'completed', 'human'],
  ]);
});

test.each([
  ['busy', 'busy'],
  ['no_answer', 'no-answer'],
  ['out_of_service', 'failed'],
])('a phone that is %s ends %s, and nothing is said', async (does, status) => {
  await phoneDoes(does);
  expect(await over(await call())).toMatchObject({ status, heard: [] });
  await until('the last report', () => reports().length === 3);
  expect(reports()).toEqual(['initiated', 'ringing', status]);
  expect(fetched()).toEqual([]);
});

test('a machine is told from a person, as far as the caller asked; somebody who hangs up hears no more', async () => {
  await phoneDoes('machine', 'confirms');
  expect(await over(await call())).toMatchObject({ answeredBy: 'machine_end_beep' });
  expect(await over(await call({ machineDetection: 'Enable' }))).toMatchObject({ answeredBy: 'machine_start' });
  await phoneDoes('unsure');
  expect(await over(await call())).toMatchObject({ answeredBy: 'unknown' });
  await phoneDoes('hangs_up');
  const { heard } = await over(await call());
  expect(heard).toEqual([{ by: 'line', text: 'Press 1 & be done.' }]);
});

test('keys are pressed through the API, also while the phone still rings; a call that is over takes none', async () => {
  await phoneDoes('no_answer', 'silent', true);
  const sid = await call({ timeout: 600 });
  await until('it rings', async () => (await look(sid)).status === 'ringing');
  expect((await simulator.call('POST', `/calls/${sid}/keys`, { digits: '1' })).status).toBe(201);
  expect((await over(sid)).heard.slice(0, 3).map(({ text }) => text)).toEqual([
    '1',
    'Press 1 & be done.',
    'Thank you.',
  ]);
  expect((await simulator.call('POST', `/calls/${sid}/keys`, { digits: '1' })).status).toBe(409);
  expect((await simulator.call('POST', `/calls/${sid}/keys`, { digits: 'x' })).status).toBe(400);
  expect((await simulator.call('POST', '/calls/nobody/keys', { digits: '1' })).status).toBe(404);
});

test('a call is found by the message that its caller named, and is listed among what was taken', async () => {
  const sid = await call();
  await over(sid);
  expect((await simulator.call('GET', '/calls/m-1')).body).toMatchObject({ sid });
  expect(await simulator.accepted()).toMatchObject([
    { channel: 'voice', sid, messageId: 'm-1', attemptId: 'a-1', to: phone, status: 'completed' },
  ]);
});

test('where nobody presses a key the form comes with none, and an unanswered desk is told', async () => {
  await phoneDoes('answers');
  await phoneDoes('no_answer', 'silent', false, desk);
  await over(await call());
  expect(fetched().map((form) => form?.get('Digits') ?? form?.get('DialCallStatus'))).toEqual([
    null,
    '',
    null,
    'no-answer',
  ]);
});

test('a phone calls back whoever contacted it last', async () => {
  expect((await simulator.call('POST', `/phones/${phone}/calls`)).status).toBe(409);
  await over(await call());
  const { status, body } = await simulator.call('POST', `/phones/${phone}/calls`);
  expect(status).toBe(201);
  await over((body as { sid: string }).sid);
  const first = webhook.posted.find(({ path }) => path === '/webhooks/twilio/voice');
  expect(Object.fromEntries(first?.form ?? [])).toMatchObject({
    From: phone,
    To: sender,
    Direction: 'inbound',
    CallStatus: 'ringing',
  });
  expect(await simulator.accepted()).toHaveLength(1);
});

test('the carrier says so when there is no TwiML that it can run', async () => {
  const sid = await call({ url: `${webhook.url}/webhooks/twilio/voice?step=nothing` });
  expect((await over(sid)).heard).toMatchObject([{ by: 'carrier', text: expect.stringContaining('error') as string }]);
});

test('callback_twice, callback_shuffled and callback_lost hold for calls', async () => {
  await phoneDoes('busy');
  await simulator.setFaults({ callback_twice: 1 });
  await call();
  await until('six reports', () => reports().length === 6);
  await simulator.setFaults({ callback_shuffled: 1 });
  await call();
  await until('three more', () => reports().length === 9);
  expect(reports().slice(6)).toEqual(['busy', 'ringing', 'initiated']);
  await simulator.setFaults({ callback_lost: 1 });
  await over(await call());
  expect(reports()).toHaveLength(9);
});

test('calls outlive the simulator: one that rang goes on, one that was talked in is over', async () => {
  await phoneDoes('no_answer');
  const ringing = await call({ timeout: 300 });
  await phoneDoes('answers', 'silent', true, '+17575550124');
  const talking = await call({ to: '+17575550124' });
  await until('both are under way', async () => {
    return (await look(ringing)).status === 'ringing' && (await look(talking)).heard.length > 0;
  });
  await simulator.close();
  await until('they were reported', () => reports().length >= 4);

  simulator = await aSimulator(options());
  expect((await over(talking)).status).toBe('completed');
  await phoneDoes('busy');
  await simulator.call('POST', `/calls/${ringing}/hang-up`);
  expect((await over(ringing)).status).toBe('busy');
  expect(reports().filter((status) => status === 'initiated')).toHaveLength(2);
});
