import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../../db/database.ts';
import { lockSubjects } from '../../../db/subjects.ts';
import { createTemplateRenderer } from '../../../domain/templates/render.ts';
import { planSubjects } from '../../../operations/planning/plan-subjects.ts';
import { recordConsent } from '../../../operations/answers/record-consent.ts';
import { sendMessage } from '../../../operations/sending/send-message.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { aModelCarrier } from './a-model-carrier.ts';
import { aPractice, type APractice } from './a-practice.ts';
import { manyDueVisits, type DueVisit } from './many-due-visits.ts';
import { testLinks } from './test-links.ts';

const interleavings = 1_000;
/** So many are under way at once, each with two connections. */
const atOnce = 10;
const renderer = createTemplateRenderer();
let database: TestDatabase;
let practice: APractice;

beforeAll(async () => {
  database = await openTestDatabase({ poolSize: 2 * atOnce });
  practice = await aPractice(database);
});
afterAll(() => database.close());

interface Interleaving {
  readonly change: 'move' | 'cancel' | 'opt_out';
  /** How long after the send the change begins; before it, where negative. Within it they race. */
  readonly offsetMs: number;
  /** How long the worker stands still between its claim and its hand-over. */
  readonly stallMs: number;
}

const interleaving: fc.Arbitrary<Interleaving> = fc.record({
  change: fc.constantFrom('move', 'cancel', 'opt_out'),
  offsetMs: fc.integer({ min: -50, max: 50 }),
  stallMs: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 4_000, max: 6_000 }) },
  ),
});

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Sends with a worker whose clock, and with it the carrier's and Postgres's as it sees them, goes on while it stands still. */
async function sendStalled(messageId: string, stallMs: number): Promise<ReturnType<typeof aModelCarrier>['taken']> {
  let ahead = 0;
  let looks = 0;
  const carrier = aModelCarrier(() => Date.now() + ahead);
  const db: Database = {
    ...database.db,
    inPractice: (practiceId, work) =>
      database.db.inPractice(practiceId, (tx) =>
        work({ ...tx, now: tx.now + ahead, readClock: async () => (await tx.readClock()) + ahead }),
      ),
  };
  const monotonicNow = (): number => {
    looks += 1;
    // The second look is the one after the claim.
    if (looks === 2) ahead += stallMs;
    return performance.now() + ahead;
  };
  const deps = { db, channels: carrier.channels, renderer, links: testLinks, monotonicNow };
  await sendMessage(deps, { practiceId: practice.id, messageId });
  return carrier.taken;
}

/** As the feed and the consent's operation do it: in one transaction, the subject's lock first. */
async function make(change: Interleaving['change'], { id, contactPointId }: DueVisit): Promise<void> {
  await database.db.inPractice(practice.id, async (tx) => {
    if (change === 'opt_out') return recordConsent(tx, contactPointId, 'opted_out');
    await lockSubjects(tx, [id]);
    if (change === 'cancel') await tx.sql`UPDATE appointments SET pms_state = 'cancelled' WHERE id = ${id}`;
    else await tx.sql`UPDATE appointments SET starts_at = starts_at + interval '1 day' WHERE id = ${id}`;
    await planSubjects(tx, [id], { name: 'feed', detail: {} });
  });
}

interface Ended extends Interleaving {
  readonly visit: DueVisit;
  readonly takenAt: readonly number[];
}

async function race(visit: DueVisit, one: Interleaving): Promise<Ended> {
  const [taken] = await Promise.all([
    wait(-one.offsetMs).then(() => sendStalled(visit.messageId, one.stallMs)),
    wait(one.offsetMs).then(() => make(one.change, visit)),
  ]);
  return { ...one, visit, takenAt: taken.map(({ createdAt }) => createdAt) };
}

interface Standing {
  readonly messageId: string;
  readonly state: string;
  readonly reason: string | null;
  /** The versions of the plan that the claim and the change made: under the subject's lock, their order is that of the commits. */
  readonly claimedIn: number | null;
  readonly changedIn: number;
  readonly handOverBy: number | null;
  readonly outcome: string | null;
}

function standings(): Promise<Standing[]> {
  return database.sql<Standing[]>`
    SELECT message.id AS "messageId", message.state, message.reason, attempt.outcome,
      (extract(epoch FROM attempt.hand_over_by) * 1000)::float8 AS "handOverBy",
      (SELECT version FROM plan_changes
        WHERE subject_id = message.subject_id AND cause = 'send' AND detail ->> 'attemptId' = attempt.id::text) AS "claimedIn",
      (SELECT max(version) FROM plan_changes
        WHERE subject_id = message.subject_id AND cause IN ('feed', 'opt_out')) AS "changedIn"
    FROM messages message
    LEFT JOIN attempts attempt ON attempt.message_id = message.id
    WHERE message.slot = 'three-days' AND message.practice_id = ${practice.id} AND message.send_at < now() + interval '1 hour'`;
}

const reasons = { move: 'moved', cancel: 'cancelled', opt_out: 'opted_out' } as const;

/** What is wrong with how one ended; null where nothing is. */
function wrong({ change, takenAt }: Ended, standing: Standing): string | null {
  const { claimedIn, changedIn, handOverBy, state, reason, outcome } = standing;
  if (claimedIn === null) {
    if (takenAt.length > 0) return 'handed over without a claim';
    return state === 'withheld' && reason === reasons[change] ? null : `unclaimed, and ${state} ${String(reason)}`;
  }
  if (claimedIn > changedIn) return 'claimed after the change was committed';
  if (takenAt.length > 1) return 'handed over twice';
  if (takenAt.some((at) => handOverBy === null || at > handOverBy)) return 'handed over after hand_over_by';
  if (takenAt.length === 1) return outcome === 'taken' && state === 'sent' ? null : `taken, and ${state}`;
  // It came back too late: the change has withheld it, or its next claim does.
  return outcome === 'not_taken' && (state === 'not_sent' || reason === reasons[change]) ? null : `late, and ${state}`;
}

test('law 2: of a thousand sends with a move, a cancellation or an opt-out within 50 ms, none claims after the change, none writes late', async () => {
  const seed = 4;
  const generated = fc.sample(interleaving, { numRuns: interleavings, seed });
  const visits = await manyDueVisits(database, practice, interleavings, Date.now());
  const waiting = visits.map((visit, index) => ({ visit, one: generated[index]! }));
  const ended: Ended[] = [];
  const run = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      ended.push(await race(next.visit, next.one));
  };
  await Promise.all(Array.from({ length: atOnce }, run));

  const byMessage = new Map((await standings()).map((standing) => [standing.messageId, standing]));
  const faults = ended.flatMap((one) => {
    const fault = wrong(one, byMessage.get(one.visit.messageId)!);
    return fault === null ? [] : [{ fault, ...one }];
  });
  expect(faults).toEqual([]);
  // What came back is claimed again, and goes nowhere: what it was about is no more.
  const back = [...byMessage.values()].filter(({ state }) => state === 'not_sent');
  for (const { messageId } of back) {
    await database.sql`UPDATE messages SET send_at = now() WHERE id = ${messageId}`;
    expect(await sendStalled(messageId, 0)).toEqual([]);
  }
}, 120_000);
