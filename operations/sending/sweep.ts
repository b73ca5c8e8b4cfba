import { findForgottenSubjects, findUntoldSubjects } from '../../db/forgotten.ts';
import { countUnreadFacts } from '../../db/raw-facts.ts';
import { askAfterSilent, type AskedAfter } from './ask-after-silent.ts';
import { closeBegunItems } from '../planning/close-begun-items.ts';
import { markAgain } from '../planning/mark-again.ts';
import { noteSilentMessages } from './note-silence.ts';
import { settleDoubtful, type CarrierDependencies, type Settled } from './settle-doubtful.ts';

/** What a sweep found, by what it did about it. */
export interface SweepFindings extends Settled, AskedAfter {
  /** Subjects whose message is overdue and whose workflow was told again, or started anew. */
  readonly overdue: number;
  /** Subjects whose newest plan the engine did not have and nothing was about to tell it. */
  readonly untold: number;
  /** Texts, reports and events of carriers that were stored and nobody reads. They are tried again by themselves. */
  readonly unread: number;
  /** Messages that no word came of for as long as the practice waits: their backups are planned. */
  readonly silent: number;
}

/** A message this long past its time, with nobody sending it, was forgotten. */
const overdueAfterMs = 120_000;

/** A fact is read within moments. */
const unreadAfterMs = 120_000;

/** Looks for what should have moved and did not, and moves it. Running it twice, or twice at once, does no harm. */
export async function sweep(deps: CarrierDependencies): Promise<SweepFindings> {
  // First what needs no carrier, since one that is down answers slowly.
  const { overdue, untold, unread } = await deps.db.acrossPractices(async (tx) => ({
    overdue: await findForgottenSubjects(tx, tx.now - overdueAfterMs),
    untold: await findUntoldSubjects(tx),
    unread: await countUnreadFacts(tx, tx.now - unreadAfterMs),
  }));
  await markAgain(deps.db, [...overdue, ...untold]);
  await closeBegunItems(deps.db);
  const settled = await settleDoubtful(deps);
  const asked = await askAfterSilent(deps);
  // Only now: what the carrier has just told of is not silent.
  const silent = await noteSilentMessages(deps.db);
  return { ...settled, ...asked, overdue: overdue.length, untold: untold.length, unread, silent };
}
