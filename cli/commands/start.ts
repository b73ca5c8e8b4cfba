import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { Fault } from '../../domain/fault.ts';
import type { LocalSystem } from '../../local/start-system.ts';
import { action, command, type CommonOptions } from '../command.ts';

interface StartCommandOptions extends CommonOptions {
  readonly port?: number;
  readonly fresh?: boolean;
  /** Commander's `--no-demo`. */
  readonly demo: boolean;
}

/** `kept start`: the whole system on this machine, until it is stopped. */
export function startCommand(): Command {
  return command('start', {
    summary: 'run the whole system on this machine',
    example: 'kept start --port 4300',
  })
    .option('--port <number>', 'port of the console and the API', portNumber)
    .option('--fresh', 'begin with nothing: delete what the data folder holds')
    .option('--no-demo', 'without the demo practice')
    .action(
      action<StartCommandOptions>(async (output, options) => {
        const startedAt = performance.now();
        const stopped = untilAskedToStop();
        const [{ readConfig, readMachine }, { startSystem }, { showProgress }] = await Promise.all([
          import('../../config.ts'),
          import('../../local/start-system.ts'),
          import('../../local/progress.ts'),
        ]);
        const machine = readMachine();
        if (machine.given('DATABASE_URL') !== null) {
          output.say(
            'DATABASE_URL is set. This run has a database of its own; unset it before you use the other commands.',
          );
        }
        const system = await startSystem({
          dataFolder: resolve(options.data),
          port: options.port ?? null,
          firstPort: readConfig().port,
          fresh: options.fresh ?? false,
          demo: options.demo,
          machine,
          progress: showProgress(process.stderr),
          say: (line) => output.say(line),
          signal: stopped.signal,
        });
        output.say(`Ready in ${((performance.now() - startedAt) / 1000).toFixed(1)} s. Stop it with Ctrl-C.`);
        const { addresses, demo } = system;
        output.result(demo === null ? addresses : { ...addresses, demo }, describeSystem(system));
        await stopped.asked;
        output.say('Stopping …');
        await system.stop();
      }),
    );
}

/** Where everything is, and with the demo four lines that show it at work. */
function describeSystem({ addresses, demo }: LocalSystem): string[] {
  const { api, temporalUi, token } = addresses;
  const look = [
    `console      ${addresses.console}`,
    `API          ${api}  (${addresses.openapi})`,
    `phones       ${addresses.simulator}`,
    `Temporal UI  ${temporalUi ?? addresses.temporalAddress}`,
    '',
  ];
  const curl = (address: string): string => `curl -H 'Authorization: Bearer ${token}' '${address}'`;
  if (demo === null) return [...look, curl(`${api}/practices`)];
  return [
    ...look,
    `1. Open ${demo.phone}`,
    '2. Type Y when its text is there, within a minute',
    `3. See Confirmed at ${demo.visit}`,
    `4. See its workflow at ${demo.workflow ?? addresses.temporalAddress}`,
    '',
    curl(demo.appointment),
  ];
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError('It is a number from 1 to 65535.');
  return port;
}

/** The first Ctrl-C or SIGTERM; further ones change nothing, since stopping is under way. */
function untilAskedToStop(): { signal: AbortSignal; asked: Promise<void> } {
  const controller = new AbortController();
  const asked = new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        controller.abort(new Fault('conflict', 'Stopped before it was ready.'));
        resolve();
      });
    }
  });
  return { signal: controller.signal, asked };
}
