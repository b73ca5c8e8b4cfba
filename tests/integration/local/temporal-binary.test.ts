import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PinnedProgram } from '../../../local/pinned-wheels.ts';
import { findTemporalBinary } from '../../../local/temporal-binary.ts';

const run = promisify(execFile);
const platform = 'linux-x64';
const program = '#!/bin/sh\necho planted\n';

let folder: string;
let wheels: string;
const labels: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kept-binary-'));
  wheels = join(folder, 'wheels');
  await mkdir(wheels);
  labels.length = 0;
  // pip as somebody has set it up who has no index: what it finds lies in a folder.
  vi.stubEnv('PIP_NO_INDEX', '1');
  vi.stubEnv('PIP_FIND_LINKS', wheels);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

test('on PATH it is taken from there, and nothing is fetched', async () => {
  const onPath = join(folder, 'bin');
  await plant(join(onPath, 'kept-planted'));
  expect(await find(pinned('0'), [join(folder, 'empty'), onPath])).toBe(join(onPath, 'kept-planted'));
  expect(labels).toEqual([]);
});

test("the SDK's own download is used", async () => {
  const download = join(tmpdir(), 'kept-planted-sdk-typescript-9.9.9');
  await plant(download);
  expect(await find(pinned('0'))).toBe(download);
  await rm(download);
});

test('the pinned wheel is fetched once, with a word about it, and kept', async () => {
  const one = pinned(await makeWheel());
  const path = await find(one);
  expect(await readFile(path, 'utf8')).toBe(program);
  expect((await run(path)).stdout).toBe('planted\n');
  expect(labels).toEqual(['Fetching kept-planted-bin 1.0.0, once']);
  expect(await find(one)).toBe(path);
  expect(labels).toHaveLength(1);
});

test('two that fetch at once both end with the whole program', async () => {
  const one = pinned(await makeWheel());
  const [path, other] = await Promise.all([find(one), find(one)]);
  expect(path).toBe(other);
  expect(await readFile(path, 'utf8')).toBe(program);
  expect(await readdir(join(path, '..'))).toEqual(['kept-planted']);
});

test('a wheel with another hash is refused and nothing of it is kept', async () => {
  await makeWheel();
  await expect(find(pinned('0'.repeat(64)))).rejects.toMatchObject({
    code: 'not_configured',
    message: expect.stringContaining('another hash than the pinned one'),
  });
  expect(await readdir(join(folder, 'cache', `kept-planted-1.0.0-${platform}`))).toEqual([]);
});

test('where none can be had the error says what to do', async () => {
  const failed = await find(pinned('0')).catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 'not_configured' });
  const { message } = failed as Error;
  expect(message).toContain('`python3 -m pip download kept-planted-bin==1.0.0` failed.');
  expect(message).toContain('put `kept-planted` on the PATH');
});

test('a platform without a pinned build is told so', async () => {
  await expect(find({ ...pinned('0'), wheels: {} })).rejects.toThrow(`There is no pinned build for ${platform}.`);
});

function find(one: PinnedProgram, searchPath: readonly string[] = []): Promise<string> {
  return findTemporalBinary(one, {
    searchPath,
    cacheFolder: join(folder, 'cache'),
    sdkVersion: '9.9.9',
    platform,
    progress: {
      during(label, work) {
        labels.push(label);
        return work();
      },
    },
  });
}

function pinned(hash: string): PinnedProgram {
  return { program: 'kept-planted', package: 'kept-planted-bin', version: '1.0.0', wheels: { [platform]: hash } };
}

async function plant(path: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, program);
  await chmod(path, 0o755);
}

/** A wheel as small as they get, laid out as the pinned ones are; returns its hash. */
async function makeWheel(): Promise<string> {
  const name = 'kept_planted_bin-1.0.0';
  const info = `${name}.dist-info`;
  const files = {
    [`${name}.data/scripts/kept-planted`]: program,
    [`${info}/METADATA`]: 'Metadata-Version: 2.1\nName: kept-planted-bin\nVersion: 1.0.0\n',
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${info}/RECORD`]: '',
  };
  const script = `import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as wheel:
    for path, text in json.loads(sys.argv[2]).items(): wheel.writestr(path, text)`;
  const wheel = join(wheels, `${name}-py3-none-any.whl`);
  await run('python3', ['-c', script, wheel, JSON.stringify(files)]);
  return createHash('sha256')
    .update(await readFile(wheel))
    .digest('hex');
}
