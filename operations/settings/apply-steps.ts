import type { PracticeTransaction } from '../../db/database.ts';
import { findStepsOfLevels, removeStep, writeStep } from '../../db/steps.ts';
import type { InputProblem } from '../../domain/fault.ts';
import type { Kind, Kinds } from '../../domain/kinds.ts';
import { schemaProblems } from '../../domain/schema-problems.ts';
import { stepParts, type StepOfLevel, type StepParts } from '../../domain/settings/effective-steps.ts';
import { isSameLevel, levelName, type Level } from '../../domain/settings/level.ts';
import { scheduleProblems } from '../../domain/settings/schedule-problems.ts';
import { stepKey, stepProblems, StepShape } from '../../domain/settings/step-problems.ts';
import { byKey, levelOf, refuseIfAny, type AppliedChange, type ChangeRequest } from './change-request.ts';
import { readKinds } from './read-kinds.ts';

/**
 * Adds, changes and removes (null) steps by kind and slot: the practice's, or those of a narrower level, which say all of a step or some of
 * its parts. Throws `bad_input` where one cannot be, or would not be whole somewhere.
 */
export async function applySteps(
  tx: PracticeTransaction,
  request: Pick<ChangeRequest, 'facilityId' | 'providerId' | 'typeId' | 'values'>,
): Promise<AppliedChange> {
  const level = levelOf(request);
  const kinds = await readKinds(tx);
  refuseIfAny(
    'steps',
    Object.entries(request.values).flatMap(([key, value]) => problemsOf(key, value, kinds, level)),
  );
  const wanted = request.values as Readonly<Record<string, Partial<StepParts> | null>>;
  const all = new Map((await findStepsOfLevels(tx)).map((step) => [placeOf(step), step]));
  const pairs = Object.keys(wanted).flatMap((key) => {
    const place = { ...level, ...slotOf(key) };
    const [before, after] = [plain(all.get(placeOf(place))?.own ?? null), plain(wanted[key] ?? null)];
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ key, place, before, after }];
  });

  for (const { place, after } of pairs) {
    if (after === null) all.delete(placeOf(place));
    else all.set(placeOf(place), { ...place, own: after });
  }
  const touched = new Set(pairs.map(({ key }) => key));
  refuseIfAny(
    'steps',
    scheduleProblems([...all.values()], touched).map(({ key, at, message }) => ({
      path: key,
      message: isSameLevel(at, level)
        ? message
        : `At a ${levelName(at)} that has parts of this step of its own: ${message}`,
    })),
  );
  for (const { place, after } of pairs) {
    await (after === null ? removeStep(tx, place) : writeStep(tx, { ...place, own: after }));
  }
  return {
    ...byKey(pairs),
    plans: pairs.length > 0,
  };
}

function problemsOf(key: string, value: unknown, kinds: Kinds, level: Level): InputProblem[] {
  const kind = kinds.get(slotOf(key).kind);
  if (kind === undefined) {
    return [
      {
        path: key,
        message: 'Must be a kind that the practice has and a slot, such as "appointment_reminder/one-day".',
      },
    ];
  }
  if (value === null) return [];
  const shape = schemaProblems(StepShape, value);
  const problems = shape.length > 0 ? shape : stepProblems(value as StepShape, kind, levelName(level) === 'practice');
  return problems.map((message) => ({ path: key, message }));
}

/** Empty where the key is none. */
function slotOf(key: string): { readonly kind: Kind; readonly slot: string } {
  const { kind = '', slot = '' } = stepKey.exec(key)?.groups ?? {};
  return { kind, slot };
}

function placeOf({ facilityId, providerId, typeId, kind, slot }: Omit<StepOfLevel, 'own'>): string {
  return JSON.stringify([facilityId, providerId, typeId, kind, slot]);
}

/** Its parts in one order, so that two can be compared. */
function plain(own: Partial<StepParts> | null): Partial<StepParts> | null {
  if (own === null) return null;
  return Object.fromEntries(stepParts.filter((part) => part in own).map((part) => [part, own[part]]));
}
