import { defineConfig } from 'vitest/config';

/** `unit` starts no process; `workflow` runs on the time-skipping server; `integration` on real parts over real sockets. */
export default defineConfig({
  test: {
    // Much of a test's time is waiting, for servers and for what happens at a time.
    maxWorkers: 2,
    projects: [
      // No test is a matter of the machine's speed: these end at what hangs, not at what is slow.
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'workflow',
          include: ['tests/workflow/**/*.test.ts'],
          globalSetup: 'tests/environment/workflow-setup.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: 'tests/environment/integration-setup.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
