import type { PracticeTransaction } from '../../db/database.ts';
import { findSettingsVersion } from '../../db/setting-changes.ts';
import { findFacilitiesOwnSettings, findPracticeSettings, type OwnSettings } from '../../db/settings.ts';
import { Fault } from '../../domain/fault.ts';
import type { SettingValues } from '../../domain/settings/settings-catalog.ts';

/** What a practice is set to, and what a facility has of its own. */
export interface ReadSettings {
  readonly version: number;
  /** Null: the practice's own. */
  readonly facilityId: string | null;
  readonly practice: SettingValues;
  /** By name; null or left out: as the practice. */
  readonly own: OwnSettings;
}

/** The settings of the practice, or of its facility by this id in the PMS or ours. Throws `not_found`. */
export async function readSettings(tx: PracticeTransaction, facility: string | null): Promise<ReadSettings> {
  const [version, practice] = [await findSettingsVersion(tx), await findPracticeSettings(tx)];
  if (facility === null) return { version, facilityId: null, practice, own: {} };
  const found = (await findFacilitiesOwnSettings(tx)).find(
    ({ id, externalId }) => id === facility || externalId === facility,
  );
  if (found === undefined) throw new Fault('not_found', 'The practice has no facility of this id.');
  return { version, facilityId: found.id, practice, own: found.own };
}
