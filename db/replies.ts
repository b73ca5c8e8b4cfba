import type { Asked } from '../domain/answers/which-visit.ts';
import type { Answer, Channel } from '../domain/planning/plan.ts';
import type { PracticeTransaction, Transaction } from './database.ts';
import type { Carrier } from '../domain/carrier.ts';

/** The sender that a reply came to, and so the practice; null where the number is nobody's. */
export async function findSenderByAddress(
  tx: Transaction,
  channel: Channel,
  address: string,
): Promise<{ id: string; practiceId: string; carrier: Carrier } | null> {
  const [row] = await tx.sql<{ id: string; practiceId: string; carrier: Carrier }[]>`
    SELECT senders.id, senders.practice_id AS "practiceId", practices.carrier
    FROM senders
    JOIN practices ON practices.id = senders.practice_id
    WHERE senders.channel = ${channel} AND senders.address = ${address}`;
  return row ?? null;
}

/** The contact point of an address, made when it is new to the practice. */
export async function ensureContactPoint(tx: PracticeTransaction, address: string): Promise<string> {
  await tx.sql`
    INSERT INTO contact_points (practice_id, address) VALUES (${tx.practiceId}, ${address})
    ON CONFLICT (practice_id, address) DO NOTHING`;
  // A statement of its own: only so does it see a row that the first one waited for.
  const [row] = await tx.sql<[{ id: string }]>`SELECT id FROM contact_points WHERE address = ${address}`;
  return row.id;
}

/** Every message that this sender handed over to this contact point and whose answer could still count, newest first. */
export function findAskedMessages(tx: PracticeTransaction, senderId: string, contactPointId: string): Promise<Asked[]> {
  return tx.sql<Asked[]>`
    SELECT
      message.id AS "messageId", visit.id AS "appointmentId", message.occurrence, visit.starts_at AS "startsAt",
      visit.pms_state AS pms, visit.gone_at IS NOT NULL AS gone, visit.answer
    FROM messages message
    JOIN appointments visit ON visit.id = message.subject_id
    WHERE message.contact_point_id = ${contactPointId} AND message.sender_id = ${senderId}
      AND message.state IN ('sending', 'sent', 'received', 'unknown')
      AND message.answerable_until > ${tx.now}
    ORDER BY message.sent_at DESC NULLS LAST, message.state_at DESC`;
}

/** Keeps a reply as it came. Returns null where one of this carrier's id was recorded before. */
export async function addReply(
  tx: PracticeTransaction,
  reply: {
    readonly channel: Channel;
    readonly senderId: string;
    readonly contactPointId: string;
    readonly carrierId: string;
    readonly body: string;
    readonly reading: string;
    readonly rule: string;
    readonly outcome: string;
    readonly messageId: string | null;
    readonly appointmentId: string | null;
  },
): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    INSERT INTO replies (practice_id, channel, sender_id, contact_point_id, carrier_id, body, reading, rule, outcome,
      message_id, appointment_id, received_at)
    VALUES (${tx.practiceId}, ${reply.channel}, ${reply.senderId}, ${reply.contactPointId}, ${reply.carrierId}, ${reply.body},
      ${reply.reading}, ${reply.rule}, ${reply.outcome}, ${reply.messageId}, ${reply.appointmentId}, ${tx.now})
    ON CONFLICT (practice_id, carrier_id) DO NOTHING
    RETURNING id`;
  return row?.id ?? null;
}

/**
 * Notes the answer on the message that it was given to. An answer implies that the message was received; of one that is still in
 * hand it only notes the word, since whether the carrier has that one is for its own end to say.
 */
export async function answerMessage(tx: PracticeTransaction, messageId: string, answer: Answer): Promise<void> {
  await tx.sql`
    UPDATE messages
    SET answer = ${answer},
        word = CASE WHEN state IN ('not_sent', 'withheld') THEN word ELSE 'received' END,
        state = CASE WHEN state IN ('sent', 'unknown', 'not_received') THEN 'received' ELSE state END,
        state_at = CASE WHEN state IN ('sent', 'unknown', 'not_received') THEN ${tx.now} ELSE state_at END
    WHERE id = ${messageId}`;
}
