import type { StaffAppointment } from '../../db/staff-appointments.ts';
import type { StaffMessage } from '../../db/staff-messages.ts';
import type { StaffOrder } from '../../db/staff-orders.ts';
import type { StaffRecall } from '../../db/staff-recalls.ts';
import { goesBefore, changeTold, type KindRecord } from '../../domain/kinds.ts';
import { callsFor } from '../../domain/planning/visit-trigger.ts';
import type { About } from './about.ts';
import type { ReasonStep } from './reason-step.ts';
import { wallTimeInWords } from './wall-time-in-words.ts';

/** Whether what a message is about still calls for it: as the PMS has it, and as the patient answered. */
export function standingSteps(message: StaffMessage, about: About, kind: KindRecord): ReasonStep[] {
  switch (about.type) {
    case 'appointment': {
      const stands = stepOfVisit(message, about.visit, kind);
      return [stands, answerStep(about.visit, 'Unless the practice set it otherwise, that ends its reminders.')];
    }
    case 'recall':
      return [recallStep(message, about.recall), answerStep(about.recall, 'That ends the recall.')];
    case 'order':
      return [orderStep(message, about.order)];
  }
}

function stepOfVisit(message: StaffMessage, visit: StaffAppointment, kind: KindRecord): ReasonStep {
  if (kind.startsFrom === 'visit_cancelled') return cancelledStep(message, visit);
  return goesBefore(kind) || changeTold(kind) !== null ? visitStep(message, visit) : afterVisitStep(visit, kind);
}

/** A notice that a visit is off goes while it is. */
function cancelledStep(message: StaffMessage, visit: StaffAppointment): ReasonStep {
  const question = 'Is the visit off?';
  if (visit.startsAt !== message.occurrence) {
    return { question, answer: `It moved to ${wallTimeInWords(visit.startsAt, visit.timeZone)}.`, stops: true };
  }
  if (visit.goneAt !== null) return { question, answer: 'Yes: it is no longer in the PMS.', stops: false };
  const stops = visit.pmsState !== 'cancelled';
  return {
    question,
    answer: `${stops ? 'No' : 'Yes'}: the PMS has it as ${visit.pmsState.replace('_', ' ')}.`,
    stops,
  };
}

function visitStep(message: StaffMessage, visit: StaffAppointment): ReasonStep {
  const question = 'Does the visit stand?';
  if (visit.goneAt !== null) return { question, answer: 'No: it is no longer in the PMS.', stops: true };
  if (visit.pmsState !== 'scheduled' && visit.pmsState !== 'confirmed') {
    return { question, answer: `No: the PMS has it as ${visit.pmsState.replace('_', ' ')}.`, stops: true };
  }
  return visit.startsAt === message.occurrence
    ? { question, answer: `Yes: the PMS has it as ${visit.pmsState}.`, stops: false }
    : { question, answer: `It moved to ${wallTimeInWords(visit.startsAt, visit.timeZone)}.`, stops: true };
}

/** What follows a visit up goes where the PMS says that it came to that. */
function afterVisitStep(visit: StaffAppointment, kind: KindRecord): ReasonStep {
  const stops = !callsFor(kind, { pms: visit.pmsState, gone: visit.goneAt !== null });
  const state = visit.goneAt === null ? `has it as ${visit.pmsState.replace('_', ' ')}` : 'has it no longer';
  return { question: 'Does the visit call for it?', answer: `${stops ? 'No' : 'Yes'}: the PMS ${state}.`, stops };
}

function recallStep(message: StaffMessage, recall: StaffRecall): ReasonStep {
  const question = 'Is the recall due, and nothing booked?';
  if (recall.goneAt !== null) return { question, answer: 'No: it is no longer in the PMS.', stops: true };
  if (recall.label === 'Booked') return { question, answer: 'No: a visit is booked.', stops: true };
  if (!recall.hasBegun) return { question, answer: 'It waits for its place among the overdue ones.', stops: true };
  return ofItsDay(question, message, recall, `Yes: it is due on ${recall.dueOn}, and nothing is booked.`);
}

function orderStep(message: StaffMessage, order: StaffOrder): ReasonStep {
  const question = 'Is the order ready, and not yet dispensed?';
  if (order.goneAt !== null) return { question, answer: 'No: it is no longer in the PMS.', stops: true };
  if (order.pmsState === 'dispensed') return { question, answer: 'No: it is dispensed.', stops: true };
  if (order.pmsState === 'ordered') return { question, answer: 'No: it is not ready.', stops: true };
  return ofItsDay(question, message, order, `Yes: it is ready since ${order.readyOn ?? 'a day that is not known'}.`);
}

function ofItsDay(
  question: string,
  { occurrence }: StaffMessage,
  { startsAt, timeZone }: StaffRecall | StaffOrder,
  yes: string,
): ReasonStep {
  return startsAt === occurrence
    ? { question, answer: yes, stops: false }
    : { question, answer: `Its messages now count from ${wallTimeInWords(startsAt, timeZone)}.`, stops: true };
}

function answerStep(
  { answer, answerSource, answeredAt, timeZone }: StaffAppointment | StaffRecall,
  consequence: string,
): ReasonStep {
  const question = 'Is it answered already?';
  if (answer === 'none' || answeredAt === null) return { question, answer: 'No.', stops: false };
  const when = wallTimeInWords(answeredAt, timeZone);
  return {
    question,
    answer: `Yes: ${answer} by ${answerSource ?? 'someone'} on ${when}. ${consequence}`,
    stops: false,
  };
}
