import type { Command } from 'commander';
import { action, command } from '../command.ts';
import { findRunningSystem } from '../running-system.ts';

/** `kept doctor`: looks at everything that Kept needs, and says what to do. */
export function doctorCommand(): Command {
  return command('doctor', {
    summary: 'check configuration, database, engine and carriers, and say what to do',
    example: 'kept doctor',
  }).action(
    action(async (output, options) => {
      const { config, environment } = await findRunningSystem(options);
      const { examine } = await import('../doctor/examine.ts');
      const checks = await examine(config, environment);
      const ok = checks.every((one) => one.ok);
      output.result(
        { ok, checks },
        checks.map((one) => `${one.ok ? 'ok  ' : 'FAIL'}  ${one.check.padEnd(18)} ${one.says}`),
      );
      if (!ok) process.exitCode = 1;
    }),
  );
}
