import type { Kind } from '../domain/kinds.ts';
import type { MessageState } from '../domain/message-state.ts';
import type { Channel, EpochMs } from '../domain/planning/plan.ts';
import type { ContactPoint } from '../domain/planning/planning-facts.ts';
import type { PracticeTransaction } from './database.ts';
import type { PlanHead } from './subjects.ts';

/** A message that is about no visit, with the words that it is to have. */
export interface MessageToQueue {
  readonly kind: Kind;
  /** Which of its kind it is: what an acknowledgement says, in a slug. */
  readonly slot: string;
  readonly channel: Channel;
  readonly senderId: string;
  readonly contactPointId: string;
  /** Null where nobody is known behind the contact point. */
  readonly patientId: string | null;
  readonly language: string;
  readonly body: string;
  /** The reply that it answers; null where staff write of themselves. */
  readonly inReplyTo: string | null;
  readonly sendAt: EpochMs;
  readonly usefulUntil: EpochMs;
}

/** Adds the message with a subject of its own, whose first plan it is. Returns the ids of both. */
export async function addQueuedMessage(
  tx: PracticeTransaction,
  message: MessageToQueue,
  head: PlanHead,
): Promise<{ subjectId: string; messageId: string }> {
  const [row] = await tx.sql<[{ subjectId: string; messageId: string }]>`
    WITH subject AS (
      INSERT INTO subjects (practice_id, type, plan_version, plan_head, ends_at)
      VALUES (${tx.practiceId}, 'message', 1, ${tx.sql.json(head)}, ${head.endsAt})
      RETURNING id
    )
    INSERT INTO messages (
      practice_id, subject_id, patient_id, occurrence, kind, slot, channel, sender_id, contact_point_id, language, body,
      in_reply_to, computed_at, send_at, useful_until, answerable_until, state, state_at, created_at
    )
    SELECT
      ${tx.practiceId}, subject.id, ${message.patientId}, ${message.sendAt}, ${message.kind}, ${message.slot},
      ${message.channel}, ${message.senderId}, ${message.contactPointId}, ${message.language}, ${message.body},
      ${message.inReplyTo}, ${message.sendAt}, ${message.sendAt}, ${message.usefulUntil}, ${message.usefulUntil},
      'not_sent', ${tx.now}, ${tx.now}
    FROM subject
    RETURNING subject_id AS "subjectId", id AS "messageId"`;
  return row;
}

/** A queued message as its claim looks at it, with what is known of whom it goes to. */
export interface QueuedMessage {
  readonly id: string;
  readonly subjectId: string;
  readonly slot: string;
  readonly channel: Channel;
  readonly state: MessageState;
  readonly body: string;
  readonly queuedAt: EpochMs;
  readonly sendAt: EpochMs;
  readonly usefulUntil: EpochMs;
  readonly inReplyTo: string | null;
  readonly patientId: string | null;
  readonly sender: { readonly id: string; readonly address: string };
  readonly contact: ContactPoint & { readonly address: string };
}

/** The message with its row lock; those of its subject and contact point are held, so what it says of them stays. */
export async function lockQueuedMessage(tx: PracticeTransaction, messageId: string): Promise<QueuedMessage | null> {
  const [row] = await tx.sql<QueuedMessage[]>`
    SELECT
      message.id, message.subject_id AS "subjectId", message.slot, message.channel, message.state, message.body,
      message.computed_at AS "queuedAt", message.send_at AS "sendAt", message.useful_until AS "usefulUntil",
      message.in_reply_to AS "inReplyTo", message.patient_id AS "patientId",
      jsonb_build_object('id', sender.id, 'address', sender.address) AS sender,
      jsonb_build_object(
        'id', contact.id, 'address', contact.address, 'optedOut', contact.opted_out_at IS NOT NULL,
        'landline', contact.landline_at IS NOT NULL, 'invalid', contact.invalid_at IS NOT NULL,
        'wrongNumber', contact.wrong_number_at IS NOT NULL
      ) AS contact
    FROM messages message
    JOIN senders sender ON sender.id = message.sender_id
    JOIN contact_points contact ON contact.id = message.contact_point_id
    WHERE message.id = ${messageId}
    FOR NO KEY UPDATE OF message`;
  return row ?? null;
}
