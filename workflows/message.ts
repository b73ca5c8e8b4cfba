import { condition, setHandler } from '@temporalio/workflow';
import { replanned, state, type SubjectStart } from './messages.ts';
import { PlanRunner } from './plan-runner.ts';
import { send } from './send.ts';

/**
 * The life of a message that is about no visit, such as the answer to a reply: send it, wait where the send says so, and end as
 * soon as nothing is left. What comes back later, because the carrier proved not to have it, gets a run of its own.
 */
export async function message(start: SubjectStart): Promise<void> {
  const runner = new PlanRunner(start.plan);
  let armedAt: number | null = null;

  setHandler(replanned, (plan) => void runner.adopt(plan));
  setHandler(state, () => ({ ...runner.plan, asleepUntil: armedAt }));

  while (runner.plan.entries.length > 0) {
    const due = runner.due(Date.now());
    if (due !== null) {
      runner.adoptAfterSending(due, await send(start.practiceId, due), Date.now());
      continue;
    }

    armedAt = runner.wakeAt;
    const summary = `next at ${new Date(armedAt).toISOString()}`;
    await condition(() => runner.wakeAt !== armedAt, armedAt - Date.now(), { summary });
    armedAt = null;
  }
}
