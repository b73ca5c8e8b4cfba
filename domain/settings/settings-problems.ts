import { phoneToE164 } from '../contacts/phone.ts';
import { minutesOf } from './setting-shapes.ts';
import { weekdayProblems } from './weekday-problems.ts';
import { isWithinSpan, settingKeys, shapeOf, type SettingKey, type SettingValues } from './settings-catalog.ts';

/** What is wrong with one setting, as the rest of a sentence that begins with its name. */
export interface SettingProblem {
  readonly key: SettingKey;
  readonly text: string;
}

/** What the shapes of the single values cannot say: windows that never open, hours that the law shuts, bounds of one by another. */
export function settingsProblems(values: SettingValues): SettingProblem[] {
  const beyondBounds = settingKeys.flatMap((key) => {
    const value = values[key];
    return typeof value !== 'string' || isWithinSpan(key, value) ? [] : [{ key, text: `must be ${shapeOf(key)}.` }];
  });
  return [
    ...beyondBounds,
    ...hoursOfLaw(values, 'text'),
    ...hoursOfLaw(values, 'voice'),
    ...inOrder(values, 'text_from', 'text_to'),
    ...inOrder(values, 'voice_from', 'voice_to'),
    ...inOrder(values, 'email_from', 'email_to'),
    ...inOrder(values, 'office_from', 'office_to'),
    ...weekdayProblems(values),
    ...unless(values.voice_leave_message_on <= values.voice_tries, {
      key: 'voice_leave_message_on',
      text: 'must be voice_tries at most: there is no later try.',
    }),
    ...unless(values.cap_per_week >= values.cap_per_day, {
      key: 'cap_per_week',
      text: 'must be cap_per_day at least: the week holds the day.',
    }),
    ...unless(
      values.rehearsal_contacts.every((contact) => contact.includes('@') || phoneToE164(contact) === contact),
      {
        key: 'rehearsal_contacts',
        text: 'must hold only numbers that a phone could have: check their digits.',
      },
    ),
    ...unless(minutesOf(values.feed_pause_after) >= minutesOf(values.feed_warn_after), {
      key: 'feed_pause_after',
      text: 'must be feed_warn_after at least: staff are warned before reminders wait.',
    }),
  ];
}

/** @see TCPA, 47 CFR 64.1200(c)(1): nothing before 8:00 and nothing after 21:00 where the patient is. */
function hoursOfLaw(values: SettingValues, channel: 'text' | 'voice'): SettingProblem[] {
  const what = channel === 'text' ? 'text' : 'call';
  return [
    ...unless(values[`${channel}_from`] >= '08:00', {
      key: `${channel}_from`,
      text: `must be 08:00 or later: the law allows no automated ${what} before.`,
    }),
    ...unless(values[`${channel}_to`] <= '21:00', {
      key: `${channel}_to`,
      text: `must be 21:00 or earlier: the law allows no automated ${what} after.`,
    }),
  ];
}

function inOrder(
  values: SettingValues,
  from: SettingKey & `${string}_from`,
  to: SettingKey & `${string}_to`,
): SettingProblem[] {
  return unless(values[from] < values[to], { key: to, text: `must be later than ${from}.` });
}

function unless(holds: boolean, problem: SettingProblem): SettingProblem[] {
  return holds ? [] : [problem];
}
