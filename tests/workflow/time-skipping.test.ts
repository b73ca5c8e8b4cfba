import { expect, test } from 'vitest';
import { startTimeSkipping } from '../environment/temporal-server.ts';

test('the test server skips time', async () => {
  const environment = await startTimeSkipping();
  try {
    const before = await environment.currentTimeMs();
    await environment.sleep('30 days');
    expect(await environment.currentTimeMs()).toBeGreaterThanOrEqual(before + 30 * 86_400_000);
  } finally {
    await environment.teardown();
  }
});
