import type { PracticeTransaction } from '../db/database.ts';
import { lockSubjectOfMessage } from '../db/message-claims.ts';
import { Fault } from '../domain/fault.ts';
import type { TemplateRenderer } from '../domain/templates/render.ts';
import { claimMessage } from './claim-message.ts';
import { claimQueuedMessage } from './claim-queued-message.ts';
import type { ClaimEnd } from './claim.ts';

/** Claims a message by the rules of what it is about, under its subject's lock. */
export async function claimBySubject(
  tx: PracticeTransaction,
  messageId: string,
  renderer: TemplateRenderer,
): Promise<ClaimEnd> {
  const subject = await lockSubjectOfMessage(tx, messageId);
  if (subject === null) throw new Fault('not_found', `No message ${messageId} in this practice.`);
  return subject.type === 'message'
    ? claimQueuedMessage(tx, messageId)
    : claimMessage(tx, { subjectId: subject.id, messageId }, renderer);
}
