import type { TSchema } from 'typebox';
import type { WindowsByWeekday } from '../planning/weekly-window.ts';

/** What is to be known of a setting, beside its value. */
export interface Setting {
  /** Its `description` completes the sentence "this must be …". */
  readonly schema: TSchema;
  /** What a practice begins with. */
  readonly default: SettingValue;
  /** Shortest and longest, of a span. */
  readonly span?: readonly [shortest: string, longest: string];
  /** What it brings about, in words for those who set it. */
  readonly effect: string;
  /** A facility may have its own, in place of its practice's. */
  readonly ofFacility: boolean;
  /** So may visits of a provider, or of a type of appointment. */
  readonly ofVisits?: true;
  /** Plans are made by it, so that a change plans again; else it is read in the moment of sending or answering. */
  readonly plans: boolean;
  /** It is switched while the practice runs, and not written down in its file. */
  readonly isSwitch?: true;
}

/** As the API and a practice's file write it. Null: of a practice, that there is none; of a facility, that it follows its practice. */
export type SettingValue = string | number | boolean | readonly number[] | readonly string[] | WindowsByWeekday | null;
