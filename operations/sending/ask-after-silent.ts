import type { CarrierLog, Logged } from '../../channels/channel.ts';
import { wasReported } from '../../db/calls.ts';
import type { Database } from '../../db/database.ts';
import { findSilentAttempts, noteAsked, type SilentAttempt } from '../../db/silent-attempts.ts';
import { Fault } from '../../domain/fault.ts';
import type { Carrier } from '../../domain/carrier.ts';
import type { Channel } from '../../domain/planning/plan.ts';
import { recordCallStatus } from '../calls/record-call-status.ts';
import { recordReceipt } from './record-receipt.ts';
import type { CarrierDependencies } from './settle-doubtful.ts';

/** What came of asking carriers about messages that they took and never reported of. */
export interface AskedAfter {
  /** The carrier knew more than its reports had said. */
  readonly reported: number;
  /** The carrier knows no hand-over of that id any more. */
  readonly vanished: number;
}

/** A report comes within seconds; after so many settle lags it is taken for lost. */
const lagsUntilAsked = 2;
/** What a carrier has not said in this time it never will: the message stays sent. */
const askedForMs = 2 * 86_400_000;

/**
 * Asks carriers what became of the messages that were sent and of which no report came: at first after ten minutes, then each time
 * when the silence has doubled, for two days. What they say counts as their report. Each channel of each account has its own turn,
 * so that one whose log cannot be read holds up no other.
 */
export async function askAfterSilent(deps: CarrierDependencies): Promise<AskedAfter> {
  const counts = { reported: 0, vanished: 0 };
  for (const carrier of ['configured', 'simulator'] as const) {
    for (const channel of ['text', 'voice', 'email'] as const) {
      const log = deps.channels[carrier][channel]?.log;
      if (log !== undefined) await askOfLine(deps, { carrier, channel, log }, counts);
    }
  }
  return counts;
}

async function askOfLine(
  { db, settleLagMs }: CarrierDependencies,
  { carrier, channel, log }: { readonly carrier: Carrier; readonly channel: Channel; readonly log: CarrierLog },
  counts: { -readonly [Name in keyof AskedAfter]: number },
): Promise<void> {
  const silent = await db.acrossPractices((tx) =>
    findSilentAttempts(tx, {
      carrier,
      channel,
      sentBefore: tx.now - lagsUntilAsked * settleLagMs,
      sentSince: tx.now - askedForMs,
    }),
  );
  for (const attempt of silent) {
    const answer = await ask(log, attempt.carrierId);
    // The next sweep asks again.
    if (answer === 'unreadable') return;
    if (answer === null) counts.vanished += 1;
    else if (await learn(db, attempt, answer)) counts.reported += 1;
    await db.inPractice(attempt.practiceId, (tx) => noteAsked(tx, attempt.attemptId));
  }
}

/** What the log says; null where it has nothing of this id. */
export async function ask(log: CarrierLog, carrierId: string): Promise<Logged | null | 'unreadable'> {
  try {
    return await log.look(carrierId);
  } catch (error) {
    if (error instanceof Fault && error.code === 'carrier_unavailable') return 'unreadable';
    throw error;
  }
}

/** Takes what the carrier's log says as its report, where it says more than was heard. Says whether it did. */
export async function learn(
  db: Database,
  attempt: Pick<SilentAttempt, 'practiceId' | 'messageId' | 'attemptId' | 'carrier'>,
  { carrierId, status, code, word, verdict, call }: Logged,
): Promise<boolean> {
  const { practiceId, messageId, attemptId, carrier } = attempt;
  const told = { carrierId, status, code, verdict, raw: { source: 'log', status } };
  if (call !== undefined) {
    if (call.progress === null || call.progress === 'under_way') return false;
    // An earlier call of a message keeps its end, while the message waits for a later one.
    if (await db.inPractice(practiceId, (tx) => wasReported(tx, { messageId, attemptId }, status))) return false;
    await recordCallStatus(db, { practiceId, messageId, attemptId }, { ...told, ...call, carriers: [carrier] });
    return true;
  }
  if (word === null || word === 'sent') return false;
  await recordReceipt(db, { practiceId, messageId, attemptId, word, ...told });
  return true;
}
