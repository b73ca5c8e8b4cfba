import type twilio from 'twilio';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTwilioClient } from '../../../channels/twilio/client.ts';
import { createExchanges } from '../../../channels/exchange.ts';
import { createTwilioText } from '../../../channels/twilio/text.ts';
import { createTwilioVoice } from '../../../channels/twilio/voice.ts';
import { until } from '../../environment/until.ts';
import { aSimulator, type ASimulator } from '../simulator/a-simulator.ts';
import { aCallToMake, aHandOver, nowhere, theBody } from './a-hand-over.ts';
import { aRecordingProxy, type ARecordingProxy } from './a-recording-proxy.ts';
import { departures } from './published-contract.ts';

let simulator: ASimulator;
let proxy: ARecordingProxy;
let client: twilio.Twilio;
beforeEach(async () => {
  simulator = await aSimulator();
  proxy = await aRecordingProxy(simulator.url);
  client = createTwilioClient({ ...simulator.account, baseUrl: proxy.url }, createExchanges());
});
afterEach(async () => {
  await proxy.close();
  await simulator.close();
});

test('every request that our client writes and every answer of the simulator is as Twilio published it', async () => {
  const text = createTwilioText({ ...simulator.account, baseUrl: proxy.url }, nowhere);
  const { to, from } = aHandOver();
  const body = theBody;
  await simulator.call('PUT', '/patients', { phones: [{ e164: to, landline: true }] });

  const ends = [
    await text.handOver(aHandOver()),
    await text.handOver(aHandOver({ body: 'ñandú 🙂'.repeat(40), usefulForMs: 99_999_999 })),
    await text.handOver(aHandOver({ usefulForMs: 1 })),
    await text.handOver(aHandOver({ to: '+11' })),
    await text.handOver(aHandOver({ body: '' })),
  ];
  expect(ends.map(({ end }) => end)).toEqual(['taken', 'taken', 'taken', 'refused', 'refused']);
  expect(proxy.exchanges.map(({ form }) => form?.get('ValidityPeriod'))).toEqual([
    '3600',
    '36000',
    '1',
    '3600',
    '3600',
  ]);
  await until('the landline was given up', async () => (await simulator.accepted())[0]?.status === 'undelivered');
  await simulator.call('POST', `/phones/${to}/replies`, { text: 'STOP' });
  expect(await text.handOver(aHandOver())).toMatchObject({ end: 'refused', code: '21610' });
  await simulator.setFaults({ reject_429: 1 });
  await text.handOver(aHandOver());
  await text.find!({ from, to, body, since: Date.now() });
  const [sent] = ends;
  if (sent?.end === 'taken') await client.messages(sent.carrierId).fetch();
  await expect(client.messages(`SM${'f'.repeat(32)}`).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });

  await simulator.setFaults({});
  const { accountSid } = simulator.account;
  const byService = { messagingServiceSid: `MG${'5'.repeat(32)}`, to: '+17575550124', body };
  const { sid } = await client.messages.create(byService);
  await until('the service passed it on', async () => (await client.messages(sid).fetch()).status === 'delivered');
  await simulator.setFaults({ fail_500_before: 1 });
  await text.handOver(aHandOver());
  const wrong = createTwilioText({ accountSid, authToken: 'another', baseUrl: proxy.url }, nowhere);
  await wrong.handOver(aHandOver());

  const statuses = proxy.exchanges.map(({ status }) => status);
  expect(statuses.slice(0, 11)).toEqual([201, 201, 201, 400, 400, 400, 429, 200, 200, 404, 201]);
  expect(statuses.slice(-2)).toEqual([500, 401]);
  expect(proxy.exchanges.flatMap(departures)).toEqual([]);
});

test('every request about a call and every answer of the simulator is as Twilio published it', async () => {
  const voice = createTwilioVoice({ ...simulator.account, baseUrl: proxy.url }, nowhere);
  const { from, to } = aCallToMake();
  const phones = ['busy', 'no_answer', 'machine', 'hangs_up', 'out_of_service'].map((calls, n) => ({
    e164: `+1757555013${String(n)}`,
    calls,
  }));
  await simulator.call('PUT', '/patients', { phones });
  const ends = [await voice.handOver(aCallToMake()), await voice.handOver(aCallToMake({ to: '+11' }))];
  expect(ends.map(({ end }) => end)).toEqual(['taken', 'refused']);
  for (const { e164 } of phones) await voice.handOver(aCallToMake({ to: e164 }));
  await until('every call is over', async () =>
    (await simulator.accepted()).every(({ status }) => ['completed', 'busy', 'no-answer', 'failed'].includes(status)),
  );
  const found = await voice.find!({ from, to, body: '', since: Date.now() });
  const [taken] = ends;
  expect(taken).toEqual({ end: 'taken', carrierId: found[0]?.carrierId });
  for (const { sid } of await simulator.accepted()) await client.calls(sid).fetch();
  await expect(client.calls(`CA${'f'.repeat(32)}`).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  expect((await client.calls.list({ pageSize: 4 })).length).toBe(6);
  await simulator.setFaults({ reject_429: 1 });
  await voice.handOver(aCallToMake());
  await simulator.setFaults({ fail_500_before: 1 });
  await voice.handOver(aCallToMake());

  const created = proxy.exchanges.filter(({ method }) => method === 'POST');
  expect(created.map(({ status }) => status)).toEqual([201, 400, 201, 201, 201, 201, 201, 429, 500]);
  expect(Object.fromEntries(created[0]!.form!)).toEqual({
    From: from,
    To: to,
    // Law 6: ids are all that an address bears.
    Url: `${nowhere}/webhooks/twilio/voice?practice=p-1&message=m-1&attempt=a-1`,
    StatusCallback: `${nowhere}/webhooks/twilio/voice-status?practice=p-1&message=m-1&attempt=a-1`,
    StatusCallbackEvent: 'completed',
    MachineDetection: 'DetectMessageEnd',
    Timeout: '30',
  });
  expect(created[0]!.form!.getAll('StatusCallbackEvent')).toEqual(['initiated', 'ringing', 'answered', 'completed']);
  expect(proxy.exchanges.flatMap(departures)).toEqual([]);
});

test('the list pages through, newest first, each message once', async () => {
  const text = createTwilioText({ ...simulator.account, baseUrl: proxy.url }, nowhere);
  for (let n = 0; n < 7; n++) await text.handOver(aHandOver({ body: `Text number ${String(n)}` }));

  const listed = await client.messages.list({ to: aHandOver().to, pageSize: 3 });
  expect(listed.map(({ body }) => body.at(-1))).toEqual(['6', '5', '4', '3', '2', '1', '0']);
  expect(proxy.exchanges.slice(7).map(({ query }) => query.get('Page'))).toEqual([null, '1', '2']);
  expect(proxy.exchanges.flatMap(departures)).toEqual([]);
});

test('the list is filtered by the day and the second that messages were sent', async () => {
  const text = createTwilioText({ ...simulator.account, baseUrl: proxy.url }, nowhere);
  await text.handOver(aHandOver());
  await until('it was sent', async () => (await simulator.accepted())[0]?.status === 'delivered');
  const [sent] = await client.messages.list();
  const second = sent!.dateSent;
  const before = new Date(second.getTime() - 1000);
  const after = new Date(second.getTime() + 1000);

  const counts = {
    on: (await client.messages.list({ dateSent: second })).length,
    notOn: (await client.messages.list({ dateSent: after })).length,
    onOrAfter: (await client.messages.list({ dateSentAfter: second })).length,
    notAfter: (await client.messages.list({ dateSentAfter: after })).length,
    onOrBefore: (await client.messages.list({ dateSentBefore: second })).length,
    notBefore: (await client.messages.list({ dateSentBefore: before })).length,
  };
  expect(counts).toEqual({ on: 1, notOn: 0, onOrAfter: 1, notAfter: 0, onOrBefore: 1, notBefore: 0 });
  expect(proxy.exchanges.flatMap(departures)).toEqual([]);
});

test('connections are used again', async () => {
  const text = createTwilioText({ ...simulator.account, baseUrl: proxy.url }, nowhere);
  for (let n = 0; n < 5; n++) expect(await text.handOver(aHandOver())).toMatchObject({ end: 'taken' });
  expect(proxy.connections()).toBe(1);
});

test('the check itself finds what departs', () => {
  const path = `/2010-04-01/Accounts/AC${'0'.repeat(32)}/Messages.json`;
  const exchanged = {
    method: 'POST',
    path,
    query: new URLSearchParams(),
    form: new URLSearchParams({ To: '+17575550123', Validity: '1', ValidityPeriod: 'soon' }),
    status: 201,
    answer: { sid: 'SM1', colour: 'red' },
  };
  const found = departures(exchanged).join('\n');
  expect(found).toMatch(/ValidityPeriod must be integer/);
  expect(found).toMatch(/Validity schema is false/);
  expect(found).toMatch(/colour schema is false/);
  expect(found).toMatch(/must have required properties/);
  const calls = path.replace('Messages', 'Calls');
  const form = new URLSearchParams([
    ['StatusCallbackEvent', 'ringing'],
    ['StatusCallbackEvent', 'completed'],
    ['Timeout', 'soon'],
    ['Body', 'words'],
  ]);
  const ofCall = departures({ ...exchanged, path: calls, form, answer: { sid: 'CA1', status: 'ended' } }).join('\n');
  expect(ofCall).toMatch(/Timeout must be integer/);
  expect(ofCall).toMatch(/Body schema is false/);
  expect(ofCall).not.toMatch(/StatusCallbackEvent/);
  expect(ofCall).toMatch(/status must be equal to one of the allowed values/);
  expect(departures({ ...exchanged, path: `${path}x` })).toEqual([`no such operation: POST ${path}x`]);
});
