import type { Answer } from '../../domain/planning/plan.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import { closeVisitItems, openVisitItems, type VisitItem } from '../../db/visit-items.ts';

/** What waits for a person because of how a visit stands, and what should. */
export interface VisitItems {
  /** The visit, recall or order. */
  readonly subjectId: string;
  readonly open: readonly VisitItem[];
  readonly isUnreachable: boolean;
  /** Was told a time that the visit has no longer, and nothing tells the new one. */
  readonly isMisinformed: boolean;
  /** By the PMS. */
  readonly isStillToBe: boolean;
  /** Of its present time. */
  readonly answer: Answer;
}

/**
 * Brings the worklist in line with how visits stand: opens an item for each whose patient cannot be reached, or knows only a time
 * that it has no longer, and closes what is settled by itself, as a decline that was taken back, or whose visit was moved or cancelled. The items of a
 * decline, and of a recall that is to be booked, are opened by the answer. The subjects' locks are held.
 */
export async function renewVisitItems(tx: PracticeTransaction, visits: readonly VisitItems[]): Promise<void> {
  for (const [type, waits] of [
    ['unreachable', (visit: VisitItems) => visit.isUnreachable],
    ['moved_after_send', (visit: VisitItems) => visit.isMisinformed],
  ] as const) {
    const toOpen = visits.filter((visit) => waits(visit) && !visit.open.includes(type));
    if (toOpen.length > 0) await openVisitItems(tx, type, idsOf(toOpen));
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
}

function idsOf(visits: readonly VisitItems[]): string[] {
  return visits.map(({ subjectId }) => subjectId);
}
