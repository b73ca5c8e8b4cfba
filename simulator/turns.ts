/** Work that waits for its turn: of one key one after the other, as it was given, of different keys side by side. */
export interface Turns {
  /** Returns when this work is done. */
  take(key: string, work: () => Promise<void>): Promise<void>;
  /** What has not begun never begins. */
  end(): void;
}

export function createTurns(): Turns {
  const newest = new Map<string, Promise<void>>();
  let over = false;
  return {
    take(key, work) {
      const turn = (newest.get(key) ?? Promise.resolve()).then(async () => {
        if (!over) await work();
        if (newest.get(key) === turn) newest.delete(key);
      });
      newest.set(key, turn);
      return turn;
    },
    end() {
      over = true;
    },
  };
}
