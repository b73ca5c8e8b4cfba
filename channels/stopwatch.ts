import { performance } from 'node:perf_hooks';

/** Milliseconds since the stopwatch was started. */
export type Stopwatch = () => number;

/**
 * Starts measuring. The greater of two clocks counts: the monotonic one stands still while a machine is suspended, and the
 * wall clock may be set back, but never do both run slow at once.
 */
export function startStopwatch(): Stopwatch {
  const monotonic = performance.now();
  const wall = Date.now();
  return () => Math.max(performance.now() - monotonic, Date.now() - wall);
}
