import type { Database } from '../../db/database.ts';
import { openWorklistItem } from '../../db/worklist.ts';
import type { CallStep } from '../../domain/calls/call-step.ts';
import { callWords } from '../../domain/calls/call-words.ts';
import { nothingToSay } from './answer-call.ts';
import { followCall, type CallIds, type CallWord } from './follow-call.ts';

/** The leg to the desk is over. Where nobody took it the patient is told so, and a person is to call back. */
export function recordTransfer(
  db: Database,
  ids: CallIds,
  said: CallWord & { readonly taken: boolean },
): Promise<CallStep> {
  return db.inPractice(ids.practiceId, async (tx) => {
    const call = await followCall(tx, ids, said);
    if (call === null || said.taken) return nothingToSay;
    const { messageId, subjectId, patientId, contactPointId, language } = call;
    await openWorklistItem(tx, {
      type: 'transfer_unanswered',
      subjectId,
      messageId,
      patientId,
      contactPointId,
    });
    return { do: 'end', language, words: [callWords(language).nobodyTook] };
  });
}
