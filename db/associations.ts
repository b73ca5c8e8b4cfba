import type { Association } from '../domain/templates/choose-template.ts';
import type { PracticeTransaction } from './database.ts';

/** Where which words apply. */
export function findAssociations(tx: PracticeTransaction): Promise<Association[]> {
  return tx.sql<Association[]>`
    SELECT kind, facility_id AS "facilityId", provider_id AS "providerId", type_id AS "typeId", name
    FROM associations
    ORDER BY kind, facility_id NULLS FIRST, provider_id NULLS FIRST, type_id NULLS FIRST`;
}

/** Lets words of this name apply at a place, instead of those that did. */
export async function writeAssociation(tx: PracticeTransaction, association: Association): Promise<void> {
  const { kind, facilityId, providerId, typeId, name } = association;
  await tx.sql`
    INSERT INTO associations (practice_id, kind, facility_id, provider_id, type_id, name)
    VALUES (${tx.practiceId}, ${kind}, ${facilityId}, ${providerId}, ${typeId}, ${name})
    ON CONFLICT (practice_id, kind, facility_id, provider_id, type_id) DO UPDATE SET name = excluded.name`;
}

/** Lets a place have no words of its own for a kind. */
export async function removeAssociation(
  tx: PracticeTransaction,
  { kind, facilityId, providerId, typeId }: Omit<Association, 'name'>,
): Promise<void> {
  await tx.sql`
    DELETE FROM associations
    WHERE kind = ${kind} AND facility_id IS NOT DISTINCT FROM ${facilityId} AND provider_id IS NOT DISTINCT FROM ${providerId}
      AND type_id IS NOT DISTINCT FROM ${typeId}`;
}
