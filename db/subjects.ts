import type { Plan } from '../domain/planning/plan.ts';
import type { PracticeTransaction, Transaction } from './database.ts';

/** What messages are about: a visit, a recall, an order, or nothing but the one message that is a subject by itself. Its workflow is named after it. */
export type SubjectType = 'appointment' | 'recall' | 'order' | 'message';

/** The plan without its version and entries: what tells one version from the next apart from the messages. */
export type PlanHead = Omit<Plan, 'version' | 'entries'>;

export interface LockedSubject {
  readonly id: string;
  readonly type: SubjectType;
  readonly planVersion: number;
  /** Null until the first plan. */
  readonly planHead: PlanHead | null;
}

/**
 * Takes the subjects' row locks, by id, which every operation takes before those of contact points and messages. Like all of them
 * these leave the key free: a row that only refers to a locked one, such as a receipt, waits for nobody.
 */
export function lockSubjects(tx: PracticeTransaction, ids: readonly string[]): Promise<LockedSubject[]> {
  return tx.sql<LockedSubject[]>`
    SELECT id, type, plan_version AS "planVersion", plan_head AS "planHead"
    FROM subjects
    WHERE id = ANY(${ids as string[]}::uuid[])
    ORDER BY id
    FOR NO KEY UPDATE`;
}

/** The same subjects without a lock: for looking only. */
export function findSubjects(tx: PracticeTransaction, ids: readonly string[]): Promise<LockedSubject[]> {
  return tx.sql<LockedSubject[]>`
    SELECT id, type, plan_version AS "planVersion", plan_head AS "planHead"
    FROM subjects
    WHERE id = ANY(${ids as string[]}::uuid[])`;
}

export interface RaisedPlan {
  readonly subjectId: string;
  readonly version: number;
  readonly head: PlanHead;
}

/** Writes each subject's new plan version and head. */
export async function writePlanHeads(tx: PracticeTransaction, plans: readonly RaisedPlan[]): Promise<void> {
  await tx.sql`
    UPDATE subjects
    SET plan_version = raised.version, plan_head = raised.head,
        ends_at = to_timestamp((raised.head->>'endsAt')::float8 / 1000)
    FROM jsonb_to_recordset(${tx.sql.json(plans as never)}) AS raised("subjectId" uuid, version integer, head jsonb)
    WHERE subjects.id = raised."subjectId"`;
}

/**
 * Gives a plan whose head stays as it is its next version. With `handed` the engine gets it by another way than a signal, so it
 * counts as told, and its run as awake.
 */
export async function raisePlanVersion(
  tx: PracticeTransaction,
  subjectId: string,
  handed: boolean,
): Promise<RaisedPlan | null> {
  const [row] = await tx.sql<RaisedPlan[]>`
    UPDATE subjects
    SET plan_version = plan_version + 1
      ${handed ? tx.sql`, engine_version = plan_version + 1, parked_until = NULL` : tx.sql``}
    WHERE id = ${subjectId} AND plan_head IS NOT NULL
    RETURNING id AS "subjectId", plan_version AS version, plan_head AS head`;
  return row ?? null;
}

/** Notes what made each of these plan versions; `detail` holds ids, counts and slugs. */
export async function writePlanChanges(
  tx: PracticeTransaction,
  plans: readonly RaisedPlan[],
  cause: { readonly name: string; readonly detail: Readonly<Record<string, string | number | null>> },
): Promise<void> {
  await tx.sql`
    INSERT INTO plan_changes (subject_id, version, practice_id, cause, detail, at)
    SELECT raised."subjectId", raised.version, ${tx.practiceId}, ${cause.name}, ${tx.sql.json(cause.detail)}, ${tx.now}
    FROM jsonb_to_recordset(${tx.sql.json(plans as never)}) AS raised("subjectId" uuid, version integer)`;
}

/** The newest plan of each subject, as its workflow is to have it. A subject never planned is left out. */
export async function findPlans(tx: Transaction, subjectIds: readonly string[]): Promise<Map<string, Plan>> {
  const rows = await tx.sql<{ subjectId: string; version: number; head: PlanHead; entries: Plan['entries'] }[]>`
    SELECT subjects.id AS "subjectId", plan_version AS version, plan_head AS head, coalesce(pending.entries, '[]') AS entries
    FROM subjects
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(
        jsonb_build_object('messageId', id, 'channel', channel, 'at', floor(extract(epoch FROM coalesce(retry_at, send_at)) * 1000)::bigint)
        ORDER BY coalesce(retry_at, send_at), id
      ) AS entries
      FROM messages
      WHERE messages.subject_id = subjects.id AND (state = 'not_sent' OR retry_at IS NOT NULL)
    ) AS pending ON true
    WHERE subjects.id = ANY(${subjectIds as string[]}::uuid[]) AND plan_head IS NOT NULL`;
  return new Map(rows.map((row) => [row.subjectId, { ...row.head, version: row.version, entries: row.entries }]));
}

/** What the relay needs to know of a subject beside its plan. */
export interface DispatchRow {
  readonly subjectId: string;
  readonly type: SubjectType;
  /** Null of a message that is a subject by itself. */
  readonly facilityId: string | null;
  readonly engineVersion: number;
  readonly parkedUntil: number | null;
}

export function findDispatchRows(tx: PracticeTransaction, subjectIds: readonly string[]): Promise<DispatchRow[]> {
  return tx.sql<DispatchRow[]>`
    SELECT subjects.id AS "subjectId", subjects.type, visit.facility_id AS "facilityId", engine_version AS "engineVersion",
      parked_until AS "parkedUntil"
    FROM subjects
    LEFT JOIN planned_subjects visit ON visit.id = subjects.id
    WHERE subjects.id = ANY(${subjectIds as string[]}::uuid[])`;
}
