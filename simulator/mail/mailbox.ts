import { createHash } from 'node:crypto';

/** What a mailbox's simulated owner does with a mail that asks for an answer. */
type MailBehaviour = 'confirms' | 'declines' | 'opens' | 'unsubscribes' | 'reports_spam' | 'ignores';

/** How the mailbox's server takes a mail. */
type MailDelivery = 'delivers' | 'defers' | 'blocks' | 'bounces';

/** A mailbox of the demo. One that nobody has described takes mails, and nobody reads them. */
export interface Mailbox {
  readonly address: string;
  readonly name: string;
  /** Left to the person who tries the demo: never answered by a simulated owner. */
  readonly yours: boolean;
  readonly behaviour: MailBehaviour;
  readonly delivery: MailDelivery;
  /** A program before the mailbox follows every link of a mail and presses what it finds, at once. */
  readonly scanner: boolean;
  /** `YYYY-MM-DD`, for a page that asks for it; null where the owner would not say. */
  readonly dateOfBirth: string | null;
}

/** How often each behaviour is met among owners of whom nothing was said. */
const shares: readonly (readonly [MailBehaviour, number])[] = [
  ['confirms', 0.3],
  ['declines', 0.05],
  ['opens', 0.3],
  ['unsubscribes', 0.02],
  ['ignores', 0.33],
];

/** The behaviour of an owner of whom nothing was said: drawn by the address, so it is the same after every start. */
function mailBehaviourOf(address: string): MailBehaviour {
  let left = createHash('sha256').update(address).digest().readUInt32BE(0) / 4_294_967_296;
  for (const [behaviour, share] of shares) {
    left -= share;
    if (left < 0) return behaviour;
  }
  return 'ignores';
}

/** A mailbox as it is described to the simulator, with what was left out. */
export function describedMailbox(given: Partial<Mailbox> & { address: string }): Mailbox {
  return {
    address: given.address,
    name: given.name ?? '',
    yours: given.yours ?? false,
    behaviour: given.behaviour ?? mailBehaviourOf(given.address),
    delivery: given.delivery ?? 'delivers',
    scanner: given.scanner ?? false,
    dateOfBirth: given.dateOfBirth ?? null,
  };
}

/** Addresses of this form can exist. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>"(),:;[\]\\]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(text);
}
