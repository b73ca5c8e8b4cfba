import type { OwnSettings, SettingsOfLevel } from '../domain/settings/effective-settings.ts';
import type { Level } from '../domain/settings/level.ts';
import { spanOf, WallTime } from '../domain/settings/setting-shapes.ts';
import type { SettingValue } from '../domain/settings/setting.ts';
import {
  facilitySettingKeys,
  settingKeys,
  settingOf,
  visitSettingKeys,
  type SettingKey,
  type SettingValues,
} from '../domain/settings/settings-catalog.ts';
import type { Channel } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';
import { setPause } from './pauses.ts';
import { setLive } from './practices.ts';

/** A facility and the settings of its own. */
export interface FacilityOwnSettings {
  readonly id: string;
  readonly externalId: string;
  readonly name: string;
  readonly own: OwnSettings;
}

/**
 * Lets no plan be made by the settings as they are until this transaction ends, and waits for those that are being made. Taken
 * before anything else of a change: who plans after it reads the new settings, who planned before it has committed, so that no
 * visit is missed by those who plan again for the change.
 */
export async function closeSettings(tx: PracticeTransaction): Promise<void> {
  await tx.sql`SELECT pg_advisory_xact_lock(hashtextextended('settings ' || ${tx.practiceId}, 0))`;
}

/** Lets no setting change until this transaction, which plans by them, ends; any number may hold it at once. */
export async function holdSettings(tx: PracticeTransaction): Promise<void> {
  await tx.sql`SELECT pg_advisory_xact_lock_shared(hashtextextended('settings ' || ${tx.practiceId}, 0))`;
}

/** The practice's own settings. */
export async function findPracticeSettings(tx: PracticeTransaction): Promise<SettingValues> {
  const [row] = await tx.sql<[{ settings: Record<string, unknown> }]>`
    SELECT to_jsonb(general) || jsonb_build_object(
      'minimum_lead', extract(epoch FROM minimum_lead), 'backup_after', extract(epoch FROM backup_after),
      'voice_retry_after', extract(epoch FROM voice_retry_after), 'feed_warn_after', extract(epoch FROM feed_warn_after),
      'feed_pause_after', extract(epoch FROM feed_pause_after), 'text_expiration', extract(epoch FROM text_expiration),
      'booking_grace', extract(epoch FROM booking_grace),
      'text_paused', text_paused_at IS NOT NULL, 'voice_paused', voice_paused_at IS NOT NULL,
      'email_paused', email_paused_at IS NOT NULL,
      'live', (SELECT live_at IS NOT NULL FROM practices WHERE id = general.practice_id)
    ) AS settings
    FROM practice_settings general
    WHERE practice_id = ${tx.practiceId}`;
  return Object.fromEntries(
    settingKeys.map((key) => [key, valueOf(key, row.settings[key])]),
  ) as unknown as SettingValues;
}

/** Every facility of the practice with what it does otherwise, by name. */
export async function findFacilitiesOwnSettings(tx: PracticeTransaction): Promise<FacilityOwnSettings[]> {
  const rows = await tx.sql<(Omit<FacilityOwnSettings, 'own'> & { settings: Record<string, unknown> | null })[]>`
    SELECT facility.id, facility.external_id AS "externalId", facility.name,
      to_jsonb(own) || jsonb_build_object(
        'minimum_lead', extract(epoch FROM own.minimum_lead), 'backup_after', extract(epoch FROM own.backup_after),
        'voice_retry_after', extract(epoch FROM own.voice_retry_after),
        'text_expiration', extract(epoch FROM own.text_expiration), 'booking_grace', extract(epoch FROM own.booking_grace)
      ) AS settings
    FROM facilities facility
    LEFT JOIN facility_settings own ON own.facility_id = facility.id
    ORDER BY facility.name, facility.id`;
  return rows.map(({ settings, ...facility }) => ({
    ...facility,
    own: Object.fromEntries(facilitySettingKeys.map((key) => [key, valueOf(key, settings?.[key])])),
  }));
}

/** Gives these settings of the practice their values; null is for those that may have none. Since when a switch is on is kept. */
export async function writePracticeSettings(tx: PracticeTransaction, values: OwnSettings): Promise<void> {
  const { live, text_paused, voice_paused, email_paused, ...columns } = values;
  for (const [channel, isPaused] of Object.entries({ text: text_paused, voice: voice_paused, email: email_paused })) {
    if (isPaused !== undefined) await setPause(tx, channel as Channel, isPaused === true);
  }
  if (live !== undefined) await setLive(tx, live === true);
  if (Object.keys(columns).length === 0) return;
  await tx.sql`UPDATE practice_settings SET ${tx.sql(columns as never)} WHERE practice_id = ${tx.practiceId}`;
}

/** Gives these settings of the facility values of its own; null lets it follow its practice. */
export async function writeFacilitySettings(
  tx: PracticeTransaction,
  facilityId: string,
  values: OwnSettings,
): Promise<void> {
  const row = { facility_id: facilityId, practice_id: tx.practiceId, ...values };
  await tx.sql`
    INSERT INTO facility_settings ${tx.sql(row as never)}
    ON CONFLICT (facility_id) DO UPDATE SET ${tx.sql(values as never)}`;
}

/** What visits of providers and of types have otherwise than their facility, by name. */
export async function findVisitSettings(tx: PracticeTransaction): Promise<SettingsOfLevel[]> {
  const rows = await tx.sql<(Level & { readonly settings: Record<string, unknown> })[]>`
    SELECT facility_id AS "facilityId", provider_id AS "providerId", type_id AS "typeId",
      to_jsonb(own) || jsonb_build_object(
        'minimum_lead', extract(epoch FROM minimum_lead), 'text_expiration', extract(epoch FROM text_expiration)
      ) AS settings
    FROM visit_settings own`;
  return rows.map(({ settings, ...level }) => ({
    ...level,
    own: Object.fromEntries(visitSettingKeys.map((key) => [key, valueOf(key, settings[key])])),
  }));
}

/** Gives visits of a provider or of a type these settings of their own; null lets them follow the next wider level. */
export async function writeVisitSettings(tx: PracticeTransaction, level: Level, values: OwnSettings): Promise<void> {
  const { facilityId: facility_id, providerId: provider_id, typeId: type_id } = level;
  const row = { practice_id: tx.practiceId, facility_id, provider_id, type_id, ...values };
  await tx.sql`
    INSERT INTO visit_settings ${tx.sql(row as never)}
    ON CONFLICT (practice_id, facility_id, provider_id, type_id) DO UPDATE SET ${tx.sql(values as never)}`;
}

/** As settings are written: `09:00` of a time of day, `PT2H` of a span that came as its seconds. */
function valueOf(key: SettingKey, stored: unknown): SettingValue {
  if (stored === null || stored === undefined) return null;
  if (settingOf(key).span !== undefined) return spanOf(Number(stored) / 60);
  if (typeof stored === 'string' && settingOf(key).schema === WallTime) return stored.slice(0, 5);
  return stored;
}
