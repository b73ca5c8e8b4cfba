import type { ChannelMode, ContactSettings } from '../domain/planning/planning-facts.ts';
import type { WeeklyWindow } from '../domain/planning/weekly-window.ts';
import type { Channel, EpochMs } from '../domain/planning/plan.ts';
import type { StepOfLevel } from '../domain/settings/effective-steps.ts';
import type { Level } from '../domain/settings/level.ts';
import type { KindOfPractice } from '../domain/settings/own-kind.ts';
import type { Association, TemplateHead } from '../domain/templates/choose-template.ts';
import type { PracticeTransaction } from './database.ts';
import { stepsOfLevelsSql } from './steps.ts';
import { kindsOfPracticeSql } from './kinds.ts';

/** A facility's zone and the settings that hold there: its own, else the practice's. */
interface FacilitySettingsRow {
  readonly facilityId: string;
  readonly zone: string;
  readonly beginDelivery: 'exact' | 'earliest';
  readonly channelModes: Readonly<Record<Channel, ChannelMode>>;
  /** The channels that something can be sent from. */
  readonly sendsBy: readonly Channel[];
  readonly windows: Readonly<Record<Channel, WeeklyWindow>>;
  readonly contacts: ContactSettings;
  readonly openDays: number[];
  readonly minimumLeadMs: number;
  readonly bookingGraceMs: number;
  readonly tells: readonly ('visit_moved' | 'visit_cancelled')[];
  readonly textExpirationMs: number;
  readonly stopOnAnswer: boolean;
  readonly courtesyReminder: boolean;
  readonly earlyConfirmDays: number;
  readonly defaultLanguage: string;
}

/** What visits of a provider or of a type do otherwise than their facility; null: as the next wider level. */
export interface VisitSettingsRow extends Level {
  readonly modes: Readonly<Record<Channel, ChannelMode | null>>;
  readonly minimumLeadMs: number | null;
  readonly textExpirationMs: number | null;
  readonly stopOnAnswer: boolean | null;
  readonly courtesyReminder: boolean | null;
  readonly earlyConfirmDays: number | null;
}

export interface ClosureRow {
  /** Null: every facility. */
  readonly facilityId: string | null;
  readonly from: string;
  readonly to: string;
}

/** All that the practice says of planning, as it stands in the tables. */
export interface PlanningSettingsRows {
  readonly facilities: readonly FacilitySettingsRow[];
  readonly visitSettings: readonly VisitSettingsRow[];
  readonly steps: readonly StepOfLevel[];
  readonly closures: readonly ClosureRow[];
  /** The words that there are, and where which of them apply. */
  readonly templates: readonly TemplateHead[];
  readonly associations: readonly Association[];
  readonly kinds: readonly KindOfPractice[];
  /** When the practice went live; null before. */
  readonly liveAt: EpochMs | null;
}

/**
 * The settings of every facility, the steps, the holidays that end on or after a day (`YYYY-MM-DD`; in a vacation messages keep their days), and what there are words for:
 * in one statement, since each send reads them again. A channel that nothing can be sent from is off, whatever its setting.
 */
export async function findPlanningSettings(
  tx: PracticeTransaction,
  closuresSince: string,
): Promise<PlanningSettingsRows> {
  const [row] = await tx.sql<[PlanningSettingsRows]>`
    WITH of_facilities AS (
      SELECT
        facility.id AS "facilityId", facility.time_zone AS zone,
        coalesce(own.begin_delivery, general.begin_delivery) AS "beginDelivery",
        jsonb_build_object(
          'text', CASE WHEN 'text' = ANY(sends.channels) THEN coalesce(own.text_mode, general.text_mode) ELSE 'off' END,
          'voice', CASE WHEN 'voice' = ANY(sends.channels) THEN coalesce(own.voice_mode, general.voice_mode) ELSE 'off' END,
          'email', CASE WHEN 'email' = ANY(sends.channels) THEN coalesce(own.email_mode, general.email_mode) ELSE 'off' END
        ) AS "channelModes",
        coalesce(sends.channels, '{}') AS "sendsBy",
        jsonb_build_object(
          'text', jsonb_build_object(
            'from', to_char(coalesce(own.text_from, general.text_from), 'HH24:MI'),
            'to', to_char(coalesce(own.text_to, general.text_to), 'HH24:MI'),
            'weekdays', coalesce(own.text_weekdays, general.text_weekdays)),
          'voice', jsonb_build_object(
            'from', to_char(coalesce(own.voice_from, general.voice_from), 'HH24:MI'),
            'to', to_char(coalesce(own.voice_to, general.voice_to), 'HH24:MI'),
            'weekdays', coalesce(own.voice_weekdays, general.voice_weekdays)),
          'email', jsonb_build_object(
            'from', to_char(coalesce(own.email_from, general.email_from), 'HH24:MI'),
            'to', to_char(coalesce(own.email_to, general.email_to), 'HH24:MI'),
            'weekdays', coalesce(own.email_weekdays, general.email_weekdays))
        ) AS windows,
        jsonb_build_object(
          'choice', coalesce(own.contact_choice, general.contact_choice),
          'voicePhones', coalesce(own.voice_phones, general.voice_phones)
        ) AS contacts,
        coalesce(own.open_days, general.open_days) AS "openDays",
        (extract(epoch FROM coalesce(own.minimum_lead, general.minimum_lead)) * 1000)::float8 AS "minimumLeadMs",
        (extract(epoch FROM coalesce(own.booking_grace, general.booking_grace)) * 1000)::float8 AS "bookingGraceMs",
        to_jsonb(array_remove(ARRAY[
          CASE WHEN coalesce(own.tell_moves, general.tell_moves) THEN 'visit_moved' END,
          CASE WHEN coalesce(own.tell_cancellations, general.tell_cancellations) THEN 'visit_cancelled' END
        ], NULL)) AS tells,
        (extract(epoch FROM coalesce(own.text_expiration, general.text_expiration)) * 1000)::float8 AS "textExpirationMs",
        coalesce(own.stop_on_answer, general.stop_on_answer) AS "stopOnAnswer",
        coalesce(own.courtesy_reminder, general.courtesy_reminder) AS "courtesyReminder",
        coalesce(own.early_confirm_days, general.early_confirm_days) AS "earlyConfirmDays",
        general.default_language AS "defaultLanguage"
      FROM facilities facility
      JOIN practice_settings general ON general.practice_id = facility.practice_id
      LEFT JOIN facility_settings own ON own.facility_id = facility.id
      CROSS JOIN LATERAL (
        SELECT array_agg(channel) AS channels FROM senders WHERE facility_id = facility.id OR facility_id IS NULL
      ) AS sends
    ),
    of_visits AS (
      SELECT facility_id AS "facilityId", provider_id AS "providerId", type_id AS "typeId",
        jsonb_build_object('text', text_mode, 'voice', voice_mode, 'email', email_mode) AS modes,
        (extract(epoch FROM minimum_lead) * 1000)::float8 AS "minimumLeadMs",
        (extract(epoch FROM text_expiration) * 1000)::float8 AS "textExpirationMs",
        stop_on_answer AS "stopOnAnswer", courtesy_reminder AS "courtesyReminder", early_confirm_days AS "earlyConfirmDays"
      FROM visit_settings
    ),
    of_steps AS (${stepsOfLevelsSql(tx.sql)}),
    of_closures AS (
      SELECT facility_id AS "facilityId", from_date AS "from", to_date AS "to"
      FROM closures WHERE type = 'holiday' AND to_date >= ${closuresSince}::date
    ),
    of_words AS (
      SELECT id, kind, name, channel, language
      FROM (
        SELECT DISTINCT ON (kind, name, channel, language) id, kind, name, channel, language, body
        FROM templates ORDER BY kind, name, channel, language, version DESC
      ) AS newest
      WHERE body IS NOT NULL
    ),
    of_associations AS (
      SELECT kind, facility_id AS "facilityId", provider_id AS "providerId", type_id AS "typeId", name FROM associations
    ),
    of_kinds AS (${kindsOfPracticeSql(tx.sql)})
    SELECT
      (SELECT coalesce(jsonb_agg(to_jsonb(of_facilities)), '[]') FROM of_facilities) AS facilities,
      (SELECT coalesce(jsonb_agg(to_jsonb(of_visits)), '[]') FROM of_visits) AS "visitSettings",
      (SELECT coalesce(jsonb_agg(to_jsonb(of_steps) ORDER BY kind, slot), '[]') FROM of_steps) AS steps,
      (SELECT coalesce(jsonb_agg(to_jsonb(of_closures)), '[]') FROM of_closures) AS closures,
      (SELECT coalesce(jsonb_agg(to_jsonb(of_words)), '[]') FROM of_words) AS templates,
      (SELECT coalesce(jsonb_agg(to_jsonb(of_associations)), '[]') FROM of_associations) AS associations,
      (SELECT coalesce(jsonb_agg(to_jsonb(of_kinds)), '[]') FROM of_kinds) AS kinds,
      (SELECT live_at FROM practices WHERE id = ${tx.practiceId}) AS "liveAt"`;
  return row;
}

/** Closures that end on or after the given day (`YYYY-MM-DD`). */
export function findClosures(tx: PracticeTransaction, since: string): Promise<ClosureRow[]> {
  return tx.sql<ClosureRow[]>`
    SELECT facility_id AS "facilityId", from_date AS "from", to_date AS "to"
    FROM closures WHERE to_date >= ${since}::date`;
}
