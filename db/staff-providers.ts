import type { PracticeTransaction } from './database.ts';

/** A provider as the staff API lists them. */
export interface StaffProvider {
  /** In the PMS. */
  readonly id: string;
  /** As the PMS writes it; null where it has named nobody of this id lately. */
  readonly name: string | null;
  /** Null: messages do not name them. */
  readonly nameInMessages: string | null;
  /** Visits to come that stand. */
  readonly visits: number;
  /** The same by type of appointment. */
  readonly types: readonly { readonly id: string; readonly name: string; readonly visits: number }[];
}

/** Which of the list: up to `limit` after this id, or from the start. */
interface ProviderPage {
  readonly limit: number;
  readonly after: string | null;
}

/** Those of visits since ninety days ago, and whoever has a name in messages, by their id in the PMS. */
export async function findStaffProviders(
  tx: PracticeTransaction,
  { limit, after }: ProviderPage,
): Promise<{ readonly rows: readonly StaffProvider[]; readonly next: string | null }> {
  const from = after ?? '';
  const rows = await tx.sql<StaffProvider[]>`
    WITH by_type AS (
      SELECT provider_id, type_id, max(provider_name) AS name, max(type_name) AS type_name,
        count(*) FILTER (
          WHERE starts_at > ${tx.now} AND gone_at IS NULL AND pms_state IN ('scheduled', 'confirmed')
        )::int AS visits
      FROM appointments
      WHERE provider_id > ${from} AND starts_at > ${tx.now}::timestamptz - interval '90 days'
      GROUP BY provider_id, type_id
    ),
    seen AS (
      SELECT provider_id, max(name) AS name, sum(visits)::int AS visits,
        coalesce(
          jsonb_agg(jsonb_build_object('id', type_id, 'name', type_name, 'visits', visits) ORDER BY type_id)
            FILTER (WHERE type_id <> '' AND visits > 0),
          '[]'
        ) AS types
      FROM by_type
      GROUP BY provider_id
    )
    SELECT coalesce(named.provider_id, seen.provider_id) AS id, seen.name, named.name_in_messages AS "nameInMessages",
      coalesce(seen.visits, 0) AS visits, coalesce(seen.types, '[]') AS types
    FROM (SELECT provider_id, name_in_messages FROM provider_names WHERE provider_id > ${from}) AS named
    FULL JOIN seen ON seen.provider_id = named.provider_id
    ORDER BY id
    LIMIT ${limit + 1}`;
  const shown = rows.slice(0, limit);
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}
