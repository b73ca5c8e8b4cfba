import { kindOf } from '../../../domain/kinds.ts';
import { shippedKinds } from '../../../domain/shipped-kinds.ts';
import { expect, test } from 'vitest';
import type { PlannedCircumstances } from '../../../operations/explaining/message-reasons.ts';
import type { StaffAppointment } from '../../../db/staff-appointments.ts';
import type { StaffMessage } from '../../../db/staff-messages.ts';
import { messageReasons } from '../../../operations/explaining/message-reasons.ts';
import { aMessage, aVisit, theCircumstances, visitAt } from './a-story.ts';

interface Case {
  readonly message?: Partial<StaffMessage>;
  readonly visit?: Partial<StaffAppointment>;
  readonly circumstances?: Partial<PlannedCircumstances>;
  readonly now?: number;
}

const at = visitAt - 86_400_000;
const reasons = ({ message, visit, circumstances, now = at }: Case) =>
  messageReasons(
    aMessage(message),
    { type: 'appointment', visit: aVisit(visit) },
    theCircumstances(circumstances),
    kindOf(shippedKinds, message?.kind ?? 'appointment_reminder'),
    now,
  );

test('nothing stops a message that nothing speaks against, and the reader is told what planned it', () => {
  const steps = reasons({});
  expect(steps.filter(({ stops }) => stops)).toEqual([]);
  expect(steps[0]).toEqual({
    question: 'What planned it?',
    answer:
      'Step one-day of Appointment Reminder (1 day before the visit) asks for Mon 2026-11-23 10:00, for the visit on Tue 2026-11-24 10:00.',
    stops: false,
  });
});

test.each<[string, Case, string, string]>([
  ['a visit that is gone', { visit: { goneAt: at } }, 'Does the visit stand?', 'No: it is no longer in the PMS.'],
  [
    'a visit that is cancelled',
    { visit: { pmsState: 'cancelled' } },
    'Does the visit stand?',
    'No: the PMS has it as cancelled.',
  ],
  ['a no show', { visit: { pmsState: 'no_show' } }, 'Does the visit stand?', 'No: the PMS has it as no show.'],
  [
    'a visit that moved',
    { visit: { startsAt: visitAt + 3_600_000 } },
    'Does the visit stand?',
    'It moved to Tue 2026-11-24 11:00.',
  ],
  [
    'a patient who died',
    { circumstances: { patientStatus: 'deceased' } },
    'May the patient be written to?',
    'No: the PMS has them as deceased.',
  ],
  [
    'a channel that the PMS forbids',
    { circumstances: { allowed: false } },
    'May the patient be written to?',
    'No: the PMS does not allow text.',
  ],
  [
    'no contact',
    { message: { address: null } },
    'Where does it go?',
    'Nowhere: no usable contact for text is on file.',
  ],
  [
    'an opt-out',
    { circumstances: { optedOutAt: at - 86_400_000 } },
    'Where does it go?',
    'To +17575550100, opted out on Sun 2026-11-22 10:00.',
  ],
  [
    'a landline',
    { circumstances: { landlineAt: at } },
    'Where does it go?',
    'To +17575550100, found to be a landline on Mon 2026-11-23 10:00.',
  ],
  [
    'a rehearsal',
    { circumstances: { liveAt: null } },
    'Is the practice live?',
    'No: only contacts on its rehearsal list are written to.',
  ],
  ['a channel that is off', { circumstances: { channelMode: 'off' } }, 'Is the channel on?', 'No: it is switched off.'],
  ['a pause', { circumstances: { channelPausedAt: at } }, 'Is the channel on?', 'Paused on Mon 2026-11-23 10:00.'],
  [
    'a copy that is too old',
    { circumstances: { exportedAt: at - 97 * 3_600_000 } },
    'Is the copy of the PMS new enough?',
    'No: it is of Thu 2026-11-19 09:00.',
  ],
  [
    'no copy at all',
    { circumstances: { exportedAt: null } },
    'Is the copy of the PMS new enough?',
    'No feed was ever applied.',
  ],
  [
    'its usefulness being over',
    { now: visitAt },
    'When does it go?',
    'At Mon 2026-11-23 10:00; useful until Tue 2026-11-24 10:00.',
  ],
  [
    'its being withheld',
    { message: { state: 'withheld', reason: 'capped', label: 'Will Not Be Sent' } },
    'What became of it?',
    'Will Not Be Sent: Capped (withheld since Sun 2026-11-22 10:00).',
  ],
])('%s alone stops it, and is said', (_, given, question, answer) => {
  const stopping = reasons(given).filter(({ stops }) => stops);
  expect(stopping).toEqual([{ question, answer, stops: true }]);
});

test.each<[string, Case, string]>([
  [
    'a contact of the rehearsal',
    { circumstances: { liveAt: null, inRehearsal: true } },
    'No, but this contact is on its rehearsal list.',
  ],
  ['a confirmation at the desk', { visit: { pmsState: 'confirmed' } }, 'Yes: the PMS has it as confirmed.'],
  [
    'an answer',
    { visit: { answer: 'confirmed', answerSource: 'text', answeredAt: at } },
    'Yes: confirmed by text on Mon 2026-11-23 10:00. Unless the practice set it otherwise, that ends its reminders.',
  ],
  [
    'a move into the hours of delivery',
    { message: { sendAt: at - 3_600_000, movedBy: ['closure', 'window'] } },
    'At Mon 2026-11-23 09:00, moved because nothing goes by this channel on that day; it fell outside the hours of delivery; useful until Tue 2026-11-24 10:00.',
  ],
  [
    'a step that is no more',
    { circumstances: { offset: null } },
    'Step one-day of Appointment Reminder, which the schedule no longer has, asks for Mon 2026-11-23 10:00, for the visit on Tue 2026-11-24 10:00.',
  ],
])('%s does not stop it, and is said', (_, given, answer) => {
  const steps = reasons(given);
  expect(steps.filter(({ stops }) => stops)).toEqual([]);
  expect(steps.map((step) => step.answer)).toContain(answer);
});

test.each([
  ['-P3D', '3 days before the visit'],
  ['-PT2H', '2 hours before the visit'],
  ['+P1D', '1 day after the visit'],
  ['-P1DT2H', '-P1DT2H'],
])('an offset of %s is told as "%s"', (offset, words) => {
  expect(reasons({ circumstances: { offset } })[0]?.answer).toContain(`(${words})`);
});

test('what follows a visit up asks whether the PMS says that it came to that', () => {
  const called = (pmsState: 'completed' | 'no_show') =>
    reasons({ message: { kind: 'after_appointment' }, visit: { pmsState } }).find(
      ({ question }) => question === 'Does the visit call for it?',
    );
  expect(called('completed')).toMatchObject({ answer: 'Yes: the PMS has it as completed.', stops: false });
  expect(called('no_show')).toMatchObject({ answer: 'No: the PMS has it as no show.', stops: true });
});
