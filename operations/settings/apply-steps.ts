import type { PracticeTransaction } from '../../db/database.ts';
import { findStepsOfPlaces, removeStep, writeStep, type StepValue } from '../../db/steps.ts';
import { Fault, type InputProblem } from '../../domain/fault.ts';
import { groupBy } from '../../domain/group-by.ts';
import type { Kind, Kinds } from '../../domain/kinds.ts';
import { schemaProblems } from '../../domain/schema-problems.ts';
import { stepKey, stepProblems, StepShape } from '../../domain/settings/step-problems.ts';
import { readKinds } from './read-kinds.ts';
import type { AppliedChange, ChangeRequest } from './change-request.ts';

/** More lines than this of one kind's schedule are a mistake: the caps would withhold most of them. */
const mostSteps = 10;

/**
 * Adds, changes and removes (null) steps of the practice's schedule by kind and slot, or a facility's own, which stand in place of the
 * practice's. Throws `bad_input` where one cannot be.
 */
export async function applySteps(
  tx: PracticeTransaction,
  { facilityId, values }: Pick<ChangeRequest, 'facilityId' | 'values'>,
): Promise<AppliedChange> {
  const kinds = await readKinds(tx);
  refuseIfAny(Object.entries(values).flatMap(([key, value]) => problemsOf(key, value, kinds, facilityId !== null)));
  const wanted = values as Readonly<Record<string, StepValue | null>>;
  const steps = (await findStepsOfPlaces(tx)).filter((step) => step.facilityId === facilityId);
  const present = new Map(steps.map((step) => [`${step.kind}/${step.slot}`, step]));
  const pairs = Object.keys(wanted)
    .map((key) => ({ key, before: plain(present.get(key) ?? null), after: plain(wanted[key] ?? null) }))
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));

  for (const { key, after } of pairs) {
    const { kind = '', slot = '' } = stepKey.exec(key)?.groups ?? {};
    const place = { facilityId, kind, slot };
    await (after === null ? removeStep(tx, place) : writeStep(tx, { ...place, ...after }));
    present.delete(key);
    if (after !== null) present.set(key, { ...place, ...after });
  }
  const ofKinds = groupBy([...present.values()], ({ kind }) => kind);
  refuseIfAny(
    pairs.flatMap(({ key }) => {
      const count = ofKinds.get(kindOf(key))?.length ?? 0;
      const message = `Its kind would have ${String(count)} steps: ${String(mostSteps)} are the most. Remove some.`;
      return count > mostSteps ? [{ path: key, message }] : [];
    }),
  );
  return {
    before: Object.fromEntries(pairs.map(({ key, before }) => [key, before])),
    after: Object.fromEntries(pairs.map(({ key, after }) => [key, after])),
    plans: pairs.length > 0,
  };
}

function problemsOf(key: string, value: unknown, kinds: Kinds, atFacility: boolean): InputProblem[] {
  const kind = kinds.get(kindOf(key));
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
  const problems = shape.length > 0 ? shape : stepProblems(value as StepShape, kind, atFacility);
  return problems.map((message) => ({ path: key, message }));
}

/** Empty where the key is none. */
function kindOf(key: string): Kind {
  return stepKey.exec(key)?.groups?.['kind'] ?? '';
}

function plain(step: StepValue | null): StepValue | null {
  if (step === null) return null;
  const { channel, offset, condition, backups } = step;
  return { channel, offset, condition, backups };
}

function refuseIfAny(problems: readonly InputProblem[]): void {
  if (problems.length === 0) return;
  throw new Fault('bad_input', 'These steps cannot be: `errors` says of each what to do.', { errors: problems });
}
