import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aSimulator } from '../simulator/a-simulator.ts';
import { checkMailCarrier } from '../../../cli/doctor/check-mail-carrier.ts';
import { readConfig } from '../../../config.ts';
import { runKept } from '../../environment/run-kept.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

interface Examined {
  readonly code: number;
  readonly checks: Readonly<Record<string, { ok: boolean; says: string }>>;
}

const nobodyListens = '127.0.0.1:1';

async function doctor(changes: Readonly<Record<string, string>>): Promise<Examined> {
  const ended = await runKept(['doctor', '--json'], {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: nobodyListens,
    TWILIO_ACCOUNT_SID: '',
    KEPT_SIMULATOR_URL: '',
    SENDGRID_API_KEY: '',
    KEPT_SECRET: '',
    ...changes,
  });
  const { checks } = JSON.parse(ended.stdout) as { checks: { check: string; ok: boolean; says: string }[] };
  return { code: ended.code, checks: Object.fromEntries(checks.map((one) => [one.check, one])) };
}

test('an engine that does not answer is named, with what to check, and the rest is examined all the same', async () => {
  const { code, checks } = await doctor({});
  expect(code).toBe(1);
  expect(checks).toMatchObject({
    database: { ok: true },
    schema: { ok: true },
    roles: { ok: true },
    engine: { ok: false, says: expect.stringContaining('check TEMPORAL_ADDRESS') },
    links: { ok: false, says: expect.stringMatching(/Set KEPT_SECRET.*openssl/) },
  });
});

test('a database that does not answer is named', async () => {
  const { code, checks } = await doctor({ DATABASE_URL: `postgres://kept@${nobodyListens}/kept` });
  expect(code).toBe(1);
  expect(checks['database']).toMatchObject({ ok: false });
  expect(checks['schema']).toBeUndefined();
});

test('a schema that is behind is named, with what has yet to run', async () => {
  await database.sql`DELETE FROM migrations WHERE name LIKE '0005%'`;
  const { checks } = await doctor({});
  expect(checks['schema']).toMatchObject({ ok: false, says: expect.stringMatching(/kept migrate.*0005/) });
});

test('a live practice needs a carrier, and an address that the carrier can reach', async () => {
  await database.sql`
    INSERT INTO practices (id, slug, name, name_in_messages, phone, time_zone, carrier, live_at, created_at)
    VALUES (${randomUUID()}, 'tidewater', 'Tidewater', 'Tidewater', '+17575550100', 'America/New_York', 'configured', now(), now())`;
  await database.sql`INSERT INTO migrations (name, run_on) SELECT '0005-sync', now() WHERE NOT EXISTS (SELECT FROM migrations WHERE name = '0005-sync')`;
  const { checks } = await doctor({});
  expect(checks['carrier']).toMatchObject({ ok: false, says: expect.stringContaining('TWILIO_ACCOUNT_SID') });
  expect(checks['public address']).toMatchObject({ ok: false, says: expect.stringContaining('KEPT_PUBLIC_URL') });
});

test('a carrier that does not answer is named, and neither its token nor the secret is', async () => {
  const { checks } = await doctor({
    KEPT_SECRET: 'planted-secret-of-32-characters-or-more',
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'planted-token',
    TWILIO_BASE_URL: `http://${nobodyListens}`,
  });
  expect(checks['carrier']).toMatchObject({ ok: false });
  expect(checks['links']).toMatchObject({ ok: true });
  expect(JSON.stringify(checks)).not.toMatch(/planted-token|planted-secret/);
});

test('a practice that sends mails needs an account for them, and a key that may send them', async () => {
  await database.sql`
    INSERT INTO senders (practice_id, channel, address)
    SELECT id, 'email', 'visits@tidewater.example' FROM practices WHERE slug = 'tidewater'`;
  const without = await doctor({});
  expect(without.checks['mail carrier']).toMatchObject({
    ok: false,
    says: expect.stringContaining('SENDGRID_API_KEY'),
  });

  const simulator = await aSimulator();
  const asked = (changes: Readonly<Record<string, string>> = {}): Promise<readonly { ok: boolean; says: string }[]> =>
    checkMailCarrier(
      readConfig({
        SENDGRID_API_KEY: simulator.mailAccount.apiKey,
        SENDGRID_WEBHOOK_KEY: simulator.webhookKey,
        SENDGRID_BASE_URL: simulator.url,
        ...changes,
      }),
      1,
    );
  expect(await asked()).toMatchObject([{ ok: true }]);
  const wrong = await asked({ SENDGRID_API_KEY: 'SG.planted.key' });
  expect(wrong).toMatchObject([{ ok: false, says: expect.stringContaining('401') }]);
  expect(JSON.stringify(wrong)).not.toContain('SG.planted');
  expect(await asked({ SENDGRID_BASE_URL: `http://${nobodyListens}` })).toMatchObject([
    { ok: false, says: expect.stringContaining('does not answer') },
  ]);
  expect(await asked({ SENDGRID_WEBHOOK_KEY: 'a key' })).toMatchObject([
    { ok: false, says: expect.stringContaining('SENDGRID_WEBHOOK_KEY') },
  ]);
  await simulator.close();
});
