import type { Database, PracticeTransaction } from '../../db/database.ts';
import { endGroupInHand, lockGroupInHand, type GroupInHand } from '../../db/group-messages.ts';
import { findRecipientsInTurn, markPlanned, markUndone } from '../../db/group-recipients.ts';
import { lockSubjects } from '../../db/subjects.ts';
import { closeVisitItems, openRebookings } from '../../db/visit-items.ts';
import { kindOf, type Kinds } from '../../domain/kinds.ts';
import { staffCause } from '../actions/staff-cause.ts';
import { planSubjects } from '../planning/plan-subjects.ts';
import { readKinds } from '../settings/read-kinds.ts';

/** Visits to a transaction: few enough that a patient's reply never waits long for its visit's lock. */
const usualBatch = 500;

/**
 * Takes the next batch of visits of the practice's oldest group that is not done, one that tells of their time before a campaign: lets what it tells hold for them, opens the items of those
 * that are to be rebooked, and plans them; or takes all that back, where the group is undone. All of a batch is one transaction, and which
 * visits had their turn stands in it, so whatever dies goes on from there. False where there is nothing to do.
 */
export function groupBatch(db: Database, practiceId: string, batchSize = usualBatch): Promise<boolean> {
  return db.inPractice(practiceId, async (tx) => {
    const kinds = await readKinds(tx);
    const urgent = [...kinds.values()].flatMap(({ slug, tells }) => (tells === 'nothing' ? [] : [slug]));
    const group = await lockGroupInHand(tx, urgent);
    if (group === null) return false;
    const visits = await findRecipientsInTurn(tx, group, batchSize);
    if (visits.length === 0) await endGroupInHand(tx, group.id);
    else if (group.state === 'planning') await planVisits(tx, group, kinds, visits);
    else await undoVisits(tx, group, visits);
    return true;
  });
}

async function planVisits(
  tx: PracticeTransaction,
  group: GroupInHand,
  kinds: Kinds,
  visits: readonly string[],
): Promise<void> {
  await lockSubjects(tx, visits);
  const told = await markPlanned(tx, group.id, visits);
  if (kindOf(kinds, group.kind).tells === 'cancelled') await openRebookings(tx, told);
  await planSubjects(tx, told, staffCause(group, 'told_group', { groupId: group.id }));
}

async function undoVisits(tx: PracticeTransaction, group: GroupInHand, visits: readonly string[]): Promise<void> {
  await lockSubjects(tx, visits);
  const undone = await markUndone(tx, group.id, visits);
  await closeVisitItems(tx, 'rebooking', undone);
  await planSubjects(tx, undone, staffCause(group, 'undid_group', { groupId: group.id }));
}
