import type { StepOfLevel } from '../domain/settings/effective-steps.ts';
import type { PracticeTransaction } from './database.ts';

/** Every step of the practice, at whatever level, by kind and slot. */
export function findStepsOfLevels(tx: PracticeTransaction): Promise<StepOfLevel[]> {
  return tx.sql<StepOfLevel[]>`${stepsOfLevelsSql(tx.sql)} ORDER BY kind, slot`;
}

/** The same as a part of another statement. `own` has those parts alone that the level says itself. */
export function stepsOfLevelsSql(sql: PracticeTransaction['sql']) {
  return sql`
    SELECT facility_id AS "facilityId", provider_id AS "providerId", type_id AS "typeId", kind, slot,
      jsonb_build_object('channel', channel, 'offset', "offset", 'condition', condition, 'backups', backups)
        - ARRAY(SELECT unnest('{channel,offset,condition,backups}'::text[]) EXCEPT SELECT unnest(own)) AS own
    FROM steps`;
}

/** Lets a level have this step, in place of one of the same kind and slot. */
export async function writeStep(tx: PracticeTransaction, step: StepOfLevel): Promise<void> {
  const { channel = null, offset = null, condition = null, backups = null } = step.own;
  await tx.sql`
    INSERT INTO steps (practice_id, facility_id, provider_id, type_id, kind, slot, own, channel, "offset", condition, backups)
    VALUES (
      ${tx.practiceId}, ${step.facilityId}, ${step.providerId}, ${step.typeId}, ${step.kind}, ${step.slot},
      ${Object.keys(step.own)}, ${channel}, ${offset}, ${condition}, ${backups as string[] | null}
    )
    ON CONFLICT (practice_id, facility_id, provider_id, type_id, kind, slot) DO UPDATE SET
      own = excluded.own, channel = excluded.channel, "offset" = excluded."offset", condition = excluded.condition,
      backups = excluded.backups`;
}

/** Takes a level's own step away. */
export async function removeStep(tx: PracticeTransaction, step: Omit<StepOfLevel, 'own'>): Promise<void> {
  await tx.sql`
    DELETE FROM steps
    WHERE (facility_id, provider_id, type_id) IS NOT DISTINCT FROM (${step.facilityId}::uuid, ${step.providerId}::text, ${step.typeId}::text)
      AND kind = ${step.kind} AND slot = ${step.slot}`;
}
