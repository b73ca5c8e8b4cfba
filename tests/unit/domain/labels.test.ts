import { describe, expect, test } from 'vitest';
import { appointmentLabel, messageLabel } from '../../../domain/labels.ts';
import type { MessageState } from '../../../domain/message-state.ts';
import type { Answer, PmsState } from '../../../domain/planning/plan.ts';

const answers: readonly Answer[] = ['none', 'confirmed', 'declined'];

describe('a message', () => {
  // Every state with every answer. What was not handed over has none to go by.
  test.each<[MessageState, ...string[]]>([
    ['not_sent', 'Message Not Sent', 'Message Not Sent', 'Message Not Sent'],
    ['sending', 'Message Not Sent', 'Confirmed', 'Declined'],
    ['sent', 'Message Sent', 'Confirmed', 'Declined'],
    ['unknown', 'Message Sent (outcome unknown)', 'Confirmed', 'Declined'],
    ['received', 'Message Received', 'Confirmed', 'Declined'],
    ['not_received', 'Message Not Received', 'Confirmed', 'Declined'],
    ['withheld', 'Will Not Be Sent', 'Will Not Be Sent', 'Will Not Be Sent'],
  ])('%s', (state, ...expected) => {
    const shown = answers.map((answer) => {
      const { label, labelNote } = messageLabel({ state, answer });
      return labelNote === null ? label : `${label} ${labelNote}`;
    });
    expect(shown).toEqual(expected);
  });
});

test.each<[MessageState, string | null, Answer, string | null]>([
  ['sent', 'delivered', 'none', '(delivered, not opened)'],
  ['sent', null, 'none', null],
  ['sent', 'deferred', 'none', null],
  ['sent', 'delivered', 'confirmed', null],
  ['received', 'opened', 'none', null],
  ['received', 'human', 'none', '(answered by a person)'],
  ['received', 'machine', 'none', '(answered by a machine)'],
  ['not_received', 'delivered', 'none', null],
  ['sent', 'busy', 'none', '(line busy, called again)'],
  ['sent', 'machine', 'none', '(a machine, called again)'],
  ['sent', 'no_answer', 'confirmed', null],
  ['sent', 'nothing_said', 'none', '(nothing could be said, called again)'],
  ['not_received', 'no_answer', 'none', '(no answer)'],
  ['not_received', 'nothing_said', 'none', '(nothing could be said)'],
  ['not_received', '30003', 'none', null],
])('beside %s with the detail %s and the answer %s stands %s', (state, detail, answer, note) => {
  expect(messageLabel({ state, detail, answer }).labelNote).toBe(note);
});

describe('an appointment', () => {
  // Every PMS state with every answer: none, confirmed, declined.
  test.each<[PmsState, ...string[]]>([
    ['scheduled', 'Not Confirmed', 'Confirmed', 'Declined'],
    ['confirmed', 'Confirmed', 'Confirmed', 'Declined'],
    ['arrived', 'Arrived', 'Arrived', 'Arrived'],
    ['completed', 'Completed', 'Completed', 'Completed'],
    ['no_show', 'No Show', 'No Show', 'No Show'],
    ['cancelled', ...Array<string>(3).fill('Cancelled/Resch in PM System')],
    ['rescheduled', ...Array<string>(3).fill('Cancelled/Resch in PM System')],
  ])('%s', (pms, ...expected) => {
    expect(answers.map((answer) => appointmentLabel({ pms, gone: false, answer }))).toEqual(expected);
    expect(answers.map((answer) => appointmentLabel({ pms, gone: true, answer }))).toEqual(
      Array(3).fill('Cancelled/Resch in PM System'),
    );
  });
});
