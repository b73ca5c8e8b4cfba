import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTwilioVoice } from '../../../channels/twilio/voice.ts';
import { aSimulator, type ASimulator } from '../simulator/a-simulator.ts';
import { aCallToMake, nowhere } from './a-hand-over.ts';

const { from, to } = aCallToMake();
const body = '';

let simulator: ASimulator;
beforeEach(async () => {
  simulator = await aSimulator();
});
afterEach(async () => {
  await simulator.close();
});

test('a call that the carrier takes ends with its id, and the carrier has our ids', async () => {
  const end = await createTwilioVoice(simulator.account, nowhere).handOver(aCallToMake());
  const accepted = await simulator.accepted();
  expect(accepted).toMatchObject([{ channel: 'voice', messageId: 'm-1', attemptId: 'a-1', from, to }]);
  expect(end).toEqual({ end: 'taken', carrierId: accepted[0]!.sid });
});

test('429 is proof of not taken, and waits as told', async () => {
  await simulator.setFaults({ reject_429: 1 });
  const end = await createTwilioVoice(simulator.account, nowhere).handOver(aCallToMake());
  expect(end).toEqual({ end: 'not_taken', code: '20429', retryInMs: 1000 });
  expect(await simulator.accepted()).toEqual([]);
});

test.each([
  ['fail_500_before', '20500', 0],
  ['fail_500_after', '20500', 1],
  ['reset_after', 'no_answer', 1],
] as const)('%s ends ambiguous, and the list settles it', async (fault, code, taken) => {
  await simulator.setFaults({ [fault]: 1 });
  const voice = createTwilioVoice(simulator.account, nowhere);
  const since = Date.now();
  expect(await voice.handOver(aCallToMake())).toEqual({ end: 'ambiguous', code });
  const accepted = await simulator.accepted();
  expect(accepted).toHaveLength(taken);
  const found = await voice.find!({ from, to, body, since });
  expect(found.map((one) => one.carrierId)).toEqual(accepted.map((one) => one.sid));
});

test('the list is asked for calls of ours between these ends, and none that are too old', async () => {
  const voice = createTwilioVoice(simulator.account, nowhere);
  await voice.handOver(aCallToMake());
  await voice.handOver(aCallToMake({ to: '+17575550124' }));
  // The patient calls back: the same ends, but the call is none that we made.
  await simulator.call('POST', `/phones/${to}/calls`);
  const [ours] = await simulator.accepted();
  const found = await voice.find!({ from, to, body, since: Date.now() });
  expect(found.map((one) => one.carrierId)).toEqual([ours!.sid]);
  expect(await voice.find!({ from: to, to: from, body, since: 0 })).toEqual([]);
  expect(await voice.find!({ from, to, body, since: Date.now() + 3_600_000 })).toEqual([]);
});

test('a list that cannot be read says so, and quotes no number', async () => {
  const voice = createTwilioVoice({ ...simulator.account, authToken: 'another' }, nowhere);
  const asked = voice.find!({ from, to, body, since: 0 });
  await expect(asked).rejects.toMatchObject({ code: 'carrier_unavailable' });
  await expect(asked).rejects.not.toThrow(/\d{7}/);
});

test('law 2: a hand-over that is late writes no byte, on a new connection or a kept one', async () => {
  let elapsedMs = 5000;
  const voice = createTwilioVoice(simulator.account, nowhere, () => () => elapsedMs);
  const late = { end: 'not_taken', code: 'too_late_to_write', retryInMs: 1000 };
  expect(await voice.handOver(aCallToMake())).toEqual(late);
  elapsedMs = 4999;
  expect(await voice.handOver(aCallToMake())).toMatchObject({ end: 'taken' });
  elapsedMs = 5000;
  expect(await voice.handOver(aCallToMake())).toEqual(late);
  expect(await simulator.accepted()).toHaveLength(1);
});
