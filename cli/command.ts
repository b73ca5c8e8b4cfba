import { Command } from 'commander';
import { Fault } from '../domain/fault.ts';

/** What every command understands. */
export interface CommonOptions {
  readonly json?: boolean;
  /** The data folder of the system that `kept start` runs; used where DATABASE_URL is not set. */
  readonly data: string;
}

/** Where a command's words go: its result to standard output, all other talk to standard error. */
export interface Output {
  /** The result: the document with `--json`, else the lines. */
  result(document: unknown, lines: string | readonly string[]): void;
  /** Talk, for whoever watches. */
  say(line: string): void;
}

/** A command with the options that all have, and an example under its help. */
export function command(name: string, about: { summary: string; example: string }): Command {
  return new Command(name)
    .description(about.summary)
    .option('--json', 'print one JSON document on standard output')
    .option('--data <dir>', 'data folder of the local system, where DATABASE_URL is not set', '.kept')
    .addHelpText('after', `\nExample:\n  ${about.example}`);
}

/** Commands under one word, such as `kept explain time`. */
export function commandGroup(name: string, summary: string, commands: readonly Command[]): Command {
  const group = new Command(name).description(summary);
  for (const one of commands) group.addCommand(one);
  return group;
}

/**
 * The action of a command: the positional arguments, then the options. A `Fault` ends it with 1 and its message. Commands import
 * what is heavy inside, so that `kept --help` stays quick.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- they let a command name its own options
export function action<Options extends CommonOptions, Arguments extends readonly (string | string[])[] = []>(
  work: (output: Output, options: Options, ...args: Arguments) => Promise<void>,
): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const options = given.at(-2) as Options;
    const output: Output = {
      result(document, lines) {
        const text = options.json ? JSON.stringify(document) : [lines].flat().join('\n');
        process.stdout.write(`${text}\n`);
      },
      say: (line) => void process.stderr.write(`${line}\n`),
    };
    try {
      await work(output, options, ...(given.slice(0, -2) as unknown as Arguments));
    } catch (error) {
      output.say(describeFailure(error));
      process.exitCode = 1;
    }
  };
}

/** A fault says what to do. Anything else was not foreseen: it is named, with its own words, which are not the database's. */
function describeFailure(error: unknown): string {
  if (error instanceof Fault) return error.message;
  if (!(error instanceof Error)) return 'It failed, and nothing said why.';
  const code = 'code' in error ? String(error.code) : error.name;
  return `It failed: ${error.message === '' ? code : error.message}`;
}
