import type { Transaction } from './database.ts';
import type { EpochMs } from '../domain/planning/plan.ts';

/** How fresh a practice's copy of its PMS is. */
export interface CopyState {
  readonly practice: string;
  /** When the PMS wrote out what was taken last, and when that was taken; null where nothing was taken yet. */
  readonly exportedAt: EpochMs | null;
  readonly takenAt: EpochMs | null;
}

export async function findCopyStates(tx: Transaction): Promise<CopyState[]> {
  return tx.sql<CopyState[]>`
    SELECT practice.slug AS practice, max(run.exported_at) AS "exportedAt", max(run.finished_at) AS "takenAt"
    FROM practices practice LEFT JOIN sync_runs run ON run.practice_id = practice.id AND run.state = 'applied' AND run.list = 'appointments'
    GROUP BY practice.slug ORDER BY practice.slug`;
}

/** What waits to be told to the engine, and since when. */
export interface OutboxState {
  readonly waiting: number;
  readonly oldestAt: EpochMs | null;
}

export async function findOutboxState(tx: Transaction): Promise<OutboxState> {
  const [row] = await tx.sql<[OutboxState]>`
    SELECT count(*)::int AS waiting, min(marked_at) AS "oldestAt" FROM outbox`;
  return row;
}

/** The messages that are not over yet. */
export interface PendingMessages {
  /** Planned for later. */
  readonly planned: number;
  /** Their time has come, and nobody has sent them yet. */
  readonly due: number;
  /** Being handed over to a carrier. */
  readonly sending: number;
  readonly nextAt: EpochMs | null;
}

export async function findPendingMessages(tx: Transaction): Promise<PendingMessages> {
  const [row] = await tx.sql<[PendingMessages]>`
    SELECT
      count(*) FILTER (WHERE state = 'not_sent' AND send_at > ${tx.now})::int AS planned,
      count(*) FILTER (WHERE state = 'not_sent' AND send_at <= ${tx.now})::int AS due,
      count(*) FILTER (WHERE state = 'sending')::int AS sending,
      min(send_at) FILTER (WHERE state = 'not_sent' AND send_at > ${tx.now}) AS "nextAt"
    FROM messages WHERE state IN ('not_sent', 'sending')`;
  return row;
}

/** The practices that send through the configured carriers, and are live. */
export async function countPracticesOnCarriers(tx: Transaction): Promise<number> {
  const [row] = await tx.sql<[{ practices: number }]>`
    SELECT count(*)::int AS practices FROM practices WHERE carrier = 'configured' AND live_at IS NOT NULL`;
  return row.practices;
}

/** Those of them that have an address to send mails from. */
export async function countPracticesMailing(tx: Transaction): Promise<number> {
  const [row] = await tx.sql<[{ practices: number }]>`
    SELECT count(*)::int AS practices FROM practices
    WHERE carrier = 'configured' AND live_at IS NOT NULL
      AND EXISTS (SELECT FROM senders WHERE senders.practice_id = practices.id AND senders.channel = 'email')`;
  return row.practices;
}

/** The server's version, such as 180004. */
export async function findServerVersion(tx: Transaction): Promise<number> {
  const [row] = await tx.sql<[{ version: number }]>`SELECT current_setting('server_version_num')::int AS version`;
  return row.version;
}
