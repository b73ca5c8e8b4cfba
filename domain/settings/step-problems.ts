import Type, { type Static } from 'typebox';
import { Fault } from '../fault.ts';
import { changeTold, type KindRecord, type StartsFrom } from '../kinds.ts';
import { parseOffset } from '../planning/offset.ts';
import { stepParts } from './effective-steps.ts';

const Channel = Type.Enum(['text', 'voice', 'email'], { description: '"text", "voice" or "email"' });

/** A step as staff write it: all of it, or the parts that a narrower level says itself. A description completes the sentence "this must be …". */
export const StepShape = Type.Object(
  {
    channel: Type.Optional(Channel),
    offset: Type.Optional(
      Type.Union([Type.String({ maxLength: 20 }), Type.Null()], {
        description:
          'a span from what it is about, such as "-P3D", "-PT2H" or "P1D"; null at a facility, provider or type takes the step away',
      }),
    ),
    condition: Type.Optional(
      Type.Enum(['unanswered', 'confirmed', 'always'], {
        description: '"unanswered", "confirmed" or "always"',
      }),
    ),
    backups: Type.Optional(
      Type.Union([Type.Array(Channel, { uniqueItems: true, maxItems: 2 }), Type.Null()], {
        description:
          'the channels that stand in, in order; none where empty, null for every channel that is on as backup',
      }),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type StepShape = Static<typeof StepShape>;

/** A step's kind and slot, as `appointment_reminder/one-day`. */
export const stepKey = /^(?<kind>[a-z][a-z0-9_]{0,39})\/(?<slot>[a-z0-9-]{1,40})$/;

/** What is wrong with a step of a kind by itself, as sentences; `isOfPractice`: it is the practice's own, which says all of it. */
export function stepProblems(step: StepShape, kind: KindRecord, isOfPractice: boolean): string[] {
  const missing = isOfPractice ? stepParts.filter((part) => !(part in step)) : [];
  return [
    ...missing.map((part) => `Its ${part} is missing: the practice's own step says all of it.`),
    ...(step.offset === null && isOfPractice
      ? ['Its offset may be null at a facility, provider or type only: remove the step instead.']
      : []),
    ...offsetProblems(step.offset ?? null, kind),
  ];
}

/** How far from what it is about a step may lie, in days, and what to write instead; null: the kind has no steps. */
interface Bounds {
  readonly from: number;
  readonly to: number;
  readonly outside: string;
  readonly tooFar: string;
}

const minute = 1 / (24 * 60);

const beforeVisit: Bounds = {
  // Not at the visit itself.
  ...{ from: -365, to: -minute },
  outside: 'A reminder goes before the visit: write -P3D for three days before it, -PT2H for two hours.',
  tooFar: 'It must be 365 days before the visit at most.',
};
const afterVisit: Bounds = {
  ...{ from: 0, to: 365 },
  outside: 'Its kind goes after the visit: write P1D for the day after it, PT2H for two hours after it ended.',
  tooFar: 'It must be 365 days after the visit at most.',
};
const sinceDay: Bounds = {
  ...{ from: 0, to: 730 },
  outside: 'Its kind goes from the day on that it is due or ready: write P0D for that day, P30D for 30 days later.',
  tooFar: 'It must be 730 days later at most.',
};

const bounds: Readonly<Record<StartsFrom, Bounds | null>> = {
  before_visit: beforeVisit,
  after_visit: afterVisit,
  after_no_show: afterVisit,
  recall_due: sinceDay,
  order_ready: sinceDay,
  visit_moved: null,
  visit_cancelled: null,
  staff: null,
  reply: null,
};

/** What is wrong with the offset of a kind's step, as sentences; null, which takes the step away at a facility, is none. */
export function offsetProblems(text: string | null, { startsFrom }: Pick<KindRecord, 'startsFrom'>): string[] {
  const allowed = bounds[startsFrom];
  if (changeTold({ startsFrom }) !== null) {
    return [
      'Its kind has no steps: it goes when booking_grace is over, where tell_moves or tell_cancellations say so.',
    ];
  }
  if (allowed === null) return ['Its kind goes when it is sent: it has no steps.'];
  if (text === null) return [];
  try {
    const { months, days, elapsedMs } = parseOffset(text);
    const total = months * 31 + days + elapsedMs / 86_400_000;
    const isBefore = allowed.to < 0;
    if (isBefore ? total < allowed.from : total > allowed.to) return [allowed.tooFar];
    return total < allowed.from || total > allowed.to ? [allowed.outside] : [];
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'bad_input') throw error;
    return [error.message];
  }
}
