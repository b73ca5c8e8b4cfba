import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { readMachine } from '../../config.ts';
import type { PinnedProgram } from '../../local/pinned-wheels.ts';
import { showProgress } from '../../local/progress.ts';
import { findTemporalBinary } from '../../local/temporal-binary.ts';

/** Where a Temporal program lies, found as the product finds it. The set-ups call it once, before the test files run. */
export function testBinary(pinned: PinnedProgram): Promise<string> {
  const { version } = createRequire(import.meta.url)('@temporalio/worker/package.json') as { version: string };
  return findTemporalBinary(pinned, {
    ...readMachine(),
    sdkVersion: version,
    platform: `${platform()}-${arch()}`,
    progress: showProgress(process.stderr),
  });
}
