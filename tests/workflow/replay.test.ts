import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { historyFromJSON, type History } from '@temporalio/common/lib/proto-utils.js';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildWorkflowBundle } from '../../worker/workflow-bundle.ts';
import { pathNames } from './recorded-paths.ts';

const folder = new URL('../histories/', import.meta.url);

interface Recorded {
  readonly workflowId: string;
  readonly history: History;
}

let recorded: Recorded[];
let files: string[];

beforeAll(async () => {
  // The plants would fill the log.
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
  files = (await readdir(folder)).sort();
  recorded = await Promise.all(
    files.map(async (name) => ({
      workflowId: name.replace('.json', ''),
      history: historyFromJSON(JSON.parse(await readFile(new URL(name, folder), 'utf8'))),
    })),
  );
});

/** What the replay of each history came to, by path: null where the code gives the commands that were recorded. */
async function replay(code: string): Promise<Map<string, Error | null>> {
  const ends = new Map<string, Error | null>();
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: { code } }, recorded)) {
    ends.set(workflowId, error ?? null);
  }
  return ends;
}

test('every path has a recorded history', () => {
  expect(files).toEqual(expect.arrayContaining(pathNames.map((name) => `${name}.json`)));
});

test('law 8: every recorded history replays on the present code', async () => {
  const ends = await replay(await buildWorkflowBundle());
  expect([...ends].filter(([, error]) => error !== null)).toEqual([]);
  expect(ends.size).toBe(files.length);
});

describe('law 8: a change that recorded runs cannot follow is caught', () => {
  test('a command more', async () => {
    const workflowsPath = fileURLToPath(new URL('planted/one-activity-more.ts', import.meta.url));
    const ends = await replay((await bundleWorkflowCode({ workflowsPath })).code);
    expect(ends.size).toBe(files.length);
    for (const [path, error] of ends) expect(error, path).toBeInstanceOf(DeterminismViolationError);
  });

  test('a command less', async () => {
    const code = await buildWorkflowBundle();
    const planted = code.replace('if (changes.length > 0)', 'if (changes.length > 2)');
    expect(planted).not.toBe(code);
    const ends = await replay(planted);
    expect(ends.get('three-reminders-and-a-confirm')).toBeInstanceOf(DeterminismViolationError);
    expect(ends.get('put-off-by-the-carrier')).toBeNull();
  });
});

test('law 6: recorded histories carry ids, names of channels and states, and times', async () => {
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')));
  const words = texts.flatMap((text) => wordsIn(JSON.parse(text)));
  expect(words.length).toBeGreaterThan(300);
  expect(words.filter((word) => !harmless.test(word))).toEqual([]);
});

const id = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const time = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.\\d{3}Z';
const names = 'practice|facility|text|none|confirmed|declined|scheduled|cancelled';
const summaries = `A(n)? (visit|recall|order) and its messages|A message that is about no visit|next(: text)? at ${time}|nothing to send; ends ${time}|text ${id}`;
const harmless = new RegExp(`^(${id}|${time}|${names}|${summaries})$`);

/** Every string in the payloads of a history in JSON. */
function wordsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('metadata' in value && 'data' in value) return stringsIn(JSON.parse(atob(String(value.data))));
  return Object.values(value).flatMap(wordsIn);
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
