import type { PracticeTransaction } from '../../db/database.ts';
import { countStagedRows, deleteStagedRows } from '../../db/staging.ts';
import { quarantineBadRows } from '../../db/sync-check.ts';
import { writeChangedRows } from '../../db/sync-compare.ts';
import { writeGoneRows, type HeldPart } from '../../db/sync-missing.ts';
import { noteCompared, noteRefused, noteStagingLost, type SyncRun } from '../../db/sync-runs.ts';
import type { FeedList } from '../../domain/feed/feed-lists.ts';
import { FeedRefusal } from '../../domain/feed/feed-refusal.ts';
import { invariant } from '../../domain/fault.ts';

export interface CompareOptions {
  /** A person has looked: what a suspicious feed lacks is gone. */
  readonly acceptLosses: boolean;
}

/**
 * Checks the rows that lie in staging, puts the bad ones into quarantine, refuses the feed where it is not to be trusted, and writes
 * down what it has that the practice's copy has not, and the other way round. The transaction is the loader's. Where a crash has
 * emptied staging the run is back at loading.
 */
export async function compareFeed(tx: PracticeTransaction, run: SyncRun, options: CompareOptions): Promise<void> {
  const rows = await countStagedRows(tx, run.id);
  if (rows !== run.stagedRows) return noteStagingLost(tx, run.id);
  invariant(run.exportedAt !== null, 'a loaded run has the time of its export');
  const staged = { ...run, exportedAt: run.exportedAt };

  const quarantined = await quarantineBadRows(tx, run);
  const suspicion = suspicionOf(rows, quarantined);
  if (suspicion === null) {
    const compared = await writeChangedRows(tx, staged);
    const { gone, held, heldParts } = await writeGoneRows(tx, staged, options);
    await noteCompared(tx, run.id, {
      counts: { rows, quarantined, ...compared, gone, held },
      advice: heldParts.length === 0 ? null : adviceOnHeld(run.list, heldParts),
    });
  } else {
    const { reason, message: advice } = suspicion;
    await noteRefused(tx, run.id, { reason, advice, counts: { rows, quarantined } });
  }
  await deleteStagedRows(tx, [run.id]);
}

/** A file most of which makes no sense is likelier another file, or another mapping, than a bad day at the practice. */
function suspicionOf(rows: number, quarantined: number): FeedRefusal | null {
  const advice =
    'The quarantine says what is wrong with each; look for one cause first, such as a missing mapping.json.';
  if (rows > 0 && quarantined === rows) {
    return new FeedRefusal('no_good_rows', `None of the ${rows} rows can be taken. ${advice}`);
  }
  if (quarantined * 2 > rows) {
    return new FeedRefusal('too_many_bad_rows', `${quarantined} of ${rows} rows cannot be taken. ${advice}`);
  }
  return null;
}

/** What a facility or provider must not lose half of unseen. */
const weighed: Readonly<Record<FeedList, string>> = {
  appointments: 'visits of the next 14 days',
  recalls: 'open recalls',
  orders: 'open orders',
};

function adviceOnHeld(list: FeedList, parts: readonly HeldPart[]): string {
  const lines = parts.map(
    (part) => `${part.of} ${part.externalId} would lose ${part.missing} of its ${part.visits} ${weighed[list]}`,
  );
  return (
    `Held: ${lines.join('; ')}. These stay as they were. If the export is right, import it with --accept-losses; if not, ` +
    'have the PMS write it again.'
  );
}
