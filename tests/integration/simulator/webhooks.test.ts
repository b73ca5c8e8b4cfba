import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTwilioClient } from '../../../channels/twilio/client.ts';
import { createExchanges } from '../../../channels/exchange.ts';
import { createTwilioText } from '../../../channels/twilio/text.ts';
import { readIncomingText, readTextStatus } from '../../../channels/twilio/webhook.ts';
import { until } from '../../environment/until.ts';
import { aHandOver } from '../channels/a-hand-over.ts';
import { aSimulator, type ASimulator } from './a-simulator.ts';
import { aWebhook, type AWebhook } from './a-webhook.ts';

const sender = '+17575550100';
const phone = '+17575550123';

let webhook: AWebhook;
let simulator: ASimulator;
beforeEach(async () => {
  webhook = await aWebhook('a-token-of-the-test');
  simulator = await aSimulator({ webhookBase: webhook.url });
});
afterEach(async () => {
  await simulator.close();
  await webhook.close();
});

async function send(to = phone, body = 'Reply Y to confirm.'): Promise<string> {
  const end = await createTwilioText(simulator.account, webhook.url).handOver({
    from: sender,
    to,
    ids: { practiceId: 'p-1', messageId: 'm-1', attemptId: 'a-1' },
    words: { channel: 'text', body },
    usefulForMs: 3_600_000,
    writeWithinMs: 5000,
  });
  if (end.end !== 'taken') throw new Error('The simulator did not take the text.');
  return end.carrierId;
}

/** The statuses that the webhook heard, signed well, once `count` came. */
async function statuses(count: number): Promise<(string | null)[]> {
  await until(`${String(count)} callbacks`, () => webhook.posted.length >= count);
  return webhook.posted.map(({ form }) => form?.get('MessageStatus') ?? null);
}

test("callbacks come in the carrier's order, and our verifier accepts their signatures", async () => {
  const carrierId = await send();
  expect(await statuses(3)).toEqual(['sending', 'sent', 'delivered']);
  const [first] = webhook.posted;
  expect(first!.path).toBe('/webhooks/twilio/status?practice=p-1&message=m-1&attempt=a-1');
  expect(readTextStatus(first!.form!)).toEqual({ carrierId, status: 'sending', code: null });
});

test('a landline ends undelivered, with its code in the last callback only', async () => {
  await simulator.call('PUT', '/patients', { phones: [{ e164: phone, landline: true }] });
  await send();
  expect(await statuses(3)).toEqual(['sending', 'sent', 'undelivered']);
  expect(webhook.posted.map(({ form }) => readTextStatus(form!).code)).toEqual([null, null, '30006']);
});

test('a callback has the fields of the carrier’s, and the time of delivery only at the end', async () => {
  const sid = await send();
  await statuses(3);
  const common = {
    SmsSid: sid,
    MessageSid: sid,
    To: phone,
    From: sender,
    AccountSid: simulator.account.accountSid,
    ApiVersion: '2010-04-01',
  };
  const [first, , last] = webhook.posted.map(({ form }) => Object.fromEntries(form ?? []));
  expect(first).toEqual({ ...common, SmsStatus: 'sending', MessageStatus: 'sending' });
  const doneDate = expect.stringMatching(/^\d{10}$/) as unknown;
  expect(last).toEqual({ ...common, SmsStatus: 'delivered', MessageStatus: 'delivered', RawDlrDoneDate: doneDate });
});

test('what a messaging service sends is accepted first, and every callback and reply names the service', async () => {
  const service = `MG${'5'.repeat(32)}`;
  const { account } = simulator;
  const created = await createTwilioClient(account, createExchanges()).messages.create({
    messagingServiceSid: service,
    to: phone,
    body: 'Reply Y to confirm.',
    statusCallback: `${webhook.url}/webhooks/twilio/status`,
  });
  expect(created).toMatchObject({ status: 'accepted', from: null, messagingServiceSid: service });
  expect(await statuses(4)).toEqual(['queued', 'sending', 'sent', 'delivered']);
  await simulator.call('POST', `/phones/${phone}/replies`, { text: 'Y' });
  const reply = await until('the reply', () => webhook.posted.find(({ path }) => path === '/webhooks/twilio/text'));
  const senders = new Set(webhook.posted.slice(0, 4).map(({ form }) => form?.get('From')));
  expect([...senders]).toEqual([reply.form?.get('To')]);
  expect(webhook.posted.map(({ form }) => form?.get('MessagingServiceSid'))).toEqual(Array(5).fill(service));
});

test('callback_twice, callback_shuffled and callback_lost do what they say', async () => {
  await simulator.setFaults({ callback_twice: 1 });
  await send();
  expect((await statuses(6)).filter((status) => status === 'delivered')).toHaveLength(2);

  await simulator.setFaults({ callback_shuffled: 1 });
  await send();
  expect((await statuses(9)).slice(6)).toEqual(['delivered', 'sent', 'sending']);

  await simulator.setFaults({ callback_lost: 1 });
  const lost = await send();
  await until('the message is delivered', async () =>
    (await simulator.accepted()).some((one) => one.sid === lost && one.status === 'delivered'),
  );
  expect(webhook.posted).toHaveLength(9);
});

test('faults that do not exist, or rates that are none, are refused and change nothing', async () => {
  await simulator.setFaults({ slow: 0.25, seed: 3 });
  for (const wrong of [{ explode: 1 }, { slow: 2 }, { slow: -1 }, { seed: 'x' }]) {
    expect((await simulator.call('PUT', '/faults', wrong)).status).toBe(400);
  }
  expect((await simulator.call('GET', '/faults')).body).toEqual({ seed: 3, slow: 0.25 });
  expect((await simulator.call('DELETE', '/faults')).body).toEqual({ seed: 1 });
});

test('an account that is told to take two texts a second refuses the third, and takes again after the second', async () => {
  let now = Date.now();
  const stopped = await aSimulator({ webhookBase: webhook.url, clock: () => now });
  expect((await stopped.call('PUT', '/limits', { textsPerSecond: 2 })).body).toEqual({ textsPerSecond: 2 });
  const text = createTwilioText(stopped.account, webhook.url);
  const ends = [];
  for (let n = 0; n < 3; n += 1) ends.push(await text.handOver(aHandOver()));
  expect(ends.map(({ end }) => end)).toEqual(['taken', 'taken', 'not_taken']);
  expect(ends[2]).toEqual({ end: 'not_taken', code: '20429', retryInMs: 1000 });
  now += 999;
  expect((await text.handOver(aHandOver())).end).toBe('not_taken');
  now += 1;
  expect((await text.handOver(aHandOver())).end).toBe('taken');
  expect((await stopped.call('PUT', '/limits', { textsPerSecond: 0 })).status).toBe(400);
  expect((await stopped.call('GET', '/limits')).body).toEqual({ textsPerSecond: 2 });
  expect((await stopped.call('DELETE', '/limits')).body).toEqual({ textsPerSecond: null });
  for (let n = 0; n < 5; n += 1) expect((await text.handOver(aHandOver())).end).toBe('taken');
  await stopped.close();
});

test('what was taken is listed whole or in pages by key', async () => {
  for (let n = 0; n < 5; n++) await send(phone, `Text ${String(n)}`);
  const seen: string[] = [];
  let after = '';
  do {
    const { body } = await simulator.call('GET', `/accepted?limit=2${after}`);
    const page = body as { items: { body: string }[]; next: string | null };
    seen.push(...page.items.map((item) => item.body));
    after = page.next === null ? '' : `&after=${page.next}`;
  } while (after !== '');
  expect(seen).toEqual(['Text 0', 'Text 1', 'Text 2', 'Text 3', 'Text 4']);
  expect(await simulator.accepted()).toHaveLength(5);
});

test('what a phone writes back arrives signed, with its words untouched', async () => {
  await send();
  await statuses(3);
  const words = ' Sí & no = "quizás" 🙂\n+1% ';
  expect((await simulator.call('POST', `/phones/${phone}/replies`, { text: words })).status).toBe(201);
  const incoming = await until('the reply', () => webhook.posted.find(({ path }) => path === '/webhooks/twilio/text'));
  expect(readIncomingText(incoming.form!)).toMatchObject({
    accountSid: simulator.account.accountSid,
    from: phone,
    to: sender,
    body: words,
  });
});

test('a phone that nobody texted cannot reply', async () => {
  expect((await simulator.call('POST', `/phones/${phone}/replies`, { text: 'Y' })).status).toBe(409);
  expect(webhook.posted).toEqual([]);
});

test('a reply is posted as a form too', async () => {
  await send();
  const response = await fetch(`${simulator.url}/phones/${phone}/replies`, {
    method: 'POST',
    body: new URLSearchParams({ text: 'N' }),
    headers: { accept: 'application/json' },
  });
  expect(response.status).toBe(201);
});

test('simulated patients answer what asks them, once; phones that are yours and strangers never do', async () => {
  const [yours, quiet, stranger, last] = ['+17575550124', '+17575550125', '+17575550126', '+17575550127'] as const;
  await simulator.call('PUT', '/patients', {
    phones: [
      { e164: phone, behaviour: 'confirms' },
      { e164: yours, behaviour: 'confirms', yours: true },
      { e164: quiet, behaviour: 'silent' },
      { e164: last, behaviour: 'declines' },
    ],
  });
  for (const to of [phone, yours, quiet, stranger]) await send(to);
  await send(phone, 'Thank you. You are confirmed.');
  // By the time the last one's patient has answered, everyone who ever would has: nobody thinks longer than twice 10 ms.
  await statuses(15);
  await send(last);
  const replies = (): (string | null)[] =>
    webhook.posted.filter(({ path }) => path === '/webhooks/twilio/text').map(({ form }) => form?.get('From') ?? null);
  await until('both patients answered', () => replies().includes(phone) && replies().includes(last));
  expect(replies().sort()).toEqual([phone, last]);
  const said = webhook.posted.find(({ form }) => form?.get('From') === phone && form.has('Body'));
  expect(said?.form?.get('Body')?.trim().toLowerCase()).toMatch(/^(y|yes)$/);
});

test('the carrier tries once more when nobody listens, and no more when the answer is an error', async () => {
  const refusing = await aWebhook('a-token-of-the-test', 500);
  const { port } = new URL(webhook.url);
  await webhook.close();
  const patient = await aSimulator({ webhookBase: webhook.url, pace: { retryAfterMs: 3_000 } });
  await createTwilioText(patient.account, webhook.url).handOver(aHandOver());
  await until('the first try has failed', async () => (await patient.accepted())[0]?.status === 'delivered');
  const again = await aWebhook('a-token-of-the-test', 204, Number(port));
  // Only a second try tells of the first status; what follows it waits for its turn.
  await until('three callbacks', () => again.posted.length === 3);
  expect(again.posted.map(({ form }) => form?.get('MessageStatus'))).toEqual(['sending', 'sent', 'delivered']);
  await patient.close();
  await again.close();

  const other = await aSimulator({ webhookBase: refusing.url });
  await createTwilioText(other.account, refusing.url).handOver({
    from: sender,
    to: phone,
    ids: { practiceId: 'p-1', messageId: 'm-2', attemptId: 'a-2' },
    words: { channel: 'text', body: 'Hello' },
    usefulForMs: 60_000,
    writeWithinMs: 5000,
  });
  await until('the message is delivered', async () => (await other.accepted())[0]?.status === 'delivered');
  await until('three callbacks', () => refusing.posted.length === 3);
  await other.close();
  await refusing.close();
});
