import Type, { type TInteger } from 'typebox';
import { weekdays, type WindowsByWeekday } from '../planning/weekly-window.ts';

// A description completes the sentence "this must be …".

export const WallTime = Type.String({
  pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
  description: 'a time of day, such as "09:00"',
});

export const Span = Type.String({
  pattern: '^PT[0-9]{1,4}[HM]$',
  description: 'a span of hours or minutes, such as "PT2H"',
});

export const Weekdays = Type.Array(
  Type.Integer({ minimum: 1, maximum: 7, description: 'a weekday by its number, Monday = 1' }),
  { uniqueItems: true, description: 'weekdays by number, Monday = 1, none twice' },
);

export const OpenWeekdays = Type.Array(
  Type.Integer({ minimum: 1, maximum: 7, description: 'a weekday by its number, Monday = 1' }),
  { minItems: 1, uniqueItems: true, description: 'weekdays by number, Monday = 1, at least one, none twice' },
);

export const WeekdayWindows = Type.Unsafe<WindowsByWeekday>(
  Type.Object(
    Object.fromEntries(
      weekdays.map((weekday) => [
        weekday,
        Type.Optional(Type.Union([Type.Array(WallTime, { minItems: 2, maxItems: 2 }), Type.Null()])),
      ]),
    ),
    {
      additionalProperties: false,
      description:
        'weekdays by number, Monday = 1, each with its first and last time of day or null, such as {"6": ["10:00", "12:00"], "7": null}',
    },
  ),
);

export const Phones = Type.Array(Type.Enum(['cell', 'home', 'work'], { description: '"cell", "home" or "work"' }), {
  minItems: 1,
  uniqueItems: true,
  description: 'phones in the order of the calls, at least one, none twice',
});

/** A number with its country code, or an email address. */
export const Address = Type.String({
  pattern: '^(\\+[1-9][0-9]{6,14}|[^@\\s]+@[^@\\s]+\\.[^@\\s.]+)$',
  maxLength: 320,
  description: 'a number with its country code and no spaces, such as "+17575550100", or an email address',
});

export const Addresses = Type.Array(Address, {
  maxItems: 100,
  uniqueItems: true,
  description: 'numbers such as "+17575550100" and email addresses, 100 at most, none twice',
});

export const ChannelModeShape = Type.Enum(['on', 'off', 'backup'], { description: '"on", "off" or "backup"' });

export const YesNo = Type.Boolean({ description: 'true or false' });

/** A whole number between these, both included. */
export function Count(minimum: number, maximum: number): TInteger {
  return Type.Integer({
    minimum,
    maximum,
    description: `a whole number from ${String(minimum)} to ${String(maximum)}`,
  });
}

/** Minutes of a span as settings write it: 120 of `PT2H`. */
export function minutesOf(span: string): number {
  const [, count, unit] = /^PT([0-9]+)([HM])$/.exec(span) ?? [];
  return Number(count) * (unit === 'H' ? 60 : 1);
}

/** A span as settings write it, from its minutes. */
export function spanOf(minutes: number): string {
  return minutes % 60 === 0 ? `PT${String(minutes / 60)}H` : `PT${String(minutes)}M`;
}
