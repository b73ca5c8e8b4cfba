import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSendgridEmail } from '../../../channels/sendgrid/email.ts';
import { aSimulator, type ASimulator } from '../simulator/a-simulator.ts';
import { aMail } from './a-mail.ts';

let simulator: ASimulator;
beforeEach(async () => {
  simulator = await aSimulator();
});
afterEach(() => simulator.close());

test('a mail that the carrier takes ends with its id, and the carrier has our ids and our words', async () => {
  const end = await createSendgridEmail(simulator.mailAccount).handOver(aMail());

  const accepted = await simulator.accepted();
  const { messageId, attemptId } = aMail().ids;
  expect(accepted).toMatchObject([{ channel: 'email', messageId, attemptId, to: 'zebulina@mail.example' }]);
  expect(end).toEqual({ end: 'taken', carrierId: accepted[0]!.sid });
  expect(accepted[0]!.body).toContain('Confirm:\nhttp://127.0.0.1:9/v/a-token?choose=confirm\n');
});

test('one click unsubscribes, opens are told, links are left as they are, and a calendar file is attached', async () => {
  await createSendgridEmail(simulator.mailAccount).handOver(aMail());
  const { body } = await simulator.call('GET', '/mailboxes/zebulina@mail.example');
  const [mail] = (body as { mails: Record<string, unknown>[] }).mails;
  expect(mail).toMatchObject({
    from: { email: 'visits@harbor.example', name: 'Harbor Clinic' },
    subject: 'Your visit on Tuesday, December 1',
    headers: {
      'List-Unsubscribe': '<http://127.0.0.1:9/u/a-token>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
    attachments: [{ filename: 'appointment.ics', type: 'text/calendar' }],
  });
  expect(mail!['html']).toContain('href="http://127.0.0.1:9/v/a-token?choose=decline"');
});

test('429 is proof of not taken, and waits as told', async () => {
  await simulator.setFaults({ reject_429: 1 });
  const end = await createSendgridEmail(simulator.mailAccount).handOver(aMail());
  expect(end).toMatchObject({ end: 'not_taken', code: 'http_429' });
  // The carrier says when the limit is renewed, in whole seconds.
  expect(end.end === 'not_taken' ? end.retryInMs : 0).toBeGreaterThanOrEqual(1000);
  expect(end.end === 'not_taken' ? end.retryInMs : 0).toBeLessThanOrEqual(2000);
  expect(await simulator.accepted()).toEqual([]);
});

test.each([
  ['fail_500_before', 'http_500', 0],
  ['fail_500_after', 'http_500', 1],
  ['reset_after', 'no_answer', 1],
] as const)('%s ends ambiguous', async (fault, code, taken) => {
  await simulator.setFaults({ [fault]: 1 });
  const email = createSendgridEmail(simulator.mailAccount);
  expect(await email.handOver(aMail())).toEqual({ end: 'ambiguous', code });
  expect(await simulator.accepted()).toHaveLength(taken);
  // The carrier keeps no list that could be asked.
  expect(email.find).toBeNull();
});

test('an answer that never comes ends ambiguous after ten seconds, and is not asked for again', async () => {
  await simulator.setFaults({ timeout_after: 1 });
  const started = Date.now();
  const end = await createSendgridEmail(simulator.mailAccount).handOver(aMail());
  expect(end).toEqual({ end: 'ambiguous', code: 'no_answer' });
  expect(Date.now() - started).toBeGreaterThanOrEqual(9900);
  expect(await simulator.accepted()).toHaveLength(1);
});

describe('a refusal', () => {
  test("of an address that cannot exist is the contact point's fault", async () => {
    const end = await createSendgridEmail(simulator.mailAccount).handOver(aMail({ to: 'nobody@nowhere' }));
    expect(end).toEqual({ end: 'refused', code: 'invalid_recipient', verdict: 'invalid_contact' });
  });

  test.each([
    ['of a wrong key', { account: { apiKey: 'SG.another.key' } }, 'http_401'],
    ['of a sender that is no address', { mail: { from: 'visits' } }, 'invalid_sender'],
  ])('%s ends no message: it waits for that to be mended', async (_, { account, mail }: Case, code) => {
    const end = await createSendgridEmail({ ...simulator.mailAccount, ...account }).handOver(aMail(mail));
    expect(end).toEqual({ end: 'not_taken', code, retryInMs: 300_000 });
  });
});

interface Case {
  readonly account?: { readonly apiKey: string };
  readonly mail?: { readonly from: string };
}

test('where nobody listens nothing was written', async () => {
  const end = await createSendgridEmail({ apiKey: 'SG.x', baseUrl: 'http://127.0.0.1:9' }).handOver(aMail());
  expect(end).toEqual({ end: 'not_taken', code: 'not_connected', retryInMs: 10_000 });
});

test('law 2: no request is written after its time, also where a connection stood open before', async () => {
  let now = 0;
  const email = createSendgridEmail(simulator.mailAccount, () => {
    const started = now;
    return () => now - started;
  });
  expect(await email.handOver(aMail())).toMatchObject({ end: 'taken' });
  const late = email.handOver(aMail({ writeWithinMs: 5 }));
  now = 5;
  expect(await late).toEqual({ end: 'not_taken', code: 'too_late_to_write', retryInMs: 1000 });
  expect(await simulator.accepted()).toHaveLength(1);
});

test('law 2: a connection that opens too late writes nothing', async () => {
  const bytes: Buffer[] = [];
  const server = createServer((socket) => socket.on('data', (chunk) => bytes.push(chunk)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const end = await createSendgridEmail({ apiKey: 'SG.x', baseUrl }).handOver(aMail({ writeWithinMs: 0 }));
  expect(end).toEqual({ end: 'not_taken', code: 'too_late_to_write', retryInMs: 1000 });
  expect(bytes).toEqual([]);
  await new Promise((resolve) => server.close(resolve));
});
