import { condition, defineSignal, setHandler } from '@temporalio/workflow';

export const answered = defineSignal('answered');

/** Waits for a timer that is hours off, and hears an answer: no plan, nothing else. */
export async function bareWait(): Promise<void> {
  let heard = false;
  setHandler(answered, () => {
    heard = true;
  });
  await condition(() => heard, 5 * 3_600_000);
}
