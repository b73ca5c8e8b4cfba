import { Command, CommanderError } from 'commander';
import { commandGroup } from './command.ts';
import { apiCommand } from './commands/api.ts';
import { buildWorkflowsCommand } from './commands/build-workflows.ts';
import { doctorCommand } from './commands/doctor.ts';
import { explainMessageCommand } from './commands/explain-message.ts';
import { explainSegmentsCommand } from './commands/explain-segments.ts';
import { explainTimeCommand } from './commands/explain-time.ts';
import { explainVisitCommand } from './commands/explain-visit.ts';
import { importCommand } from './commands/import.ts';
import { keyCommand } from './commands/key.ts';
import { migrateCommand } from './commands/migrate.ts';
import { practiceCommand } from './commands/practice.ts';
import { simulatorCommand } from './commands/simulator.ts';
import { startCommand } from './commands/start.ts';
import { statusCommand } from './commands/status.ts';
import { sweepCommand } from './commands/sweep.ts';
import { workerCommand } from './commands/worker.ts';

const program = new Command('kept')
  .description('Patient messages for medical practices: planned, sent once, answered, explained.')
  .showHelpAfterError('Run it with --help to see how it is used.');

program.addCommand(startCommand());
program.addCommand(statusCommand());
program.addCommand(migrateCommand());
program.addCommand(doctorCommand());
program.addCommand(practiceCommand());
program.addCommand(importCommand());
program.addCommand(keyCommand());
program.addCommand(sweepCommand());
program.addCommand(
  commandGroup('explain', 'why things are as they are', [
    explainVisitCommand(),
    explainMessageCommand(),
    explainTimeCommand(),
    explainSegmentsCommand(),
  ]),
);

// The parts that `kept start` runs, each a process of its own.
program.addCommand(apiCommand(), { hidden: true });
program.addCommand(simulatorCommand(), { hidden: true });
program.addCommand(workerCommand(), { hidden: true });
program.addCommand(buildWorkflowsCommand(), { hidden: true });

endWithOurCodes(program);
endWithTheSupervisor();
try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Commander has said what is wrong; help that was asked for is no wrong use.
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}

/** Commander would end the process itself, and with 1 for wrong use. Subcommands do not inherit this. */
function endWithOurCodes(command: Command): void {
  command.exitOverride();
  command.commands.forEach(endWithOurCodes);
}

/** A part that `kept start` runs ends as if it was told to when that is killed: the next start would be in its way. */
function endWithTheSupervisor(): void {
  if (process.channel === undefined) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
