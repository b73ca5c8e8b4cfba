import { Fault } from '../../domain/fault.ts';

/** One thing that was looked at, and what to do where it is not well. */
export interface Check {
  readonly check: string;
  readonly ok: boolean;
  readonly says: string;
}

/** Looks; what it returns is said when all is well, and what it throws is what to do. */
export async function check(name: string, look: () => Promise<string>): Promise<Check> {
  try {
    return { check: name, ok: true, says: await look() };
  } catch (error) {
    if (error instanceof Fault) return { check: name, ok: false, says: error.message };
    throw error;
  }
}
