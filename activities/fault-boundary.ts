import { ApplicationFailure } from '@temporalio/common';
import { Fault } from '../domain/fault.ts';

/**
 * Lets nothing of an error into the engine but its code: carriers and Postgres quote numbers and names in their words, and what
 * the engine is told it keeps. A fault that trying again cannot help ends the activity; anything else the engine retries.
 */
export function behindFaultBoundary<Activities extends object>(activities: Activities): Activities {
  const guarded = Object.entries(activities as Record<string, (...args: unknown[]) => Promise<unknown>>).map(
    ([name, activity]) => [
      name,
      async (...args: unknown[]) => {
        try {
          return await activity(...args);
        } catch (error) {
          throw toApplicationFailure(error);
        }
      },
    ],
  );
  return Object.fromEntries(guarded) as Activities;
}

/** The failure as the engine is to know it: the code in both places, and no stack, since a stack begins with the message. */
export function toApplicationFailure(error: unknown): ApplicationFailure {
  const code = error instanceof Fault ? error.code : 'unknown';
  const failure = ApplicationFailure.create({
    message: code,
    type: code,
    nonRetryable: error instanceof Fault && !error.retryable,
  });
  failure.stack = '';
  return failure;
}
