import type { Benchmark } from '../benchmark.ts';
import { compareLives, linesOf, type LivesOptions } from './compare-lives.ts';

/** A run is over as soon as its message is: what is left of the shape is the send. */
const shape = { texts: 1, betweenTextsMs: 0, toAnswerMs: null, toEndMs: 2_000 } as const;

/** One message, from its mark in the outbox to its recorded hand-over. */
export const send: Benchmark<LivesOptions> = {
  name: 'send',
  summary: 'one message through claim, hand-over and record, beside a bare timer and an empty activity',
  async run(options, say) {
    const compared = await compareLives(shape, options, say);
    return { document: { benchmark: 'send', ...compared }, lines: linesOf(compared, 'messages') };
  },
};
