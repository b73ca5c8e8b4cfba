import { levelsOf, practiceLevel, type Level, type VisitPlace } from './level.ts';
import type { SettingValue } from './setting.ts';
import { settingKeys, type SettingKey, type SettingValues } from './settings-catalog.ts';

/** What is set otherwise than at the next wider level, by name; null or left out: as there. */
export type OwnSettings = Readonly<Partial<Record<SettingKey, SettingValue>>>;

/** A level and what it has of its own. */
export interface SettingsOfLevel extends Level {
  readonly own: OwnSettings;
}

/** What holds at a level that stands right above the practice: its own, and the practice's where it has none. */
export function withOwn(practice: SettingValues, own: OwnSettings): SettingValues {
  return Object.fromEntries(settingKeys.map((key) => [key, own[key] ?? practice[key]])) as unknown as SettingValues;
}

/** What holds for a visit, and the level that it is of. */
export function effectiveSetting(
  key: SettingKey,
  practice: SettingValues,
  levels: readonly SettingsOfLevel[],
  visit: VisitPlace,
): { readonly value: SettingValue; readonly from: Level } {
  const narrowest = levelsOf(levels, visit).findLast(({ own }) => (own[key] ?? null) !== null);
  return narrowest === undefined
    ? { value: practice[key], from: practiceLevel }
    : { value: narrowest.own[key] ?? null, from: narrowest };
}
