import { carryOut } from './carry-out.ts';
import type { SubjectStart } from './messages.ts';

/** The life of an order: its messages from the day that it is ready until it is dispensed. */
export function order(start: SubjectStart): Promise<void> {
  return carryOut(start);
}
