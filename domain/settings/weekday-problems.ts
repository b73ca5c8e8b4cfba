import { openDaysOf, weekdays } from '../planning/weekly-window.ts';
import type { SettingValues } from './settings-catalog.ts';

const channels = ['text', 'voice', 'email'] as const;
const words = { text: 'text', voice: 'call', email: 'email' } as const;

/** What is wrong with the windows that weekdays have of their own: one that never opens, hours that the law shuts, no day left. */
export function weekdayProblems(
  values: Pick<SettingValues, WeekdaysKey | 'open_days'>,
): { readonly key: WeekdaysKey; readonly text: string }[] {
  return channels.flatMap((channel) => {
    const key = `${channel}_weekdays` as const;
    const own = values[key];
    const wrong = weekdays.flatMap((weekday) => {
      const times = own[weekday];
      const text = times == null ? null : windowProblem(channel, times);
      return text === null ? [] : [{ key, text: `of the weekday ${weekday} ${text}` }];
    });
    if (openDaysOf(own, values.open_days).length > 0) return wrong;
    const none = `leaves no open day on which ${words[channel]}s go: leave one, or set ${channel}_mode to "off".`;
    return [...wrong, { key, text: none }];
  });
}

type Channel = (typeof channels)[number];
type WeekdaysKey = `${Channel}_weekdays`;

/** @see TCPA, 47 CFR 64.1200(c)(1): nothing before 8:00 and nothing after 21:00 where the patient is. */
function windowProblem(channel: Channel, [from, to]: readonly [string, string]): string | null {
  if (from >= to) return 'must end later than it begins; null where nothing is to go that day.';
  if (channel === 'email') return null;
  if (from >= '08:00' && to <= '21:00') return null;
  return `must lie between 08:00 and 21:00: the law allows no automated ${words[channel]} outside them.`;
}
