import type { PracticeTransaction } from '../../db/database.ts';
import { findKindsOfPractice } from '../../db/kinds.ts';
import type { Kinds } from '../../domain/kinds.ts';
import { kindsOf } from '../../domain/settings/own-kind.ts';

/** The practice's kinds: those that ship, as it has them, and its own. */
export async function readKinds(tx: PracticeTransaction): Promise<Kinds> {
  return kindsOf(await findKindsOfPractice(tx));
}
