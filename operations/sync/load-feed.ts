import type { PracticeTransaction } from '../../db/database.ts';
import { findFacilityZones } from '../../db/practices.ts';
import { stageRows, type StagedRow } from '../../db/staging.ts';
import { findNewestExport, noteLoaded } from '../../db/sync-runs.ts';
import type { FeedList } from '../../domain/feed/feed-lists.ts';
import { FeedRefusal } from '../../domain/feed/feed-refusal.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import type { OpenedFeed } from '../../feeds/feed.ts';
import { stageRow } from './stage-row.ts';

/** By how much the PMS's clock may be ahead of ours. */
const clockTolerance = 10 * 60_000;

/**
 * Loads a feed's rows into staging. The transaction is the loader's.
 * @throws {FeedRefusal} `future_export` or `older_export`, and whatever reading the feed brings to light.
 */
export async function loadFeed(
  tx: PracticeTransaction,
  run: { readonly id: string; readonly list: FeedList },
  opened: OpenedFeed,
  onRow: () => void = () => undefined,
): Promise<void> {
  refuseWrongExport(opened.exportedAt, await findNewestExport(tx, run.list), tx.now);
  const rows = await stageRows(tx, run, stagedRows(opened, run.list, await findFacilityZones(tx), onRow));
  await noteLoaded(tx, run.id, { exportedAt: opened.exportedAt, rows, lacks: opened.lacks });
}

async function* stagedRows(
  opened: OpenedFeed,
  list: FeedList,
  zones: ReadonlyMap<string, string>,
  onRow: () => void,
): AsyncGenerator<StagedRow> {
  for await (const row of opened.rows()) {
    onRow();
    yield stageRow(row, list, zones);
  }
}

function refuseWrongExport(exportedAt: EpochMs, newest: EpochMs | null, now: EpochMs): void {
  if (exportedAt > now + clockTolerance) {
    throw new FeedRefusal(
      'future_export',
      `The export’s time, ${iso(exportedAt)}, lies in the future: check the stamp in its name, which is read on the clocks of the ` +
        'practice, and the clocks of both machines.',
    );
  }
  if (newest !== null && exportedAt < newest) {
    throw new FeedRefusal(
      'older_export',
      `The export of ${iso(exportedAt)} is older than the one of ${iso(newest)} that was applied: nothing of it is news. ` +
        'Import the newest export.',
    );
  }
}

function iso(at: EpochMs): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
