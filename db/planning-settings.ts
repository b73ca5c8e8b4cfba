import type { Kind } from '../domain/kinds.ts';
import type { Step } from '../domain/planning/planning-facts.ts';
import type { Channel } from '../domain/planning/plan.ts';
import type { PracticeTransaction } from './database.ts';

/** A facility's zone and the settings that hold there: its own, else the practice's. */
export interface FacilitySettingsRow {
  readonly facilityId: string;
  readonly zone: string;
  readonly beginDelivery: 'exact' | 'earliest';
  readonly textMode: 'on' | 'off';
  readonly textFrom: string;
  readonly textTo: string;
  readonly openDays: number[];
  readonly minimumLeadMs: number;
  readonly stopOnAnswer: boolean;
}

export function findFacilitySettings(tx: PracticeTransaction): Promise<FacilitySettingsRow[]> {
  return tx.sql<FacilitySettingsRow[]>`
    SELECT
      facility.id AS "facilityId", facility.time_zone AS zone,
      coalesce(own.begin_delivery, general.begin_delivery) AS "beginDelivery",
      coalesce(own.text_mode, general.text_mode) AS "textMode",
      to_char(coalesce(own.text_from, general.text_from), 'HH24:MI') AS "textFrom",
      to_char(coalesce(own.text_to, general.text_to), 'HH24:MI') AS "textTo",
      coalesce(own.open_days, general.open_days) AS "openDays",
      (extract(epoch FROM coalesce(own.minimum_lead, general.minimum_lead)) * 1000)::float8 AS "minimumLeadMs",
      coalesce(own.stop_on_answer, general.stop_on_answer) AS "stopOnAnswer"
    FROM facilities facility
    JOIN practice_settings general ON general.practice_id = facility.practice_id
    LEFT JOIN facility_settings own ON own.facility_id = facility.id`;
}

export interface StepRow extends Omit<Step, 'offset'> {
  /** Null: every facility. */
  readonly facilityId: string | null;
  /** Null: the step is taken away. */
  readonly offset: string | null;
}

export function findSteps(tx: PracticeTransaction): Promise<StepRow[]> {
  return tx.sql<StepRow[]>`
    SELECT facility_id AS "facilityId", kind, slot, channel, "offset", condition FROM steps ORDER BY kind, slot`;
}

/** Closures that end on or after the given day (`YYYY-MM-DD`). */
export function findClosures(
  tx: PracticeTransaction,
  since: string,
): Promise<{ facilityId: string | null; from: string; to: string }[]> {
  return tx.sql<{ facilityId: string | null; from: string; to: string }[]>`
    SELECT facility_id AS "facilityId", from_date AS "from", to_date AS "to"
    FROM closures WHERE to_date >= ${since}::date`;
}

/** The languages that a kind has words in, by channel. */
export function findTemplateLanguages(
  tx: PracticeTransaction,
): Promise<{ kind: Kind; channel: Channel; languages: string[] }[]> {
  return tx.sql<{ kind: Kind; channel: Channel; languages: string[] }[]>`
    SELECT kind, channel, array_agg(DISTINCT language) AS languages FROM templates GROUP BY kind, channel`;
}
