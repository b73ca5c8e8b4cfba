import type { Benchmark } from '../benchmark.ts';
import { compareLives, linesOf, type LivesOptions } from './compare-lives.ts';

const shape = { texts: 3, betweenTextsMs: 2_000, toAnswerMs: 500, toEndMs: 4_000 } as const;

/** Three reminders and an answer. */
export const life: Benchmark<LivesOptions> = {
  name: 'life',
  summary: 'three reminders and an answer through the real worker, beside a bare workflow of the same shape',
  async run(options, say) {
    const compared = await compareLives(shape, options, say);
    return { document: { benchmark: 'life', ...compared }, lines: linesOf(compared, 'lives') };
  },
};
