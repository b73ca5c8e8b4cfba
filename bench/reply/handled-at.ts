import type { WorkflowHandle } from '@temporalio/client';

/**
 * When a run's worker had handled its first signal of this name, by the engine's own clock and in milliseconds since the epoch: the end of the
 * first task of the workflow after it. Null while it has not.
 */
export async function handledAt(handle: WorkflowHandle, signal: string): Promise<number | null> {
  const { events } = await handle.fetchHistory();
  const all = events ?? [];
  const signalled = all.findIndex(
    ({ workflowExecutionSignaledEventAttributes: heard }) => heard?.signalName === signal,
  );
  const done = all.slice(signalled + 1).find((event) => event.workflowTaskCompletedEventAttributes);
  const at = signalled === -1 ? undefined : done?.eventTime;
  return at ? Number(at.seconds) * 1_000 + Number(at.nanos) / 1e6 : null;
}
