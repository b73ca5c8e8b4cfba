import type { MessageState } from '../../../../domain/message-state.ts';
import type { ReceiptWord } from '../../../../domain/receipts/move-by-receipt.ts';

/**
 * Where a message that was handed over stands, by the set of what was said of it and nothing else: the sentences of the product, not
 * the table of ranks. `answered`: the patient answered it.
 */
export function expectedState(said: ReadonlySet<ReceiptWord | 'answered'>): MessageState {
  // An answer implies that it was received; so does a text on the phone, an email that was opened, a call that was taken.
  if (said.has('answered') || said.has('received')) return 'received';
  // A late bounce beats delivered.
  if (said.has('bounced')) return 'not_received';
  // Delivered beats a failure that may pass; an email that was delivered and not opened ends as sent.
  if (said.has('delivered')) return 'sent';
  if (said.has('not_received')) return 'not_received';
  return said.has('sent') ? 'sent' : 'sending';
}
