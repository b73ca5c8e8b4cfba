import Type, { type Static, type TInteger } from 'typebox';
import type { SyncCounts } from '../../db/sync-runs.ts';
import type { StaffQuarantined, StaffSyncRun } from '../../db/staff-sync-runs.ts';
import { isoTime, isoTimeOrNull } from '../iso-time.ts';
import { Id, Nullable, OneOf, Time } from './shapes.ts';

const Counts = Type.Object({
  rows: Type.Integer(),
  quarantined: Type.Integer(),
  new: Type.Integer(),
  changed: Type.Integer(),
  gone: Type.Integer(),
  unchanged: Type.Integer(),
  older: Type.Integer({ description: 'Rows that say something older than what is known' }),
  held: Type.Integer({ description: 'What is missing in the file, and stays until a person has looked' }),
} satisfies Record<keyof SyncCounts, TInteger>);

/** One reading of a feed. */
export const SyncRun = Type.Object(
  {
    id: Id,
    list: OneOf(['appointments', 'recalls', 'orders'], 'What it holds'),
    source: OneOf(['schedule', 'command', 'api', 'drop'], 'What started it'),
    path: Type.String({ description: 'The folder or file that was read' }),
    exportedAt: Nullable(Type.String({ format: 'date-time', description: 'When the PMS wrote it out' })),
    state: OneOf(['loading', 'comparing', 'applying', 'applied', 'refused', 'failed']),
    reason: Nullable(Type.String({ description: 'Why it was refused, as a slug' })),
    advice: Nullable(Type.String({ description: 'What to do about it' })),
    counts: Type.Partial(Counts, { description: 'As far as the run has come' }),
    quarantined: Type.Integer({ description: 'Rows that were left out; `quarantine?run=ID` lists them' }),
    startedAt: Time,
    finishedAt: Nullable(Time),
  },
  { $id: 'SyncRun' },
);
export type SyncRun = Static<typeof SyncRun>;

/** A run as the API writes it, in the practice's time. */
export function syncRunJson(row: StaffSyncRun, zone: string): SyncRun {
  const { id, list, source, path, state, reason, advice, quarantined } = row;
  return {
    ...{ id, list, source, path, state, reason, advice, quarantined },
    counts: { ...row.counts },
    exportedAt: isoTimeOrNull(row.exportedAt, zone),
    startedAt: isoTime(row.startedAt, zone),
    finishedAt: isoTimeOrNull(row.finishedAt, zone),
  };
}

/** A row of a feed that was left out. */
export const Quarantined = Type.Object(
  {
    id: Id,
    runId: Id,
    runStartedAt: Time,
    file: Type.String(),
    line: Type.Integer(),
    column: Nullable(Type.String()),
    reason: Type.String(),
    externalId: Nullable(
      Type.String({ description: 'Its `appointment_id`, `recall_id` or `order_id`, where it has one' }),
    ),
  },
  { $id: 'Quarantined' },
);
export type Quarantined = Static<typeof Quarantined>;

/** A quarantined row as the API writes it. */
export function quarantinedJson(row: StaffQuarantined, zone: string): Quarantined {
  const { id, runId, file, line, column, reason, externalId } = row;
  return { id, runId, runStartedAt: isoTime(row.startedAt, zone), file, line, column, reason, externalId };
}

/** The workflows that were told to take the practice's feeds. */
export const StartedSyncs = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        feedId: Id,
        workflowId: Type.String(),
        started: Type.Boolean({ description: 'False: one that was started so is at work already' }),
      }),
    ),
  },
  { $id: 'StartedSyncs' },
);
