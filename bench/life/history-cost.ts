import type { History } from '@temporalio/common/lib/proto-utils.js';

/** What a run cost the engine. */
export interface HistoryCost {
  readonly events: number;
  /** Billable, as Temporal Cloud counts them: https://docs.temporal.io/cloud/actions */
  readonly actions: number;
}

/**
 * Counts a run that signal-with-start began: its start and its first signal, which is the second event, are one action together.
 * A start delay, summaries and current details are free.
 */
export function historyCost(history: History): HistoryCost {
  const events = history.events ?? [];
  const actions = events.reduce((sum, event, index) => {
    if (event.workflowExecutionSignaledEventAttributes) return sum + (index === 1 ? 0 : 1);
    // A retry is an action too; only the attempt that ended is an event.
    if (event.activityTaskStartedEventAttributes) return sum + (event.activityTaskStartedEventAttributes.attempt ?? 1);
    const billed =
      event.workflowExecutionStartedEventAttributes ??
      event.timerStartedEventAttributes ??
      event.upsertWorkflowSearchAttributesEventAttributes ??
      event.workflowExecutionUpdateAcceptedEventAttributes ??
      event.workflowExecutionContinuedAsNewEventAttributes ??
      event.markerRecordedEventAttributes;
    return billed ? sum + 1 : sum;
  }, 0);
  return { events: events.length, actions };
}
