/** What repeats of one measurement came to. */
export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/** Of at least one value; `digits` after the point are kept. */
export function spreadOf(values: readonly number[], digits = 2): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): number => rounded(sorted[index] ?? Number.NaN, digits);
  const upper = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? at(upper) : rounded((at(upper - 1) + at(upper)) / 2, digits);
  return { median, lowest: at(0), highest: at(sorted.length - 1) };
}

/** `0.83 (0.79 to 0.88)` */
export function inWords({ median, lowest, highest }: Spread): string {
  return `${String(median)} (${String(lowest)} to ${String(highest)})`;
}

export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** The value that this share (0 to 1) of at least one value does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
