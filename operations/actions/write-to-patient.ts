import { findPracticeWords } from '../../db/acknowledgements.ts';
import type { Database, PracticeTransaction } from '../../db/database.ts';
import { findPatientToText } from '../../db/patients.ts';
import { findReplyToAnswer } from '../../db/replies.ts';
import type { ChangedBy } from '../../db/setting-changes.ts';
import type { StaffMessage } from '../../db/staff-messages.ts';
import { Fault, invariant } from '../../domain/fault.ts';
import { kindOf, type Kind } from '../../domain/kinds.ts';
import { contactReason } from '../../domain/planning/usable-contact.ts';
import { withheldReasons } from '../../domain/message-state.ts';
import { DAY_MS } from '../../domain/zone-clock.ts';
import { readKinds } from '../settings/read-kinds.ts';
import { queueMessage } from '../sending/queue-message.ts';
import { messageAfter } from './act-on-message.ts';
import { onceByKey } from './once-by-key.ts';
import { staffCause } from './staff-cause.ts';

/** The words that a person wrote, who that is, and the key that tells one request from its repetition. */
interface Written {
  readonly text: string;
  readonly by: ChangedBy;
  readonly key: string;
}

/** A message, and whether it is new: false where the same was asked for before under its key. */
export interface QueuedByStaff {
  readonly message: StaffMessage;
  readonly isNew: boolean;
}

/**
 * Queues a text that a person wrote to one patient, about nothing but what it says. It goes inside the hours of the patient's
 * facility, within a day; where it does not name the practice, its name is put before it.
 * @throws {Fault} `not_found`; `conflict` where the patient cannot be written to by text.
 */
export function writeQuickMessage(
  db: Database,
  practiceId: string,
  { patientId, text, by, key }: Written & { readonly patientId: string },
): Promise<QueuedByStaff> {
  return db.inPractice(practiceId, async (tx) => {
    const queued = await onceByKey(tx, key, ['quick message', patientId, text], async () => {
      await mustBeOn(tx, 'quick_message');
      const { senderId, contactPointId, language } = await reachedByText(tx, patientId);
      const { nameInMessages } = await findPracticeWords(tx);
      const body = text.includes(nameInMessages) ? text : `${nameInMessages}: ${text}`;
      return queueMessage(
        tx,
        {
          ...{ kind: 'quick_message', slot: 'staff', channel: 'text' },
          ...{ senderId, contactPointId, patientId, language, body, inReplyTo: null },
          sendAt: tx.now,
          usefulUntil: tx.now + DAY_MS,
        },
        staffCause(by, 'wrote'),
      );
    });
    return { message: await messageAfter(tx, queued.id), isNew: queued.isNew };
  });
}

/**
 * Queues a text that a person wrote in answer to a reply. It goes at once, from the number that the reply came to, and the reply
 * waits in the inbox no longer.
 * @throws {Fault} `not_found`; `conflict` where the reply was no text, or who wrote it wants no more texts.
 */
export function answerReply(
  db: Database,
  practiceId: string,
  { replyId, text, by, key }: Written & { readonly replyId: string },
): Promise<QueuedByStaff> {
  return db.inPractice(practiceId, async (tx) => {
    const queued = await onceByKey(tx, key, ['inbox reply', replyId, text], async () => {
      await mustBeOn(tx, 'inbox_reply');
      const reply = await findReplyToAnswer(tx, replyId);
      if (reply === null) throw new Fault('not_found', 'There is no such reply. Take its id from the inbox.');
      if (reply.channel !== 'text')
        throw new Fault('conflict', 'Only a text can be answered by text. Call the patient.');
      if (reply.optedOut) {
        throw new Fault('conflict', 'Whoever wrote this wants no more texts. Call, or wait until they text START.');
      }
      const { senderId, contactPointId, patientId, language } = reply;
      return queueMessage(
        tx,
        {
          ...{ kind: 'inbox_reply', slot: 'staff', channel: 'text' },
          ...{ senderId, contactPointId, patientId, language, body: text, inReplyTo: replyId },
          sendAt: tx.now,
          usefulUntil: tx.now + DAY_MS,
        },
        staffCause(by, 'wrote', { replyId }),
      );
    });
    return { message: await messageAfter(tx, queued.id), isNew: queued.isNew };
  });
}

async function mustBeOn(tx: PracticeTransaction, kind: Kind): Promise<void> {
  if (kindOf(await readKinds(tx), kind).on) return;
  throw new Fault('conflict', `The practice has switched this kind off (${kind}). PATCH /api/v1/kinds switches it on.`);
}

/** Whom a text to the patient goes from and to. Throws where it cannot go. */
async function reachedByText(tx: PracticeTransaction, patientId: string) {
  const patient = await findPatientToText(tx, patientId);
  if (patient === null) throw new Fault('not_found', 'No patient of this practice has this id.');
  const { status, contact, allowText, senderId, language } = patient;
  const why =
    status === 'active' ? contactReason(contact === null ? [] : [contact], allowText, 'text') : ('inactive' as const);
  if (why !== null) {
    throw new Fault('conflict', `This patient cannot be written to by text (${withheldReasons[why]}). Call instead.`);
  }
  if (senderId === null)
    throw new Fault('conflict', 'The practice has no number that texts go out from. Call instead.');
  invariant(contact !== null, 'a contact that nothing speaks against is there');
  return { senderId, contactPointId: contact.id, language };
}
