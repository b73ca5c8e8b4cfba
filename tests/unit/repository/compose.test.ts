import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { engineSettings } from '../../../local/parts.ts';
import { channelQueues } from '../../../worker/channel-queues.ts';

const compose = readFileSync('docker-compose.yml', 'utf8');
const example = readFileSync('deploy/compose.env', 'utf8');

test('deploy/compose.env names every variable that docker-compose.yml asks for, and no other', () => {
  const asked = [...compose.matchAll(/\$\{(\w+)/g)].map(([, name]) => name!);
  const named = [...example.matchAll(/^(\w+)=/gm)].map(([, name]) => name!);
  // These two have a default that nobody needs to change.
  const optional = ['KEPT_VERSION', 'KEPT_SETTLE_LAG'];
  expect(new Set(named)).toEqual(new Set(asked.filter((name) => !optional.includes(name))));
});

test('no secret has a default, and deploy/compose.env holds none', () => {
  const secrets = [...compose.matchAll(/\$\{(\w*(?:PASSWORD|SECRET|AUTH_TOKEN|SID))\b([^}]*)\}/g)];
  expect(secrets.length).toBeGreaterThan(5);
  for (const [, , rest] of secrets) expect(rest).toBe(':-');
  expect(example.match(/^\w*(PASSWORD|SECRET|AUTH_TOKEN|SID)=.+$/gm)).toBeNull();
});

test('the step that everything waits for names each password that .env lacks', () => {
  const script = readFileSync('deploy/databases.sh', 'utf8');
  for (const name of ['POSTGRES_PASSWORD', 'KEPT_DATABASE_PASSWORD', 'TEMPORAL_DATABASE_PASSWORD', 'KEPT_SECRET']) {
    expect(script).toContain(`:?set ${name} in .env`);
  }
});

test('every image is pinned to a version', () => {
  const images = [...`${compose}\n${readFileSync('Dockerfile', 'utf8')}`.matchAll(/(?:image:|^FROM) (\S+)/gm)].map(
    ([, image]) => image!,
  );
  expect(images.length).toBeGreaterThan(6);
  for (const image of images) expect(image).toMatch(/^base$|:\d+\.\d+|^kept:\$\{KEPT_VERSION:-\d/);
});

test('the build sees every room that it compiles, and the image nothing of the tests', () => {
  const allowed = new Set(
    readFileSync('.dockerignore', 'utf8')
      .match(/^!.+/gm)!
      .map((line) => line.slice(1).replace('/', '')),
  );
  const { exclude } = JSON.parse(readFileSync('tsconfig.build.json', 'utf8')) as { exclude: string[] };
  const rooms = readdirSync('.', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !exclude.includes(entry.name))
    .map(({ name }) => name)
    .filter((name) => readdirSync(name, { recursive: true }).some((file) => String(file).endsWith('.ts')));
  expect(rooms.length).toBeGreaterThan(10);
  for (const room of rooms) expect(allowed).toContain(room);
  expect(allowed).not.toContain('tests');
});

test('the engine of a deployment gives each queue of sends one partition, and lets practices take turns', () => {
  const settings = readFileSync('deploy/temporal-dynamic-config.yaml', 'utf8');
  for (const setting of engineSettings) expect(settings).toContain(`${setting.split('=')[0]!}:`);
  const queues = [...settings.matchAll(/value: 1\n\s+constraints: \{ taskQueueName: (\S+) \}/g)].map(
    ([, queue]) => queue,
  );
  expect(queues).toEqual([...Object.values(channelQueues), ...Object.values(channelQueues)]);
});
