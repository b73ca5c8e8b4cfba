import { carryOut } from './carry-out.ts';
import type { SubjectStart } from './messages.ts';

/** The life of a recall: its messages until a visit is booked. */
export function recall(start: SubjectStart): Promise<void> {
  return carryOut(start);
}
