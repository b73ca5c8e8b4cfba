import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../../api/app.ts';
import { createChannels } from '../../../channels/create-channels.ts';
import { readConfig } from '../../../config.ts';
import { createLinks } from '../../../domain/links/links.ts';
import { createTemplateRenderer } from '../../../domain/templates/render.ts';
import { anyFreePort } from '../../../local/free-port.ts';
import { askAfterSilent } from '../../../operations/sending/ask-after-silent.ts';
import { sendMessage } from '../../../operations/sending/send-message.ts';
import type { CarrierDependencies } from '../../../operations/sending/settle-doubtful.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { until } from '../../environment/until.ts';
import { anEngine, neverSheds } from '../api/open-api.ts';
import { aCallingPractice, type ACallingPractice } from '../operations/a-calling-practice.ts';
import { aSimulator, type ASimulator } from '../simulator/a-simulator.ts';

let database: TestDatabase;
let practice: ACallingPractice;
let simulator: ASimulator;
let app: ReturnType<typeof buildApp>;
let settling: CarrierDependencies;
let send: (messageId: string) => ReturnType<typeof sendMessage>;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aCallingPractice(database);
  const port = await anyFreePort();
  const publicUrl = `http://127.0.0.1:${String(port)}`;
  simulator = await aSimulator({ webhookBase: publicUrl, pace: { secondMs: 6 } });
  const config = readConfig({
    KEPT_PUBLIC_URL: publicUrl,
    KEPT_SECRET: 'a secret of the test, long enough',
    KEPT_SIMULATOR_URL: simulator.url,
    KEPT_SIMULATOR_ACCOUNT_SID: simulator.account.accountSid,
    KEPT_SIMULATOR_AUTH_TOKEN: simulator.account.authToken,
  });
  app = buildApp({ db: database.db, config, engine: anEngine(), logger: pino({ level: 'silent' }) }, neverSheds);
  await app.listen({ host: '127.0.0.1', port });
  const deps = {
    db: database.db,
    channels: createChannels(config.carriers, publicUrl),
    renderer: createTemplateRenderer(),
    links: createLinks(config),
    monotonicNow: () => performance.now(),
  };
  settling = { ...deps, settleLagMs: 0 };
  send = (messageId) => sendMessage(deps, { practiceId: practice.id, messageId });
});
afterEach(() => simulator.setFaults({}));
afterAll(async () => {
  await app.close();
  await simulator.close();
  await database.close();
});

/** What a phone does when it is called, and which key its patient presses. */
async function phone({ phone: e164 }: { phone: string }, calls: string, behaviour = 'silent'): Promise<void> {
  await simulator.call('PUT', '/patients', { phones: [{ e164, calls, behaviour }] });
}

interface Standing {
  readonly state: string;
  readonly detail: string | null;
  readonly heard: boolean | null;
  readonly answer: string;
  readonly retryAt: Date | null;
  readonly visitAnswer: string;
}

async function standing(messageId: string): Promise<Standing> {
  const [row] = await database.sql<[Standing]>`
    SELECT message.state, message.detail, heard_to_end AS heard, message.answer, retry_at AS "retryAt",
      visit.answer AS "visitAnswer"
    FROM messages message JOIN appointments visit ON visit.id = message.subject_id WHERE message.id = ${messageId}`;
  return row;
}

interface Call {
  readonly sid: string;
  readonly status: string;
  readonly heard: readonly { by: string; text: string }[];
}

/** Sends the message and waits until its call is over and everything that follows was recorded. */
async function called(messageId: string): Promise<Call> {
  await send(messageId);
  return over(messageId);
}

async function over(id: string): Promise<Call> {
  return until('the call is over and reported', async () => {
    const call = (await simulator.call('GET', `/calls/${id}`)).body as Call;
    if (!['completed', 'busy', 'no-answer', 'failed'].includes(call.status)) return null;
    const told = await database.sql`SELECT FROM receipts WHERE carrier_id = ${call.sid} AND status = ${call.status}`;
    return told.length > 0 && call;
  });
}

const lines = ({ heard }: Call): string[] => heard.filter(({ by }) => by === 'line').map(({ text }) => text);

/** The message's calls that were taken, oldest first, with what of them is on file. */
async function numbersCalled(messageId: string): Promise<string[]> {
  const taken = (await simulator.accepted()).filter((call) => call.messageId === messageId);
  return taken.map(({ to }) => to);
}

/** Makes the next call of a message due now, as if its time had come, and makes it. */
async function calledAgain(messageId: string): Promise<Call> {
  await database.sql`UPDATE messages SET retry_at = now() - interval '1 second' WHERE id = ${messageId}`;
  return called(messageId);
}

const worklist = (appointmentId: string) =>
  database.sql<{ type: string }[]>`
    SELECT type FROM worklist_items WHERE appointment_id = ${appointmentId} ORDER BY type`.then((rows) =>
    rows.map(({ type }) => type),
  );

const ourNumber = 'Our number is 7 5 7, 5 5 5, 0 1 0 0.';
const keys =
  'To confirm, press 1. If you cannot come, press 9. To end automated calls and texts to this number, press 8.';
const atAnyHour = { office_from: '00:00', office_to: '23:59' };
const neverToday = { office_from: '00:00', office_to: '00:01' };

test('a call that is answered with key 1 confirms the visit', async () => {
  const { visit, messageId } = await practice.due();
  await phone(visit, 'answers', 'confirms');
  const call = await called(messageId);
  expect(lines(call)[0]).toMatch(/^Hello\. This is Harbor Clinic, with a message for Zebulina\. You have a visit on /);
  expect(lines(call).slice(1)).toEqual([ourNumber, keys, 'Thank you. Your visit is confirmed. Goodbye.']);
  expect(await standing(messageId)).toMatchObject({
    state: 'received',
    detail: 'human',
    heard: true,
    answer: 'confirmed',
    visitAnswer: 'confirmed',
  });
});

test('key 9 declines and connects to the desk, and is told when to call while it is closed', async () => {
  const [open, closed] = [await practice.due(), await practice.due()];
  await phone(open.visit, 'answers', 'declines');
  await phone(closed.visit, 'answers', 'declines');
  const connected = await called(open.messageId);
  expect(connected.heard.slice(-4).map(({ text }) => text)).toEqual([
    '9',
    'Thank you for telling us.',
    'We are connecting you to our desk.',
    'Connected to +17575550100.',
  ]);
  expect(await standing(open.messageId)).toMatchObject({ answer: 'declined', visitAnswer: 'declined', heard: true });
  expect(await worklist(open.visit.id)).toEqual(['decline']);

  await practice.set(neverToday);
  const told = await called(closed.messageId);
  await practice.set(atAnyHour);
  expect(lines(told).at(-1)).toMatch(
    /^Our desk is closed now\. Please call us when we open, on \w+day, \w+ \d+, at 12:00 AM\. Goodbye\.$/,
  );
  expect(told.heard.some(({ text }) => text.startsWith('Connected'))).toBe(false);
  expect(await standing(closed.messageId)).toMatchObject({ visitAnswer: 'declined' });
});

test('a transfer that nobody takes is told to the patient and opens an item', async () => {
  const { visit, messageId } = await practice.due();
  await phone(visit, 'answers', 'declines');
  await simulator.call('PUT', '/patients', { phones: [{ e164: '+17575550100', calls: 'busy' }] });
  const call = await called(messageId);
  await simulator.call('PUT', '/patients', { phones: [{ e164: '+17575550100', calls: 'answers' }] });
  expect(lines(call).at(-1)).toBe('Nobody could take your call. We will call you back. Goodbye.');
  expect(await worklist(visit.id)).toEqual(['decline', 'transfer_unanswered']);
});

test('law 3: key 8 ends calls and texts to the number, for every message that waits', async () => {
  const { visit, messageId } = await practice.due();
  await phone(visit, 'answers', 'stops');
  const call = await called(messageId);
  expect(lines(call).at(-1)).toBe('You will get no more automated calls or texts at this number. Goodbye.');
  expect(await standing(messageId)).toMatchObject({ state: 'received', answer: 'none', visitAnswer: 'none' });
  const messages = await database.sql`
    SELECT DISTINCT state, reason FROM messages WHERE subject_id = ${visit.id} AND id <> ${messageId}`;
  expect(messages).toEqual([{ state: 'withheld', reason: 'opted_out' }]);
});

test('another key has the message said again, and so has silence; the third time ends it', async () => {
  const { visit, messageId } = await practice.due();
  await phone(visit, 'answers', 'thanks');
  const call = await called(messageId);
  expect(lines(call).filter((line) => line === keys)).toHaveLength(3);
  expect(lines(call).at(-1)).toBe('Goodbye.');
  expect(await standing(messageId)).toMatchObject({ state: 'received', heard: true, answer: 'none' });
  const replies = await database.sql`SELECT body, reading, rule, outcome FROM replies WHERE message_id = ${messageId}`;
  expect(replies).toEqual([{ body: '5', reading: 'unclear', rule: 'key', outcome: 'unclear' }]);
});

test('a call that is hung up on was received, not heard to the end, and is told to whoever wants to know', async () => {
  const { visit, messageId } = await practice.due();
  await phone(visit, 'hangs_up');
  await called(messageId);
  expect(await standing(messageId)).toMatchObject({ state: 'received', detail: 'human', heard: false });
  const told = await database.sql`SELECT event FROM notifications WHERE message_id = ${messageId}`;
  expect(told).toEqual([{ event: 'call_cut_short' }]);
});

test('a Spanish patient is called in Spanish', async () => {
  const { visit, messageId } = await practice.due({ language: 'es' });
  await phone(visit, 'answers', 'declines');
  await practice.set(neverToday);
  const call = await called(messageId);
  await practice.set(atAnyHour);
  const [message, number, howTo, ...rest] = lines(call);
  expect(message).toMatch(/^Hola\. Le llama Harbor Clinic, con un mensaje para Zebulina\. Usted tiene una cita el /);
  expect(number).toBe('Nuestro número es 7 5 7, 5 5 5, 0 1 0 0.');
  expect(howTo).toMatch(/^Para confirmar, oprima 1\. Si no puede venir, oprima 9\./);
  expect(rest.join(' ')).toMatch(
    /^Gracias por avisarnos\. Nuestra recepción está cerrada ahora\. Llámenos cuando abramos, el /,
  );
});

test('what nobody heard is called again on the next phone, and left on a machine at the try that is set', async () => {
  const home = '+17575550133';
  const { visit, messageId } = await practice.due({ home });
  await phone(visit, 'busy');
  await called(messageId);
  const first = await standing(messageId);
  expect(first).toMatchObject({ state: 'sent', detail: 'busy', heard: null });
  const wait = first.retryAt!.getTime() - Date.now();
  expect(wait).toBeGreaterThan(28 * 60_000);
  expect(wait).toBeLessThanOrEqual(30 * 60_000);

  await phone({ phone: home }, 'machine');
  const unsaid = await calledAgain(messageId);
  expect(unsaid.heard).toEqual([]);
  expect(await standing(messageId)).toMatchObject({ state: 'sent', detail: 'machine' });

  await phone(visit, 'machine');
  const left = await calledAgain(messageId);
  expect(lines(left)).toEqual(['This is Harbor Clinic. Please call us back at 7 5 7, 5 5 5, 0 1 0 0. Thank you.']);
  expect(await standing(messageId)).toMatchObject({ state: 'received', detail: 'machine', heard: true, retryAt: null });
  expect(await numbersCalled(messageId)).toEqual([visit.phone, home, visit.phone]);
});

test('after the last try the message was not received, as the carrier has it', async () => {
  const { visit, messageId } = await practice.due();
  await practice.set({ voice_tries: 2 });
  await phone(visit, 'no_answer');
  await called(messageId);
  expect(await standing(messageId)).toMatchObject({ state: 'sent', detail: 'no_answer' });
  await calledAgain(messageId);
  await practice.set({ voice_tries: 3 });
  expect(await standing(messageId)).toMatchObject({ state: 'not_received', detail: 'no_answer', retryAt: null });
});

test('law 4: a call of which no report ever comes is asked after at the carrier, and goes on by what it says', async () => {
  const [busy, unanswered] = [await practice.due(), await practice.due()];
  await phone(busy.visit, 'busy');
  await phone(unanswered.visit, 'no_answer');
  await simulator.setFaults({ callback_lost: 1 });
  await send(busy.messageId);
  await send(unanswered.messageId);
  await until('both calls are over', async () => {
    const calls = [busy, unanswered].map(({ messageId }) => simulator.call('GET', `/calls/${messageId}`));
    return (await Promise.all(calls)).every(({ body }) => ['busy', 'no-answer'].includes((body as Call).status));
  });
  expect(await standing(busy.messageId)).toMatchObject({ state: 'sent', detail: null, retryAt: null });
  await simulator.setFaults({});
  const asked = await askAfterSilent(settling);
  expect(asked).toEqual({ reported: 2, vanished: 0 });
  expect(await standing(busy.messageId)).toMatchObject({
    state: 'sent',
    detail: 'busy',
    retryAt: expect.any(Date) as Date,
  });
  expect(await standing(unanswered.messageId)).toMatchObject({ state: 'sent', detail: 'no_answer' });
  // Nothing more is to be asked while the next call waits.
  expect(await askAfterSilent(settling)).toEqual({ reported: 0, vanished: 0 });
});

test('where detection cannot tell who listens, a key is asked for before the visit is spoken of', async () => {
  const [silent, pressing] = [await practice.due(), await practice.due()];
  await phone(silent.visit, 'unsure');
  const call = await called(silent.messageId);
  expect(lines(call)).toEqual([
    'This is Harbor Clinic with a message. To hear it, press any key.',
    'This is Harbor Clinic. Please call us back at 7 5 7, 5 5 5, 0 1 0 0. Thank you.',
  ]);
  expect(await standing(silent.messageId)).toMatchObject({ state: 'received', detail: null, heard: false });

  await phone(pressing.visit, 'unsure', 'confirms');
  const heard = await called(pressing.messageId);
  expect(lines(heard)[1]).toMatch(/^Hello\. This is Harbor Clinic, with a message for Zebulina\./);
  expect(await standing(pressing.messageId)).toMatchObject({ detail: 'human', answer: 'none' });
});

test('who calls back is answered with the practice, 8 ends calls and texts, anything else leads to the desk', async () => {
  const { visit, messageId } = await practice.due({ phone: '+17575550134' });
  await phone(visit, 'answers', 'silent');
  await called(messageId);
  const waiting = await callsBack(visit.phone);
  const words = ['Thank you for calling Harbor Clinic.'];
  const key = 'To end automated calls and texts to your number, press 8. Otherwise please hold.';
  expect(lines(waiting)).toEqual([...words, key, 'We are connecting you to our desk.']);
  expect(waiting.heard.at(-1)!.text).toBe('Connected to +17575550100.');

  await practice.set(neverToday);
  const closed = await callsBack(visit.phone);
  expect(lines(closed).at(-1)).toMatch(/^Our desk is closed now\./);
  await practice.set(atAnyHour);

  const stopping = await callsBack(visit.phone, '8');
  expect(lines(stopping)).toEqual([
    ...words,
    key,
    'You will get no more automated calls or texts at this number. Goodbye.',
  ]);
  const contact = await database.sql`
    SELECT opted_out_at IS NOT NULL AS "optedOut" FROM contact_points WHERE address = ${visit.phone}`;
  expect(contact).toEqual([{ optedOut: true }]);
});

/** The phone calls back whoever called it last, and presses these keys at once; returns when the call is over. */
async function callsBack(e164: string, digits?: string): Promise<Call> {
  const { sid } = (await simulator.call('POST', `/phones/${e164}/calls`)).body as Call;
  if (digits !== undefined) await simulator.call('POST', `/calls/${sid}/keys`, { digits });
  return until('the call is over', async () => {
    const call = (await simulator.call('GET', `/calls/${sid}`)).body as Call;
    return call.status === 'completed' && call;
  });
}
