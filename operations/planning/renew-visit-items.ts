import type { PracticeTransaction } from '../../db/database.ts';
import { closeVisitItems, openMisinformedItems, openUnreachableItems, type VisitItem } from '../../db/visit-items.ts';

/** What waits for a person because of how a visit stands, and what should. */
export interface VisitItems {
  readonly appointmentId: string;
  readonly open: readonly VisitItem[];
  readonly isUnreachable: boolean;
  /** Was told a time that the visit has no longer, and nothing tells the new one. */
  readonly isMisinformed: boolean;
  /** The visit is still to be, at the time that was declined. */
  readonly isDeclined: boolean;
}

/**
 * Brings the worklist in line with how visits stand: opens an item for each whose patient cannot be reached, or knows only a time
 * that it has no longer, and closes what is settled by itself, as a decline that was taken back, or whose visit was moved or cancelled. A decline's item is opened by the
 * answer. The subjects' locks are held.
 */
export async function renewVisitItems(tx: PracticeTransaction, visits: readonly VisitItems[]): Promise<void> {
  const unreachable = visits.filter(({ open, isUnreachable }) => isUnreachable && !open.includes('unreachable'));
  if (unreachable.length > 0) await openUnreachableItems(tx, idsOf(unreachable));
  const reachable = visits.filter(({ open, isUnreachable }) => !isUnreachable && open.includes('unreachable'));
  if (reachable.length > 0) await closeVisitItems(tx, 'unreachable', idsOf(reachable));
  const misinformed = visits.filter(({ open, isMisinformed }) => isMisinformed && !open.includes('moved_after_send'));
  if (misinformed.length > 0) await openMisinformedItems(tx, idsOf(misinformed));
  const informed = visits.filter(({ open, isMisinformed }) => !isMisinformed && open.includes('moved_after_send'));
  if (informed.length > 0) await closeVisitItems(tx, 'moved_after_send', idsOf(informed));
  const notDeclined = visits.filter(({ open, isDeclined }) => !isDeclined && open.includes('decline'));
  if (notDeclined.length > 0) await closeVisitItems(tx, 'decline', idsOf(notDeclined));
}

function idsOf(visits: readonly VisitItems[]): string[] {
  return visits.map(({ appointmentId }) => appointmentId);
}
