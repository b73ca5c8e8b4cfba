import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';

/**
 * Sets up the engine's runtime, once per process and before any connection: its log goes into ours without its meta data, which may
 * hold payloads, and its metrics, with those that we add, are read by Prometheus at `metricsAddress` (host:port), if one is given.
 */
export function installEngineRuntime(log: Logger, metricsAddress: string | null): void {
  Runtime.install({
    logger: new DefaultLogger('INFO', ({ level, message, meta }) => {
      const { taskQueue, workflowId, error } = (meta ?? {}) as Record<string, unknown>;
      const about = { taskQueue, workflowId, code: error instanceof Error ? error.name : undefined };
      log[levels[level]](about, message);
    }),
    shutdownSignals: [],
    ...(metricsAddress === null
      ? {}
      : { telemetryOptions: { metrics: { prometheus: { bindAddress: metricsAddress } } } }),
  });
}

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const;
