import type { CopyState, OutboxState, PendingMessages } from '../db/system-state.ts';
import type { MeasuredPart } from '../local/measure-tree.ts';
import type { Addresses } from '../local/run-file.ts';
import { describeFault } from './doctor/sender-faults.ts';
import type { HeldBack } from './held-back.ts';

export interface SystemStatus extends HeldBack {
  /** Null where the system is not one that `kept start` runs. */
  readonly addresses: Addresses | null;
  readonly processes: readonly MeasuredPart[];
  /** Epoch milliseconds, by the database's clock, as all times here. */
  readonly now: number;
  readonly copies: readonly CopyState[];
  readonly outbox: OutboxState;
  readonly messages: PendingMessages;
}

/** The status as lines for a person. */
export function describeStatus(status: SystemStatus): string[] {
  const { processes, now, outbox, messages } = status;
  const total = processes.reduce((sum, part) => sum + part.memory, 0);
  return [
    ...(status.addresses === null ? [] : describeAddresses(status.addresses)),
    ...processes.map((part) =>
      row(part.name, part.running ? `${megabytes(part.memory)}  process ${String(part.pid)}` : 'ended'),
    ),
    ...(processes.length === 0 ? [] : [row('together', megabytes(total)), '']),
    ...status.copies.map((copy) => row(`copy of ${copy.practice}`, describeCopy(copy, now))),
    row(
      'outbox',
      outbox.oldestAt === null
        ? 'empty'
        : `${String(outbox.waiting)} waiting, the oldest for ${span(now - outbox.oldestAt)}`,
    ),
    row(
      'messages',
      `${String(messages.due)} due, ${String(messages.sending)} being sent, ${String(messages.planned)} planned`,
    ),
    ...(messages.nextAt === null ? [] : [row('next message', `in ${span(messages.nextAt - now)}`)]),
    ...status.paused.map(({ practice, channel, since }) =>
      row('paused', `${channel} of ${practice}, for ${span(now - since)}`),
    ),
    ...status.senderFaults.map((fault) => row('refused', describeFault(fault))),
  ];
}

function describeAddresses(addresses: Addresses): string[] {
  return [
    row('console', addresses.console),
    row('API', addresses.api),
    row('phones', addresses.simulator),
    row('Temporal UI', addresses.temporalUi ?? addresses.temporalAddress),
    '',
  ];
}

function describeCopy(copy: CopyState, now: number): string {
  if (copy.takenAt === null) return 'nothing was taken from its PMS yet';
  return `taken ${span(now - copy.takenAt)} ago${copy.exportedAt === null ? '' : `, written out ${span(now - copy.exportedAt)} ago`}`;
}

function row(name: string, text: string): string {
  return `${name.padEnd(16)} ${text}`;
}

function megabytes(bytes: number): string {
  return `${String(Math.round(bytes / 1e6)).padStart(5)} MB`;
}

/** Milliseconds in the largest unit that leaves a number worth reading. */
function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${String(seconds)} s`;
  if (seconds < 7200) return `${String(Math.round(seconds / 60))} min`;
  if (seconds < 48 * 3600) return `${String(Math.round(seconds / 3600))} h`;
  return `${String(Math.round(seconds / 86_400))} days`;
}
