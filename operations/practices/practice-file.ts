import { Fault } from '../../domain/fault.ts';
import { schemaProblems } from '../../domain/schema-problems.ts';
import { practiceFileProblems } from './practice-file-problems.ts';
import { PracticeFileSchema, type PracticeFile } from './practice-file-schema.ts';

/**
 * Reads a practice's file.
 * @throws {Fault} `bad_input`, with every problem on a line of its own: where it stands, and what to write there.
 */
export function readPracticeFile(json: unknown): PracticeFile {
  const shape = schemaProblems(PracticeFileSchema, json);
  const problems = shape.length > 0 ? shape : practiceFileProblems(json as PracticeFile);
  if (problems.length > 0) {
    throw new Fault(
      'bad_input',
      `The practice's file cannot be used:\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
  }
  return json as PracticeFile;
}
