import type { PlannedCircumstances } from '../../../operations/explaining/message-reasons.ts';
import type { StaffAppointment } from '../../../db/staff-appointments.ts';
import type { StaffMessage } from '../../../db/staff-messages.ts';

/** 10:00 in Norfolk on Tuesday the 24th. */
export const visitAt = Date.parse('2026-11-24T15:00:00Z');
const dayBefore = visitAt - 86_400_000;

/** A visit that stands, unanswered. */
export function aVisit(given: Partial<StaffAppointment> = {}): StaffAppointment {
  return {
    id: 'visit',
    keyAt: '',
    externalId: 'A1',
    facilityId: 'facility',
    facilityExternalId: 'norfolk',
    facilityName: 'Norfolk',
    timeZone: 'America/New_York',
    patientId: 'patient',
    patientName: 'Ada Nobody',
    providerId: 'p1',
    providerName: 'Dr Who',
    typeName: 'Checkup',
    startsAt: visitAt,
    durationMinutes: 30,
    pmsState: 'scheduled',
    goneAt: null,
    told: null,
    answer: 'none',
    answerSource: null,
    answeredAt: null,
    delivery: 'not_sent',
    label: 'Not Confirmed',
    ...given,
  };
}

/** A reminder of that visit, a day before it, waiting for its time. */
export function aMessage(given: Partial<StaffMessage> = {}): StaffMessage {
  return {
    id: 'message',
    keyAt: '',
    appointmentId: 'visit',
    recallId: null,
    orderId: null,
    patientId: 'patient',
    patientName: 'Ada Nobody',
    facilityId: 'facility',
    timeZone: 'America/New_York',
    inReplyTo: null,
    occurrence: visitAt,
    kind: 'appointment_reminder',
    kindName: 'Appointment Reminder',
    slot: 'one-day',
    heldBy: null,
    channel: 'text',
    address: '+17575550100',
    language: 'en',
    computedAt: dayBefore,
    sendAt: dayBefore,
    movedBy: [],
    usefulUntil: visitAt,
    answerableUntil: visitAt,
    state: 'not_sent',
    stateAt: dayBefore - 86_400_000,
    detail: null,
    reason: null,
    answer: 'none',
    body: null,
    subjectLine: null,
    template: null,
    sentAt: null,
    createdAt: dayBefore - 86_400_000,
    label: 'Message Not Sent',
    ...given,
  };
}

/** Nothing speaks against sending. */
export function theCircumstances(given: Partial<PlannedCircumstances> = {}): PlannedCircumstances {
  return {
    offset: '-P1D',
    patientStatus: 'active',
    allowed: null,
    optedOutAt: null,
    landlineAt: null,
    invalidAt: null,
    wrongNumberAt: null,
    liveAt: dayBefore - 864_000_000,
    inRehearsal: false,
    channelMode: 'on',
    channelPausedAt: null,
    feedPauseAfterMs: 96 * 3_600_000,
    exportedAt: dayBefore - 3_600_000,
    ...given,
  };
}
