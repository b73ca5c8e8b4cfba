import type { EpochMs } from '../planning/plan.ts';

/** What can be pressed on a visit's page; `birth_date` is Decline once more, with the date of birth that it asks for. */
export type Button = 'confirm' | 'decline' | 'birth_date';

/**
 * What came of a press.
 * - `early`: sooner after the page was fetched than a person reads it, or so late that the page is no longer true. Nothing was done.
 * - `late`: the visit has moved, was cancelled, is over, or can no longer be answered. A person sees to it.
 * - `unclear`: Confirm and Decline were pressed close together, so neither stands.
 * - `asked`: Decline asked for the date of birth. `wrong_birth_date`: it is another.
 * - `no_birth_date`: none is on file to compare with. `locked`: too many were wrong. A person sees to both.
 */
export type PressOutcome =
  'early' | 'late' | 'unclear' | 'confirmed' | 'asked' | 'wrong_birth_date' | 'declined' | 'no_birth_date' | 'locked';

/** An earlier press on a page of the same message, whichever time it was fetched. */
export interface EarlierPress {
  readonly button: Button;
  readonly outcome: PressOutcome;
  readonly at: EpochMs;
}

export interface PressFacts {
  readonly button: Button;
  readonly at: EpochMs;
  /** When the page was fetched that it was pressed on. */
  readonly fetchedAt: EpochMs;
  /** The date of birth that was entered, `YYYY-MM-DD`. */
  readonly birthDate: string | null;
  /** Of the patients whose visits are meant, as far as they are on file. */
  readonly birthDatesOnFile: readonly string[];
  /** Whether any visit that the message asked about can still be answered. */
  readonly open: boolean;
  /** Those of the last `closeTogetherMs` at least, in any order. */
  readonly recent: readonly EarlierPress[];
  /** Dates of birth entered for this message that were wrong. */
  readonly wrongTries: number;
}

/** A scanner presses at once what it finds; nobody reads a page in this time. */
const readingMs = 2_000;
/** A page that was fetched longer ago is shown anew first. */
const pageLifeMs = 24 * 3_600_000;
/** Confirm and Decline within this time are a scanner that tries every button, or a person who is not sure. */
export const closeTogetherMs = 10_000;
/** Dates of birth that may be wrong, for each message. */
export const birthDateTries = 5;

/**
 * What a press on a visit's page comes to. Programs that look into mail follow links and press buttons, so a press counts only
 * from a page that a person can have read, and only where the other button was not pressed close to it. An early Decline does
 * nothing by itself, but beside a Confirm it tells that a program may be at work; an early Confirm tells nothing, since a Decline
 * is proved by the date of birth.
 */
export function decidePress(facts: PressFacts): PressOutcome {
  const opposite = facts.recent.filter(
    (press) =>
      isConfirm(press) !== isConfirm(facts) &&
      !(isConfirm(press) && press.outcome === 'early') &&
      Math.abs(facts.at - press.at) <= closeTogetherMs,
  );
  const early = !hasBeenRead(facts.fetchedAt, facts.at);
  if (early && (isConfirm(facts) || opposite.length === 0)) return 'early';
  if (!facts.open) return 'late';
  if (opposite.length > 0) return 'unclear';
  if (facts.button === 'confirm') return 'confirmed';

  if (facts.birthDatesOnFile.length === 0) return 'no_birth_date';
  if (facts.wrongTries >= birthDateTries) return 'locked';
  if (facts.button === 'decline' || facts.birthDate === null) return 'asked';
  if (facts.birthDatesOnFile.includes(facts.birthDate)) return 'declined';
  return facts.wrongTries + 1 < birthDateTries ? 'wrong_birth_date' : 'locked';
}

/** Whether a page can have been read by a person since it was fetched, and is not older than a day. */
export function hasBeenRead(fetchedAt: EpochMs, at: EpochMs): boolean {
  return at - fetchedAt >= readingMs && at - fetchedAt <= pageLifeMs;
}

function isConfirm({ button }: { readonly button: Button }): boolean {
  return button === 'confirm';
}
