import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { choosePorts } from '../../../local/choose-ports.ts';
import { anyFreePort } from '../../../local/free-port.ts';
import { keepPortClaims, type PortClaims } from '../../../local/port-claims.ts';

let folder: string;
let claims: PortClaims;
let first: number;
const open: (Server | ChildProcess)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kept-ports-'));
  claims = keepPortClaims(folder);
  first = await anyFreePort();
});
afterEach(async () => {
  for (const one of open.splice(0))
    if ('kill' in one) one.kill('SIGKILL');
    else one.close();
  await rm(folder, { recursive: true });
});

test('a first start takes the first port and those after it', async () => {
  const ports = await choosePorts({ asked: null, earlier: null, first }, claims);
  expect(ports.api).toBe(first);
  expect(new Set(Object.values(ports)).size).toBe(6);
  for (const port of Object.values(ports)) expect(port).toBeGreaterThanOrEqual(first);
});

test('what is taken is stepped over, of the defaults and of the earlier run', async () => {
  await listen(first);
  expect((await choosePorts({ asked: null, earlier: null, first }, claims)).api).toBeGreaterThan(first);
  await claims.release();
  const earlier = { api: first, simulator: 1, temporalUi: 2, temporal: 3, postgres: 4, workerMetrics: 5 };
  expect((await choosePorts({ asked: null, earlier, first: 1 }, claims)).api).toBeGreaterThan(first);
});

test('what is asked for and taken is refused', async () => {
  await listen(first);
  await expect(choosePorts({ asked: first, earlier: null, first }, claims)).rejects.toMatchObject({
    code: 'conflict',
    message: `Port ${String(first)} is taken: name another one with --port, or leave --port out.`,
  });
});

test('what another start has chosen is stepped over before it listens there, and free again when it is gone', async () => {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)', 'kept', 'start']);
  open.push(other);
  await writeFile(join(folder, String(first)), String(other.pid));
  expect((await choosePorts({ asked: null, earlier: null, first }, claims)).api).toBeGreaterThan(first);
  await claims.release();

  const gone = new Promise((resolve) => other.once('exit', resolve));
  other.kill('SIGKILL');
  await gone;
  expect((await choosePorts({ asked: null, earlier: null, first }, claims)).api).toBe(first);
});

async function listen(port: number): Promise<void> {
  const server = createServer();
  open.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
}
