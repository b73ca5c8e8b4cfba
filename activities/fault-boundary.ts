import { ApplicationFailure } from '@temporalio/common';
import { Fault, faultCodeOf } from '../domain/fault.ts';

/**
 * Lets nothing of an error into the engine but its code: carriers and Postgres quote numbers and names in their words, and what
 * the engine is told it keeps. With `gives up` a fault that trying again cannot help ends the activity; `keeps trying` is for
 * work that must not be dropped and that an operator can mend the cause of.
 */
export function behindFaultBoundary<Activities extends object>(
  activities: Activities,
  persistence: 'gives up' | 'keeps trying',
): Activities {
  const guarded = Object.entries(activities as Record<string, (...args: unknown[]) => Promise<unknown>>).map(
    ([name, activity]) => [
      name,
      async (...args: unknown[]) => {
        try {
          return await activity(...args);
        } catch (error) {
          throw toApplicationFailure(error, persistence);
        }
      },
    ],
  );
  return Object.fromEntries(guarded) as Activities;
}

/** The failure as the engine is to know it: the code in both places, and no stack, since a stack begins with the message. */
function toApplicationFailure(error: unknown, persistence: 'gives up' | 'keeps trying'): ApplicationFailure {
  const code = faultCodeOf(error);
  const failure = ApplicationFailure.create({
    message: code,
    type: code,
    nonRetryable: persistence === 'gives up' && error instanceof Fault && !error.retryable,
  });
  failure.stack = '';
  return failure;
}
