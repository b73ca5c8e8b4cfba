import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';

/** Lets a practice's plans follow its newest change of settings. One at a time: one that is at work takes the newer change up itself. */
export async function startReplanNow(client: Client, practiceId: string): Promise<void> {
  try {
    await client.workflow.start('replan', {
      workflowId: `replan:${practiceId}`,
      taskQueue: 'kept',
      args: [practiceId],
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
