import { Fault } from '../../domain/fault.ts';

/** Again and again while Postgres is away. */
export async function untilTaken<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Fault) || !error.retryable) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
