import type { PracticeTransaction } from './database.ts';

/** A holiday or vacation, both days included (`YYYY-MM-DD`). */
export interface Closure {
  readonly type: 'holiday' | 'vacation';
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** A closure of one facility, or of all where none is named. */
export interface ClosureOfPractice extends Closure {
  readonly id: string;
  readonly facilityId: string | null;
}

/** The practice's closures that end on or after a day, by their first. */
export function findClosuresSince(tx: PracticeTransaction, since: string): Promise<ClosureOfPractice[]> {
  return tx.sql<ClosureOfPractice[]>`
    SELECT id, facility_id AS "facilityId", type, name, from_date AS "from", to_date AS "to"
    FROM closures
    WHERE to_date >= ${since}::date
    ORDER BY from_date, id`;
}

/** Those of these closures that are there. */
export function findClosuresById(tx: PracticeTransaction, ids: readonly string[]): Promise<ClosureOfPractice[]> {
  return tx.sql<ClosureOfPractice[]>`
    SELECT id, facility_id AS "facilityId", type, name, from_date AS "from", to_date AS "to"
    FROM closures
    WHERE id = ANY(${ids as string[]}::uuid[])`;
}

/** The ids for closures that are about to be added. */
export async function newClosureIds(tx: PracticeTransaction, count: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`SELECT uuidv7() AS id FROM generate_series(1, ${count})`;
  return rows.map((row) => row.id);
}

export async function addClosure(tx: PracticeTransaction, closure: ClosureOfPractice): Promise<void> {
  await tx.sql`
    INSERT INTO closures (id, practice_id, facility_id, type, name, from_date, to_date)
    VALUES (${closure.id}, ${tx.practiceId}, ${closure.facilityId}, ${closure.type}, ${closure.name}, ${closure.from}, ${closure.to})`;
}

export async function changeClosure(tx: PracticeTransaction, closure: ClosureOfPractice): Promise<void> {
  await tx.sql`
    UPDATE closures
    SET type = ${closure.type}, name = ${closure.name}, from_date = ${closure.from}, to_date = ${closure.to}
    WHERE id = ${closure.id}`;
}

export async function removeClosures(tx: PracticeTransaction, ids: readonly string[]): Promise<void> {
  await tx.sql`DELETE FROM closures WHERE id = ANY(${ids as string[]}::uuid[])`;
}
