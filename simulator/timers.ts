/** Things to do later, all of which are dropped at the end. */
export interface Timers {
  later(ms: number, work: () => void): void;
  wait(ms: number): Promise<void>;
  clear(): void;
}

export function createTimers(): Timers {
  const pending = new Set<NodeJS.Timeout>();
  function later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      pending.delete(timer);
      work();
    }, ms);
    pending.add(timer);
  }
  return {
    later,
    wait: (ms) => new Promise((resolve) => later(ms, resolve)),
    clear() {
      for (const timer of pending) clearTimeout(timer);
      pending.clear();
    },
  };
}
