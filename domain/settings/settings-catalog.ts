import Type, { type Static, type TSchema } from 'typebox';
import {
  ChannelModeShape,
  Count,
  minutesOf,
  OpenWeekdays,
  Phones,
  Span,
  spanOf,
  WallTime,
  Weekdays,
  YesNo,
} from './setting-shapes.ts';

/** What is to be known of a setting, beside its value. */
interface Setting {
  /** Its `description` completes the sentence "this must be …". */
  readonly schema: TSchema;
  /** What a practice begins with. */
  readonly default: SettingValue;
  /** Shortest and longest, of a span. */
  readonly span?: readonly [shortest: string, longest: string];
  /** What it brings about, in words for those who set it. */
  readonly effect: string;
  /** A facility may have its own, in place of its practice's. */
  readonly ofFacility: boolean;
  /** Plans are made by it, so that a change plans again; else it is read in the moment of sending or answering. */
  readonly plans: boolean;
}

/** As the API and a practice's file write it. Null: of a practice, that there is none; of a facility, that it follows its practice. */
export type SettingValue = string | number | boolean | readonly number[] | readonly string[] | null;

const planned = { ofFacility: true, plans: true } as const;
const inTheMoment = { ofFacility: true, plans: false } as const;
const ofPractice = { ofFacility: false, plans: false } as const;

/** Every setting by its name, which is its column's and its name in a practice's file. */
export const settingsCatalog = {
  begin_delivery: {
    schema: Type.Enum(['exact', 'earliest'], { description: '"exact" or "earliest"' }),
    default: 'exact',
    effect: 'A message goes at the minute that its step names, or on that day when the channel’s window opens.',
    ...planned,
  },
  text_mode: {
    schema: ChannelModeShape,
    default: 'on',
    effect: 'Texts go, do not go, or stand in where the channel before them cannot be used or failed.',
    ...planned,
  },
  text_from: {
    schema: WallTime,
    default: '09:00',
    effect: 'Texts go from this time of day on; never before 08:00.',
    ...planned,
  },
  text_to: {
    schema: WallTime,
    default: '18:00',
    effect: 'The last minute of the day that texts go in; never after 21:00.',
    ...planned,
  },
  voice_mode: {
    schema: ChannelModeShape,
    default: 'backup',
    effect: 'Calls are made, are not made, or stand in where the channel before them cannot be used or failed.',
    ...planned,
  },
  voice_from: {
    schema: WallTime,
    default: '10:00',
    effect: 'Calls are made from this time of day on; never before 08:00.',
    ...planned,
  },
  voice_to: {
    schema: WallTime,
    default: '18:00',
    effect: 'The last minute of the day that calls are made in; never after 21:00.',
    ...planned,
  },
  email_mode: {
    schema: ChannelModeShape,
    default: 'on',
    effect: 'Emails go, do not go, or stand in where the channel before them cannot be used or failed.',
    ...planned,
  },
  email_from: { schema: WallTime, default: '08:00', effect: 'Emails go from this time of day on.', ...planned },
  email_to: { schema: WallTime, default: '20:00', effect: 'The last minute of the day that emails go in.', ...planned },
  open_days: {
    schema: OpenWeekdays,
    default: [1, 2, 3, 4, 5, 6, 7],
    effect: 'The weekdays on which messages go; one that falls on another moves to the open day before.',
    ...planned,
  },
  minimum_lead: {
    schema: Span,
    default: 'PT2H',
    span: ['PT0M', 'PT72H'],
    effect: 'No reminder goes later than this before the visit.',
    ...planned,
  },
  contact_choice: {
    schema: Type.Enum(['preference', 'every'], { description: '"preference" or "every"' }),
    default: 'preference',
    effect:
      'The channel that the patient prefers by the PMS goes first, or every contact in order until one can be used.',
    ...planned,
  },
  voice_phones: {
    schema: Phones,
    default: ['cell', 'home', 'work'],
    effect: 'Which of a patient’s phones are called, in this order.',
    ...planned,
  },
  backup_after: {
    schema: Span,
    default: 'PT2H',
    span: ['PT5M', 'PT48H'],
    effect: 'A message that was sent and of which no word came for this long gets its backup.',
    ...planned,
  },
  stop_on_answer: {
    schema: YesNo,
    default: true,
    effect: 'A Confirm or Decline ends the other messages about the visit.',
    ...planned,
  },
  courtesy_reminder: {
    schema: YesNo,
    default: false,
    effect: 'Where an answer ends the messages, a confirmed visit gets one more on the day before.',
    ...planned,
  },
  early_confirm_days: {
    schema: Count(0, 100),
    default: 5,
    effect: 'A confirmation that came so many days ahead, or more, leaves the last reminder.',
    ...planned,
  },
  voice_tries: {
    schema: Count(1, 10),
    default: 3,
    effect: 'How often a call that nobody takes is made.',
    ...inTheMoment,
  },
  voice_retry_after: {
    schema: Span,
    default: 'PT30M',
    span: ['PT1M', 'PT24H'],
    effect: 'The time between two tries of a call.',
    ...inTheMoment,
  },
  voice_leave_message_on: {
    schema: Count(1, 10),
    default: 3,
    effect: 'The try that leaves a message where a machine answers; earlier ones hang up.',
    ...inTheMoment,
  },
  office_from: {
    schema: WallTime,
    default: '08:00',
    effect: 'From this time of day on a caller is connected to the desk.',
    ...inTheMoment,
  },
  office_to: {
    schema: WallTime,
    default: '17:00',
    effect: 'Until this time of day a caller is connected to the desk.',
    ...inTheMoment,
  },
  office_days: {
    schema: Weekdays,
    default: [1, 2, 3, 4, 5],
    effect: 'The weekdays on which a caller is connected to the desk; none: never.',
    ...inTheMoment,
  },
  cap_per_day: {
    schema: Count(1, 100),
    default: 1,
    effect: 'Automatic texts and calls to one patient on one day, at most.',
    ...ofPractice,
  },
  cap_per_week: {
    schema: Count(1, 100),
    default: 3,
    effect: 'Automatic texts and calls to one patient in seven days, at most.',
    ...ofPractice,
  },
  cap_per_phone_day: {
    schema: Type.Union([Count(1, 100), Type.Null()], {
      description: 'a whole number from 1 to 100, or null for no cap',
    }),
    default: null,
    effect: 'Automatic texts and calls to one phone on one day, at most, whomever it belongs to.',
    ...ofPractice,
  },
  feed_warn_after: {
    schema: Span,
    default: 'PT26H',
    span: ['PT1H', 'PT168H'],
    effect: 'A copy of the PMS that is older than this is shown with a warning.',
    ...ofPractice,
  },
  feed_pause_after: {
    schema: Span,
    default: 'PT96H',
    span: ['PT1H', 'PT720H'],
    effect: 'Reminders wait while the copy of the PMS is older than this.',
    ...ofPractice,
  },
  sync_at: { schema: WallTime, default: '02:00', effect: 'When the night’s feed is read.', ...ofPractice },
} as const satisfies Record<string, Setting>;

export type SettingKey = keyof typeof settingsCatalog;
export const settingKeys = Object.keys(settingsCatalog) as SettingKey[];

/** Those that a facility may have of its own. */
export type FacilitySettingKey = {
  [Key in SettingKey]: (typeof settingsCatalog)[Key]['ofFacility'] extends true ? Key : never;
}[SettingKey];
export const facilitySettingKeys = settingKeys.filter(
  (key): key is FacilitySettingKey => settingsCatalog[key].ofFacility,
);

/** What every practice begins with. */
export const defaultSettings = Object.fromEntries(
  settingKeys.map((key) => [key, settingsCatalog[key].default]),
) as unknown as SettingValues;

/** The values of a practice, or those that hold at a facility. */
export type SettingValues = { readonly [Key in SettingKey]: Static<(typeof settingsCatalog)[Key]['schema']> };

export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(settingsCatalog, key);
}

/** What is to be known of one setting. */
export function settingOf(key: SettingKey): Setting {
  return settingsCatalog[key];
}

/** What the setting must be, spans' bounds included: `a time of day, such as "09:00"`. */
export function shapeOf(key: SettingKey): string {
  const { schema, span } = settingOf(key);
  const { description } = schema as { readonly description?: string };
  if (description === undefined) return 'as described';
  return span === undefined ? description : `${description}, from ${span[0]} to ${span[1]}`;
}

/** A span within its setting's bounds. */
export function isWithinSpan(key: SettingKey, value: string): boolean {
  const { span } = settingOf(key);
  if (span === undefined) return true;
  const [shortest, longest] = span;
  return minutesOf(value) >= minutesOf(shortest) && minutesOf(value) <= minutesOf(longest);
}

/** Values in the one form that comparisons need: `PT120M` is `PT2H`, and days stand in order. */
export function plainValue(key: SettingKey, value: SettingValue): SettingValue {
  if (settingOf(key).schema === Span && typeof value === 'string') return spanOf(minutesOf(value));
  if (key === 'open_days' || key === 'office_days') return [...(value as readonly number[])].sort();
  return value;
}
