import { beforeAll, describe, expect, test } from 'vitest';
import type { Database, PracticeTransaction } from '../../../db/database.ts';
import { csvFeed } from '../../../feeds/csv/csv-feed.ts';
import { syncFeed } from '../../../operations/sync/sync-feed.ts';
import { beginSync, takeSyncStep } from '../../../operations/sync/sync-steps.ts';
import { csvOf, practiceWithFeed } from './practice-with-feed.ts';
import { theCopy } from './the-copy.ts';
import { firstExport, secondExport } from './two-exports.ts';

const practice = practiceWithFeed();
const options = { source: 'command', list: 'appointments', acceptLosses: false, batchSize: 4 } as const;

class Death extends Error {}

/** A database whose user dies at its n-th transaction: in it, so that nothing of it stays, or just after it has committed. */
function mortal(db: Database, n: number, when: 'in' | 'after'): Database & { transactions: number } {
  async function count<T>(
    role: 'asLoader' | 'inPractice',
    practiceId: string,
    work: (tx: PracticeTransaction) => Promise<T>,
  ) {
    mortalDb.transactions += 1;
    const isLast = mortalDb.transactions === n;
    const result = await db[role](practiceId, async (tx) => {
      const done = await work(tx);
      if (isLast && when === 'in') throw new Death();
      return done;
    });
    if (isLast) throw new Death();
    return result;
  }
  const mortalDb = {
    ...db,
    transactions: 0,
    asLoader: <T>(practiceId: string, work: (tx: PracticeTransaction) => Promise<T>) =>
      count('asLoader', practiceId, work),
    inPractice: <T>(practiceId: string, work: (tx: PracticeTransaction) => Promise<T>) =>
      count('inPractice', practiceId, work),
  };
  return mortalDb;
}

const feed = () => csvFeed(practice.folder, 'America/New_York');
const sync = (db: Database) => syncFeed(db, practice.practiceId, feed(), { ...options, path: practice.folder });

/** The practice with the first export applied and answered, and the second one in the folder. */
async function beforeTheSecond(): Promise<void> {
  await practice.take('202611230130', firstExport);
  await practice.database.sql`
    UPDATE appointments SET answer = 'confirmed', answer_source = 'text', answered_at = '2026-11-23T10:00:00Z'`;
  practice.put('202611230230', csvOf(secondExport));
}

let undisturbed: unknown;
let transactions: number;
beforeAll(async () => {
  await beforeTheSecond();
  const counting = mortal(practice.database.db, Infinity, 'in');
  const { run } = await sync(counting);
  expect(run).toMatchObject({ counts: { new: 4, changed: 6, gone: 3, unchanged: 6, quarantined: 1 } });
  undisturbed = await theCopy(practice.database.sql);
  transactions = counting.transactions;
  await practice.empty();
});

/** At least as many as a sync of several batches takes, which the test below makes sure of. */
const deaths = Array.from({ length: 16 }, (_, index) => index + 1);

test('the sync that is killed below has several batches, and is killed at every transaction', () => {
  expect(transactions).toBeGreaterThan(10);
  expect(transactions).toBeLessThanOrEqual(deaths.length);
});

describe.each(['in', 'after'] as const)('law 9: killed %s each transaction', (when) => {
  test.each(deaths)(
    'number %i, a sync that runs again from the beginning ends where an undisturbed one would',
    async (n) => {
      await beforeTheSecond();
      const dying = mortal(practice.database.db, n, when);
      await sync(dying).catch((error: unknown) => {
        if (!(error instanceof Death)) throw error;
      });
      expect((await sync(practice.database.db)).run.state).toBe('applied');
      expect(await theCopy(practice.database.sql)).toEqual(undisturbed);
    },
  );

  test.each(deaths)('number %i, the same run carried on ends there too', async (n) => {
    await beforeTheSecond();
    const { db } = practice.database;
    const run = {
      practiceId: practice.practiceId,
      runId: await beginSync(db, practice.practiceId, { ...options, path: 'x' }),
    };
    const dying = mortal(db, n, when);
    const carryOn = async (database: Database): Promise<string> => {
      for (;;) {
        const state = await takeSyncStep(database, run, feed(), options);
        if (state === 'applied' || state === 'refused' || state === 'failed') return state;
      }
    };
    await carryOn(dying).catch((error: unknown) => {
      if (!(error instanceof Death)) throw error;
    });
    expect(await carryOn(db)).toBe('applied');
    expect(await theCopy(practice.database.sql)).toEqual(undisturbed);
  });
});

test('a run that a later one has overtaken stops, and applies nothing more', async () => {
  await beforeTheSecond();
  const { db } = practice.database;
  const old = {
    practiceId: practice.practiceId,
    runId: await beginSync(db, practice.practiceId, { ...options, path: 'x' }),
  };
  for (let step = 0; step < 3; step += 1) await takeSyncStep(db, old, feed(), options);
  await sync(db);
  expect(await takeSyncStep(db, old, feed(), options)).toBe('failed');
  expect(await theCopy(practice.database.sql)).toEqual(undisturbed);
  expect(await practice.database.sql`SELECT reason FROM sync_runs WHERE id = ${old.runId}`).toEqual([
    { reason: 'superseded' },
  ]);
});
