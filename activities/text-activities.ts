import { sendMessage, type SendDependencies } from '../operations/send-message.ts';
import { behindFaultBoundary } from './fault-boundary.ts';
import type { SendActivities } from './send-activities.ts';

/** What the worker of the queue `kept-text` does. */
export function createTextActivities(deps: SendDependencies): SendActivities {
  return behindFaultBoundary({ send: (request) => sendMessage(deps, request) }, 'keeps trying');
}
