import type { MessageState } from '../message-state.ts';

/** What a carrier says later of a text that it took. */
export type ReceiptWord = 'sent' | 'received' | 'not_received';

/**
 * How far along a message is. A receipt moves it only to a higher rank, so one that comes late, twice or out of order changes
 * nothing. A text that was delivered was delivered: a failure that is reported after it is the carrier's confusion, while
 * "delivered" after a failure is proof. `withheld` and `not_sent` are not the carrier's to move.
 */
const rank: Readonly<Record<MessageState, number | null>> = {
  withheld: null,
  not_sent: null,
  sending: 0,
  unknown: 1,
  sent: 2,
  not_received: 3,
  received: 4,
};

/** The state that a receipt moves a message to; null where it changes nothing. */
export function moveByReceipt(state: MessageState, word: ReceiptWord): ReceiptWord | null {
  const from = rank[state];
  const to = rank[word];
  return from !== null && to !== null && to > from ? word : null;
}
