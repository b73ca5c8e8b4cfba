import type { Answer, EpochMs, PmsState } from '../planning/plan.ts';

/** A message that asked about a visit, and how that visit stands now. */
export interface Asked {
  readonly messageId: string;
  readonly appointmentId: string;
  /** The visit time that the message asked about, and the one that the visit has now. */
  readonly occurrence: EpochMs;
  readonly startsAt: EpochMs;
  readonly pms: PmsState;
  readonly gone: boolean;
  readonly answer: Answer;
}

export type WhichVisit =
  | { readonly which: 'one'; readonly asked: Asked }
  /** Nobody asked this phone about a visit that is still to come. */
  | { readonly which: 'none' }
  /** The newest question was about a visit that has since moved or been cancelled: the answer is likely to that. */
  | { readonly which: 'changed' }
  /** About more than one: which was meant cannot be known. */
  | { readonly which: 'several' };

/**
 * The visit that an answer was meant for. `asked` holds the messages that asked on this phone, newest first.
 * An answer counts for the visit time that was asked about, so a message about an old time asks nothing any more.
 */
export function whichVisit(asked: readonly Asked[]): WhichVisit {
  const [newest] = asked;
  if (newest === undefined) return { which: 'none' };
  if (!isOpen(newest)) return { which: 'changed' };
  const visits = new Set(asked.filter(isOpen).map(({ appointmentId }) => appointmentId));
  return visits.size === 1 ? { which: 'one', asked: newest } : { which: 'several' };
}

function isOpen(asked: Asked): boolean {
  return !asked.gone && asked.occurrence === asked.startsAt && (asked.pms === 'scheduled' || asked.pms === 'confirmed');
}
