/** Who picked up, as machine detection has it; `unsure` where it cannot tell. */
export type PickedUpBy = 'human' | 'machine' | 'unsure';

/** How far a call is, in our words. */
export type CallProgress = 'under_way' | 'completed' | 'busy' | 'no_answer' | 'failed' | 'canceled';
