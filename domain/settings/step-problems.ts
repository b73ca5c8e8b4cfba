import Type, { type Static } from 'typebox';
import { Fault } from '../fault.ts';
import { parseOffset } from '../planning/offset.ts';

const Channel = Type.Enum(['text', 'voice', 'email'], { description: '"text", "voice" or "email"' });

/** A step as staff write it. A description completes the sentence "this must be …". */
export const StepShape = Type.Object(
  {
    channel: Channel,
    offset: Type.Union([Type.String({ maxLength: 20 }), Type.Null()], {
      description: 'a span before the visit, such as "-P3D" or "-PT2H"; null at a facility takes the step away',
    }),
    condition: Type.Enum(['unanswered', 'confirmed', 'always'], {
      description: '"unanswered", "confirmed" or "always"',
    }),
    backups: Type.Union([Type.Array(Channel, { uniqueItems: true, maxItems: 2 }), Type.Null()], {
      description:
        'the channels that stand in, in order; none where empty, null for every channel that is on as backup',
    }),
  },
  { additionalProperties: false },
);
export type StepShape = Static<typeof StepShape>;

/** A step's kind and slot, as `appointment_reminder/one-day`. */
export const stepKey = /^(?<kind>appointment_reminder)\/(?<slot>[a-z0-9-]{1,40})$/;

/** More than this before the visit is a typing error. */
const furthestDays = 365;

/** What is wrong with a step, as sentences; `atFacility` says whose it is. */
export function stepProblems({ channel, offset, backups }: StepShape, atFacility: boolean): string[] {
  return [
    ...offsetProblems(offset, atFacility),
    ...(backups?.includes(channel) === true ? ['Its backups must be other channels than its own.'] : []),
  ];
}

function offsetProblems(text: string | null, atFacility: boolean): string[] {
  if (text === null) {
    return atFacility ? [] : ['Its offset may be null at a facility only: remove the step instead.'];
  }
  try {
    const { months, days, elapsedMs } = parseOffset(text);
    const total = months * 31 + days + elapsedMs / 86_400_000;
    if (total >= 0)
      return ['A reminder goes before the visit: write -P3D for three days before it, -PT2H for two hours.'];
    return total < -furthestDays ? [`It must be ${String(furthestDays)} days before the visit at most.`] : [];
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'bad_input') throw error;
    return [error.message];
  }
}
