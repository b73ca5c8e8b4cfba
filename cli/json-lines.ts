import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { TSchema, Static } from 'typebox';
import { Fault } from '../domain/fault.ts';
import { schemaProblems } from '../domain/schema-problems.ts';

/** What became of one line: its answer, or what is wrong with it and what to do. */
export type LineAnswer<Answer> = { readonly answer: Answer } | { readonly error: string };

/**
 * Answers a stream of JSON documents, one a line, in their order. A line that is not understood gets its own error and the
 * others go on; empty lines are passed over. Returns how many lines got an error.
 */
export async function answerJsonLines<Answer>(
  input: Readable,
  answer: (document: unknown) => Answer,
  write: (answered: LineAnswer<Answer>) => void,
): Promise<number> {
  let errors = 0;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    const answered = answerLine(line, answer);
    if ('error' in answered) errors += 1;
    write(answered);
  }
  return errors;
}

/** A line's document as its schema has it; what is null counts as not given. Throws `bad_input`, naming what to change. */
export function checkedLine<Schema extends TSchema>(schema: Schema, document: unknown): Static<Schema> {
  const given =
    typeof document === 'object' && document !== null && !Array.isArray(document)
      ? Object.fromEntries(Object.entries(document).filter(([, value]) => value !== null))
      : document;
  const problems = schemaProblems(schema, given);
  if (problems.length > 0) throw new Fault('bad_input', problems.join(' '));
  return given as Static<Schema>;
}

function answerLine<Answer>(line: string, answer: (document: unknown) => Answer): LineAnswer<Answer> {
  let document: unknown;
  try {
    document = JSON.parse(line.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { error: 'This line is no JSON: write one object on each line, with its names and texts in double quotes.' };
  }
  try {
    return { answer: answer(document) };
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'bad_input') throw error;
    return { error: error.message };
  }
}
