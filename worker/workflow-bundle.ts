import { access } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import { Fault } from '../domain/fault.ts';

/** The code of every workflow in one file, as workers load it. Takes seconds: it is built ahead, and cached by the local run. */
export async function buildWorkflowBundle(): Promise<string> {
  const source = new URL(`../workflows/index${extname(import.meta.url)}`, import.meta.url);
  const { code } = await bundleWorkflowCode({ workflowsPath: fileURLToPath(source), logger: silent });
  return code;
}

/** The bundle that the worker is to load. Throws `not_configured` where it was not built: a worker never builds its own. */
export async function findWorkflowBundle(path: string | null): Promise<{ codePath: string }> {
  const exists =
    path !== null &&
    (await access(path).then(
      () => true,
      () => false,
    ));
  if (!exists) {
    throw new Fault(
      'not_configured',
      'The workflow bundle is missing: build it with `kept build-workflows FILE` and name it in KEPT_WORKFLOW_BUNDLE.',
    );
  }
  return { codePath: path };
}

const ignore = (): void => undefined;
const silent = { log: ignore, trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };
