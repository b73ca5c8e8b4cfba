import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runKept, type Ended } from '../../environment/run-kept.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';

const examples = new URL('../../../examples/', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'kept-import-'));

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  cpSync(join(examples, 'feeds/riverside'), folder, { recursive: true });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.close();
});

const kept = (...args: string[]): Promise<Ended> => runKept(args, { DATABASE_URL: database.url });
const document = (ended: Ended): unknown => JSON.parse(ended.stdout);

test('a practice is added, imported into, and goes live, each by one command', async () => {
  const added = await kept('practice', 'add', '--file', join(examples, 'practice.json'), '--json');
  expect(added).toMatchObject({ code: 0 });
  expect(document(added)).toMatchObject({ slug: 'riverside', feedFolder: join(examples, 'feeds/riverside') });

  const again = await kept('practice', 'add', '--file', join(examples, 'practice.json'));
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('Choose another slug');

  const tried = await kept('import', folder, '--practice', 'riverside', '--dry-run', '--json');
  expect(document(tried)).toMatchObject({ run: null, dryRun: true, state: 'applied', counts: { rows: 6, new: 6 } });
  expect(await database.sql`SELECT 1 FROM sync_runs`).toEqual([]);

  const imported = await kept('import', folder, '--practice', 'riverside', '--json');
  expect(imported).toMatchObject({ code: 0 });
  expect(document(imported)).toMatchObject({
    state: 'applied',
    counts: { rows: 6, quarantined: 0, new: 6 },
    quarantine: [],
  });

  const shown = await kept('practice', 'live', 'riverside', '--dry-run', '--json');
  expect(document(shown)).toMatchObject({ wasLive: false, dryRun: true });
  expect((await kept('practice', 'list')).stdout).toContain('riverside  rehearsal');
  expect(await kept('practice', 'live', 'riverside')).toMatchObject({ code: 0 });
  expect((await kept('practice', 'list')).stdout).toContain('riverside  live');
});

test('what is wrong with a row stands in the output with its line, its column and what to do', async () => {
  writeFileSync(
    join(folder, 'appointments-later.csv'),
    'appointment_id,facility_id,starts_at,status,patient_id,last_name\n' +
      'A1001,MAIN,2026-11-24T10:00,scheduled,PT1,Delgado\nA1002,NOWHERE,2026-11-24T10:00,scheduled,PT2,Whitlock\n',
  );
  const ended = await kept('import', folder, '--practice', 'riverside', '--dry-run');
  expect(ended.stdout).toContain(
    'appointments-later.csv:3 facility_id unknown_facility: No facility of the practice has this facility_id.',
  );
  expect(ended.stdout).not.toMatch(/Delgado|Whitlock/);
});

test('a feed that is refused ends with 1 and says why', async () => {
  const ended = await kept('import', join(folder, 'nowhere'), '--practice', 'riverside', '--json');
  expect(ended.code).toBe(1);
  expect(document(ended)).toMatchObject({ state: 'refused', reason: 'no_files' });
  expect(ended.stderr).toContain('check the path');
});

test('a practice that is not there is named', async () => {
  const ended = await kept('import', folder, '--practice', 'nobody');
  expect(ended).toMatchObject({ code: 1 });
  expect(ended.stderr).toContain('kept practice list');
});
