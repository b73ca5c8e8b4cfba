import { isAbsolute } from 'node:path';
import { Fault, type InputProblem } from '../../domain/fault.ts';
import { schemaProblems } from '../../domain/schema-problems.ts';
import { practiceFileProblems } from './practice-file-problems.ts';
import { PracticeFileSchema, type PracticeFile } from './practice-file-schema.ts';

/**
 * Reads a practice's file.
 * @throws {Fault} `bad_input`, with every problem on a line of its own: where it stands, and what to write there.
 */
export function readPracticeFile(json: unknown): PracticeFile {
  const problems = problemsOf(json);
  if (problems.length > 0) {
    throw new Fault(
      'bad_input',
      `The practice's file cannot be used:\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
  }
  return json as PracticeFile;
}

/**
 * The same for what came over the wire, where no folder is the one that the file lies in.
 * @throws {Fault} `bad_input`, with every problem in `errors`.
 */
export function readPracticeBody(json: unknown): PracticeFile {
  const problems = problemsOf(json);
  const errors = problems.length > 0 ? problems.map(inputProblemOf) : folderProblems(json as PracticeFile);
  if (errors.length > 0) {
    throw new Fault('bad_input', 'The practice cannot be added as it is described: see `errors`.', { errors });
  }
  return json as PracticeFile;
}

function problemsOf(json: unknown): string[] {
  const shape = schemaProblems(PracticeFileSchema, json);
  return shape.length > 0 ? shape : practiceFileProblems(json as PracticeFile);
}

function folderProblems({ feed_folder: folder }: PracticeFile): InputProblem[] {
  if (folder === undefined || isAbsolute(folder)) return [];
  return [
    {
      path: 'feed_folder',
      message: 'Must be the whole path of the folder where the workers read it, such as "/feeds/riverside".',
    },
  ];
}

/** `/senders/0/address must be …` as the place and the sentence. */
function inputProblemOf(line: string): InputProblem {
  const { pointer = '', text = line } = /^\/(?<pointer>\S*?):? (?<text>.*)$/s.exec(line)?.groups ?? {};
  return { path: pointer.split('/').join('.'), message: `${text.charAt(0).toUpperCase()}${text.slice(1)}` };
}
