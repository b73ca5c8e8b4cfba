import { Readable } from 'node:stream';
import Type from 'typebox';
import { expect, test } from 'vitest';
import { answerJsonLines, checkedLine, type LineAnswer } from '../../../cli/json-lines.ts';

const Line = Type.Object({ number: Type.Number({ description: 'a number' }) }, { additionalProperties: false });
const double = (document: unknown): number => checkedLine(Line, document).number * 2;

async function answersTo(text: string, answer = double): Promise<[errors: number, answers: LineAnswer<number>[]]> {
  const answers: LineAnswer<number>[] = [];
  const errors = await answerJsonLines(Readable.from([text]), answer, (answered) => answers.push(answered));
  return [errors, answers];
}

test('each line is answered, in order', async () => {
  expect(await answersTo('{"number":1}\n{"number":2}\n')).toEqual([0, [{ answer: 2 }, { answer: 4 }]]);
});

test('the last line needs no end, and empty lines and a byte order mark are passed over', async () => {
  expect(await answersTo('\uFEFF{"number":1}\r\n\r\n  \n{"number":2}')).toEqual([0, [{ answer: 2 }, { answer: 4 }]]);
  expect(await answersTo('')).toEqual([0, []]);
});

test('a bad line gets its error, and the others go on', async () => {
  expect(await answersTo('nonsense\n{"number":"x"}\n{"number":2,"more":1}\n[]\n{"number":3}')).toEqual([
    4,
    [
      { error: 'This line is no JSON: write one object on each line, with its names and texts in double quotes.' },
      { error: '/number must be a number.' },
      { error: '/more is not known here: check its spelling, or take it out.' },
      { error: '/ must be object.' },
      { answer: 6 },
    ],
  ]);
});

test('what is no fault of the line is not hidden', async () => {
  const broken = (): number => {
    throw new TypeError('a mistake of ours');
  };
  await expect(answersTo('{}', broken)).rejects.toThrow('a mistake of ours');
});
