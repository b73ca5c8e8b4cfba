import { chance } from './chance.ts';

/**
 * What can be made to go wrong, each at a rate from 0 to 1.
 * - `reject_429`, `fail_500_before`: nothing is taken.
 * - `fail_500_after`, `timeout_after`, `reset_after`: the message is taken, and its sender is not told so.
 * - `slow`: the answer comes late.
 * - `callback_lost`, `callback_twice`: of single status callbacks. `callback_shuffled`: those of a message, last one first.
 */
export const faultKinds = [
  'reject_429',
  'fail_500_before',
  'fail_500_after',
  'timeout_after',
  'reset_after',
  'slow',
  'callback_lost',
  'callback_twice',
  'callback_shuffled',
] as const;

type FaultKind = (typeof faultKinds)[number];
export type FaultRates = Readonly<Partial<Record<FaultKind, number>>>;

/** Decides by chance, and the same way each time for one seed and one order of questions. */
export interface Faults {
  happens(kind: FaultKind): boolean;
  reset(seed: number, rates: FaultRates): void;
}

export function createFaults(seed: number, rates: FaultRates): Faults {
  let random = chance(seed);
  let present = rates;
  return {
    happens(kind) {
      const rate = present[kind] ?? 0;
      return rate > 0 && random() < rate;
    },
    reset(newSeed, newRates) {
      random = chance(newSeed);
      present = newRates;
    },
  };
}
