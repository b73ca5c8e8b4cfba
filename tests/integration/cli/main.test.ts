import { afterAll, beforeAll, expect, test } from 'vitest';
import { runKept } from '../../environment/run-kept.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test('help that is asked for ends with 0, on standard output', async () => {
  const ended = await runKept(['migrate', '--help']);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout).toContain('Example:\n  kept migrate');
});

test.each([
  ['an unknown command', ['nonsense']],
  ['an unknown option', ['migrate', '--nonsense']],
  ['no command', []],
])('%s is wrong use: it ends with 2', async (_, args) => {
  const ended = await runKept(args);
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).not.toBe('');
});

test('a refusal ends with 1 and says what to do, without a stack', async () => {
  const ended = await runKept(['migrate', '--data', '/tmp/kept-never-started'], { DATABASE_URL: '' });
  expect(ended).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'Nothing runs in /tmp/kept-never-started: run `kept start` first, name its folder with --data, or set DATABASE_URL.\n',
  });
});

test('a variable that cannot be used is named', async () => {
  const ended = await runKept(['migrate'], { KEPT_PORT: 'abc' });
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toContain('KEPT_PORT');
});

test('--json prints one document', async () => {
  const ended = await runKept(['migrate', '--json'], { DATABASE_URL: database.url });
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(ended.stdout)).toEqual({ ran: [], givenWords: 0 });
});
