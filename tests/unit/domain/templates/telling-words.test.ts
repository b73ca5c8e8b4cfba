import { expect, test } from 'vitest';
import { defaultTemplates } from '../../../../domain/templates/default-templates.ts';
import { tellingWords } from '../../../../domain/templates/telling-words.ts';

test.each([
  ['Bayside Cardiology: your visit is tomorrow.', ['Cardiology']],
  ['Su cita de dermatología y su BIOPSIA', ['dermatología', 'BIOPSIA']],
  ['Clínica de Diálisis', ['Diálisis']],
  ['Prepare for your colonoscopy; your colonoscopy takes an hour', ['colonoscopy']],
  ['Your test results are in', ['test results']],
  ['👍 SIDA', ['SIDA']],
  ['HIV clinic', ['HIV']],
])('%s', (text, words) => {
  expect(tellingWords(text)).toEqual(words);
});

test.each([
  'Please be on time. We are still at Main Street.',
  'Considere llegar antes; el resto sigue igual.',
  'Stick to the sidewalk, aside from the stairs.',
  'Harbor Family Practice',
])('nothing is told by: %s', (text) => {
  expect(tellingWords(text)).toEqual([]);
});

test('the words that ship tell nothing', () => {
  expect(defaultTemplates.flatMap(({ body, subjectLine = '' }) => tellingWords(`${subjectLine} ${body}`))).toEqual([]);
});
