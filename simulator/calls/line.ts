import type { Timers } from '../timers.ts';

/** A call that is going on, from the carrier's side: keys come in, and it may end at any moment. */
export interface Line {
  /** Keys that the phone pressed; what nothing listens for yet is kept for what listens next. */
  press(digits: string): void;
  hangUp(): void;
  readonly over: boolean;
  /** Whether keys were pressed that nothing has listened for yet. */
  readonly pressed: boolean;
  /** Waits, unless the line goes dead before. */
  wait(ms: number): Promise<void>;
  /** Waits until somebody presses a key or hangs up, at most so long. */
  ring(ms: number): Promise<void>;
  /** The next key, or null where none was pressed in time or the line went dead. */
  key(withinMs: number): Promise<string | null>;
}

export function createLine(timers: Timers): Line {
  const keys: string[] = [];
  let over = false;
  let wake: (() => void) | null = null;

  /** Ends early where `until` comes true: it is asked again whenever something happens. */
  async function sleep(ms: number, until: () => boolean): Promise<void> {
    if (until()) return;
    await new Promise<void>((resolve) => {
      timers.later(ms, resolve);
      wake = () => {
        if (until()) resolve();
      };
    });
    wake = null;
  }

  return {
    press(digits) {
      keys.push(...Array.from(digits));
      wake?.();
    },
    hangUp() {
      over = true;
      wake?.();
    },
    get over() {
      return over;
    },
    get pressed() {
      return keys.length > 0;
    },
    ring: (ms) => sleep(ms, () => over || keys.length > 0),
    wait: (ms) => sleep(ms, () => over),
    async key(withinMs) {
      await sleep(withinMs, () => over || keys.length > 0);
      return over ? null : (keys.shift() ?? null);
    },
  };
}
