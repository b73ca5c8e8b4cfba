/** What a call says or does next, in the message's language. Where it leads is the channel's affair. */
export type CallStep =
  /** Says the words and listens for one key; `said` counts how often it has by then. */
  | { readonly do: 'ask'; readonly language: string; readonly words: readonly string[]; readonly said: number }
  /** Says the words and connects the caller to the desk. Both numbers are E.164; `from` is ours. */
  | {
      readonly do: 'connect';
      readonly language: string;
      readonly words: readonly string[];
      readonly desk: string;
      readonly from: string;
    }
  /** Says the words on a machine, and tells when they were said to the end. */
  | { readonly do: 'leave'; readonly language: string; readonly words: readonly string[] }
  /** Says the words, where there are any, and hangs up. */
  | { readonly do: 'end'; readonly language: string; readonly words: readonly string[] };

/** What a key means to a call. */
export type CallKey = 'confirm' | 'decline' | 'opt_out' | 'none' | 'unknown';

/** Reads what was pressed: 1, 9 and 8, alone. */
export function readCallKey(digits: string): CallKey {
  switch (digits) {
    case '1':
      return 'confirm';
    case '9':
      return 'decline';
    case '8':
      return 'opt_out';
    case '':
      return 'none';
    default:
      return 'unknown';
  }
}
