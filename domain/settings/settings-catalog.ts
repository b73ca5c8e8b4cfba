import Type, { type Static } from 'typebox';
import type { levelName } from './level.ts';
import { plannedSettings } from './planned-settings.ts';
import type { Setting, SettingValue } from './setting.ts';
import { Addresses, Count, minutesOf, Span, spanOf, WallTime, Weekdays, YesNo } from './setting-shapes.ts';

const inTheMoment = { ofFacility: true, plans: false } as const;
const ofPractice = { ofFacility: false, plans: false } as const;
const switched = { ...ofPractice, schema: YesNo, default: false, isSwitch: true } as const;

/** Every setting by its name, which is its column's and its name in a practice's file. */
export const settingsCatalog = {
  ...plannedSettings,
  backup_after: {
    schema: Span,
    default: 'PT2H',
    span: ['PT5M', 'PT48H'],
    effect: 'A message that was sent and of which no word came for this long gets its backup.',
    ...inTheMoment,
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
  same_day_visits: {
    schema: Type.Enum(['family', 'patient', 'each'], { description: '"family", "patient" or "each"' }),
    default: 'family',
    effect:
      'Visits of one day become one message: those of patients with one guarantor, of one patient alone, or none.',
    ...ofPractice,
  },
  write_back_confirmed: {
    schema: YesNo,
    default: true,
    effect: 'What a patient confirmed is queued for the PMS.',
    ...ofPractice,
  },
  write_back_declined: {
    schema: YesNo,
    default: true,
    effect: 'What a patient declined is queued for the PMS.',
    ...ofPractice,
  },
  default_language: {
    schema: Type.String({ pattern: '^[a-z]{2}$', description: 'a language by two letters, such as "en"' }),
    default: 'en',
    effect: 'The language of messages to patients in whose own there are no words.',
    ofFacility: false,
    plans: true,
  },
  text_segments_most: {
    schema: Count(1, 10),
    default: 4,
    effect: 'A template whose text would take more segments than this is refused: each is billed as a text of its own.',
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
  holiday_region: {
    schema: Type.Union([Type.String({ pattern: '^[A-Z]{2}(-[A-Z0-9]{1,3})?$' }), Type.Null()], {
      description: 'a country, and its state, by ISO codes, such as "US-VA", or null',
    }),
    default: null,
    effect: 'Whose public holidays are proposed as closures; null: those of where the facility’s address is.',
    ...inTheMoment,
  },
  sync_at: { schema: WallTime, default: '02:00', effect: 'When the night’s feed is read.', ...ofPractice },
  live: { ...switched, effect: 'Messages reach everybody; before, only the rehearsal contacts.' },
  rehearsal_contacts: {
    schema: Addresses,
    default: [],
    effect: 'The numbers and addresses that are written to before the practice is live.',
    ...ofPractice,
    isSwitch: true,
  },
  text_paused: { ...switched, effect: 'Texts wait, as long as they are of use.' },
  voice_paused: { ...switched, effect: 'Calls wait, as long as they are of use.' },
  email_paused: { ...switched, effect: 'Emails wait, as long as they are of use.' },
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

/** Those that a practice's file may have. */
export const fileSettingKeys = settingKeys.filter(
  (key): key is FileSettingKey => settingOf(key).isSwitch === undefined,
);
type FileSettingKey = {
  [Key in SettingKey]: (typeof settingsCatalog)[Key] extends { readonly isSwitch: true } ? never : Key;
}[SettingKey];

/** Those that visits of a provider, or of a type of appointment, may have of their own. */
export const visitSettingKeys = settingKeys.filter((key) => settingOf(key).ofVisits === true);

/** What every practice begins with. */
export const defaultSettings = Object.fromEntries(
  settingKeys.map((key) => [key, settingsCatalog[key].default]),
) as unknown as SettingValues;

/** The values of a practice, or those that hold at a facility. */
export type SettingValues = { readonly [Key in SettingKey]: Static<(typeof settingsCatalog)[Key]['schema']> };

export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(settingsCatalog, key);
}

/** Where the setting may have a value of its own, widest first. */
export function levelsOfSetting(key: SettingKey): readonly ReturnType<typeof levelName>[] {
  const { ofFacility, ofVisits } = settingOf(key);
  if (ofVisits === true) return ['practice', 'facility', 'provider', 'type'];
  return ofFacility ? ['practice', 'facility'] : ['practice'];
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
  if (key === 'rehearsal_contacts') return (value as readonly string[]).map((contact) => contact.toLowerCase()).sort();
  if (key === 'open_days' || key === 'office_days') return [...(value as readonly number[])].sort();
  return value;
}
