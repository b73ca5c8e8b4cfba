import type { PracticeTransaction } from './database.ts';

/** What a step of a schedule does; an offset of null takes the practice's step away at a facility. */
export interface StepValue {
  readonly channel: 'text' | 'voice' | 'email';
  readonly offset: string | null;
  readonly condition: 'unanswered' | 'confirmed' | 'always';
  /** Null: every channel that is on as backup. */
  readonly backups: readonly ('text' | 'voice' | 'email')[] | null;
}

/** A step of the practice, or of a facility in its place. */
export interface StepOfPlace extends StepValue {
  readonly facilityId: string | null;
  readonly kind: string;
  readonly slot: string;
}

/** The practice's own steps and those of its facilities, by kind and slot. */
export function findStepsOfPlaces(tx: PracticeTransaction): Promise<StepOfPlace[]> {
  return tx.sql<StepOfPlace[]>`
    SELECT facility_id AS "facilityId", kind, slot, channel, "offset", condition, backups FROM steps ORDER BY kind, slot`;
}

/** Lets a place have this step, in place of one of the same kind and slot. */
export async function writeStep(tx: PracticeTransaction, step: StepOfPlace): Promise<void> {
  await tx.sql`
    INSERT INTO steps (practice_id, facility_id, kind, slot, channel, "offset", condition, backups)
    VALUES (
      ${tx.practiceId}, ${step.facilityId}, ${step.kind}, ${step.slot}, ${step.channel}, ${step.offset}, ${step.condition},
      ${step.backups as string[] | null}
    )
    ON CONFLICT (practice_id, facility_id, kind, slot) DO UPDATE SET
      channel = excluded.channel, "offset" = excluded."offset", condition = excluded.condition, backups = excluded.backups`;
}

/** Takes a place's own step away. */
export async function removeStep(
  tx: PracticeTransaction,
  { facilityId, kind, slot }: Pick<StepOfPlace, 'facilityId' | 'kind' | 'slot'>,
): Promise<void> {
  await tx.sql`
    DELETE FROM steps WHERE facility_id IS NOT DISTINCT FROM ${facilityId} AND kind = ${kind} AND slot = ${slot}`;
}
