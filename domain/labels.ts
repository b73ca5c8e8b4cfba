import type { MessageState } from './message-state.ts';
import type { Answer, PmsState } from './planning/plan.ts';

/** What staff read of a message. The words are the product's and never change. */
export type MessageLabel =
  | 'Message Not Sent'
  | 'Message Sent'
  | 'Message Received'
  | 'Message Not Received'
  | 'Confirmed'
  | 'Declined'
  | 'Will Not Be Sent';

/** What staff read of an appointment. */
export type AppointmentLabel =
  'Cancelled/Resch in PM System' | 'No Show' | 'Completed' | 'Arrived' | 'Declined' | 'Confirmed' | 'Not Confirmed';

/** What staff read of a recall: `Booked` once a visit that counts is in the PMS. */
export type RecallLabel = 'Removed in PM System' | 'Booked' | 'Declined' | 'Confirmed' | 'Not Confirmed';

/** What staff read of an order. */
export type OrderLabel = 'Removed in PM System' | 'Dispensed' | 'Ready' | 'Not Ready';

const labelOfState: Readonly<Record<MessageState, MessageLabel>> = {
  not_sent: 'Message Not Sent',
  sending: 'Message Not Sent',
  sent: 'Message Sent',
  unknown: 'Message Sent',
  received: 'Message Received',
  not_received: 'Message Not Received',
  withheld: 'Will Not Be Sent',
};

/** What stands beside a label, by the message's detail: how a mail stands that nobody opened, who took a call, and how one ended. */
const noteOfDetail: Readonly<Partial<Record<MessageState, Readonly<Record<string, string>>>>> = {
  sent: {
    delivered: '(delivered, not opened)',
    // A call that nobody heard, and that is not the last one.
    busy: '(line busy, called again)',
    no_answer: '(no answer, called again)',
    failed: '(call failed, called again)',
    canceled: '(call failed, called again)',
    machine: '(a machine, called again)',
    nothing_said: '(nothing could be said, called again)',
  },
  received: { human: '(answered by a person)', machine: '(answered by a machine)' },
  not_received: {
    busy: '(line busy)',
    no_answer: '(no answer)',
    failed: '(call failed)',
    canceled: '(call failed)',
    nothing_said: '(nothing could be said)',
  },
};

/** A message's label, and the words that stand beside it. The patient's answer to it says more than any receipt. */
export function messageLabel(message: {
  readonly state: MessageState;
  readonly answer: Answer;
  readonly detail?: string | null;
}): { readonly label: MessageLabel; readonly labelNote: string | null } {
  const { state, answer, detail } = message;
  // What was never handed over cannot have been answered.
  const answerable = state !== 'withheld' && state !== 'not_sent';
  if (answerable && answer !== 'none') return { label: labelOfAnswer(answer), labelNote: null };
  const labelNote = state === 'unknown' ? '(outcome unknown)' : (noteOfDetail[state]?.[detail ?? ''] ?? null);
  return { label: labelOfState[state], labelNote };
}

/** An appointment's label: the first that fits. What a complete feed no longer holds reads as cancelled. */
export function appointmentLabel(appointment: {
  readonly pms: PmsState;
  readonly gone: boolean;
  readonly answer: Answer;
}): AppointmentLabel {
  const { pms, gone, answer } = appointment;
  if (pms === 'cancelled' || pms === 'rescheduled' || gone) return 'Cancelled/Resch in PM System';
  if (pms === 'no_show') return 'No Show';
  if (pms === 'completed') return 'Completed';
  if (pms === 'arrived') return 'Arrived';
  if (answer !== 'none') return labelOfAnswer(answer);
  return pms === 'confirmed' ? 'Confirmed' : 'Not Confirmed';
}

function labelOfAnswer(answer: Exclude<Answer, 'none'>): 'Confirmed' | 'Declined' {
  return answer === 'confirmed' ? 'Confirmed' : 'Declined';
}
