import { Command } from 'commander';
import { action } from './command.ts';
import { answerJsonLines } from './json-lines.ts';

/** A command that explains each line of its standard input. */
export interface LineExplainer<Answer> {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  /** Loads what it needs, and returns what answers one document; a `bad_input` fault becomes that line's error. */
  explainer(): Promise<(document: unknown) => Answer>;
  /** The answer for people. */
  inWords(answer: Answer): string;
}

/**
 * Makes the command: lines of JSON in; a line of JSON (`--json`) or of words out for each, `{error}` for one that is not
 * understood. It ends with 1 if there was any such line.
 */
export function explainLines<Answer>(about: LineExplainer<Answer>): Command {
  return new Command(about.name)
    .description(about.summary)
    .option('--json', 'print one line of JSON for each line read')
    .addHelpText('after', `\nExample:\n  ${about.example}`)
    .action(
      action(async (output) => {
        const answer = await about.explainer();
        const errors = await answerJsonLines(process.stdin, answer, (answered) => {
          if ('error' in answered) output.result({ error: answered.error }, `error: ${answered.error}`);
          else output.result(answered.answer, about.inWords(answered.answer));
        });
        if (errors > 0) process.exitCode = 1;
      }),
    );
}
