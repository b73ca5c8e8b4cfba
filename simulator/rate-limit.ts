/** How many requests an account may make: never more than its rate within any one second. */
export interface RateLimit {
  /** Counts a request, unless it is one too many. */
  takes(): boolean;
  /** A second; null: as many as come. */
  set(perSecond: number | null): void;
}

export function createRateLimit(clock: () => number, perSecond: number | null): RateLimit {
  let present = perSecond;
  let taken: number[] = [];
  return {
    takes() {
      const now = clock();
      taken = taken.filter((at) => at > now - 1000);
      if (present !== null && taken.length >= present) return false;
      taken.push(now);
      return true;
    },
    set(changed) {
      present = changed;
    },
  };
}
