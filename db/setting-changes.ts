import type { Level } from '../domain/settings/level.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';
import { pageOf, type Page, type PageRequest } from './keyset.ts';

/** What is set. */
export type SettingArea =
  'settings' | 'closures' | 'steps' | 'kinds' | 'templates' | 'associations' | 'names' | 'recall_bookings';

/** Values of an area by their keys, as JSON; null: there is none. */
export type AreaValues = Readonly<Record<string, unknown>>;

/** Who made a change: an API token, and what it is called; without one an operator, and the command. */
export interface ChangedBy {
  readonly keyId: string | null;
  readonly keyName: string;
}

/** A change, with each value before and after. */
export interface SettingChange extends ChangedBy, Level {
  readonly id: string;
  readonly version: number;
  readonly area: SettingArea;
  readonly before: AreaValues;
  readonly after: AreaValues;
  /** The change that this one takes back; null where it does not. */
  readonly takesBack: string | null;
  readonly at: EpochMs;
}

/** A change, and how far the plans follow it. */
export interface StaffSettingChange extends SettingChange {
  readonly keyAt: string;
  /** Null where no plan depends on it. */
  readonly replan: Replan | null;
}

/** How far the plans follow a change. */
interface Replan {
  readonly state: 'waiting' | 'running' | 'joined' | 'done';
  /** The later change whose run plans for this one too. */
  readonly joinedTo: string | null;
  readonly visits: number;
  readonly planned: number;
  readonly changed: number;
  readonly endedAt: EpochMs | null;
}

/** The version of the practice's newest change; 0 before the first. */
export async function findSettingsVersion(tx: PracticeTransaction): Promise<number> {
  const [row] = await tx.sql<[{ version: number }]>`
    SELECT coalesce(max(version), 0) AS version FROM setting_changes WHERE practice_id = ${tx.practiceId}`;
  return row.version;
}

/** Keeps a change as the practice's next version; its settings are closed. */
export async function insertSettingChange(
  tx: PracticeTransaction,
  change: Omit<SettingChange, 'id' | 'version' | 'at'>,
): Promise<{ id: string; version: number }> {
  const [row] = await tx.sql<[{ id: string; version: number }]>`
    INSERT INTO setting_changes (practice_id, version, area, facility_id, provider_id, type_id, before, after, key_id, key_name, takes_back, at)
    VALUES (
      ${tx.practiceId}, 1 + (SELECT coalesce(max(version), 0) FROM setting_changes WHERE practice_id = ${tx.practiceId}),
      ${change.area}, ${change.facilityId}, ${change.providerId}, ${change.typeId}, ${tx.sql.json(change.before as never)}, ${tx.sql.json(change.after as never)},
      ${change.keyId}, ${change.keyName}, ${change.takesBack}, ${tx.now}
    )
    RETURNING id, version`;
  return row;
}

/** The changes after this version that touch one of these keys at the same place, oldest first. */
export async function findLaterChanges(
  tx: PracticeTransaction,
  asked: Level & {
    readonly area: SettingArea;
    readonly keys: readonly string[];
    readonly afterVersion: number;
  },
): Promise<SettingChange[]> {
  return tx.sql<SettingChange[]>`
    SELECT ${columns(tx.sql)}
    FROM setting_changes change
    WHERE practice_id = ${tx.practiceId} AND version > ${asked.afterVersion} AND area = ${asked.area}
      AND (facility_id, provider_id, type_id)
        IS NOT DISTINCT FROM (${asked.facilityId}::uuid, ${asked.providerId}::text, ${asked.typeId}::text)
      AND after ?| ${asked.keys as string[]}
    ORDER BY version`;
}

/** A page of changes, newest first. */
export async function findSettingChanges(
  tx: PracticeTransaction,
  filter: {
    readonly area?: SettingArea;
    readonly key?: string;
    readonly facility?: string;
    readonly provider?: string;
    readonly type?: string;
  },
  page: PageRequest,
): Promise<Page<StaffSettingChange>> {
  const { sql } = tx;
  const rows = await sql<StaffSettingChange[]>`
    ${withReplans(sql)}
    WHERE true
      ${filter.area === undefined ? sql`` : sql`AND change.area = ${filter.area}`}
      ${filter.key === undefined ? sql`` : sql`AND change.after ? ${filter.key}`}
      ${filter.facility === undefined ? sql`` : sql`AND change.facility_id IN (SELECT id FROM facilities WHERE ${filter.facility} IN (external_id, id::text))`}
      ${filter.provider === undefined ? sql`` : sql`AND change.provider_id = ${filter.provider}`}
      ${filter.type === undefined ? sql`` : sql`AND change.type_id = ${filter.type}`}
      ${page.after === null ? sql`` : sql`AND (change.at, change.id) < (${page.after.at}::text::timestamptz, ${page.after.id}::uuid)`}
    ORDER BY change.at DESC, change.id DESC
    LIMIT ${page.limit + 1}`;
  return pageOf(rows, page.limit);
}

/** One change; null where the practice has none of that id. */
export async function findSettingChange(tx: PracticeTransaction, id: string): Promise<StaffSettingChange | null> {
  const [row] = await tx.sql<StaffSettingChange[]>`${withReplans(tx.sql)} WHERE change.id = ${id}`;
  return row ?? null;
}

function withReplans(sql: PracticeTransaction['sql']) {
  return sql`
    SELECT ${columns(sql)}, change.at::text AS "keyAt",
      CASE WHEN replan.change_id IS NOT NULL THEN jsonb_build_object(
        'state', replan.state, 'joinedTo', replan.joined_to, 'visits', replan.visits, 'planned', replan.planned,
        'changed', replan.changed, 'endedAt', floor(extract(epoch FROM replan.ended_at) * 1000)
      ) END AS replan
    FROM setting_changes change
    LEFT JOIN replans replan ON replan.change_id = change.id`;
}

function columns(sql: PracticeTransaction['sql']) {
  return sql`change.id, change.version, change.area, change.facility_id AS "facilityId",
    change.provider_id AS "providerId", change.type_id AS "typeId", change.before, change.after,
    change.key_id AS "keyId", change.key_name AS "keyName", change.takes_back AS "takesBack", change.at`;
}
