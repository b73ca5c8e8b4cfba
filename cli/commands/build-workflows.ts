import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { action, command, type CommonOptions } from '../command.ts';

/** `kept build-workflows FILE`: the workflows in one file, as KEPT_WORKFLOW_BUNDLE names it. */
export function buildWorkflowsCommand(): Command {
  return command('build-workflows', {
    summary: 'bundle the workflows into one file, as a worker loads them',
    example: 'kept build-workflows workflows.js',
  })
    .argument('<file>', 'where to write it')
    .action(
      action<CommonOptions, [string]>(async (output, _options, file) => {
        const { buildWorkflowBundle } = await import('../../worker/workflow-bundle.ts');
        const code = await buildWorkflowBundle();
        await writeFile(file, code);
        output.result({ file, bytes: code.length }, `Wrote ${file}.`);
      }),
    );
}
