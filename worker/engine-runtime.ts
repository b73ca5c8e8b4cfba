import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';

/**
 * Sets up the engine's runtime, once per process and before any connection: its log goes into ours without its meta data, which may
 * hold payloads, and its metrics, with those that we add, are read by Prometheus at `metricsPort`.
 */
export function installEngineRuntime(log: Logger, metricsPort: number | null): void {
  Runtime.install({
    logger: new DefaultLogger('INFO', ({ level, message, meta }) => {
      const { taskQueue, workflowId, error } = (meta ?? {}) as Record<string, unknown>;
      const about = { taskQueue, workflowId, code: error instanceof Error ? error.name : undefined };
      log[levels[level]](about, message);
    }),
    shutdownSignals: [],
    ...(metricsPort === null
      ? {}
      : { telemetryOptions: { metrics: { prometheus: { bindAddress: `127.0.0.1:${String(metricsPort)}` } } } }),
  });
}

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const;
