import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { SubjectType } from '../db/subjects.ts';
import { nextTime, type EpochMs, type Plan } from '../domain/planning/plan.ts';
import type { PlanToBring } from '../operations/planning/plans-to-bring.ts';
import type { appointment } from '../workflows/appointment.ts';
import type { message } from '../workflows/message.ts';
import { cancelled, confirmed, declined, replanned, rescheduled } from '../workflows/messages.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';

/** The task queue of everything that is not a carrier's or a feed's. */
export const keptQueue = 'kept';

/**
 * What the engine was told. `parkedUntil` is left out where the run's sleep is as it was.
 * `over`: nothing is left to send and the plan's end has come, or there is no visit to wait for: no run is started for it again.
 */
export type Dispatched = { readonly told: 'over' } | { readonly told: 'engine'; readonly parkedUntil?: EpochMs | null };

const summaries: Readonly<Record<SubjectType, string>> = {
  appointment: 'A visit and its messages',
  recall: 'A recall and its messages',
  order: 'An order and its messages',
  message: 'A message that is about nothing but itself',
};
/**
 * Which runs' tasks are taken first where more wait than workers, or than the carrier's pace lets through; the engine takes lower
 * numbers first. Sends inherit it from their run: what answers a patient waits behind no morning's reminders.
 */
const priorities: Readonly<Record<SubjectType, number>> = { message: 1, appointment: 3, recall: 4, order: 4 };
const signals = { confirmed, declined, rescheduled, cancelled, replanned };

/**
 * Brings a plan to its workflow. A run in its start delay is left asleep where the next time is not earlier than its waking: a
 * plain signal is recorded there and wakes nobody. Where it is earlier, signal-with-start wakes it. What has no run gets one,
 * parked until its first time.
 */
export async function dispatch(
  client: Client,
  { mark, plan, subject }: PlanToBring,
  now: EpochMs,
): Promise<Dispatched> {
  if (plan.entries.length === 0 && (subject.type === 'message' || plan.endsAt <= now)) return { told: 'over' };
  const workflowId = workflowIdOf(subject.type, mark.subjectId);
  const next = nextTime(plan);
  const parkedUntil = subject.parkedUntil !== null && subject.parkedUntil > now ? subject.parkedUntil : null;
  const started = subject.engineVersion > 0;
  const mustWake = parkedUntil !== null && next < parkedUntil;

  // What is due now is told by the surer way: where the run has gone and come back asleep, a plain signal would not wake it.
  if (started && !mustWake && next > now) {
    try {
      await client.workflow.getHandle(workflowId).signal(signals[mark.signal], plan);
      return { told: 'engine' };
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }

  // Whole seconds, upwards: a run that wakes a moment early would arm a timer for the rest, at eight events more.
  const delay = Math.ceil(Math.max(0, next - now) / 1_000) * 1_000;
  await client.workflow.signalWithStart<typeof appointment | typeof message, [Plan]>(subject.type, {
    workflowId,
    taskQueue: keptQueue,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    args: [{ practiceId: mark.practiceId, subjectId: mark.subjectId, plan }],
    signal: signals[mark.signal],
    signalArgs: [plan],
    ...(delay > 0 ? { startDelay: delay } : {}),
    // Practices take turns.
    priority: { priorityKey: priorities[subject.type], fairnessKey: mark.practiceId },
    staticSummary: summaries[subject.type],
    typedSearchAttributes: new TypedSearchAttributes([
      { key: searchAttributes.practice, value: mark.practiceId },
      ...(subject.facilityId === null ? [] : visitAttributes(subject.facilityId, plan)),
    ]),
  });
  return { told: 'engine', parkedUntil: mustWake || delay === 0 ? null : next };
}

/** Its workflow's type is its own. */
export function workflowIdOf(type: SubjectType, subjectId: string): string {
  return `${type}:${subjectId}`;
}

/** What only a message that is a subject by itself has not. */
function visitAttributes(facilityId: string, plan: Plan) {
  return [
    { key: searchAttributes.facility, value: facilityId },
    { key: searchAttributes.visitAt, value: new Date(plan.visitAt) },
    { key: searchAttributes.answer, value: plan.answer },
  ];
}
