import type { Answer } from '../../domain/planning/plan.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import { openReviewItems } from '../../db/recall-reviews.ts';
import { closeVisitItems, openVisitItems, type VisitItem } from '../../db/visit-items.ts';

/** What waits for a person because of how a visit stands, and what should. */
export interface VisitItems {
  /** The visit, recall or order. */
  readonly subjectId: string;
  readonly open: readonly VisitItem[];
  readonly isUnreachable: boolean;
  /** A recall, and a person is to say whether a visit of its patient books it. */
  readonly awaitsReview: boolean;
  /** Was told a time that the visit has no longer, and nothing tells the new one. */
  readonly isMisinformed: boolean;
  /** It does not take place at its present time. */
  readonly isToRebook: boolean;
  /** By the PMS. */
  readonly isStillToBe: boolean;
  /** Of its present time. */
  readonly answer: Answer;
}

/** The items that a visit's or a recall's state opens as well as closes. */
const kept: readonly {
  readonly type: VisitItem;
  readonly waits: (visit: VisitItems) => boolean;
  readonly open: (tx: PracticeTransaction, subjectIds: readonly string[]) => Promise<void>;
}[] = [
  {
    type: 'unreachable',
    waits: ({ isUnreachable }) => isUnreachable,
    open: (tx, ids) => openVisitItems(tx, 'unreachable', ids),
  },
  {
    type: 'moved_after_send',
    waits: ({ isMisinformed }) => isMisinformed,
    open: (tx, ids) => openVisitItems(tx, 'moved_after_send', ids),
  },
  { type: 'booking_review', waits: ({ awaitsReview }) => awaitsReview, open: openReviewItems },
];

/**
 * Brings the worklist in line with how visits stand: opens an item for each whose patient cannot be reached, or knows only a time
 * that it has no longer, for each recall that a visit since may book, and closes what is settled by itself, as a decline that was taken back, or whose visit was moved or cancelled. The items of a
 * decline, and of a recall that is to be booked, are opened by the answer, those of a visit that staff say is off by the group. The subjects' locks are held.
 */
export async function renewVisitItems(tx: PracticeTransaction, visits: readonly VisitItems[]): Promise<void> {
  for (const { type, waits, open } of kept) {
    const toOpen = visits.filter((visit) => waits(visit) && !visit.open.includes(type));
    if (toOpen.length > 0) await open(tx, idsOf(toOpen));
    const toClose = visits.filter((visit) => !waits(visit) && visit.open.includes(type));
    if (toClose.length > 0) await closeVisitItems(tx, type, idsOf(toClose));
  }
  for (const [type, after] of [
    ['decline', 'declined'],
    ['booking', 'confirmed'],
  ] as const) {
    const settled = visits.filter(
      ({ open, isStillToBe, answer }) => open.includes(type) && !(isStillToBe && answer === after),
    );
    if (settled.length > 0) await closeVisitItems(tx, type, idsOf(settled));
  }
  const rebooked = visits.filter(({ open, isToRebook }) => open.includes('rebooking') && !isToRebook);
  if (rebooked.length > 0) await closeVisitItems(tx, 'rebooking', idsOf(rebooked));
}

function idsOf(visits: readonly VisitItems[]): string[] {
  return visits.map(({ subjectId }) => subjectId);
}
