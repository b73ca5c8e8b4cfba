import type { Database, PracticeTransaction } from '../../db/database.ts';
import { findSubjectOfMessage } from '../../db/message-actions.ts';
import { lockMessages, type StoredMessage } from '../../db/planned-messages.ts';
import { findStaffMessage, type StaffMessage } from '../../db/staff-messages.ts';
import { lockSubjects } from '../../db/subjects.ts';
import { Fault, invariant } from '../../domain/fault.ts';
import { withheldReasons } from '../../domain/message-state.ts';

/**
 * Does what a person wants done to one message, in one transaction under the locks of its subject and its messages, and answers
 * with the message as it then stands. A send claims under the same locks, so it comes wholly before or wholly after.
 * Throws `not_found` where the practice has none of that id; `act` refuses what comes too late.
 */
export function actOnMessage(
  db: Database,
  practiceId: string,
  messageId: string,
  act: (tx: PracticeTransaction, message: StoredMessage) => Promise<void>,
): Promise<StaffMessage> {
  return db.inPractice(practiceId, async (tx) => {
    const subjectId = await findSubjectOfMessage(tx, messageId);
    if (subjectId === null) throw new Fault('not_found', 'No message of this practice has this id.');
    await lockSubjects(tx, [subjectId]);
    const message = (await lockMessages(tx, [subjectId])).find(({ id }) => id === messageId);
    invariant(message !== undefined, 'a message does not change its subject');
    await act(tx, message);
    return messageAfter(tx, messageId);
  });
}

/** The message as it stands now, as staff see it. */
export async function messageAfter(tx: PracticeTransaction, messageId: string): Promise<StaffMessage> {
  const after = await findStaffMessage(tx, messageId);
  invariant(after !== null, 'a message that was changed is there');
  return after;
}

/** Refuses where a group message holds a message back, which no single release undoes. Throws `conflict`. */
export function mustNotBeHeld({ heldBy }: StoredMessage): void {
  if (heldBy === null) return;
  throw new Fault(
    'conflict',
    'A group message that the patient was told holds this back until the PMS has it too. Change the visit in the PMS, or undo the group message.',
  );
}

/** Refuses with what to do where a message does not wait to be sent. Throws `conflict`. */
export function mustWait(message: StoredMessage): void {
  const { state, reason, retryAt } = message;
  if (state === 'not_sent') return;
  mustNotBeHeld(message);
  if (state === 'withheld') {
    const release = reason === 'staff' ? ' Release it first.' : '';
    throw new Fault(
      'conflict',
      `This message will not be sent: ${withheldReasons[reason ?? 'staff']}.${release} Nothing was changed.`,
    );
  }
  if (state === 'sending') {
    throw new Fault(
      'conflict',
      'This message is being handed to the carrier at this moment, so nothing of it can be changed any more.',
    );
  }
  throw new Fault(
    'conflict',
    retryAt === null
      ? 'This message was sent already. Write a quick message, or call, to say something else.'
      : 'This call was made already and nobody heard it; that it is made again is what the practice’s settings say.',
  );
}
