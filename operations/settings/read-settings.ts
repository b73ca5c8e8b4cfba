import type { PracticeTransaction } from '../../db/database.ts';
import { findSettingsVersion } from '../../db/setting-changes.ts';
import { findFacilitiesOwnSettings, findPracticeSettings, findVisitSettings } from '../../db/settings.ts';
import { Fault } from '../../domain/fault.ts';
import type { SettingsOfLevel } from '../../domain/settings/effective-settings.ts';
import type { Level } from '../../domain/settings/level.ts';
import type { SettingValues } from '../../domain/settings/settings-catalog.ts';

/** What a practice is set to, and what narrower levels have of their own. */
export interface ReadSettings {
  readonly version: number;
  /** The level that was asked for. */
  readonly level: Level;
  readonly practice: SettingValues;
  /** Of every level, also of such as the one that was asked for has nothing to do with. */
  readonly levels: readonly SettingsOfLevel[];
}

/** A level as it is asked for: the facility by its id in the PMS or ours, the others by the PMS's. */
export interface NamedLevel {
  readonly facility?: string | undefined;
  readonly provider?: string | undefined;
  readonly type?: string | undefined;
}

/** The settings of the practice with those of its narrower levels. Throws `not_found`. */
export async function readSettings(tx: PracticeTransaction, named: NamedLevel): Promise<ReadSettings> {
  const [version, practice] = [await findSettingsVersion(tx), await findPracticeSettings(tx)];
  const facilities = await findFacilitiesOwnSettings(tx);
  const { facility, provider: providerId = null, type: typeId = null } = named;
  const found = facilities.find(({ id, externalId }) => id === facility || externalId === facility);
  if (facility !== undefined && found === undefined) {
    throw new Fault('not_found', 'The practice has no facility of this id.');
  }
  const ofFacilities = facilities.map(({ id, own }) => ({ facilityId: id, providerId: null, typeId: null, own }));
  return {
    version,
    level: { facilityId: found?.id ?? null, providerId, typeId },
    practice,
    levels: [...ofFacilities, ...(await findVisitSettings(tx))],
  };
}
