import { expect, test } from 'vitest';
import { createFaults, type FaultRates } from '../../../simulator/faults.ts';

function outcomes(seed: number, rates: FaultRates): boolean[] {
  const faults = createFaults(seed, rates);
  return Array.from({ length: 4000 }, () => faults.happens('reject_429'));
}

test('the same seed makes the same faults happen, another seed others', () => {
  expect(outcomes(7, { reject_429: 0.3 })).toEqual(outcomes(7, { reject_429: 0.3 }));
  expect(outcomes(7, { reject_429: 0.3 })).not.toEqual(outcomes(8, { reject_429: 0.3 }));
});

test.each([0, 0.05, 0.3, 0.9, 1])('a rate of %d is kept to', (rate) => {
  const happened = outcomes(1, { reject_429: rate }).filter(Boolean).length / 4000;
  expect(Math.abs(happened - rate)).toBeLessThan(rate === 0 || rate === 1 ? 1e-9 : 0.03);
});

test('a fault without a rate never happens, and does not disturb the others', () => {
  const faults = createFaults(7, { reject_429: 0.3 });
  const disturbed = Array.from({ length: 4000 }, () => [faults.happens('slow'), faults.happens('reject_429')] as const);
  expect(disturbed.some(([slow]) => slow)).toBe(false);
  expect(disturbed.map(([, rejected]) => rejected)).toEqual(outcomes(7, { reject_429: 0.3 }));
});

test('a reset begins anew with the new rates', () => {
  const faults = createFaults(7, { slow: 1 });
  faults.happens('slow');
  faults.reset(7, { reject_429: 0.3 });
  expect(Array.from({ length: 4000 }, () => faults.happens('reject_429'))).toEqual(outcomes(7, { reject_429: 0.3 }));
});
