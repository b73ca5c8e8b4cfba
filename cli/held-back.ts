import type { Database } from '../db/database.ts';
import { findPauses, type Pause } from '../db/pauses.ts';
import { findPractices } from '../db/practices.ts';
import { findSenderTroubles } from '../db/sender-troubles.ts';
import { DAY_MS } from '../domain/zone-clock.ts';
import { senderFaults, type SenderFault } from './doctor/sender-faults.ts';

/** What keeps messages from going, beside what is down. */
export interface HeldBack {
  readonly paused: readonly (Pause & { readonly practice: string })[];
  /** Of the last day. */
  readonly senderFaults: readonly SenderFault[];
}

/** The channels that are paused, and the senders that carriers object to. */
export async function findHeldBack(db: Database): Promise<HeldBack> {
  const { practices, troubles } = await db.acrossPractices(async (tx) => ({
    practices: await findPractices(tx),
    troubles: await findSenderTroubles(tx, tx.now - DAY_MS),
  }));
  const paused = [];
  for (const { id, slug } of practices) {
    const pauses = await db.inPractice(id, (tx) => findPauses(tx));
    paused.push(...pauses.map((pause) => ({ practice: slug, ...pause })));
  }
  return { paused, senderFaults: senderFaults(troubles) };
}
