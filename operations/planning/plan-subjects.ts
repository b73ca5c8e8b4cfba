import type { PracticeTransaction } from '../../db/database.ts';
import type { OutboxMark } from '../../db/outbox-mark.ts';
import { markOutbox } from '../../db/outbox.ts';
import { withholdMessages, writePlannedMessages } from '../../db/planned-messages.ts';
import { writePlanChanges, writePlanHeads, type RaisedPlan } from '../../db/subjects.ts';
import { comparePlans, type ComparedPlan } from './compare-plans.ts';
import { renewVisitItems } from './renew-visit-items.ts';
import { signalFor } from './signal-for.ts';

/** What made a plan change, for its history. `detail` holds ids, counts and slugs, never a patient's words. */
export interface PlanCause {
  readonly name: 'feed' | 'reply' | 'opt_out' | 'opt_in' | 'receipt' | 'send' | 'settings' | 'sweep' | 'staff';
  readonly detail: Readonly<Record<string, string | number | null>>;
}

/**
 * Plans these subjects again from what is true now, writes what differs, and marks the subjects that changed for the relay.
 * A subject whose plan comes out as it was is left alone: nothing written, nobody called. A thousand subjects cost a few
 * statements. Returns how many plans changed.
 */
export async function planSubjects(
  tx: PracticeTransaction,
  subjectIds: readonly string[],
  cause: PlanCause,
): Promise<{ changed: number }> {
  if (subjectIds.length === 0) return { changed: 0 };
  const compared = await comparePlans(tx, subjectIds, 'to change');
  const differences = compared.filter(({ differs }) => differs);
  if (differences.length > 0) await writeDifferences(tx, differences, cause);
  await renewVisitItems(
    tx,
    compared.map(({ items }) => items),
  );
  return { changed: differences.length };
}

async function writeDifferences(
  tx: PracticeTransaction,
  differences: readonly ComparedPlan[],
  cause: PlanCause,
): Promise<void> {
  const toWrite = differences.flatMap(({ write }) => write);
  const toWithhold = (['moved', 'settings_changed'] as const).flatMap((reason) => {
    const ids = differences.flatMap(({ withhold }) => withhold[reason]);
    return ids.length === 0 ? [] : [{ reason, ids }];
  });
  const raised: RaisedPlan[] = differences.map(({ subject, head }) => ({
    subjectId: subject.id,
    version: subject.planVersion + 1,
    head,
  }));
  // Under the locks none of these waits for another, so they travel together.
  await Promise.all([
    ...(toWrite.length === 0 ? [] : [writePlannedMessages(tx, toWrite)]),
    ...toWithhold.map(({ reason, ids }) => withholdMessages(tx, ids, reason)),
    writePlanHeads(tx, raised),
    writePlanChanges(tx, raised, cause),
    markOutbox(tx, differences.map(markOf)),
  ]);
}

function markOf({ subject, head, nextAt }: ComparedPlan): OutboxMark {
  const signal = signalFor(subject.planHead, head);
  const urgent = signal === 'confirmed' || signal === 'declined' || signal === 'cancelled';
  return { subjectId: subject.id, version: subject.planVersion + 1, signal, priority: urgent ? 0 : 1, nextAt };
}
