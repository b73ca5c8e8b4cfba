import { findBacklog } from '../../db/overdue-recalls.ts';
import { Check } from 'typebox/value';
import type { PracticeTransaction } from '../../db/database.ts';
import {
  findFacilitiesOwnSettings,
  findPracticeSettings,
  findVisitSettings,
  writeFacilitySettings,
  writePracticeSettings,
  writeVisitSettings,
  type FacilityOwnSettings,
} from '../../db/settings.ts';
import type { Channel } from '../../domain/planning/plan.ts';
import { invariant, type InputProblem } from '../../domain/fault.ts';
import { withOwn, type OwnSettings } from '../../domain/settings/effective-settings.ts';
import { isSameLevel, levelName, type Level } from '../../domain/settings/level.ts';
import type { SettingValue } from '../../domain/settings/setting.ts';
import {
  isSettingKey,
  levelsOfSetting,
  plainValue,
  settingKeys,
  settingOf,
  shapeOf,
  type SettingKey,
  type SettingValues,
} from '../../domain/settings/settings-catalog.ts';
import { settingsProblems } from '../../domain/settings/settings-problems.ts';
import { levelOf, refuseIfAny, type AppliedChange, type ChangeRequest } from './change-request.ts';

/**
 * Sets settings of the practice, or a narrower level's own. Throws `bad_input` where a value is none that the setting can have, or where
 * by the values together something never opens, at the practice or at a facility.
 */
export async function applySettings(
  tx: PracticeTransaction,
  request: Pick<ChangeRequest, 'facilityId' | 'providerId' | 'typeId' | 'values'>,
): Promise<AppliedChange> {
  const { values } = request;
  const level = levelOf(request);
  refuseIfAny(
    'settings',
    Object.entries(values).flatMap(([key, value]) => shapeProblems(key, value, levelName(level))),
  );
  const wanted = Object.fromEntries(
    Object.entries(values as OwnSettings).map(([key, value]) => [key, plainValue(key as SettingKey, value)]),
  ) as OwnSettings;
  const practice = await findPracticeSettings(tx);
  const facilities = await findFacilitiesOwnSettings(tx);
  const present = await presentAt(tx, level, practice, facilities);

  const keys = settingKeys.filter((key) => key in wanted && !isSame(wanted[key] ?? null, present[key] ?? null));
  const pick = (from: OwnSettings): OwnSettings => Object.fromEntries(keys.map((key) => [key, from[key] ?? null]));
  const [before, after] = [pick(present), pick(wanted)];
  if (keys.length === 0) return { before, after, plans: false };

  refuseIfAny(
    'settings',
    levelName(level) === 'practice'
      ? problemsEverywhere({ ...practice, ...after } as SettingValues, facilities)
      : problemsAt(withOwn(practice, { ...present, ...after })),
  );
  refuseIfAny('settings', await regionProblems(after));
  await write(tx, level, after);
  // Going live gives the recalls that became overdue before it days to begin on.
  const begins = after.live === true && (await findBacklog(tx)).overdueRecalls > 0;
  return { before, after, plans: begins || keys.some((key) => settingOf(key).plans), holds: channelsHeld(keys) };
}

const channels = ['text', 'voice', 'email'] as const;

/** The channels of which these settings hold messages back or let them go. */
function channelsHeld(keys: readonly SettingKey[]): Channel[] {
  const all = keys.includes('live') || keys.includes('rehearsal_contacts');
  return channels.filter((channel) => all || keys.includes(`${channel}_paused`));
}

/** Of a region that no holidays are known of. The rules of all the world's are read for this only where one is set. */
async function regionProblems({ holiday_region: region }: OwnSettings): Promise<InputProblem[]> {
  if (typeof region !== 'string') return [];
  const { regionProblem } = await import('../../domain/settings/public-holidays.ts');
  const message = regionProblem(region);
  return message === null ? [] : [{ path: 'holiday_region', message }];
}

/** What a level has of its own; of the practice all. */
async function presentAt(
  tx: PracticeTransaction,
  level: Level,
  practice: SettingValues,
  facilities: readonly FacilityOwnSettings[],
): Promise<OwnSettings> {
  const { facilityId, providerId, typeId } = level;
  if (providerId !== null || typeId !== null) {
    return (await findVisitSettings(tx)).find((one) => isSameLevel(one, level))?.own ?? {};
  }
  return facilityId === null ? practice : ownOf(facilities, facilityId);
}

async function write(tx: PracticeTransaction, level: Level, values: OwnSettings): Promise<void> {
  const { facilityId, providerId, typeId } = level;
  if (providerId !== null || typeId !== null) await writeVisitSettings(tx, level, values);
  else if (facilityId !== null) await writeFacilitySettings(tx, facilityId, values);
  else await writePracticeSettings(tx, values);
}

function shapeProblems(key: string, value: unknown, level: ReturnType<typeof levelName>): InputProblem[] {
  if (!isSettingKey(key)) return [{ path: key, message: 'Unknown: check its spelling, or take it out.' }];
  const levels = levelsOfSetting(key);
  if (!levels.includes(level)) {
    return levels.includes('facility')
      ? [{ path: key, message: 'Is of a place, not of providers or types: set it at the practice or a facility.' }]
      : [{ path: key, message: 'Is of the whole practice: set it without a facility.' }];
  }
  if (level !== 'practice' && value === null) return [];
  const { schema } = settingOf(key);
  return Check(schema, value) ? [] : [{ path: key, message: `Must be ${shapeOf(key)}.` }];
}

function ownOf(facilities: readonly FacilityOwnSettings[], facilityId: string): OwnSettings {
  const facility = facilities.find(({ id }) => id === facilityId);
  invariant(facility !== undefined, 'the facility is one of the practice');
  return facility.own;
}

function problemsAt(values: SettingValues): InputProblem[] {
  return settingsProblems(values).map(({ key, text }) => ({ path: key, message: `${key} ${text}` }));
}

/** What is wrong at the practice, and what its facilities' own settings make of it. */
function problemsEverywhere(practice: SettingValues, facilities: readonly FacilityOwnSettings[]): InputProblem[] {
  const atPractice = problemsAt(practice);
  const known = new Set(atPractice.map(({ message }) => message));
  return [
    ...atPractice,
    ...facilities.flatMap(({ name, own }) =>
      problemsAt(withOwn(practice, own))
        .filter(({ message }) => !known.has(message))
        .map(({ path, message }) => ({
          path,
          message: `At the facility "${name}", which has settings of its own, ${message}`,
        })),
    ),
  ];
}

function isSame(one: SettingValue, other: SettingValue): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
