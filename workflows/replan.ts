import { continueAsNew, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { ReplanActivities } from '../activities/replan-activities.ts';

const { replanSome } = proxyActivities<ReplanActivities>({
  startToCloseTimeout: 10 * 60_000,
  // The activity says every few seconds that it lives, whatever it waits for: another worker goes on soon after a death.
  heartbeatTimeout: 15_000,
  retry: { initialInterval: 1_000, backoffCoefficient: 2, maximumInterval: 60_000 },
});

/** Lets a practice's plans follow its changed settings, until all do. How far that is stands in Postgres; this only carries on. */
export async function replan(practiceId: string): Promise<void> {
  for (;;) {
    const { planned, visits, more } = await replanSome.executeWithOptions({ summary: 'plan some visits again' }, [
      practiceId,
    ]);
    setCurrentDetails(`${planned} of ${visits} visits`);
    if (!more) return;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof replan>(practiceId);
  }
}
