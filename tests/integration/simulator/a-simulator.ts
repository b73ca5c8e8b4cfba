import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Accepted } from '../../../simulator/accepted.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../../simulator/simulator.ts';
import type { SendgridAccount } from '../../../channels/sendgrid/client.ts';
import type { TwilioAccount } from '../../../channels/twilio/client.ts';
import type { FaultRates } from '../../../simulator/faults.ts';

export interface ASimulator {
  readonly url: string;
  readonly account: TwilioAccount;
  readonly mailAccount: SendgridAccount;
  /** What its events are checked with, as Kept is configured with it. */
  readonly webhookKey: string;
  setFaults(rates: FaultRates & { seed?: number }): Promise<void>;
  accepted(): Promise<readonly Accepted[]>;
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
}

/** One pair for every simulator of a test file, so that one started again signs as before. */
const mailKeys: { privateKey: KeyObject; publicKey: KeyObject } = generateKeyPairSync('ec', {
  namedCurve: 'prime256v1',
});

/** A simulator at work on a free port, with a folder of its own unless one is given, quick enough for a test. */
export async function aSimulator(changes: Partial<SimulatorOptions> = {}): Promise<ASimulator> {
  const ownFolder = changes.dataFolder === undefined ? await mkdtemp(join(tmpdir(), 'kept-simulator-')) : null;
  const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'a-token-of-the-test' };
  const { privateKey, publicKey } = mailKeys;
  const apiKey = 'SG.a-key.of-the-test';
  const signingKey = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  const simulator: Simulator = createSimulator({
    dataFolder: ownFolder ?? '',
    account,
    mail: { apiKey, signingKey },
    webhookBase: 'http://127.0.0.1:9',
    ...changes,
    pace: { stepMs: 15, thinkMs: 10, slowMs: 150, retryAfterMs: 50, secondMs: 10, readMs: 20, ...changes.pace },
  });
  const url = await simulator.listen({ host: '127.0.0.1', port: 0 });

  async function call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const response = await fetch(url + path, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }

  return {
    url,
    account: { ...account, baseUrl: url },
    mailAccount: { apiKey, baseUrl: url },
    webhookKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    call,
    async setFaults(rates) {
      const { status } = await call('PUT', '/faults', rates);
      if (status !== 200) throw new Error(`The simulator refused these faults: ${String(status)}.`);
    },
    async accepted() {
      const { body } = await call('GET', '/accepted');
      return (body as { items: Accepted[] }).items;
    },
    async close() {
      await simulator.close();
      if (ownFolder !== null) await rm(ownFolder, { recursive: true, force: true });
    },
  };
}
