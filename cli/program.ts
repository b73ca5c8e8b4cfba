import { Command } from 'commander';
import { commandGroup } from './command.ts';
import { apiCommand } from './commands/api.ts';
import { buildWorkflowsCommand } from './commands/build-workflows.ts';
import { doctorCommand } from './commands/doctor.ts';
import { explainMessageCommand } from './commands/explain-message.ts';
import { explainReplyCommand } from './commands/explain-reply.ts';
import { explainSegmentsCommand } from './commands/explain-segments.ts';
import { explainTimeCommand } from './commands/explain-time.ts';
import { explainVisitCommand } from './commands/explain-visit.ts';
import { importCommand } from './commands/import.ts';
import { keyCommand } from './commands/key.ts';
import { migrateCommand } from './commands/migrate.ts';
import { practiceCommand } from './commands/practice.ts';
import { rebuildCommand } from './commands/rebuild.ts';
import { reconcileCommand } from './commands/reconcile.ts';
import { simulatorCommand } from './commands/simulator.ts';
import { startCommand } from './commands/start.ts';
import { statusCommand } from './commands/status.ts';
import { sweepCommand } from './commands/sweep.ts';
import { workerCommand } from './commands/worker.ts';

/** Every command of `kept`. Making them is quick: each imports what is heavy when it runs. */
export function createProgram(): Command {
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
  program.addCommand(reconcileCommand());
  program.addCommand(rebuildCommand());
  program.addCommand(
    commandGroup('explain', 'why things are as they are', [
      explainVisitCommand(),
      explainMessageCommand(),
      explainTimeCommand(),
      explainReplyCommand(),
      explainSegmentsCommand(),
    ]),
  );

  // The parts that `kept start` runs, each a process of its own.
  program.addCommand(apiCommand(), { hidden: true });
  program.addCommand(simulatorCommand(), { hidden: true });
  program.addCommand(workerCommand(), { hidden: true });
  program.addCommand(buildWorkflowsCommand(), { hidden: true });
  return program;
}
