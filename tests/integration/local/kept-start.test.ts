import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { anyFreePort } from '../../../local/free-port.ts';
import { isListening } from '../../../local/is-listening.ts';
import { workerPolls } from '../../../local/readiness.ts';
import { readRunFile } from '../../../local/run-file.ts';
import {
  killTree,
  makeReachableFolder,
  processesOf,
  startKeptTree,
  type KeptTree,
} from '../../environment/kept-tree.ts';
import { runKept } from '../../environment/run-kept.ts';
import { until } from '../../environment/until.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let data: string;
let tree: KeptTree;
const ownNothing = { DATABASE_URL: '', TEMPORAL_ADDRESS: '' };

beforeAll(async () => {
  data = await makeReachableFolder();
  tree = await startKeptTree(['--data', data, '--no-demo', '--port', String(await anyFreePort())]);
});
afterAll(async () => {
  await killTree(data);
  await vi.waitUntil(async () => (await processesOf(data)).length === 0, { timeout: 60_000 });
  await rm(data, { recursive: true, force: true });
});

test('the ready line bears the documented addresses, and they answer', async () => {
  expect(Object.keys(tree.addresses).sort()).toEqual(
    ['api', 'console', 'databaseUrl', 'openapi', 'simulator', 'temporalAddress', 'temporalUi', 'token'].sort(),
  );
  expect(await practicesStatus(tree)).toBe(200);
  for (const address of [tree.addresses.openapi, tree.addresses.temporalUi ?? '']) {
    expect((await fetch(address)).status, address).toBe(200);
  }
});

test('run.json is for its owner alone, and other commands find the system by it', async () => {
  expect((await stat(join(data, 'run.json'))).mode & 0o777).toBe(0o600);
  const migrated = await runKept(['migrate', '--json', '--data', data], ownNothing);
  expect(migrated).toMatchObject({ code: 0, stdout: '{"ran":[],"givenWords":0}\n' });
});

test('kept status shows every part and what the tree costs; kept doctor finds all well', async () => {
  const status = JSON.parse((await runKept(['status', '--json', '--data', data], ownNothing)).stdout) as {
    processes: { name: string; running: boolean; memory: number }[];
  };
  expect(status).toMatchObject({ addresses: tree.addresses, copies: [], outbox: { waiting: 0 }, messages: { due: 0 } });
  expect(status.processes.map((part) => part.name).sort()).toEqual(
    ['api', 'postgres', 'simulator', 'supervisor', 'temporal', 'worker'].sort(),
  );
  expect(status.processes.every((part) => part.running && part.memory > 0)).toBe(true);
  expect(status.processes.reduce((sum, part) => sum + part.memory, 0)).toBeLessThan(1.5e9);

  const doctor = await runKept(['doctor', '--json', '--data', data], ownNothing);
  expect(doctor.code).toBe(0);
  expect(JSON.parse(doctor.stdout)).toMatchObject({ ok: true });
});

test('a second start on the folder says so and ends with 1', async () => {
  const second = await runKept(['start', '--data', data, '--json'], ownNothing);
  expect(second).toMatchObject({ code: 1, stdout: '' });
  expect(second.stderr).toContain('runs in');
  expect(await practicesStatus(tree)).toBe(200);
});

test('a port that was asked for by name and is taken ends a start with 1', async () => {
  const other = await makeReachableFolder();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const refused = await runKept(['start', '--data', other, '--port', String(port)], ownNothing);
  server.close();
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain(`Port ${String(port)} is taken`);
  expect(await processesOf(other)).toEqual([]);
  await rm(other, { recursive: true });
});

test('a folder that is not ours is left alone, also with --fresh', async () => {
  const other = await makeReachableFolder();
  await writeFile(join(other, 'thesis.txt'), 'irreplaceable');
  const refused = await runKept(['start', '--data', other, '--fresh'], ownNothing);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(await readFile(join(other, 'thesis.txt'), 'utf8')).toBe('irreplaceable');
  await rm(other, { recursive: true });
});

test.each(['simulator', 'worker', 'api', 'temporal', 'postgres'])('%s comes back after kill -9', async (name) => {
  const { workerMetrics } = (await readRunFile(data))!.ports;
  const before = await pidOf(name);
  process.kill(before, 'SIGKILL');
  await vi.waitUntil(async () => ![0, before].includes(await pidOf(name)), { timeout: 60_000, interval: 100 });
  await vi.waitUntil(async () => (await practicesStatus(tree)) === 200, { timeout: 60_000, interval: 200 });
  await vi.waitUntil(async () => (await health(tree)) === 200, { timeout: 60_000, interval: 200 });
  await vi.waitUntil(() => isListening(Number(new URL(tree.addresses.simulator).port)), {
    timeout: 60_000,
    interval: 200,
  });
  await vi.waitUntil(() => workerPolls(workerMetrics), { timeout: 60_000, interval: 200 });
});

test('after kill -9 of everything the next start goes on, on the same ports and with the same token', async () => {
  const { addresses } = tree;
  await killTree(data);
  tree = await startKeptTree(['--data', data, '--no-demo']);
  expect(tree.addresses).toEqual(addresses);
  expect(await practicesStatus(tree)).toBe(200);
});

test('after kill -9 of the supervisor alone the next start stops what it left and goes on', async () => {
  const { addresses } = tree;
  await tree.end('SIGKILL');
  tree = await startKeptTree(['--data', data, '--no-demo']);
  expect(tree.said()).toContain('that an earlier run left behind');
  expect(tree.addresses).toEqual(addresses);
  expect(await practicesStatus(tree)).toBe(200);
});

test('Ctrl-C ends it with 0 and leaves no process', async () => {
  expect(await tree.end('SIGINT')).toBe(0);
  expect(await processesOf(data)).toEqual([]);
});

async function pidOf(name: string): Promise<number> {
  return (await readRunFile(data))?.processes[name] ?? 0;
}

/** What the API answers, 0 where it does not, once it is not too busy to: much else on the machine keeps it from answering for a moment. */
async function practicesStatus({ addresses }: KeptTree): Promise<number> {
  const headers = { authorization: `Bearer ${addresses.token}` };
  const ask = (): Promise<number> =>
    fetch(`${addresses.api}/practices`, { headers }).then(
      (response) => response.status,
      () => 0,
    );
  const answer = await until('the API has time to answer', async () => {
    const status = await ask();
    return status !== 503 && { status };
  });
  return answer.status;
}

async function health({ addresses }: KeptTree): Promise<number> {
  return fetch(new URL('/health/ready', addresses.api)).then(
    (response) => response.status,
    () => 0,
  );
}
