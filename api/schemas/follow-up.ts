import Type, { type Static } from 'typebox';
import type { StaffWorklistItem } from '../../db/staff-worklist.ts';
import type { StaffWriteBack } from '../../db/staff-write-backs.ts';
import { worklistPriorities, type WorklistType } from '../../domain/worklist.ts';
import { isoTime, isoTimeOrNull } from '../iso-time.ts';
import { Id, Nullable, OneOf, Time } from './shapes.ts';

export const worklistTypes = Object.keys(worklistPriorities) as [WorklistType, ...WorklistType[]];
export const worklistStates = ['open', 'done'] as const;

/** Something that waits for a person. */
export const WorklistItem = Type.Object(
  {
    id: Id,
    type: OneOf(worklistTypes),
    state: OneOf(worklistStates),
    priority: Type.Integer({ description: '0 before everything: an emergency' }),
    appointmentId: Nullable(Id),
    recallId: Nullable(Id),
    visitAt: Nullable(Time),
    patient: Nullable(Type.Object({ id: Id, name: Type.String() })),
    address: Nullable(Type.String({ description: 'The number or address that it is about' })),
    messageId: Nullable(Id),
    replyId: Nullable(Id),
    replyBody: Nullable(Type.String({ description: 'As the patient wrote it' })),
    openedAt: Time,
    renewedAt: Type.String({ format: 'date-time', description: 'When its cause last happened again' }),
  },
  { $id: 'WorklistItem' },
);
export type WorklistItem = Static<typeof WorklistItem>;

/** An item as the API writes it, in its facility's time. */
export function worklistItemJson(row: StaffWorklistItem): WorklistItem {
  const { id, type, state, priority, appointmentId, recallId, address, messageId, replyId, replyBody, timeZone } = row;
  return {
    id,
    type,
    state,
    priority,
    appointmentId,
    recallId,
    visitAt: isoTimeOrNull(row.visitAt, timeZone),
    patient: row.patientId === null ? null : { id: row.patientId, name: row.patientName },
    address,
    messageId,
    replyId,
    replyBody,
    openedAt: isoTime(row.openedAt, timeZone),
    renewedAt: isoTime(row.renewedAt, timeZone),
  };
}

/** An answer that the PMS is to be told of. */
export const WriteBack = Type.Object(
  {
    id: Id,
    appointmentId: Id,
    visitAt: Type.String({ format: 'date-time', description: 'The visit time that the answer was given for' }),
    answer: OneOf(['confirmed', 'declined']),
    state: OneOf(['waiting', 'overtaken'], 'overtaken: a later answer is told in its place'),
    queuedAt: Time,
  },
  { $id: 'WriteBack' },
);
export type WriteBack = Static<typeof WriteBack>;

/** A write-back as the API writes it. */
export function writeBackJson({
  id,
  appointmentId,
  occurrence,
  answer,
  state,
  queuedAt,
  timeZone,
}: StaffWriteBack): WriteBack {
  return {
    id,
    appointmentId,
    visitAt: isoTime(occurrence, timeZone),
    answer,
    state,
    queuedAt: isoTime(queuedAt, timeZone),
  };
}
