import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readMachine } from '../../../config.ts';

const machine = readMachine();
/** Either of the two clients; neither needs an engine to read a file. */
const clients = [['docker', 'compose'] as const, ['docker-compose'] as const].filter(
  ([command, ...words]) => spawnSync(command, [...words, 'version'], { stdio: 'ignore' }).status === 0,
);
const filledIn = Object.fromEntries(
  [...readFileSync('deploy/compose.env', 'utf8').matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [
    name!,
    value || 'given',
  ]),
);

test.skipIf(clients.length === 0)('docker-compose accepts the file, filled in or bare', () => {
  for (const client of clients) {
    const accepted = config(client, filledIn);
    expect(accepted, accepted.stderr).toMatchObject({ status: 0 });
    for (const service of ['postgres', 'temporal', 'temporal-ui', 'migrate', 'api', 'worker'])
      expect(accepted.stdout).toContain(`\n  ${service}:\n`);

    const bare = config(client, {});
    expect(bare, bare.stderr).toMatchObject({ status: 0 });
  }
});

test('the step that everything waits for ends, naming it, where a secret is not set', () => {
  const given = { PGPASSWORD: 'given', KEPT_DATABASE_PASSWORD: 'given', TEMPORAL_DATABASE_PASSWORD: 'given' };
  const env = machine.environmentWith({ ...given, KEPT_PUBLIC_URL: 'https://example.com', KEPT_SECRET: '' });
  const refused = spawnSync('sh', ['deploy/databases.sh'], { encoding: 'utf8', env });
  expect(refused.status).not.toBe(0);
  expect(refused.stderr).toContain('set KEPT_SECRET in .env');
});

function config([command, ...words]: readonly [string, ...string[]], variables: Record<string, string>) {
  return spawnSync(command, [...words, 'config'], {
    encoding: 'utf8',
    env: machine.environmentWith(variables),
  });
}
