import {
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Plan } from '../domain/planning/plan.ts';
import { cancelled, confirmed, declined, replanned, rescheduled, state, type SubjectStart } from './messages.ts';
import { PlanRunner } from './plan-runner.ts';
import { searchAttributes } from './search-attributes.ts';
import { send } from './send.ts';

/**
 * The life of a visit, a recall or an order: wait until the plan's next time, send what is due, go on, and end a day after the last
 * of it. What the plan holds is decided elsewhere and arrives whole with each signal; this only carries it out.
 */
export async function carryOut(start: SubjectStart): Promise<void> {
  const runner = new PlanRunner(start.plan);
  let armedAt: number | null = null;

  for (const signal of [confirmed, declined, rescheduled, cancelled, replanned]) {
    setHandler(signal, (plan) => {
      const before = runner.plan;
      if (runner.adopt(plan)) showInTheUi(before, plan);
    });
  }
  setHandler(state, () => ({ ...runner.plan, asleepUntil: armedAt }));
  setCurrentDetails(inWords(runner.plan));

  while (!runner.isOver(Date.now())) {
    const due = runner.due(Date.now());
    if (due !== null) {
      const plan = await send(start.practiceId, due);
      runner.adoptAfterSending(due, plan, Date.now());
      setCurrentDetails(inWords(runner.plan));
      continue;
    }

    armedAt = runner.wakeAt;
    await condition(() => runner.wakeAt !== armedAt, armedAt - Date.now(), { summary: nextInWords(runner.plan) });
    armedAt = null;

    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof carryOut>({ ...start, plan: runner.plan });
  }
}

/** Brings what operators see up to date. It is done where the plan arrives, since a change need not wake the run. */
function showInTheUi(before: Plan, plan: Plan): void {
  const changes = [
    ...(plan.answer === before.answer ? [] : [{ key: searchAttributes.answer, value: plan.answer }]),
    ...(plan.visitAt === before.visitAt ? [] : [{ key: searchAttributes.visitAt, value: new Date(plan.visitAt) }]),
  ];
  if (changes.length > 0) upsertSearchAttributes(changes);
  setCurrentDetails(inWords(plan));
}

function inWords(plan: Plan): string {
  return [
    `Plan version ${plan.version}; PMS: ${plan.pms}; answer: ${plan.answer}`,
    ...plan.entries.map((entry) => `- ${entry.channel} at ${inUtc(entry.at)} (message ${entry.messageId})`),
    `Ends ${inUtc(plan.endsAt)}`,
  ].join('\n');
}

function nextInWords(plan: Plan): string {
  const next = plan.entries[0];
  return next === undefined
    ? `nothing to send; ends ${inUtc(plan.endsAt)}`
    : `next: ${next.channel} at ${inUtc(next.at)}`;
}

function inUtc(at: number): string {
  return new Date(at).toISOString();
}
