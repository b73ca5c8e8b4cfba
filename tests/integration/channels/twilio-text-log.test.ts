import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CarrierLog } from '../../../channels/channel.ts';
import { createTwilioText } from '../../../channels/twilio/text.ts';
import { until } from '../../environment/until.ts';
import { aSimulator, type ASimulator } from '../simulator/a-simulator.ts';
import { aHandOver, nowhere, theBody } from './a-hand-over.ts';
import { aRecordingProxy } from './a-recording-proxy.ts';

const hour = 3_600_000;
const { from, to } = aHandOver();
const service = `MG${'5'.repeat(32)}`;
let simulator: ASimulator;
let log: CarrierLog;
let carrierIds: string[];

beforeAll(async () => {
  simulator = await aSimulator();
  const text = createTwilioText(simulator.account, nowhere);
  log = text.log!;
  for (let index = 0; index < 3; index += 1) await text.handOver(aHandOver());
  await text.handOver(aHandOver({ from: '+17575550199' }));
  await text.handOver(aHandOver({ from: service }));
  // The carrier answers a keyword by itself.
  await simulator.call('POST', `/phones/${encodeURIComponent(to)}/replies`, { text: 'HELP' });
  const accepted = await until('all are delivered', async () => {
    const all = await simulator.accepted();
    return all.every(({ status }) => status === 'delivered') && all;
  });
  carrierIds = accepted.filter((one) => one.from === from).map(({ sid }) => sid);
});
afterAll(() => simulator.close());

test('one text by its id, with what the carrier has not reported', async () => {
  expect(await log.look(carrierIds[0]!)).toMatchObject({
    carrierId: carrierIds[0],
    to,
    body: theBody,
    status: 'delivered',
    word: 'received',
    verdict: null,
  });
});

test('an id that the carrier does not have is no outage', async () => {
  expect(await log.look(`SM${'0'.repeat(32)}`)).toBeNull();
});

test('the list has what one sender handed over since then, and nothing that the carrier wrote by itself', async () => {
  const listed = await log.listsSince(Date.now() - hour)(from);
  expect(listed.map(({ carrierId }) => carrierId).sort()).toEqual([...carrierIds].sort());
  expect(await log.listsSince(Date.now() + hour)(from)).toEqual([]);
});

test('the list of a messaging service has what was handed over to it, by whichever number it went', async () => {
  const lists = log.listsSince(Date.now() - hour);
  const listed = await lists(service);
  expect(listed).toHaveLength(1);
  expect(carrierIds).not.toContain(listed[0]?.carrierId);
});

test('the lists of several messaging services are one look at the account', async () => {
  const proxy = await aRecordingProxy(simulator.url);
  const { log: proxied } = createTwilioText({ ...simulator.account, baseUrl: proxy.url }, nowhere);
  const lists = proxied!.listsSince(Date.now() - hour);
  expect(await Promise.all([lists(service), lists(`MG${'6'.repeat(32)}`)])).toMatchObject([
    { length: 1 },
    { length: 0 },
  ]);
  expect(proxy.exchanges).toHaveLength(1);
  await proxy.close();
});

test('a carrier that cannot be reached is an outage', async () => {
  const away = createTwilioText({ ...simulator.account, baseUrl: nowhere }, nowhere).log!;
  await expect(away.look(carrierIds[0]!)).rejects.toMatchObject({ code: 'carrier_unavailable' });
  await expect(away.listsSince(0)(from)).rejects.toMatchObject({ code: 'carrier_unavailable' });
});
