import type { Database } from '../../db/database.ts';
import { findSettingsVersion } from '../../db/setting-changes.ts';
import type { OwnSettings } from '../../domain/settings/effective-settings.ts';
import { changeSettings } from '../settings/change-settings.ts';

/** Switches settings of a practice for an operator, kept like every change; who it was the history says by the command. */
export async function switchByCommand(
  db: Database,
  practiceId: string,
  values: OwnSettings,
  command: string,
): Promise<void> {
  const version = await db.inPractice(practiceId, findSettingsVersion);
  const by = { keyId: null, keyName: command };
  await changeSettings(db, practiceId, { area: 'settings', facilityId: null, values, version, by });
}
