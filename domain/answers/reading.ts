/** What a reply means, as `kept explain reply` says it. `unclear` goes to a person. */
export type Reading = 'confirm' | 'decline' | 'opt_out' | 'opt_out_and_worklist' | 'opt_in' | 'help' | 'unclear';

/**
 * What a reply is about beside its reading; a person must see it, except `auto_reply` and `courtesy`:
 * - `emergency`, `deceased`, `wrong_number`, `cancellation_request` (also a wish for another time): stand beside `unclear`, and
 *   beside `opt_out` where the reply says both, since both must be done;
 * - `auto_reply`: a machine answered, so nothing is acknowledged, or two machines would talk for ever;
 * - `courtesy`: thanks, or a reaction that says neither yes nor no: nothing to do;
 * - `which`: the letters or the "all" of an answer to our question back, and nothing else.
 */
export type Concern =
  'emergency' | 'deceased' | 'wrong_number' | 'auto_reply' | 'cancellation_request' | 'which' | 'courtesy';

/** The visits that an answer names: by the letters of our question back, in the order given, or all of them. */
export type Choice = 'all' | readonly string[];

/** How a reply was read, and why. */
export interface ReadReply {
  readonly outcome: Reading;
  /** What decided: the vocabulary, the part of it, and the phrase that was found there: `en.confirm: yes`. No words of the patient. */
  readonly rule: string;
  readonly concern: Concern | null;
  /** Beside a confirm, a decline or the concern `which`; null where the reply names no visit. */
  readonly choice: Choice | null;
}
