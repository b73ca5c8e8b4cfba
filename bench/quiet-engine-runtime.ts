import { DefaultLogger, Runtime } from '@temporalio/worker';

/** Lets the engine's library speak of errors only. For whoever starts workers here: without one, the runtime never ends the process. */
export function installQuietRuntime(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
}
