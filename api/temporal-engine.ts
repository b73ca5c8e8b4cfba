import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { startReplanNow } from '../activities/start-replan.ts';
import { startSyncNow } from '../activities/start-sync.ts';
import { Fault } from '../domain/fault.ts';
import type { SubjectState } from '../workflows/messages.ts';
import type { Engine } from './engine.ts';

/** A start takes some 10 ms; a person is waiting for it. */
const startingDeadlineMs = 5_000;

/**
 * The engine behind a client, which stays its owner's to close. Its deadlines are real time, whatever the clock of the rest: they
 * run on the wire.
 */
export function temporalEngine(client: Client): Engine {
  return {
    async state(workflowId, deadlineMs) {
      const handle = client.workflow.getHandle(workflowId);
      try {
        return await client.withDeadline(Date.now() + deadlineMs, () => handle.query<SubjectState>('state'));
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return null;
        // No worker, no server or no answer in time: whichever it was, its text stays here.
        throw new Fault('engine_unavailable', 'No worker answered for this workflow. `kept status` shows what runs.');
      }
    },
    async startSync(feed) {
      try {
        return await client.withDeadline(Date.now() + startingDeadlineMs, () =>
          startSyncNow(client, { ...feed, source: 'api' }),
        );
      } catch {
        throw new Fault(
          'engine_unavailable',
          'The workflow engine did not take the sync. `kept status` shows what runs.',
        );
      }
    },
    async startReplan(practiceId) {
      try {
        await client.withDeadline(Date.now() + startingDeadlineMs, () => startReplanNow(client, practiceId));
      } catch {
        throw new Fault(
          'engine_unavailable',
          'The workflow engine did not take the replan. `kept status` shows what runs.',
        );
      }
    },
    async reachable(deadlineMs) {
      try {
        await client.withDeadline(Date.now() + deadlineMs, () => client.workflowService.getSystemInfo({}));
        return true;
      } catch {
        return false;
      }
    },
  };
}
