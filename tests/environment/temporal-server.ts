import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { inject } from 'vitest';
import { anyFreePort } from '../../local/free-port.ts';
import { engineSettings } from '../../local/parts.ts';
import { isListening } from '../../local/is-listening.ts';
import { readMachine } from '../../config.ts';
import { spawnProgram, type Program } from '../../local/program.ts';
import { withStarter } from './with-starter.ts';

export interface TemporalServer {
  /** host:port; the namespace is `default`. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * A Temporal dev server in memory, on a port of its own, without a UI, told what a local run's is; it answers when this resolves.
 * `searchAttributes` are its `Name=Type` pairs. Its parts take free ports by themselves, which another program that starts in the
 * same moment may take first; such a server never answers, and another is started in its place.
 */
export async function startTemporalServer(searchAttributes: readonly string[] = []): Promise<TemporalServer> {
  for (let triesLeft = 2; ; triesLeft -= 1) {
    const server = await startOnAnyPort(searchAttributes);
    try {
      const connection = await Connection.connect({ address: server.address, connectTimeout: '15s' });
      await connection.close();
      return server;
    } catch (error) {
      await server.close();
      if (triesLeft === 0) throw error;
    }
  }
}

/** It listens when this resolves, or has ended. */
async function startOnAnyPort(searchAttributes: readonly string[]): Promise<TemporalServer> {
  const port = await anyFreePort();
  const attributes = searchAttributes.flatMap((pair) => ['--search-attribute', pair]);
  const program = testProgram(inject('temporalBinary'), [
    'server',
    'start-dev',
    '--headless',
    ...['--port', String(port), '--log-level', 'error'],
    ...attributes,
    ...engineSettings.flatMap((setting) => ['--dynamic-config-value', setting]),
  ]);
  const child = spawnProgram(withStarter(program), { log: null, tied: false });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // A client that is refused waits a second before it tries again; the server takes 0.3 s.
  for (const deadline = performance.now() + 30_000; !(await isListening(port));) {
    if (child.exitCode !== null || performance.now() > deadline) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    address: `127.0.0.1:${String(port)}`,
    async close() {
      child.kill('SIGINT');
      await ended;
    },
  };
}

/** A server that skips time while a workflow's result is awaited: one to a test file, since it has one clock. Call `teardown`. */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  // The SDK starts it by path alone and would leave it behind when the run is killed.
  const folder = await mkdtemp(join(tmpdir(), 'kept-test-server-'));
  const starter = join(folder, 'temporal-test-server');
  const { command, args } = withStarter(testProgram(inject('testServerBinary'), []));
  const quoted = [command, ...args].map((part) => `'${part}'`).join(' ');
  await writeFile(starter, `#!/bin/sh\nexec ${quoted} "$@"\n`);
  await chmod(starter, 0o755);
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: starter } },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function testProgram(command: string, args: readonly string[]): Program {
  return { command, args, environment: readMachine().environmentWith({}) };
}
