import { noteHeard, wasReported } from '../../db/calls.ts';
import type { Database } from '../../db/database.ts';
import { addNotification } from '../../db/notifications.ts';
import type { CallProgress, PickedUpBy } from '../../domain/calls/call-report.ts';
import { endUnheardCall } from './end-unheard-call.ts';
import { followCall, moveCall, type CallIds, type CallWord } from './follow-call.ts';

/** A carrier's report of how far a call is. */
export interface CallStatus extends CallWord {
  readonly progress: CallProgress | null;
  readonly pickedUpBy: PickedUpBy | null;
}

/**
 * Keeps a status of a call and moves its message on: a call that nobody heard is made again or ends the message; one that is over
 * was received, by whom the question for its words told. Late, twice or out of order it changes nothing that is further on.
 */
export async function recordCallStatus(db: Database, ids: CallIds, said: CallStatus): Promise<void> {
  await db.inPractice(ids.practiceId, async (tx) => {
    const again = await wasReported(tx, ids, said.status);
    const call = await followCall(tx, ids, said);
    if (call === null || said.progress === null) return;
    if (said.progress === 'under_way') {
      await moveCall(tx, call, ids.attemptId, 'sent', null);
      return;
    }
    if (said.progress !== 'completed') {
      await endUnheardCall(tx, call, ids.attemptId, said.progress);
      return;
    }
    // Whoever picked up and was told nothing has a next call, or the message has ended.
    if (call.retryAt !== null || !call.newest) return;
    // Nobody ever asked us for the words: a machine then recorded nothing of ours.
    if (call.state === 'sent' && said.pickedUpBy === 'machine') {
      await endUnheardCall(tx, call, ids.attemptId, 'machine');
      return;
    }
    const by = said.pickedUpBy === 'unsure' ? null : said.pickedUpBy;
    if (call.state === 'sent' && (await moveCall(tx, call, ids.attemptId, 'received', by))) {
      await noteHeard(tx, call.messageId, { by: null, toEnd: false });
    }
    if (!again && call.heardToEnd !== true) {
      await addNotification(tx, { event: 'call_cut_short', appointmentId: call.subjectId, messageId: call.messageId });
    }
  });
}
