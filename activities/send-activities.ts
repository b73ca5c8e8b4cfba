import type { Plan } from '../domain/planning/plan.ts';
import { sendMessage, type SendDependencies } from '../operations/sending/send-message.ts';
import { behindFaultBoundary } from './fault-boundary.ts';

/** Which message to send; the practice is named because a transaction sees one practice only. */
export interface SendRequest {
  readonly practiceId: string;
  readonly messageId: string;
}

/** What the worker of each channel's queue (`kept-text`, `kept-voice`, `kept-email`) does for workflows. */
export interface SendActivities {
  /** Sends one message, or finds why not, and returns the subject's plan as it then stands. Returns at once in every case. */
  send(request: SendRequest): Promise<Plan>;
}

export function createSendActivities(deps: SendDependencies): SendActivities {
  return behindFaultBoundary({ send: (request) => sendMessage(deps, request) }, 'keeps trying');
}
