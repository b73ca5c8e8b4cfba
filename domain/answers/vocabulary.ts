/** What a reply means. `unclear` goes to a person. */
export type Reading = 'confirm' | 'decline' | 'opt_out' | 'opt_out_and_worklist' | 'opt_in' | 'help' | 'unclear';

/** Whole replies by what they mean, in lower case. */
export type Vocabulary = Readonly<Partial<Record<Exclude<Reading, 'unclear'>, readonly string[]>>>;
