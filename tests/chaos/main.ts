import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { chaosPlan } from './chaos-plan.ts';
import { runChaos, type ChaosEnd } from './run-chaos.ts';

/** `npm run chaos -- [--seed N] [--runs N] [--messages N] [--json]`: ends with 1 where any figure that must be nothing is not. */
const program = new Command('chaos')
  .description(
    'Kills processes at seeded moments of a burst, with faults at the carriers, while visits are cancelled and moved, patients opt out and channels are paused; then counts what came of it.',
  )
  .option('--seed <n>', 'of the first run; each next one has the next', whole, 1)
  .option('--runs <n>', 'how many', whole, 1)
  .option('--seeds <n>', 'the same as --runs', whole)
  .option('--messages <n>', 'in each burst', whole, 2_000)
  .option('--json', 'print one JSON document for each run')
  .exitOverride()
  .action(
    async (options: {
      seed: number;
      runs: number;
      seeds?: number;
      messages: number;
      json?: boolean;
    }): Promise<void> => {
      const runs = options.seeds ?? options.runs;
      for (let seed = options.seed; seed < options.seed + runs; seed += 1) {
        const plan = chaosPlan(seed, {
          messages: options.messages,
          channels: ['text', 'voice', 'email'],
          dueInMs: 20_000,
          kills,
        });
        const end = await runChaos(plan, 600_000 + options.messages * 200, (line) => {
          process.stderr.write(`seed ${String(seed)}: ${line}\n`);
        });
        process.stdout.write(`${options.json === true ? JSON.stringify(end) : inWords(end)}\n`);
        for (const offence of end.offences) process.stderr.write(`seed ${String(seed)}: ${offence}\n`);
        if (end.offences.length > 0) process.exitCode = 1;
      }
    },
  );

/** Of each run. */
const kills = { worker: 2, relay: 2, hand_over: 2, api: 2, temporal: 2, postgres: 2, machine: 1 };

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}

function inWords(end: ChaosEnd): string {
  const list = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([what, times]) => `${what} ${String(times)}`)
      .join(', ');
  return [
    `seed ${String(end.seed)}: ${String(end.messages)} messages (${list(end.byChannel)})`,
    `accepted ${String(end.accepted)}, ended ${list(end.byState)}`,
    `killed ${list(end.kills)}`,
    `done to visits and channels: ${list(end.meddled)}`,
    `faults at 5 % each`,
    `lost ${String(end.lost)}, doubled ${String(end.doubled)}, sent when forbidden ${String(end.forbidden)}, unknown and unlisted ${String(end.unlisted)}`,
    `${String(end.seconds)} s`,
  ].join('; ');
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It is a whole number from 1.');
  return value;
}
