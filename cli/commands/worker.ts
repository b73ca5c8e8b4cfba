import type { Command } from 'commander';
import { action, command } from '../command.ts';
import { createProcessLog } from '../process-log.ts';

/** `kept worker`: a worker process, until it is stopped. */
export function workerCommand(): Command {
  return command('worker', {
    summary: 'run a worker: workflows, sending, the relay and the schedules',
    example: 'DATABASE_URL=… TEMPORAL_ADDRESS=… KEPT_WORKFLOW_BUNDLE=workflows.js kept worker',
  }).action(
    action(async (output) => {
      const [{ readConfig, readMachine }, { installEngineRuntime }, { startWorker }, { default: closeWithGrace }] =
        await Promise.all([
          import('../../config.ts'),
          import('../../worker/engine-runtime.ts'),
          import('../../worker/start-worker.ts'),
          import('close-with-grace'),
        ]);
      const config = readConfig();
      const log = createProcessLog(config, 'worker');
      const { host, metricsPort } = config;
      installEngineRuntime(log, metricsPort === null ? null : `${host}:${String(metricsPort)}`);
      try {
        const worker = await startWorker(config, readMachine().environmentWith({}), log);
        closeWithGrace({ delay: 15_000, logger: log }, () => worker.stop());
        output.result({ worker: 'ready' }, 'The worker is ready.');
        await worker.ended;
      } catch (error) {
        // Part of it may still run; whoever keeps it running sees an end, and starts it whole again.
        log.fatal({ err: error }, 'the worker cannot go on');
        process.exit(1);
      }
    }),
  );
}
