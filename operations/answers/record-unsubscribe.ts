import { randomUUID } from 'node:crypto';
import type { Database } from '../../db/database.ts';
import { addPress, findLinkedMessage } from '../../db/patient-pages.ts';
import { addReply } from '../../db/replies.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { inPracticeOfMessage } from '../sending/in-practice-of-message.ts';
import { recordConsent } from './record-consent.ts';

/** What the unsubscribe page of a link shows. */
export interface UnsubscribePage {
  readonly messageId: string;
  readonly language: string;
  readonly practiceName: string;
  /** E.164. */
  readonly practicePhone: string;
  /** Whether its address gets no mail any more. */
  readonly optedOut: boolean;
  readonly readAt: EpochMs;
}

/** Reads it, and changes nothing. Null where there is no such mail. */
export async function readUnsubscribePage(db: Database, messageId: string): Promise<UnsubscribePage | null> {
  return inPracticeOfMessage(db, messageId, async (tx) => {
    const message = await findLinkedMessage(tx, messageId);
    if (message?.channel !== 'email') return null;
    const { language, practiceName, practicePhone, optedOut } = message;
    return { messageId, language, practiceName, practicePhone, optedOut, readAt: await tx.readClock() };
  });
}

/** How it was asked for: a button of ours, or the mail program's own (RFC 8058). */
export type UnsubscribeWay = 'page' | 'one_click';

/**
 * Ends mails to the address that this mail went to; texts and calls go on. Done twice it is done once. Null where there is no
 * such mail.
 */
export async function recordUnsubscribe(
  db: Database,
  messageId: string,
  way: UnsubscribeWay,
): Promise<UnsubscribePage | null> {
  return inPracticeOfMessage(db, messageId, async (tx) => {
    const message = await findLinkedMessage(tx, messageId);
    if (message?.channel !== 'email') return null;
    if (!message.optedOut) {
      const { senderId, contactPointId } = message;
      await recordConsent(tx, contactPointId, 'opted_out');
      const replyId = await addReply(tx, {
        channel: 'email',
        senderId,
        contactPointId,
        carrierId: `page:${randomUUID()}`,
        body: 'Unsubscribe',
        reading: 'opt_out',
        rule: way === 'page' ? 'page.unsubscribe' : 'page.one_click',
        outcome: 'opted_out',
        messageId,
        subjectId: null,
      });
      await addPress(tx, { messageId, button: 'unsubscribe', outcome: 'opted_out', replyId, at: tx.now });
    }
    const { language, practiceName, practicePhone } = message;
    return { messageId, language, practiceName, practicePhone, optedOut: true, readAt: await tx.readClock() };
  });
}
