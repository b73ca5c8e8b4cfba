import Type, { type Static } from 'typebox';
import { Fault } from '../domain/fault.ts';
import { readWindow } from '../domain/planning/delivery-window.ts';
import { loneStepTime } from '../domain/planning/lone-step-time.ts';
import { parseOffset } from '../domain/planning/offset.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import type { Closure as ClosedDays, Mover } from '../domain/planning/planning-facts.ts';
import { visitTime } from '../domain/planning/visit-time.ts';
import { Temporal } from '../domain/time.ts';
import type { WithheldReason } from '../domain/message-state.ts';
import { checkedLine } from './json-lines.ts';

// Each form has the same words, so that a closure which is none of them is described once.
const description = 'a day, such as "2026-12-25", or a span of days, such as {"from":"2026-12-24","to":"2026-12-26"}';
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description });
const Closure = Type.Union([
  Day,
  Type.Tuple([Day, Day], { description }),
  Type.Object({ from: Day, to: Day }, { additionalProperties: false, description }),
]);
const Line = Type.Object(
  {
    zone: Type.String({ description: 'the facility\'s time zone, such as "America/New_York"' }),
    visit: Type.String({ description: 'the visit\'s wall time there, such as "2026-03-09T14:00"' }),
    offset: Type.String({ description: 'an ISO 8601 duration, such as "-P3D" or "-PT2H"' }),
    mode: Type.Optional(Type.Enum(['exact', 'earliest'], { description: '"exact" or "earliest"' })),
    window: Type.Optional(
      Type.Tuple([Type.String(), Type.String()], {
        description: 'the first and last time of the day, such as ["09:00","18:00"]',
      }),
    ),
    windowZone: Type.Optional(Type.String({ description: 'the time zone that the window is read in' })),
    now: Type.Optional(Type.String({ description: 'an instant, or a wall time at the facility' })),
    closures: Type.Optional(Type.Array(Closure, { description: 'a list of days or spans of days' })),
    openDays: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1, maximum: 7, description: 'a weekday by its number, Monday = 1' }), {
        minItems: 1,
        description: 'a list of weekdays by number, Monday = 1, such as [1,2,3,4,5]',
      }),
    ),
  },
  { additionalProperties: false, description: 'an object' },
);

/** When a step goes, in UTC, and what moved it; or why it does not. */
export type ExplainedTime =
  | { readonly at: string; readonly movedBy: readonly Mover[] }
  | { readonly at: null; readonly movedBy: readonly Mover[]; readonly withheld: WithheldReason };

/**
 * Explains when one step of one visit goes. What is not given does not bind: no window, no closures, every day open, and a
 * reminder useful until the visit begins. Throws `bad_input`, saying what to write.
 */
export function explainTime(document: unknown): ExplainedTime {
  const line = checkedLine(Line, document);
  const visitAt = visitTime(line.visit, line.zone).at;
  const offset = parseOffset(line.offset);
  const { at, movedBy, withheld } = loneStepTime(
    {
      visitAt,
      offset,
      fromClosedDay: offset.after ? 'after' : 'before',
      beginDelivery: line.mode ?? 'exact',
      hours: {
        zone: line.zone,
        window: readWindow(line.window === undefined ? null : { from: line.window[0], to: line.window[1] }),
        windowZone: line.windowZone ?? line.zone,
        openDays: line.openDays ?? [1, 2, 3, 4, 5, 6, 7],
        closures: (line.closures ?? []).map(closure),
      },
      usefulUntil: offset.after ? Infinity : visitAt,
    },
    line.now === undefined ? null : instant(line.now, line.zone),
  );
  return at === null ? { at, movedBy, withheld: withheld ?? 'too_late' } : { at: inUtc(at), movedBy };
}

type Line = Static<typeof Line>;

function closure(given: NonNullable<Line['closures']>[number]): ClosedDays {
  const { from, to } =
    typeof given === 'string' ? { from: given, to: given } : 'from' in given ? given : { from: given[0], to: given[1] };
  if (from > to) throw new Fault('bad_input', 'A closure ends before it begins: give its first day first.');
  return { from, to };
}

/** An instant; a wall time, which has no offset, is one of the facility. */
function instant(text: string, zone: string): EpochMs {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return visitTime(text, zone).at;
  }
}

function inUtc(at: EpochMs): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
