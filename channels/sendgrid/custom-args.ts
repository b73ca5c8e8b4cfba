import { isId } from '../../domain/is-id.ts';
import type { HandOverIds } from '../channel.ts';

/** By these names the carrier hands our ids back, among an event's own fields: `attempt` alone is one that it has itself. */
export function customArgsOf(ids: HandOverIds): Record<string, string> {
  return { kept_practice: ids.practiceId, kept_message: ids.messageId, kept_attempt: ids.attemptId };
}

/** The ids in an event; null for a mail that is none of ours. */
export function idsOf(event: Readonly<Record<string, unknown>>): HandOverIds | null {
  const { kept_practice: practiceId, kept_message: messageId, kept_attempt: attemptId } = event;
  return isIdText(practiceId) && isIdText(messageId) && isIdText(attemptId)
    ? { practiceId, messageId, attemptId }
    : null;
}

function isIdText(value: unknown): value is string {
  return typeof value === 'string' && isId(value);
}
