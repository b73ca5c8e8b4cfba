import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTwilioText } from '../../../channels/twilio/text.ts';
import { readStatus } from '../../../channels/twilio/status.ts';
import { aSimulator, type ASimulator } from '../simulator/a-simulator.ts';
import { aHandOver, nowhere, theBody } from './a-hand-over.ts';
import { until } from '../../environment/until.ts';

const { from: sender, to: phone } = aHandOver();

let simulator: ASimulator;
beforeEach(async () => {
  simulator = await aSimulator();
});
afterEach(async () => {
  await simulator.close();
});

test('a text that the carrier takes ends with its id, and the carrier has our ids', async () => {
  const end = await createTwilioText(simulator.account, nowhere).handOver(aHandOver());

  const accepted = await simulator.accepted();
  expect(accepted).toMatchObject([{ messageId: 'm-1', attemptId: 'a-1', from: sender, to: phone }]);
  expect(end).toEqual({ end: 'taken', carrierId: accepted[0]!.sid });
});

test('429 is proof of not taken, and waits as told', async () => {
  await simulator.setFaults({ reject_429: 1 });
  const end = await createTwilioText(simulator.account, nowhere).handOver(aHandOver());
  expect(end).toEqual({ end: 'not_taken', code: '20429', retryInMs: 1000 });
  expect(await simulator.accepted()).toEqual([]);
});

test.each([
  ['fail_500_before', '20500', 0],
  ['fail_500_after', '20500', 1],
  ['reset_after', 'no_answer', 1],
] as const)('%s ends ambiguous, and the list settles it', async (fault, code, taken) => {
  await simulator.setFaults({ [fault]: 1 });
  const text = createTwilioText(simulator.account, nowhere);
  const since = Date.now();

  expect(await text.handOver(aHandOver())).toEqual({ end: 'ambiguous', code });
  const accepted = await simulator.accepted();
  expect(accepted).toHaveLength(taken);
  const found = await text.find!({ from: sender, to: phone, body: theBody, since });
  expect(found.map((one) => one.carrierId)).toEqual(accepted.map((one) => one.sid));
});

test('an answer that never comes ends ambiguous after ten seconds', async () => {
  await simulator.setFaults({ timeout_after: 1 });
  const started = Date.now();
  const end = await createTwilioText(simulator.account, nowhere).handOver(aHandOver());
  expect(end).toEqual({ end: 'ambiguous', code: 'no_answer' });
  expect(Date.now() - started).toBeGreaterThanOrEqual(9900);
  // It would wait for minutes without its own end.
  expect(Date.now() - started).toBeLessThan(40_000);
  expect(await simulator.accepted()).toHaveLength(1);
});

test('a slow answer is an answer', async () => {
  await simulator.setFaults({ slow: 1 });
  const started = performance.now();
  expect(await createTwilioText(simulator.account, nowhere).handOver(aHandOver())).toMatchObject({ end: 'taken' });
  expect(performance.now() - started).toBeGreaterThanOrEqual(140);
});

test("a number that cannot exist is refused and is the contact point's fault", async () => {
  const end = await createTwilioText(simulator.account, nowhere).handOver(aHandOver({ to: '+11234' }));
  expect(end).toEqual({ end: 'refused', code: '21211', verdict: 'invalid_contact' });
});

test('wrong credentials end no message: it waits for them to be mended', async () => {
  const end = await createTwilioText({ ...simulator.account, authToken: 'another' }, nowhere).handOver(aHandOver());
  expect(end).toEqual({ end: 'not_taken', code: '20003', retryInMs: 300_000 });
});

test('after STOP the carrier refuses, and after START it takes again', async () => {
  const text = createTwilioText(simulator.account, nowhere);
  await text.handOver(aHandOver());
  await simulator.call('POST', `/phones/${phone}/replies`, { text: ' stop ' });
  expect(await text.handOver(aHandOver())).toEqual({ end: 'refused', code: '21610', verdict: 'opted_out' });
  await simulator.call('POST', `/phones/${phone}/replies`, { text: 'START' });
  expect(await text.handOver(aHandOver())).toMatchObject({ end: 'taken' });
});

test('nobody listening is proof of not taken', async () => {
  const text = createTwilioText({ ...simulator.account, baseUrl: 'http://127.0.0.1:9' }, nowhere);
  expect(await text.handOver(aHandOver())).toMatchObject({ end: 'not_taken', code: 'not_connected' });
});

test('find compares the words exactly, leaves out what is older, and pages through', async () => {
  const text = createTwilioText(simulator.account, nowhere);
  const bodies = Array.from({ length: 7 }, (_, n) => `Text number ${n}`);
  for (const body of bodies) await text.handOver(aHandOver({ body }));
  const wanted = { from: sender, to: phone, body: 'Text number 3' };

  expect(await text.find!({ ...wanted, since: Date.now() })).toHaveLength(1);
  expect(await text.find!({ ...wanted, body: 'text number 3', since: Date.now() })).toEqual([]);
  expect(await text.find!({ ...wanted, from: '+17575550199', since: Date.now() })).toEqual([]);
  expect(await text.find!({ ...wanted, since: Date.now() + 120_000 })).toEqual([]);
});

test('find tells the status and the code of a landline', async () => {
  await simulator.call('PUT', '/patients', { phones: [{ e164: phone, landline: true }] });
  const text = createTwilioText(simulator.account, nowhere);
  await text.handOver(aHandOver());
  const found = await until('the carrier gave the landline up', async () => {
    const [one] = await text.find!({ from: sender, to: phone, body: theBody, since: Date.now() });
    return one?.status === 'undelivered' ? one : null;
  });
  expect(found.code).toBe('30006');
  expect(readStatus(found.status, found.code)).toEqual({ moves: 'not_received', verdict: 'landline' });
});

test('a messaging service sends, and what it sent is found whichever of its numbers it chose', async () => {
  const text = createTwilioText(simulator.account, nowhere);
  const service = `MG${'5'.repeat(32)}`;
  const end = await text.handOver(aHandOver({ from: service }));
  await text.handOver(aHandOver());
  await text.handOver(aHandOver({ from: `MG${'6'.repeat(32)}` }));
  const found = await text.find!({ from: service, to: phone, body: theBody, since: Date.now() });
  expect(found.map(({ carrierId }) => ({ end: 'taken', carrierId }))).toEqual([end]);
});

test('find throws carrier_unavailable when the carrier cannot be asked', async () => {
  const text = createTwilioText({ ...simulator.account, baseUrl: 'http://127.0.0.1:9' }, nowhere);
  await expect(text.find!({ from: sender, to: phone, body: 'x', since: 0 })).rejects.toMatchObject({
    code: 'carrier_unavailable',
  });
});

test('law 2: a hand-over that is late writes no byte, on a new connection or a kept one', async () => {
  let elapsedMs = 0;
  const text = createTwilioText(simulator.account, nowhere, () => () => elapsedMs);
  elapsedMs = 5000;
  const late = { end: 'not_taken', code: 'too_late_to_write', retryInMs: 1000 };
  expect(await text.handOver(aHandOver())).toEqual(late);
  elapsedMs = 4999;
  expect(await text.handOver(aHandOver())).toMatchObject({ end: 'taken' });
  elapsedMs = 5000;
  expect(await text.handOver(aHandOver())).toEqual(late);
  expect(await simulator.accepted()).toHaveLength(1);
});

test('law 2: of a hand-over that is late not even the beginning is written', async () => {
  const bytes: Buffer[] = [];
  const server = createServer((socket) => socket.on('data', (chunk) => bytes.push(chunk)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const text = createTwilioText(
    { ...simulator.account, baseUrl: `http://127.0.0.1:${String(port)}` },
    nowhere,
    () => () => 5000,
  );

  expect(await text.handOver(aHandOver())).toMatchObject({ end: 'not_taken', code: 'too_late_to_write' });
  // It ends only when the client's end is closed, and with it everything that was on its way.
  await new Promise((resolve) => server.close(resolve));
  expect(Buffer.concat(bytes).toString()).toBe('');
});
