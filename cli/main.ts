import { CommanderError, type Command } from 'commander';
import { createProgram } from './program.ts';

const program = createProgram();
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
