import { afterAll, beforeAll, expect, test } from 'vitest';
import { runKept, type Ended } from '../../environment/run-kept.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { plantPractice } from '../api/planted-practice.ts';

let database: TestDatabase;
let visit: { id: string };
let message: { id: string };
// Nothing listens there: what the engine would say is no matter here, that it says nothing is.
const nowhere = '127.0.0.1:1';

beforeAll(async () => {
  database = await openTestDatabase();
  const practice = await plantPractice(database.sql, 'tidewater');
  visit = await practice.visit({ answer: 'none' });
  message = await practice.message(visit as never, {
    state: 'withheld',
    reason: 'opted_out',
    computed_at: '2026-11-23T12:00:00Z',
    moved_by: ['window'],
  });
  await database.sql`UPDATE contact_points SET opted_out_at = '2026-11-21T15:00:00Z'`;
  await practice.row('plan_changes', {
    subject_id: visit.id,
    version: 1,
    cause: 'opt_out',
    detail: { contactPointId: 'c1' } as never,
    at: '2026-11-21T15:00:00Z',
  });
});
afterAll(() => database.close());

const kept = (...args: string[]): Promise<Ended> =>
  runKept(args, { DATABASE_URL: database.url, TEMPORAL_ADDRESS: nowhere });

test('kept explain message says step by step why nothing was sent, and marks what alone is enough', async () => {
  const { code, stdout } = await kept('explain', 'message', message.id);
  expect(code).toBe(0);
  expect(stdout).toContain('Appointment Reminder by text (one-day) to Ada Nobody: Will Not Be Sent');
  expect(stdout).toContain('moved because it fell outside the hours of delivery');
  expect(stdout).toMatch(/^! Where does it go\? To \+1757555\d+, opted out on Sat 2026-11-21 10:00\.$/m);
  expect(stdout).toContain('Will Not Be Sent: Opted out (withheld since Fri 2026-11-20 07:00).');
});

test('kept explain message ends with 1 where no message has the id', async () => {
  const { code, stdout, stderr } = await kept('explain', 'message', '12', '--json');
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('No message has this id.');
});

test('kept explain visit tells the story on one time line', async () => {
  const { code, stdout } = await kept('explain', 'visit', visit.id);
  expect(code).toBe(0);
  expect(stdout).toContain('Ada Nobody, Tue 2026-11-24 10:00, Norfolk (America/New_York)');
  expect(stdout).toContain('Not Confirmed: the PMS says scheduled');
  expect(stdout).toContain('text one-day: Will Not Be Sent: Opted out');
  expect(stdout).toContain('Sat 2026-11-21 10:00  Plan version 1: the patient opted out (contact point id c1).');
  expect(stdout).toContain(`The workflow appointment:${visit.id}`);
});

test('kept explain visit --json prints the document that the API answers', async () => {
  const { stdout } = await kept('explain', 'visit', visit.id, '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    id: visit.id,
    label: 'Not Confirmed',
    plan: [{ id: message.id }],
    engine: { status: 'unreachable' },
  });
});

test('kept key add prints a token once', async () => {
  const { code, stdout } = await kept('key', 'add', '--practice', 'tidewater', '--name', 'desk');
  expect([code, stdout.trim()]).toEqual([0, expect.stringMatching(/^kept_[\w-]{43}$/)]);
  const [row] = await database.sql`SELECT name, practice_id IS NOT NULL AS "ofPractice" FROM api_keys`;
  expect(row).toEqual({ name: 'desk', ofPractice: true });
});
