/** Asks again until the answer is neither null, undefined nor false, and fails with `what` when forty seconds have passed: a busy machine needs some. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  withinMs = 40_000,
): Promise<Exclude<T, null | undefined | false>> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) {
      return answer as Exclude<T, null | undefined | false>;
    }
    if (Date.now() > deadline) throw new Error(`This did not come about in time: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
