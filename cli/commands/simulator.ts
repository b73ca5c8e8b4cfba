import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { Fault } from '../../domain/fault.ts';
import { action, command } from '../command.ts';

/** `kept simulator`: the carriers and patients of the local run, until it is stopped. */
export function simulatorCommand(): Command {
  return command('simulator', {
    summary: 'the carriers and patients of the local run',
    example: 'kept simulator --data .kept',
  }).action(
    action(async (output, options) => {
      const [{ readConfig }, { createSimulator }, { default: closeWithGrace }] = await Promise.all([
        import('../../config.ts'),
        import('../../simulator/simulator.ts'),
        import('close-with-grace'),
      ]);
      const config = readConfig();
      const { twilio: account, sendgrid } = config.carriers.simulator;
      if (account === null || sendgrid === null || config.simulatorSigningKey === null) {
        throw new Fault(
          'not_configured',
          'Set KEPT_SIMULATOR_URL, where the simulator listens, and every other KEPT_SIMULATOR_ variable of .env.example.',
        );
      }
      const simulator = createSimulator({
        dataFolder: join(resolve(options.data), 'simulator'),
        account,
        mail: { apiKey: sendgrid.apiKey, signingKey: config.simulatorSigningKey },
        webhookBase: config.publicUrl,
        ...(config.simulatorApiToken !== null && {
          kept: { url: config.publicUrl, token: config.simulatorApiToken },
        }),
        ...(config.temporalUiUrl !== null && {
          temporalUi: { url: config.temporalUiUrl, namespace: config.temporalNamespace },
        }),
      });
      closeWithGrace({ logger: false }, () => simulator.close());
      const { hostname, port } = new URL(account.baseUrl);
      const address = await simulator.listen({ host: hostname, port: Number(port) });
      output.result({ simulator: address }, `The simulator listens at ${address}.`);
    }),
  );
}
