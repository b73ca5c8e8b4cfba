import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readStatus } from '../../../channels/twilio/status.ts';
import type { Database } from '../../../db/database.ts';
import { answerMessage } from '../../../db/replies.ts';
import type { ReceiptWord } from '../../../domain/receipts/move-by-receipt.ts';
import { recordReceipt } from '../../../operations/sending/record-receipt.ts';
import { settleAttempt } from '../../../operations/sending/settle-attempt.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { expectedState } from '../../unit/domain/receipts/receipts-oracle.ts';
import { aPractice, type APractice } from './a-practice.ts';
import { plantHandedOver, type HandedOver } from './planted-hand-overs.ts';

/** The bulk of 10,000 runs without a database, in tests/unit/domain/receipts: here an arrival costs seven statements. */
const sequences = 1_000;
/** Of these at once, in one transaction. */
const batchSize = 250;

let database: TestDatabase;
let practice: APractice;

beforeAll(async () => {
  database = await openTestDatabase();
  practice = await aPractice(database);
});
afterAll(() => database.close());

/** Something that arrives of a message: a report, true or not, the carrier's answer to the hand-over, or the patient's. */
type Arrival =
  | { readonly report: string; readonly word: ReceiptWord | null }
  | {
      readonly report: 'forged';
      readonly as: 'another attempt' | 'another id' | 'no attempt';
      readonly word: ReceiptWord;
    }
  | 'taken'
  | 'answered';

const texts = ['queued', 'sending', 'sent', 'delivered', 'undelivered', 'a-word-of-tomorrow'] as const;
const report = fc.oneof(
  fc.constantFrom(...texts).map((status) => ({ report: status, word: readStatus(status, null).moves })),
  // As calls and emails are read.
  fc.constantFrom<ReceiptWord | null>('sent', 'not_received', 'delivered', 'bounced', 'received', null).map((word) => ({
    report: word ?? 'opened by a machine',
    word,
  })),
);
const forged = fc.record({
  report: fc.constant('forged' as const),
  as: fc.constantFrom('another attempt' as const, 'another id' as const, 'no attempt' as const),
  word: fc.constantFrom<ReceiptWord>('not_received', 'bounced', 'received'),
});
/** Whatever order: the carrier's answer often comes behind the first reports, or never. */
const sequence: fc.Arbitrary<readonly Arrival[]> = fc
  .tuple(
    fc.array(report, { maxLength: 4 }),
    fc.constantFrom<Arrival[]>(['taken'], ['taken'], []),
    fc.constantFrom<Arrival[]>([], [], [], ['answered']),
    fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(forged, { maxLength: 2 }) }),
  )
  .map((parts) => parts.flat())
  .chain((arrivals) => fc.shuffledSubarray(arrivals, { minLength: arrivals.length }))
  .map(afterTheFirstTrueOne);

/** Which id is the true one is known only once the carrier has named it: another one is a forgery from then on. */
function afterTheFirstTrueOne(arrivals: readonly Arrival[]): readonly Arrival[] {
  const first = arrivals.findIndex(isTrue);
  return arrivals.filter((arrival, index) => {
    const anotherId = typeof arrival === 'object' && 'as' in arrival && arrival.as === 'another id';
    return !anotherId || (first >= 0 && index > first);
  });
}

/** Whether it shows that the carrier has the hand-over. An answer alone may be to an earlier message. */
function isTrue(arrival: Arrival): boolean {
  return arrival !== 'answered' && (arrival === 'taken' || !('as' in arrival));
}

/** Everything that a test's operations do in one transaction, so that thousands of them cost seconds. */
function inOneTransaction(work: (db: Database) => Promise<void>): Promise<void> {
  const { db } = database;
  return db.inPractice(practice.id, (tx) => work({ ...db, inPractice: (_practice, operation) => operation(tx) }));
}

async function arrive(db: Database, on: HandedOver, other: HandedOver, arrival: Arrival): Promise<void> {
  if (arrival === 'answered') return db.inPractice(practice.id, (tx) => answerMessage(tx, on.messageId, 'confirmed'));
  if (arrival === 'taken') {
    const end = { end: 'taken', carrierId: on.messageId, by: 'response' } as const;
    return db.inPractice(practice.id, (tx) => settleAttempt(tx, on.attemptId, end));
  }
  const as = 'as' in arrival ? arrival.as : null;
  return recordReceipt(db, {
    practiceId: practice.id,
    messageId: on.messageId,
    attemptId: as === 'another attempt' ? other.attemptId : as === 'no attempt' ? on.messageId : on.attemptId,
    carrierId: as === 'another id' ? 'SMforged' : on.messageId,
    status: arrival.report,
    code: null,
    word: arrival.word,
    verdict: null,
    raw: {},
  });
}

/** Where the message must end by what was truly said of it. */
function expected(arrivals: readonly Arrival[]): string {
  const said = new Set<ReceiptWord | 'answered'>();
  for (const arrival of arrivals) {
    if (arrival === 'taken') said.add('sent');
    else if (arrival === 'answered') said.add('answered');
    else if (!('as' in arrival)) said.add(arrival.word ?? 'sent');
  }
  return arrivals.some(isTrue) ? expectedState(said) : 'sending';
}

test('law 5: a thousand sequences of receipts, shuffled, doubled, missing, early and forged, end where the oracle says', async () => {
  const generated = fc.sample(sequence, { numRuns: sequences, seed: 4 });
  for (let from = 0; from < generated.length; from += batchSize) {
    const batch = generated.slice(from, from + batchSize);
    const planted = await plantHandedOver(database, practice, batch.length);
    await inOneTransaction(async (db) => {
      await Promise.all(
        batch.map(async (arrivals, index) => {
          for (const arrival of arrivals) {
            await arrive(db, planted[index]!, planted[(index + 1) % planted.length]!, arrival);
          }
        }),
      );
    });
    const ends = await database.sql<{ id: string; state: string }[]>`
      SELECT id, state FROM messages WHERE id = ANY(${planted.map(({ messageId }) => messageId)})`;
    const stateOf = new Map(ends.map(({ id, state }) => [id, state]));
    const wrong = batch.flatMap((arrivals, index) => {
      const state = stateOf.get(planted[index]!.messageId);
      return state === expected(arrivals) ? [] : [{ arrivals, state, expected: expected(arrivals) }];
    });
    expect(wrong).toEqual([]);
  }
}, 120_000);
