import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import type { SyncRequest } from './feed-activities.ts';

/**
 * Starts a sync of a feed now. One at a time: where one that was started so is at work, `started` is false, and it may have read
 * the files before they last changed.
 */
export async function startSyncNow(
  client: Client,
  request: SyncRequest,
): Promise<{ workflowId: string; started: boolean }> {
  const workflowId = `sync:${request.feedId}`;
  try {
    await client.workflow.start('sync', { workflowId, taskQueue: 'kept', args: [request] });
    return { workflowId, started: true };
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return { workflowId, started: false };
    throw error;
  }
}
