import Type, { type Static } from 'typebox';
import type { StaffMessage } from '../../db/staff-messages.ts';
import { withheldReasons, type WithheldReason } from '../../domain/message-state.ts';
import { messageLabel, type MessageLabel } from '../../domain/labels.ts';
import { isoTime, isoTimeOrNull } from '../iso-time.ts';
import { Id, Nullable, OneOf, Time } from './shapes.ts';

export const messageStates = [
  'not_sent',
  'sending',
  'sent',
  'received',
  'not_received',
  'unknown',
  'withheld',
] as const;
export const messageLabels = [
  'Message Not Sent',
  'Message Sent',
  'Message Received',
  'Message Not Received',
  'Confirmed',
  'Declined',
  'Will Not Be Sent',
] as const satisfies readonly MessageLabel[];
export const channels = ['text', 'voice', 'email'] as const;
export const reasons = Object.keys(withheldReasons) as [WithheldReason, ...WithheldReason[]];

/** A message with its life. */
export const Message = Type.Object(
  {
    id: Id,
    appointmentId: Nullable(
      Type.String({ format: 'uuid', description: 'The visit that it, or the reply that it answers, is about' }),
    ),
    recallId: Nullable(
      Type.String({ format: 'uuid', description: 'The recall that it, or the reply that it answers, is about' }),
    ),
    orderId: Nullable(Type.String({ format: 'uuid', description: 'The order that it is about' })),
    patient: Nullable(Type.Object({ id: Id, name: Type.String() })),
    facilityId: Nullable(Id),
    visitAt: Nullable(
      Type.String({
        format: 'date-time',
        description: 'The visit’s time that it is about; null where it is about none, or answers a reply',
      }),
    ),
    inReplyTo: Nullable(Type.String({ format: 'uuid', description: 'The reply that it answers' })),
    kind: Type.String({ description: 'What it is for, as a slug' }),
    kindName: Type.String(),
    step: Type.String(),
    channel: OneOf(channels),
    address: Nullable(Type.String({ description: 'The number or address that it goes to' })),
    language: Type.String(),
    label: OneOf(messageLabels),
    labelNote: Nullable(
      Type.String({ description: 'What stands beside the label, such as that the outcome is unknown' }),
    ),
    state: OneOf(messageStates),
    stateAt: Time,
    detail: Nullable(Type.String({ description: 'The carrier’s code or word, where it gave one' })),
    reason: Nullable(OneOf(reasons, 'Why it will not be sent')),
    reasonText: Nullable(Type.String()),
    answer: OneOf(['none', 'confirmed', 'declined']),
    sendAt: Time,
    computedAt: Type.String({ format: 'date-time', description: 'When its step asks for it' }),
    movedBy: Type.Array(OneOf(['earliest', 'closure', 'window', 'minimum_lead', 'grace', 'late', 'staff']), {
      description: 'What moved it from `computedAt` to `sendAt`',
    }),
    usefulUntil: Type.String({ format: 'date-time', description: 'After it it is not sent any more' }),
    answerableUntil: Type.String({
      format: 'date-time',
      description: 'After it an answer does not count by itself: a person reads it',
    }),
    sentAt: Nullable(Time),
    subjectLine: Nullable(Type.String({ description: 'Of an email, as it was sent' })),
    body: Nullable(Type.String({ description: 'The words as they were sent' })),
    template: Nullable(
      Type.Object(
        { key: Type.String(), version: Type.Integer() },
        {
          description:
            'The template and its version that the words were made from; null before, and of what answers a reply',
        },
      ),
    ),
  },
  { $id: 'Message' },
);
export type Message = Static<typeof Message>;

/** A message as the API writes it, in its facility's time. */
export function messageJson(row: StaffMessage): Message {
  return {
    id: row.id,
    appointmentId: row.appointmentId,
    recallId: row.recallId,
    orderId: row.orderId,
    patient: row.patientId === null ? null : { id: row.patientId, name: row.patientName },
    facilityId: row.facilityId,
    visitAt: row.inReplyTo === null && row.appointmentId !== null ? isoTime(row.occurrence, row.timeZone) : null,
    inReplyTo: row.inReplyTo,
    kind: row.kind,
    kindName: row.kindName,
    step: row.slot,
    channel: row.channel,
    address: row.address,
    language: row.language,
    label: row.label,
    labelNote: messageLabel(row).labelNote,
    state: row.state,
    stateAt: isoTime(row.stateAt, row.timeZone),
    detail: row.detail,
    reason: row.reason,
    reasonText: row.reason === null ? null : withheldReasons[row.reason],
    answer: row.answer,
    sendAt: isoTime(row.sendAt, row.timeZone),
    computedAt: isoTime(row.computedAt, row.timeZone),
    movedBy: [...row.movedBy],
    usefulUntil: isoTime(row.usefulUntil, row.timeZone),
    answerableUntil: isoTime(row.answerableUntil, row.timeZone),
    sentAt: isoTimeOrNull(row.sentAt, row.timeZone),
    subjectLine: row.subjectLine,
    body: row.body,
    template: row.template,
  };
}
