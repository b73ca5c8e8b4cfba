import Type, { type Static } from 'typebox';
import type { ThreadLine as ThreadLineRow } from '../../db/inbox-thread.ts';
import type { WaitingReply } from '../../db/staff-inbox.ts';
import type { OptOut as OptOutRow } from '../../db/staff-opt-outs.ts';
import { isoTime } from '../iso-time.ts';
import { channels } from './message.ts';
import { Id, Nullable, OneOf, Time } from './shapes.ts';

/** A reply that waits for a person. */
export const InboxReply = Type.Object(
  {
    id: Id,
    channel: OneOf(channels),
    address: Type.String({ description: 'Whom it is from' }),
    body: Type.String({ description: 'As the patient wrote it' }),
    mediaLeftOut: Type.Integer({ description: 'Pictures and the like that came with it and were left at the carrier' }),
    reading: Type.String({ description: 'What it was read as' }),
    outcome: Type.String({ description: 'Why it waits, as a slug' }),
    appointmentId: Nullable(Id),
    recallId: Nullable(Id),
    messageId: Nullable(Id),
    receivedAt: Time,
  },
  { $id: 'InboxReply' },
);
export type InboxReply = Static<typeof InboxReply>;

/** A waiting reply as the API writes it. */
export function inboxReplyJson(row: WaitingReply): InboxReply {
  const { id, channel, address, body, mediaLeftOut, reading, outcome, appointmentId, recallId, messageId } = row;
  const receivedAt = isoTime(row.receivedAt, row.timeZone);
  return { id, channel, address, body, mediaLeftOut, reading, outcome, appointmentId, recallId, messageId, receivedAt };
}

/** A line of what went back and forth with whom a reply came from. */
export const ThreadLine = Type.Object(
  {
    id: Type.String({ format: 'uuid', description: 'Of the reply, or of the message' }),
    from: OneOf(['patient', 'practice']),
    channel: OneOf(channels),
    body: Type.String({ description: 'As the patient wrote it, or as it went out' }),
    outcome: Type.String({ description: 'What came of a reply, or how a message stands, as a slug' }),
    appointmentId: Nullable(Id),
    recallId: Nullable(Id),
    at: Time,
  },
  { $id: 'ThreadLine' },
);
export type ThreadLine = Static<typeof ThreadLine>;

/** A line of a thread as the API writes it. */
export function threadLineJson({
  id,
  from,
  channel,
  body,
  outcome,
  appointmentId,
  recallId,
  at,
  timeZone,
}: ThreadLineRow): ThreadLine {
  return { id, from, channel, body, outcome, appointmentId, recallId, at: isoTime(at, timeZone) };
}

/** A contact point that nothing automatic goes to by text or call any more. */
export const OptOut = Type.Object({ id: Id, address: Type.String(), optedOutAt: Time }, { $id: 'OptOut' });
export type OptOut = Static<typeof OptOut>;

/** An opt-out as the API writes it. */
export function optOutJson({ id, address, optedOutAt, timeZone }: OptOutRow): OptOut {
  return { id, address, optedOutAt: isoTime(optedOutAt, timeZone) };
}
