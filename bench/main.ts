import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type { Benchmark } from './benchmark.ts';
import { life } from './life/life.ts';
import { send } from './life/send.ts';
import { parked } from './parked/parked.ts';
import { rate } from './rate/rate.ts';
import { replan } from './replan/replan.ts';
import { reply } from './reply/reply.ts';
import { webhook } from './webhook/webhook.ts';

/** `npm run bench -- NAME [--json]`. What each compares, and what was measured last, is in docs/benchmarks.md. */
const program = new Command('bench').description('Benchmarks. Only ratios mean anything on another machine.');

// What these begin with is meant to end within four minutes on two quiet processors.
add(life)
  .option('--repeats <n>', 'of each arm, turn about', whole, 2)
  .option('--in-flight <n>', 'lives at a time', whole, 100)
  .option('--lives <n>', 'that are timed in each repeat', whole, 150);
add(send)
  .option('--repeats <n>', 'of each arm, turn about', whole, 2)
  .option('--in-flight <n>', 'messages at a time', whole, 150)
  .option('--lives <n>', 'messages that are timed in each repeat', whole, 400);
add(parked)
  .option('--runs <n>', 'that are parked', whole, 10_000)
  .option('--woken <n>', 'of these that are woken', whole, 2_000);
add(webhook)
  .option('--repeats <n>', 'of each arm, turn about', whole, 3)
  .option('--requests <n>', 'in each repeat of each arm', whole, 400)
  .option('--at-once <n>', 'requests on their way', whole, 16);
add(reply)
  .option('--repeats <n>', 'of each arm, turn about', whole, 3)
  .option('--answers <n>', 'in each repeat of each arm', whole, 120)
  .option('--per-second <n>', 'answers that come', whole, 10);
add(replan)
  .option('--repeats <n>', 'of each arm, turn about', whole, 5)
  .option('--messages <n>', 'that wait, one to a visit', whole, 20_000);
add(rate)
  .option('--repeats <n>', 'one after the other', whole, 4)
  .option('--per-second <n>', "the carrier's pace", whole, 20)
  .option('--messages <n>', 'of the larger practice; the smaller has a third of them', whole, 300);

program.exitOverride();
try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}

function add<Options>(benchmark: Benchmark<Options>): Command {
  return program
    .command(benchmark.name)
    .description(benchmark.summary)
    .option('--json', 'print one JSON document on standard output')
    .exitOverride()
    .action(async (options: Options & { json?: boolean }) => {
      const { document, lines } = await benchmark.run(options, (line) => void process.stderr.write(`${line}\n`));
      process.stdout.write(options.json === true ? `${JSON.stringify(document)}\n` : `${lines.join('\n')}\n`);
    });
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It is a whole number from 1.');
  return value;
}
