/** How long to wait where the carrier says "later" and not when. */
export const defaultRetryMs = 10_000;
export const shortestRetryMs = 1000;
const longestRetryMs = 3_600_000;

/**
 * How long a carrier asks to be left alone. `Retry-After` is whole seconds or an HTTP date; `now` is the wall clock's time.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function retryInMs(retryAfter: string | null, now: number): number {
  if (retryAfter === null || retryAfter.trim() === '') return defaultRetryMs;
  const asked = /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
  return boundedRetryMs(asked);
}

/** A wait that a carrier asked for, kept to what is sensible; not a number means that it could not be read. */
export function boundedRetryMs(asked: number): number {
  return Number.isNaN(asked) ? defaultRetryMs : Math.min(Math.max(asked, shortestRetryMs), longestRetryMs);
}
