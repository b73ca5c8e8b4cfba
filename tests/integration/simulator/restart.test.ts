import { spawn, type ChildProcess } from 'node:child_process';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTwilioText } from '../../../channels/twilio/text.ts';
import { readMachine } from '../../../config.ts';
import { newCredentials } from '../../../local/credentials.ts';
import { anyFreePort } from '../../../local/free-port.ts';
import { until } from '../../environment/until.ts';
import { aSimulator } from './a-simulator.ts';
import { aWebhook, type AWebhook } from './a-webhook.ts';

const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'a-token-of-the-test' };
const credentials = newCredentials();
const bin = fileURLToPath(new URL('../../../bin/kept.mjs', import.meta.url));

let folder: string;
let webhook: AWebhook;
let running: ChildProcess | null = null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kept-simulator-'));
  webhook = await aWebhook(account.authToken);
});
afterEach(async () => {
  if (running !== null) await killed(running);
  await webhook.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(baseUrl: string): Promise<ChildProcess> {
  const env = readMachine().environmentWith({
    KEPT_SIMULATOR_URL: baseUrl,
    KEPT_SIMULATOR_ACCOUNT_SID: account.accountSid,
    KEPT_SIMULATOR_AUTH_TOKEN: account.authToken,
    KEPT_SIMULATOR_SENDGRID_API_KEY: credentials.simulatorSendgridApiKey,
    KEPT_SIMULATOR_SENDGRID_WEBHOOK_KEY: credentials.simulatorSendgridWebhookKey,
    KEPT_SIMULATOR_SENDGRID_SIGNING_KEY: credentials.simulatorSendgridSigningKey,
    KEPT_PUBLIC_URL: webhook.url,
  });
  running = spawn(process.execPath, [bin, 'simulator', '--data', folder], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await until('the simulator answers', () =>
    fetch(`${baseUrl}/accepted`).then(
      () => true,
      () => false,
    ),
  );
  return running;
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.kill('SIGKILL')) await ended;
}

test('kill -9 loses nothing that was taken, and callbacks go on after the next start', async () => {
  const baseUrl = `http://127.0.0.1:${String(await anyFreePort())}`;
  const first = await start(baseUrl);
  // Nobody hears the first life, so all that is heard comes from the second.
  const { port } = new URL(webhook.url);
  await webhook.close();
  const text = createTwilioText({ ...account, baseUrl }, webhook.url);
  const ends = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      text.handOver({
        from: '+17575550100',
        to: `+1757555${String(1000 + n)}`,
        ids: { practiceId: 'p-1', messageId: `m-${String(n)}`, attemptId: `a-${String(n)}` },
        words: { channel: 'text', body: `Message ${String(n)}` },
        usefulForMs: 60_000,
        writeWithinMs: 5000,
      }),
    ),
  );
  expect(ends.every(({ end }) => end === 'taken')).toBe(true);
  await killed(first);
  webhook = await aWebhook(account.authToken, 204, Number(port));

  await start(baseUrl);
  const { items } = (await (await fetch(`${baseUrl}/accepted`)).json()) as { items: { messageId: string }[] };
  expect(items.map((item) => item.messageId).sort()).toEqual(ends.map((_, n) => `m-${String(n)}`).sort());
  await until('every message is delivered', () => {
    const delivered = webhook.posted.filter(({ form }) => form?.get('MessageStatus') === 'delivered');
    return new Set(delivered.map(({ path }) => path)).size === 20;
  });
});

test('a line of the record that was cut off in the middle is dropped, and what follows it is kept', async () => {
  const options = { dataFolder: folder, account, webhookBase: webhook.url };
  const first = await aSimulator(options);
  await first.setFaults({ reject_429: 0.5, seed: 7 });
  await first.close();
  await appendFile(join(folder, 'journal.jsonl'), '{"entry":"created","at":1,"mess');

  const second = await aSimulator(options);
  expect((await second.call('GET', '/faults')).body).toEqual({ seed: 7, reject_429: 0.5 });
  await second.setFaults({ slow: 1 });
  await second.close();

  const third = await aSimulator(options);
  expect((await third.call('GET', '/faults')).body).toEqual({ seed: 1, slow: 1 });
  await third.close();
});
