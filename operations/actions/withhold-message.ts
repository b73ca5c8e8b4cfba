import type { Database } from '../../db/database.ts';
import { unwithholdMessages } from '../../db/message-actions.ts';
import { withholdMessages } from '../../db/planned-messages.ts';
import type { ChangedBy } from '../../db/setting-changes.ts';
import type { StaffMessage } from '../../db/staff-messages.ts';
import { actOnMessage, mustNotBeHeld, mustWait } from './act-on-message.ts';
import { planForStaff } from './plan-for-staff.ts';
import { staffCause } from './staff-cause.ts';

/** The message, and who wants it. */
export interface MessageAction {
  readonly messageId: string;
  readonly by: ChangedBy;
}

/**
 * Withholds a message that waits, or that a group holds back: no new plan brings it back, nor its backup, nor that group's end. Asked again it changes nothing. Throws `conflict` where
 * it is too late, or where something else withholds it.
 */
export function withholdMessage(
  db: Database,
  practiceId: string,
  { messageId, by }: MessageAction,
): Promise<StaffMessage> {
  return actOnMessage(db, practiceId, messageId, async (tx, message) => {
    if (message.reason === 'staff' && message.heldBy === null) return;
    if (message.heldBy === null) mustWait(message);
    await withholdMessages(tx, [messageId], 'staff');
    await planForStaff(tx, message.subjectId, staffCause(by, 'withheld', { messageId }));
  });
}

/**
 * Lets a message that staff withheld go again, where nothing else keeps it: one whose time passed meanwhile goes at once while it
 * is of use. Asked again it changes nothing. Throws `conflict` where another reason withholds it, or it went.
 */
export function releaseMessage(
  db: Database,
  practiceId: string,
  { messageId, by }: MessageAction,
): Promise<StaffMessage> {
  return actOnMessage(db, practiceId, messageId, async (tx, message) => {
    if (message.state === 'not_sent') return;
    mustNotBeHeld(message);
    if (message.reason !== 'staff') mustWait(message);
    await unwithholdMessages(tx, [messageId]);
    await planForStaff(tx, message.subjectId, staffCause(by, 'released', { messageId }));
  });
}
