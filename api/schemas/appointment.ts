import Type, { type Static } from 'typebox';
import type { ToldOfVisit } from '../../db/group-recipients.ts';
import type { StaffAppointment } from '../../db/staff-appointments.ts';
import type { AppointmentLabel } from '../../domain/labels.ts';
import { isoTime, isoTimeOrNull } from '../iso-time.ts';
import { Id, Nullable, OneOf, Time } from './shapes.ts';
import { messageStates } from './message.ts';

export const appointmentLabels = [
  'Cancelled/Resch in PM System',
  'No Show',
  'Completed',
  'Arrived',
  'Declined',
  'Confirmed',
  'Not Confirmed',
] as const satisfies readonly AppointmentLabel[];
export const answers = ['none', 'confirmed', 'declined'] as const;
export const pmsStates = [
  'scheduled',
  'confirmed',
  'arrived',
  'completed',
  'cancelled',
  'rescheduled',
  'no_show',
] as const;

/** A visit in a list. */
export const Appointment = Type.Object(
  {
    id: Id,
    externalId: Type.String({ description: 'Its id in the PMS' }),
    facility: Type.Object({ id: Id, externalId: Type.String(), name: Type.String() }),
    patient: Type.Object({ id: Id, name: Type.String() }),
    provider: Type.Object({ id: Type.String(), name: Type.String() }),
    type: Type.String(),
    startsAt: Time,
    durationMinutes: Type.Integer(),
    label: OneOf(appointmentLabels),
    answer: OneOf(answers),
    answerSource: Nullable(OneOf(['text', 'voice', 'email', 'staff'])),
    answeredAt: Nullable(Time),
    delivery: Nullable(
      OneOf(messageStates, 'How far the furthest message about its present time has come; null where none was planned'),
    ),
    pmsState: OneOf(pmsStates),
    goneAt: Nullable(Time),
    told: Nullable(
      Type.Object(
        {
          text: Type.String({ description: '`Cancellation sent, still active in PMS`, and the like' }),
          groupMessageId: Id,
          newTime: Nullable(Type.String({ format: 'date-time', description: 'The time that was told' })),
          sent: Type.Boolean({ description: 'A carrier took it, and it did not fail' }),
        },
        { description: 'What staff told of the visit that the PMS does not have yet' },
      ),
    ),
  },
  { $id: 'Appointment' },
);
export type Appointment = Static<typeof Appointment>;

/** A visit as the API writes it, in its facility's time. */
export function appointmentJson(row: StaffAppointment): Appointment {
  return {
    id: row.id,
    externalId: row.externalId,
    facility: { id: row.facilityId, externalId: row.facilityExternalId, name: row.facilityName },
    patient: { id: row.patientId, name: row.patientName },
    provider: { id: row.providerId, name: row.providerName },
    type: row.typeName,
    startsAt: isoTime(row.startsAt, row.timeZone),
    durationMinutes: row.durationMinutes,
    label: row.label,
    answer: row.answer,
    answerSource: row.answerSource,
    answeredAt: isoTimeOrNull(row.answeredAt, row.timeZone),
    delivery: row.delivery,
    pmsState: row.pmsState,
    goneAt: isoTimeOrNull(row.goneAt, row.timeZone),
    told: row.told === null ? null : toldJson(row.told, row.timeZone),
  };
}

const toldWords = {
  cancelled: ['Cancellation', 'still active in PMS'],
  new_time: ['New time', 'still at the former time in PMS'],
} as const;

function toldJson({ groupId, tells, toldAt, sent }: ToldOfVisit, timeZone: string) {
  const [what, still] = toldWords[tells];
  return {
    text: `${what} ${sent ? 'sent' : 'not sent'}, ${still}`,
    groupMessageId: groupId,
    newTime: tells === 'new_time' ? isoTime(toldAt, timeZone) : null,
    sent,
  };
}
