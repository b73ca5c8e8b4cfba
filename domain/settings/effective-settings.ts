import type { SettingValue } from './setting.ts';
import { settingKeys, type SettingKey, type SettingValues } from './settings-catalog.ts';

/** What holds at a facility: its own, and the practice's where it has none. */
export function withOwn(
  practice: SettingValues,
  own: Readonly<Partial<Record<SettingKey, SettingValue>>>,
): SettingValues {
  return Object.fromEntries(settingKeys.map((key) => [key, own[key] ?? practice[key]])) as unknown as SettingValues;
}
