import { quarantineReasons, type QuarantineReason } from '../domain/feed/quarantine-reasons.ts';
import type { SyncReport } from '../operations/sync/sync-feed.ts';

/** What an import did, or with `dryRun` would do, for a script: of its first list, and of each by itself under `lists`. */
export function importDocument(reports: readonly SyncReport[], dryRun: boolean): object {
  const lists = reports.map((report) => documentOf(report, dryRun));
  return { ...lists[0], lists };
}

function documentOf({ run, quarantine }: SyncReport, dryRun: boolean): object {
  return {
    list: run.list,
    run: dryRun ? null : run.id,
    dryRun,
    state: outcomeOf(run.state),
    exportedAt: run.exportedAt === null ? null : new Date(run.exportedAt).toISOString(),
    reason: run.reason,
    advice: run.advice,
    counts: run.counts,
    quarantine: quarantine.map((row) => ({ ...row, advice: adviceOn(row.reason) })),
  };
}

/** The same for a person. */
export function importLines(reports: readonly SyncReport[], dryRun: boolean): string[] {
  return reports.flatMap((report) => linesOf(report, dryRun));
}

function linesOf({ run, quarantine }: SyncReport, dryRun: boolean): string[] {
  const counts = Object.entries(run.counts).filter(([, count]) => count > 0);
  const summary = counts.map(([name, count]) => `${count} ${name}`).join(', ');
  const outcome = { applied: dryRun ? 'Would be applied' : 'Applied', refused: 'Refused', failed: 'Failed' };
  return [
    `${run.list}: ${outcome[outcomeOf(run.state)].toLowerCase()}${summary === '' ? '' : `: ${summary}`}.`,
    ...(run.advice !== null && outcomeOf(run.state) === 'applied' ? [run.advice] : []),
    ...quarantine.map(
      (row) =>
        `${row.file}:${row.line} ${row.column === null ? '' : `${row.column} `}${row.reason}: ${adviceOn(row.reason)}`,
    ),
  ];
}

/** A dry run stops before applying. */
function outcomeOf(state: SyncReport['run']['state']): 'applied' | 'refused' | 'failed' {
  if (state === 'refused' || state === 'failed') return state;
  return 'applied';
}

function adviceOn(reason: string): string {
  return quarantineReasons[reason as QuarantineReason];
}
