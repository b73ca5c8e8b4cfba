import { Check } from 'typebox/value';
import type { PracticeTransaction } from '../../db/database.ts';
import {
  findFacilitiesOwnSettings,
  findPracticeSettings,
  writeFacilitySettings,
  writePracticeSettings,
  type FacilityOwnSettings,
  type OwnSettings,
} from '../../db/settings.ts';
import type { Channel } from '../../domain/planning/plan.ts';
import { Fault, invariant, type InputProblem } from '../../domain/fault.ts';
import { withOwn } from '../../domain/settings/effective-settings.ts';
import type { SettingValue } from '../../domain/settings/setting.ts';
import {
  isSettingKey,
  plainValue,
  settingKeys,
  settingOf,
  shapeOf,
  type SettingKey,
  type SettingValues,
} from '../../domain/settings/settings-catalog.ts';
import { settingsProblems } from '../../domain/settings/settings-problems.ts';
import type { AppliedChange, ChangeRequest } from './change-request.ts';

/**
 * Sets settings of the practice, or a facility's own. Throws `bad_input` where a value is none that the setting can have, or where
 * by the values together something never opens, at the practice or at a facility.
 */
export async function applySettings(
  tx: PracticeTransaction,
  { facilityId, values }: Pick<ChangeRequest, 'facilityId' | 'values'>,
): Promise<AppliedChange> {
  refuseIfAny(Object.entries(values).flatMap(([key, value]) => shapeProblems(key, value, facilityId)));
  const wanted = Object.fromEntries(
    Object.entries(values as OwnSettings).map(([key, value]) => [key, plainValue(key as SettingKey, value)]),
  ) as OwnSettings;
  const practice = await findPracticeSettings(tx);
  const facilities = await findFacilitiesOwnSettings(tx);
  const present = facilityId === null ? practice : ownOf(facilities, facilityId);

  const keys = settingKeys.filter((key) => key in wanted && !isSame(wanted[key] ?? null, present[key] ?? null));
  const pick = (from: OwnSettings): OwnSettings => Object.fromEntries(keys.map((key) => [key, from[key] ?? null]));
  const [before, after] = [pick(present), pick(wanted)];
  if (keys.length === 0) return { before, after, plans: false };

  refuseIfAny(
    facilityId === null
      ? problemsEverywhere({ ...practice, ...after } as SettingValues, facilities)
      : problemsAt(withOwn(practice, { ...present, ...after })),
  );
  if (facilityId === null) await writePracticeSettings(tx, after);
  else await writeFacilitySettings(tx, facilityId, after);
  return { before, after, plans: keys.some((key) => settingOf(key).plans), holds: channelsHeld(keys) };
}

const channels = ['text', 'voice', 'email'] as const;

/** The channels of which these settings hold messages back or let them go. */
function channelsHeld(keys: readonly SettingKey[]): Channel[] {
  const all = keys.includes('live') || keys.includes('rehearsal_contacts');
  return channels.filter((channel) => all || keys.includes(`${channel}_paused`));
}

function shapeProblems(key: string, value: unknown, facilityId: string | null): InputProblem[] {
  if (!isSettingKey(key)) return [{ path: key, message: 'Unknown: check its spelling, or take it out.' }];
  const { schema, ofFacility } = settingOf(key);
  if (facilityId !== null && !ofFacility) {
    return [{ path: key, message: 'Is of the whole practice: set it without a facility.' }];
  }
  if (facilityId !== null && value === null) return [];
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

function refuseIfAny(problems: readonly InputProblem[]): void {
  if (problems.length === 0) return;
  throw new Fault('bad_input', 'These settings cannot be: `errors` says of each what to do.', { errors: problems });
}

function isSame(one: SettingValue, other: SettingValue): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
