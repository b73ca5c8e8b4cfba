import { effectiveSteps, visitAt, wholeStep, type StepOfLevel } from './effective-steps.ts';
import { isSameLevel, type Level } from './level.ts';

/** Something that is wrong with a step (`appointment_reminder/one-day`) as it holds at a level. */
export interface ScheduleProblem {
  readonly key: string;
  readonly at: Level;
  readonly message: string;
}

/** More lines than this of one kind's schedule are a mistake: the caps would withhold most of them. */
const mostSteps = 10;

/** What the steps of these keys come to at every level that has any of its own: parts that no level says, too many, backups of themselves. */
export function scheduleProblems(steps: readonly StepOfLevel[], touched: ReadonlySet<string>): ScheduleProblem[] {
  const levels = steps.filter((step, index) => steps.findIndex((other) => isSameLevel(other, step)) === index);
  return levels.flatMap(({ facilityId, providerId, typeId }) => {
    const at = { facilityId, providerId, typeId };
    const effective = effectiveSteps(steps, visitAt(at)).map((step) => ({ ...step, key: `${step.kind}/${step.slot}` }));
    const going = effective.filter(({ parts }) => parts.offset !== null);
    return effective
      .filter(({ key }) => touched.has(key))
      .flatMap((step) => {
        const ofKind = going.filter(({ kind }) => kind === step.kind).length;
        const { key } = step;
        return [
          ...isWhole(step),
          ...(ofKind > mostSteps
            ? [`Its kind would have ${String(ofKind)} steps: ${String(mostSteps)} are the most. Remove some.`]
            : []),
        ].map((message) => ({ key, at, message }));
      });
  });
}

function isWhole(step: Parameters<typeof wholeStep>[0]): string[] {
  // What takes a step away needs no more.
  if (step.parts.offset === null) return [];
  const whole = wholeStep(step);
  if (whole === null) {
    return ['No wider place has this step: give it channel, offset, condition and backups, or remove it first.'];
  }
  const { channel, backups } = whole;
  return backups?.includes(channel) === true ? ['Its backups must be other channels than its own.'] : [];
}
