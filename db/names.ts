import type { PracticeTransaction } from './database.ts';

/** What messages call the practice, its facilities and its providers, beside what staff and the PMS call them. */
export interface NamesInMessages {
  readonly practice: string;
  readonly facilities: readonly {
    readonly id: string;
    readonly externalId: string;
    readonly name: string;
    readonly nameInMessages: string;
  }[];
  /** By the PMS's id: those of visits since ninety days ago, and whoever has a name in messages. */
  readonly providers: readonly {
    readonly id: string;
    /** As the PMS writes it; null where it names nobody of this id. */
    readonly name: string | null;
    /** Null: messages do not name them. */
    readonly nameInMessages: string | null;
  }[];
}

export async function findNames(tx: PracticeTransaction): Promise<NamesInMessages> {
  const [row] = await tx.sql<[NamesInMessages]>`
    SELECT
      (SELECT name_in_messages FROM practices WHERE id = ${tx.practiceId}) AS practice,
      (SELECT coalesce(jsonb_agg(jsonb_build_object(
         'id', id, 'externalId', external_id, 'name', name, 'nameInMessages', name_in_messages) ORDER BY name, id), '[]')
       FROM facilities) AS facilities,
      (SELECT coalesce(jsonb_agg(jsonb_build_object(
         'id', coalesce(named.provider_id, seen.provider_id), 'name', seen.name, 'nameInMessages', named.name_in_messages)
         ORDER BY coalesce(named.provider_id, seen.provider_id)), '[]')
       FROM provider_names named
       FULL JOIN (
         SELECT provider_id, max(provider_name) AS name FROM appointments
         WHERE provider_id <> '' AND starts_at > ${tx.now}::timestamptz - interval '90 days' GROUP BY provider_id
       ) AS seen ON seen.provider_id = named.provider_id) AS providers`;
  return row;
}

/** Lets messages call the practice so. */
export async function writePracticeName(tx: PracticeTransaction, name: string): Promise<void> {
  await tx.sql`UPDATE practices SET name_in_messages = ${name} WHERE id = ${tx.practiceId}`;
}

/** Lets messages call a facility so. */
export async function writeFacilityName(tx: PracticeTransaction, facilityId: string, name: string): Promise<void> {
  await tx.sql`UPDATE facilities SET name_in_messages = ${name} WHERE id = ${facilityId}`;
}

/** Lets messages call a provider so; null: not at all. */
export async function writeProviderName(
  tx: PracticeTransaction,
  providerId: string,
  name: string | null,
): Promise<void> {
  if (name === null) {
    await tx.sql`DELETE FROM provider_names WHERE provider_id = ${providerId}`;
    return;
  }
  await tx.sql`
    INSERT INTO provider_names (practice_id, provider_id, name_in_messages)
    VALUES (${tx.practiceId}, ${providerId}, ${name})
    ON CONFLICT (practice_id, provider_id) DO UPDATE SET name_in_messages = excluded.name_in_messages`;
}
