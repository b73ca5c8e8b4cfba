import { createServer, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { EventWebhook } from '@sendgrid/eventwebhook';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EmailWords } from '../../../channels/channel.ts';
import { createSendgridEmail } from '../../../channels/sendgrid/email.ts';
import { until } from '../../environment/until.ts';
import { aMail } from '../channels/a-mail.ts';
import { aPageServer, type APageServer } from './a-page-server.ts';
import { aSimulator, type ASimulator } from './a-simulator.ts';

const address = aMail().to;
type Event = Readonly<Record<string, unknown>>;

/** What the carrier posted, each batch found good by the carrier's own package. */
interface AnEventWebhook {
  readonly url: string;
  readonly server: Server;
  readonly events: Event[];
  /** What the next requests are answered with, one after the other; 204 after that. */
  readonly statuses: number[];
}

async function anEventWebhook(key: () => string): Promise<AnEventWebhook> {
  const theirs = new EventWebhook();
  const events: Event[] = [];
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const header = (name: string): string => String(request.headers[`x-twilio-email-event-webhook-${name}`]);
      const good = theirs.verifySignature(
        theirs.convertPublicKeyToECDSA(key()),
        body,
        header('signature'),
        header('timestamp'),
      );
      const status = good ? (statuses.shift() ?? 204) : 403;
      if (status === 204) events.push(...(JSON.parse(body.toString('utf8')) as Event[]));
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return { url, server, events, statuses };
}

let webhook: AnEventWebhook;
let pages: APageServer;
let simulator: ASimulator;
beforeEach(async () => {
  webhook = await anEventWebhook(() => simulator.webhookKey);
  pages = await aPageServer();
  simulator = await aSimulator({ webhookBase: webhook.url });
});
afterEach(async () => {
  await simulator.close();
  await pages.close();
  webhook.server.closeAllConnections();
  await new Promise((resolve) => webhook.server.close(resolve));
});

function send(to = address, words: Partial<EmailWords> = {}): Promise<unknown> {
  const links = {
    confirm: `${pages.url}/v/token?choose=confirm`,
    decline: `${pages.url}/v/token?choose=decline`,
    unsubscribe: `${pages.url}/u/token`,
  };
  return createSendgridEmail(simulator.mailAccount).handOver(aMail({ to, words: { links, ...words } }));
}

function mailbox(changes: object): Promise<unknown> {
  return simulator.call('PUT', '/mailboxes', { mailboxes: [{ address, behaviour: 'ignores', ...changes }] });
}

/** The words of the events that came, once `count` did. */
async function heard(count: number): Promise<string[]> {
  await until(`${String(count)} events`, () => webhook.events.length >= count);
  return webhook.events.map(({ event }) => String(event));
}

describe('what becomes of a mail is told in the carrier’s order, signed, with our ids', () => {
  test.each([
    ['delivers', ['processed', 'delivered']],
    ['defers', ['processed', 'deferred', 'delivered']],
    ['blocks', ['processed', 'bounce']],
    ['bounces', ['processed', 'bounce']],
  ])('%s', async (delivery, words) => {
    await mailbox({ delivery });
    await send();
    expect(await heard(words.length)).toEqual(words);
    const { messageId, attemptId, practiceId } = aMail().ids;
    const sid = (await simulator.accepted())[0]!.sid;
    for (const event of webhook.events) {
      expect(event).toMatchObject({ email: address, kept_practice: practiceId, kept_message: messageId });
      expect(event).toMatchObject({ kept_attempt: attemptId });
      expect(String(event['sg_message_id']).startsWith(`${sid}.`)).toBe(true);
    }
    expect(new Set(webhook.events.map((event) => event['sg_event_id'])).size).toBe(words.length);
  });

  test('after a bounce the next mail to that address is dropped', async () => {
    await mailbox({ delivery: 'bounces' });
    await send();
    await heard(2);
    await send();
    expect(await heard(3)).toEqual(['processed', 'bounce', 'dropped']);
    expect(webhook.events[2]).toMatchObject({ reason: 'Bounced Address' });
  });

  test('a webhook that fails hears all of it again, and again', async () => {
    webhook.statuses.push(500, 503);
    await send();
    expect(await heard(2)).toEqual(['processed', 'delivered']);
    expect(webhook.statuses).toEqual([]);
  });

  test('twice, shuffled and lost', async () => {
    await simulator.setFaults({ callback_twice: 1 });
    await send();
    expect((await heard(4)).sort()).toEqual(['delivered', 'delivered', 'processed', 'processed']);
    await simulator.setFaults({ callback_shuffled: 1 });
    await send();
    expect((await heard(6)).slice(4)).toEqual(['delivered', 'processed']);
    await simulator.setFaults({ callback_lost: 1 });
    await send('lost@mail.example');
    await until('it was delivered', async () => (await simulator.accepted()).at(-1)?.status === 'delivered');
    await simulator.setFaults({});
    await send('heard@mail.example');
    expect((await heard(8)).slice(6)).toEqual(['processed', 'delivered']);
  });
});

describe('a press', () => {
  const press = (button: string) => simulator.call('POST', `/mailboxes/${address}/press`, { button });

  test('opens the mail and the page of its button, and posts its form as a browser does', async () => {
    await mailbox({ yours: true });
    await send();
    await heard(2);
    expect(await press('confirm')).toMatchObject({ status: 200, body: { pressed: true } });
    expect(pages.requests).toEqual([
      { method: 'GET', path: '/v/token?choose=confirm', form: {} },
      { method: 'POST', path: '/v/token?choose=confirm', form: { page: 'fetched', button: 'confirm' } },
    ]);
    await heard(3);
    expect(webhook.events[2]).toMatchObject({ event: 'open', sg_machine_open: false });
  });

  test('that a page asks for a date of birth answers it, where the owner has one', async () => {
    await mailbox({ yours: true, dateOfBirth: '1980-02-29' });
    await send();
    await heard(2);
    expect(await press('decline')).toMatchObject({ status: 200, body: { pressed: true } });
    expect(pages.requests.at(-1)?.form).toEqual({
      page: 'asked & fetched',
      month: '02',
      day: '29',
      year: '1980',
      button: 'birth_date',
    });
    await mailbox({ yours: true });
    expect(await press('decline')).toMatchObject({ status: 409, body: { pressed: false, why: 'asked_for_more' } });
  });

  test('on "unsubscribe" is the one click of a mail program: no page is fetched', async () => {
    await mailbox({ yours: true });
    await send();
    await heard(2);
    expect(await press('unsubscribe')).toMatchObject({ status: 200, body: { pressed: true } });
    expect(pages.requests).toEqual([{ method: 'POST', path: '/u/token', form: { 'List-Unsubscribe': 'One-Click' } }]);
  });

  test('where no mail has come is refused', async () => {
    expect(await press('confirm')).toMatchObject({ status: 409 });
    expect(await press('dance')).toMatchObject({ status: 400 });
  });
});

test('a simulated owner reads and answers; one that ignores does neither', async () => {
  await mailbox({ behaviour: 'confirms' });
  await send();
  await until('the page was pressed', () => pages.requests.some(({ form }) => form['button'] === 'confirm'));
  expect(await heard(3)).toEqual(['processed', 'delivered', 'open']);

  await simulator.call('PUT', '/mailboxes', { mailboxes: [{ address: 'never@mail.example', behaviour: 'ignores' }] });
  await send('never@mail.example');
  expect((await heard(5)).slice(3)).toEqual(['processed', 'delivered']);
});

test('a scanner follows every link and presses both buttons at once, and its opening is a machine’s', async () => {
  await mailbox({ scanner: true });
  await send();
  await until('both were pressed', () => pages.requests.filter(({ method }) => method === 'POST').length >= 2);
  const fetched = pages.requests.filter(({ method }) => method === 'GET').map(({ path }) => path);
  expect(new Set(fetched)).toEqual(new Set(['/v/token?choose=confirm', '/v/token?choose=decline', '/u/token']));
  const pressed = pages.requests.filter(({ method }) => method === 'POST').map(({ form }) => form['button']);
  expect(pressed).toEqual(['confirm', 'decline']);
  await until('the machine’s opening is told', () => webhook.events.some((event) => event['sg_machine_open'] === true));
});

describe('the page', () => {
  const look = async (path: string) => {
    const response = await fetch(simulator.url + path, { headers: { accept: 'text/html' } });
    return { response, text: await response.text() };
  };

  test('has the buttons that the mail has, under the mail’s own words', async () => {
    await mailbox({ yours: true });
    await send(address, { asksOf: 'recall' });
    await heard(2);
    const buttons = async () => (await look(`/mailboxes/${address}`)).text.match(/<button name="button".*?<\/button>/g);
    expect(await buttons()).toEqual([
      '<button name="button" value="confirm">Please call me to book</button>',
      '<button name="button" value="decline">No visit, thank you</button>',
      '<button name="button" value="unsubscribe">Unsubscribe</button>',
    ]);
    const unsubscribe = `${pages.url}/u/token`;
    await send(address, { links: { confirm: null, decline: null, unsubscribe } });
    await heard(4);
    expect(await buttons()).toEqual(['<button name="button" value="unsubscribe">Unsubscribe</button>']);
  });

  test('shows the mail in a frame where nothing runs, its text, its calendar file and its buttons', async () => {
    await mailbox({ yours: true, name: 'Your mailbox 1' });
    await send();
    await heard(2);
    const sid = (await simulator.accepted())[0]!.sid;
    expect((await look('/mailboxes')).text).toContain('Your mailbox 1');
    const { text } = await look(`/mailboxes/${address}`);
    expect(text).toContain(`src="/mails/${sid}/html"`);
    expect(text).toContain('BEGIN:VCALENDAR');
    expect(text).toContain('Zebulina, your visit is on Tuesday, December 1, at 9:00 AM.');
    expect(text).toContain('name="button" value="decline"');

    const { response, text: mail } = await look(`/mails/${sid}/html`);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none';.*sandbox allow-popups/);
    expect(mail).toContain(`href="${pages.url}/v/token?choose=confirm"`);
    await heard(3);
    expect(webhook.events[2]).toMatchObject({ event: 'open', sg_machine_open: false });
    await look(`/mails/${sid}/html`);
    const file = await look(`/mails/${sid}/attachments/0`);
    expect(file.response.headers.get('content-type')).toBe('text/calendar');
    expect(webhook.events).toHaveLength(3);
  });

  test('of an address that cannot be is a 404, and of one that nobody wrote to says so', async () => {
    expect((await look('/mailboxes/nobody')).response.status).toBe(404);
    expect((await look('/mailboxes/nobody@mail.example')).text).toContain('No mail has come yet.');
    expect((await look('/mails/none/html')).response.status).toBe(404);
  });
});

test('a simulator that starts again has its mails, and tells what it had not told', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'kept-mails-'));
  const first = await aSimulator({ dataFolder, webhookBase: 'http://127.0.0.1:9' });
  await createSendgridEmail(first.mailAccount).handOver(aMail());
  await until('it was delivered', async () => (await first.accepted())[0]?.status === 'delivered');
  await first.close();
  expect(webhook.events).toEqual([]);

  const second = await aSimulator({ dataFolder, webhookBase: webhook.url });
  expect(await heard(2)).toEqual(['processed', 'delivered']);
  expect(await second.accepted()).toHaveLength(1);
  await second.close();
  await rm(dataFolder, { recursive: true, force: true });
});
