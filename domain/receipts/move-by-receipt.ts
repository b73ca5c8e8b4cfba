import type { MessageState } from '../message-state.ts';

/**
 * What a carrier or the patient says later of a message that was handed over.
 * - `sent`: the carrier has it: a text queued or sent on, a call that rings, an email that is being processed.
 * - `not_received`: it gave up for now: a text undelivered, a line busy or not answered, an email blocked or deferred for too long.
 * - `delivered`: it lies in the mailbox. Whether anybody looks is not known, so the message stays sent, with that detail.
 * - `bounced`: the mailbox sent it back, or there is none. It comes up to days after `delivered`, and is true all the same.
 * - `received`: a text on the phone, a call that a human or a machine took, an email that a person opened, or any answer to it.
 *
 * What a machine does by itself, such as the opening of an email by a scanner, is no word at all.
 */
export type ReceiptWord = 'sent' | 'not_received' | 'delivered' | 'bounced' | 'received';

/** How far along a message is: its state, and the furthest word that was said of it (null: none yet). */
export interface Standing {
  readonly state: MessageState;
  readonly word: ReceiptWord | null;
}

/** A message that a word has moved. */
export type Moved = Standing & { readonly word: ReceiptWord };

/**
 * The table. A word moves a message only when it ranks above the furthest one so far, so a receipt that comes late, twice or out
 * of order changes nothing, and the end depends on what was said, never on the order in which it came. Delivered beats a
 * failure that may pass; a bounce beats delivered; what the patient had in hand or answered beats everything.
 */
const table: Readonly<Record<ReceiptWord, { readonly rank: number; readonly state: MessageState }>> = {
  sent: { rank: 1, state: 'sent' },
  not_received: { rank: 2, state: 'not_received' },
  delivered: { rank: 3, state: 'sent' },
  bounced: { rank: 4, state: 'not_received' },
  received: { rank: 5, state: 'received' },
};

/** Every word, the least first. */
export const receiptWords = Object.keys(table) as readonly ReceiptWord[];

/**
 * How a message stands after a word; null where that changes nothing. What was not handed over is not the carrier's to move; of what
 * was, the state is that of the furthest word, also of one that came before it was settled that the carrier has it.
 */
export function moveByReceipt(standing: Standing, word: ReceiptWord): Moved | null {
  if (standing.state === 'not_sent' || standing.state === 'withheld') return null;
  const furthest = standing.word !== null && table[standing.word].rank >= table[word].rank ? standing.word : word;
  const { state } = table[furthest];
  return state === standing.state && furthest === standing.word ? null : { state, word: furthest };
}
