import { wasReported } from '../../db/calls.ts';
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
 * Keeps a status of a call and moves its message on: a call of which nobody heard a word is made again or ends the message. That one
 * was received, and by whom, the question for its words told. Late, twice or out of order it changes nothing that is further on.
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
    // We were never asked for the words: a machine recorded nothing of ours, and who took the call heard none of it.
    if (call.state === 'sent') {
      await endUnheardCall(tx, call, ids.attemptId, said.pickedUpBy === 'machine' ? 'machine' : 'nothing_said');
      return;
    }
    if (!again && call.heardToEnd !== true) {
      await addNotification(tx, { event: 'call_cut_short', subjectId: call.subjectId, messageId: call.messageId });
    }
  });
}
