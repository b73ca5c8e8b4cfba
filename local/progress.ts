import { spinner } from '@clack/prompts';

/** Something that takes a while, shown to whoever waits for it. */
export interface Progress {
  /** Shows `label` until the work ends, and returns what the work returns. */
  during<T>(label: string, work: () => Promise<T>): Promise<T>;
}

/** A spinner on a terminal; plain lines elsewhere, such as in a log. Everything goes to `out`, never to standard output. */
export function showProgress(out: NodeJS.WriteStream): Progress {
  return {
    async during(label, work) {
      if (!out.isTTY) {
        out.write(`${label} …\n`);
        return work();
      }
      const shown = spinner({ output: out, indicator: 'timer' });
      shown.start(label);
      try {
        const result = await work();
        shown.stop(label);
        return result;
      } catch (error) {
        shown.error(label);
        throw error;
      }
    },
  };
}
