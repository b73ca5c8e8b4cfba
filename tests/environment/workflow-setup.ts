import type { TestProject } from 'vitest/node';
import { temporalTestServer } from '../../local/pinned-wheels.ts';
import { testBinary } from './test-binaries.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testServerBinary: string;
  }
}

export default async function setup(project: TestProject): Promise<void> {
  project.provide('testServerBinary', await testBinary(temporalTestServer));
}
