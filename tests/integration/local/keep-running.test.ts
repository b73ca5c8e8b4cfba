import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepRunning, type Part, type PartOptions } from '../../../local/keep-running.ts';
import { isAlive } from '../../../local/process-table.ts';

let folder: string;
let part: Part | null = null;
let lives: number[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kept-part-'));
  lives = [];
});
afterEach(async () => {
  await part?.stop();
  part = null;
  await rm(folder, { recursive: true, force: true });
});

/** A part that runs a line of JavaScript. */
function keep(script: string, changes: Partial<PartOptions> = {}): Part {
  part = keepRunning({
    name: 'planted',
    program: { command: process.execPath, args: ['-e', script], environment: {} },
    logFile: join(folder, 'planted.log'),
    isReady: () => Promise.resolve(true),
    tied: false,
    stopSignal: 'SIGTERM',
    stopWithinMs: 5000,
    onLife: (pid) => {
      if (pid !== null) lives.push(pid);
    },
    ...changes,
  });
  return part;
}

const lasting = 'setInterval(() => undefined, 1000);';

test('a part that is killed is started again, and its log goes on', async () => {
  await keep(`console.log('alive'); ${lasting}`).ready;
  await vi.waitUntil(async () => (await readFile(join(folder, 'planted.log'), 'utf8')) === 'alive\n', {
    timeout: 20_000,
  });
  process.kill(lives[0]!, 'SIGKILL');
  await vi.waitUntil(async () => (await readFile(join(folder, 'planted.log'), 'utf8')) === 'alive\nalive\n', {
    timeout: 20_000,
  });
  expect(lives).toHaveLength(2);
});

test('a part that is stopped is not started again', async () => {
  await keep(lasting).ready;
  await part?.stop();
  expect(lives).toHaveLength(1);
  expect(isAlive(lives[0]!)).toBe(false);
});

test('a part that does not end when it is asked to is killed', async () => {
  const marker = join(folder, 'deaf');
  const script = `process.on('SIGTERM', () => undefined); require('node:fs').writeFileSync('${marker}', 'yes'); ${lasting}`;
  const listening = (): Promise<boolean> =>
    readFile(marker).then(
      () => true,
      () => false,
    );
  await keep(script, { isReady: listening, stopWithinMs: 300 }).ready;
  await part?.stop();
  expect(isAlive(lives[0]!)).toBe(false);
});

test('a part that dies over and over at its start is given up, its log named', async () => {
  // Somebody else answers in its place: that does not make it ready.
  const answerWhenDead = async (): Promise<boolean> => {
    const pid = lives.at(-1)!;
    await vi.waitUntil(() => !isAlive(pid), { timeout: 20_000 });
    return true;
  };
  await expect(keep('process.exit(1)', { isReady: answerWhenDead }).ready).rejects.toMatchObject({
    code: 'not_configured',
    message: `\`planted\` ended at its start, again and again: see ${join(folder, 'planted.log')}.`,
  });
  expect(lives).toHaveLength(6);
});

test('a log that cannot be opened keeps no part from running', async () => {
  await writeFile(join(folder, 'file'), '');
  await keep(lasting, { logFile: join(folder, 'file', 'planted.log') }).ready;
  expect(isAlive(lives[0]!)).toBe(true);
});
