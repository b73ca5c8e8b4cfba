import { lockSubjectsOfClaim } from '../../db/claim-locks.ts';
import type { PracticeTransaction } from '../../db/database.ts';
import { Fault } from '../../domain/fault.ts';
import type { TemplateRenderer } from '../../domain/templates/render.ts';
import { claimMessage } from './claim-message.ts';
import { claimQueuedMessage } from './claim-queued-message.ts';
import type { ClaimEnd } from './claim.ts';

/** Claims a message by the rules of what it is about, under the locks of its subject and of those that it may speak for too. */
export async function claimBySubject(
  tx: PracticeTransaction,
  messageId: string,
  renderer: TemplateRenderer,
): Promise<ClaimEnd> {
  const subjects = await lockSubjectsOfClaim(tx, messageId);
  if (subjects.length === 0) throw new Fault('not_found', `No message ${messageId} in this practice.`);
  return subjects.some(({ type }) => type === 'message')
    ? claimQueuedMessage(tx, messageId)
    : claimMessage(tx, { subjectIds: subjects.map(({ id }) => id), messageId }, renderer);
}
