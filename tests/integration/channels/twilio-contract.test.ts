import type twilio from 'twilio';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTwilioClient } from '../../../channels/twilio/client.ts';
import { createExchanges } from '../../../channels/exchange.ts';
import { createTwilioText } from '../../../channels/twilio/text.ts';
import { until } from '../../environment/until.ts';
import { aSimulator, type ASimulator } from '../simulator/a-simulator.ts';
import { aHandOver, nowhere, theBody } from './a-hand-over.ts';
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
  expect(departures({ ...exchanged, path: `${path}x` })).toEqual([`no such operation: POST ${path}x`]);
});
