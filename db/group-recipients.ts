import type { Kind } from '../domain/kinds.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';
import type { GroupFilter } from './group-messages.ts';
import { tellsSql } from './kinds.ts';
import { appointmentLabelSql } from './label-sql.ts';

/** What staff told of a visit that the PMS does not have yet. */
export interface ToldOfVisit {
  readonly groupId: string;
  readonly tells: 'new_time' | 'cancelled';
  /** The time that was told; the visit's own where it is off. */
  readonly toldAt: EpochMs;
  /** Whether it was handed over, and did not fail. */
  readonly sent: boolean;
}

/**
 * Adds to a group every visit that the filter fits and that is still to be, by its present time; returns how many. With `once` those stay away
 * that a group of the same kind was told of already, for that time.
 */
export async function insertRecipients(
  tx: PracticeTransaction,
  group: {
    readonly id: string;
    readonly kind: Kind;
    readonly shiftMs: number;
    readonly once: boolean;
    readonly filter: GroupFilter;
  },
): Promise<number> {
  const { sql } = tx;
  const { filter } = group;
  const { count } = await sql`
    INSERT INTO group_recipients (group_id, appointment_id, practice_id, occurrence, told_at)
    SELECT ${group.id}, a.id, a.practice_id, a.starts_at, a.starts_at + ${group.shiftMs / 1000}::float8 * interval '1 second'
    FROM appointments a
    JOIN facilities f ON f.id = a.facility_id
    WHERE a.practice_id = ${tx.practiceId} AND a.gone_at IS NULL AND a.pms_state IN ('scheduled', 'confirmed')
      AND a.starts_at > ${tx.now} AND a.starts_at >= ${filter.from}::text::timestamptz AND a.starts_at < ${filter.to}::text::timestamptz
      ${filter.facility === undefined ? sql`` : sql`AND ${filter.facility} IN (f.external_id, f.id::text)`}
      ${filter.provider === undefined ? sql`` : sql`AND a.provider_id = ${filter.provider}`}
      ${filter.type === undefined ? sql`` : sql`AND a.type_id = ${filter.type}`}
      ${filter.label === undefined ? sql`` : sql`AND ${appointmentLabelSql(sql)} = ${filter.label}`}
      ${
        filter.withKind === undefined
          ? sql``
          : sql`AND EXISTS (
        SELECT FROM messages m WHERE m.subject_id = a.id AND m.occurrence = a.starts_at AND m.kind = ${filter.withKind})`
      }
      ${filter.except === undefined ? sql`` : sql`AND a.id <> ALL(${filter.except}::uuid[])`}
      ${
        group.once
          ? sql`AND NOT EXISTS (
              SELECT FROM group_recipients told JOIN group_messages earlier ON earlier.id = told.group_id
              WHERE told.appointment_id = a.id AND told.occurrence = a.starts_at AND earlier.kind = ${group.kind}
                AND earlier.id <> ${group.id} AND (told.state = 'told' OR (told.state IN ('waiting', 'planned') AND earlier.undone_at IS NULL)))`
          : sql``
      }`;
  return count;
}

/** The next visits of a group whose turn has not come, soonest first; of one that is undone all that it has still to take back. */
export async function findRecipientsInTurn(
  tx: PracticeTransaction,
  group: { readonly id: string; readonly state: 'planning' | 'undoing' },
  limit: number,
): Promise<string[]> {
  const { sql } = tx;
  const rows = await sql<{ appointmentId: string }[]>`
    SELECT appointment_id AS "appointmentId"
    FROM group_recipients
    WHERE group_id = ${group.id} AND ${group.state === 'planning' ? sql`state = 'waiting'` : sql`state IN ('waiting', 'planned')`}
    ORDER BY occurrence, appointment_id
    LIMIT ${limit}`;
  return rows.map((row) => row.appointmentId);
}

/**
 * Lets what the group tells hold for these visits, as far as each still has the time that it was chosen by; the others are left out. Returns
 * those for which it holds. Their subjects' locks are held.
 */
export async function markPlanned(
  tx: PracticeTransaction,
  groupId: string,
  appointmentIds: readonly string[],
): Promise<string[]> {
  const rows = await tx.sql<{ appointmentId: string; state: string }[]>`
    WITH judged AS (
      SELECT visit.id, CASE
        WHEN visit.gone_at IS NOT NULL OR visit.pms_state = 'cancelled' THEN 'cancelled'
        WHEN visit.pms_state = 'rescheduled' OR visit.starts_at <> recipient.occurrence THEN 'moved'
        WHEN visit.pms_state NOT IN ('scheduled', 'confirmed') OR visit.starts_at <= ${tx.now} THEN 'started'
      END AS reason
      FROM group_recipients recipient
      JOIN appointments visit ON visit.id = recipient.appointment_id
      WHERE recipient.group_id = ${groupId} AND visit.id = ANY(${appointmentIds as string[]}::uuid[])
    )
    UPDATE group_recipients recipient
    SET state = CASE WHEN judged.reason IS NULL THEN 'planned' ELSE 'left_out' END, reason = judged.reason, planned_at = ${tx.now}
    FROM judged
    WHERE recipient.group_id = ${groupId} AND recipient.appointment_id = judged.id
    RETURNING appointment_id AS "appointmentId", state`;
  return rows.filter(({ state }) => state === 'planned').map(({ appointmentId }) => appointmentId);
}

/**
 * Takes back what the group told these visits, but for those whose message was handed over. Returns those that had been planned and are
 * taken back. Their subjects' locks are held.
 */
export async function markUndone(
  tx: PracticeTransaction,
  groupId: string,
  appointmentIds: readonly string[],
): Promise<string[]> {
  const { sql } = tx;
  const rows = await sql<{ appointmentId: string; state: string; wasPlanned: boolean }[]>`
    UPDATE group_recipients recipient
    SET state = CASE WHEN recipient.state = 'planned' AND ${wasHandedOverSql(sql)} THEN 'told' ELSE 'undone' END
    FROM group_messages told
    WHERE told.id = ${groupId} AND recipient.group_id = told.id
      AND recipient.appointment_id = ANY(${appointmentIds as string[]}::uuid[]) AND recipient.state IN ('waiting', 'planned')
    RETURNING recipient.appointment_id AS "appointmentId", recipient.state, recipient.planned_at IS NOT NULL AS "wasPlanned"`;
  return rows.filter(({ state, wasPlanned }) => state === 'undone' && wasPlanned).map((row) => row.appointmentId);
}

/**
 * Whether the message by which the group `told` told its `recipient`, or the one that it was merged into, was given to a carrier; with
 * `notFailed` and is not known to have failed.
 */
function wasHandedOverSql(sql: PracticeTransaction['sql'], { notFailed = false } = {}) {
  return sql`EXISTS (
    SELECT FROM messages message
    LEFT JOIN messages carrier ON carrier.id = message.merged_into
    WHERE message.subject_id = recipient.appointment_id AND message.kind = told.kind AND message.slot = 'group-' || told.id
      AND coalesce(carrier.state, message.state) NOT IN ('not_sent', 'withheld' ${notFailed ? sql`, 'not_received'` : sql``}))`;
}

/** The kinds of what groups are about to tell of `visit`: its turn has not come. */
export function groupsToComeSql(sql: PracticeTransaction['sql']) {
  return sql`ARRAY(
    SELECT told.kind
    FROM group_recipients recipient
    JOIN group_messages told ON told.id = recipient.group_id
    WHERE recipient.appointment_id = visit.id AND recipient.state = 'waiting' AND recipient.occurrence = visit.starts_at
      AND told.undone_at IS NULL
  )`;
}

/** The notices of `visit` that groups made, oldest first: `Notice` of domain/planning/notice.ts. */
export function noticesSql(sql: PracticeTransaction['sql']) {
  return sql`(
    SELECT coalesce(jsonb_agg(jsonb_build_object(
      'groupId', told.id, 'kind', told.kind, 'slot', 'group-' || told.id, 'words', told.words, 'channel', told.channel,
      'decidedAt', floor(extract(epoch FROM recipient.planned_at) * 1000),
      'formerAt', floor(extract(epoch FROM recipient.occurrence) * 1000),
      'toldAt', floor(extract(epoch FROM recipient.told_at) * 1000),
      'isTold', handed.over,
      'isUndone', recipient.state = 'undone' OR (recipient.state = 'planned' AND told.undone_at IS NOT NULL AND NOT handed.over)
    ) ORDER BY recipient.planned_at, told.id), '[]')
    FROM group_recipients recipient
    JOIN group_messages told ON told.id = recipient.group_id
    CROSS JOIN LATERAL (SELECT ${wasHandedOverSql(sql)} AS over) AS handed
    WHERE recipient.appointment_id = visit.id AND recipient.planned_at IS NOT NULL AND recipient.state <> 'left_out'
  )`;
}

/**
 * The time of `visit` that a message asked about: where a group was told a new one by it, and the PMS has that by now, it is the one that was
 * asked about.
 */
export function askedTimeSql(sql: PracticeTransaction['sql'], message: 'message' | 'asked') {
  const [slot, occurrence] = [sql(`${message}.slot`), sql(`${message}.occurrence`)];
  return sql`
    CASE WHEN ${slot} LIKE 'group-%' AND EXISTS (
      SELECT FROM group_recipients told
      WHERE told.appointment_id = visit.id AND ${slot} = 'group-' || told.group_id AND told.told_at = visit.starts_at
    ) THEN visit.starts_at ELSE ${occurrence} END`;
}

/** What staff told of the visit `a` and the PMS does not have yet: the newest of it, as `ToldOfVisit`; null where there is none. */
export function toldOfVisitSql(sql: PracticeTransaction['sql']) {
  return sql`(
    SELECT jsonb_build_object('groupId', told.id, 'tells', ${tellsSql(sql, 'told.kind')},
      'toldAt', floor(extract(epoch FROM recipient.told_at) * 1000), 'sent', ${wasHandedOverSql(sql, { notFailed: true })})
    FROM group_recipients recipient
    JOIN group_messages told ON told.id = recipient.group_id
    WHERE recipient.appointment_id = a.id AND recipient.occurrence = a.starts_at
      AND (recipient.state = 'told' OR (recipient.state = 'planned' AND told.undone_at IS NULL))
      AND a.gone_at IS NULL AND a.pms_state IN ('scheduled', 'confirmed') AND ${tellsSql(sql, 'told.kind')} <> 'nothing'
    ORDER BY recipient.planned_at DESC, told.id DESC
    LIMIT 1
  )`;
}
