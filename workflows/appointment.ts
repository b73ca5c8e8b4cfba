import { carryOut } from './carry-out.ts';
import type { SubjectStart } from './messages.ts';

/** The life of a visit: its reminders, what prepares for it and what follows it. */
export function appointment(start: SubjectStart): Promise<void> {
  return carryOut(start);
}
