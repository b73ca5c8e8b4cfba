import { expect, test } from 'vitest';
import { countSegments } from '../../../../domain/templates/segments.ts';

test.each([
  ['a'.repeat(160), 'GSM-7', 1, 160, null],
  ['a'.repeat(161), 'GSM-7', 2, 161, null],
  ['a'.repeat(306), 'GSM-7', 2, 306, null],
  ['a'.repeat(307), 'GSM-7', 3, 307, null],
  ['ñ ü é ¿ ¡', 'GSM-7', 1, 9, null],
  ['€'.repeat(80), 'GSM-7', 1, 160, null],
  ['€'.repeat(81), 'GSM-7', 2, 162, null],
  ['á', 'UCS-2', 1, 1, 'á'],
  ['í', 'UCS-2', 1, 1, 'í'],
  ['ó', 'UCS-2', 1, 1, 'ó'],
  ['ú', 'UCS-2', 1, 1, 'ú'],
  [`${'a'.repeat(69)}á`, 'UCS-2', 1, 70, 'á'],
  [`${'a'.repeat(70)}á`, 'UCS-2', 2, 71, 'á'],
  ['sí 👍', 'UCS-2', 1, 4, '👍'],
  ['“quoted”', 'UCS-2', 1, 8, '“'],
])('%.20s …', (text, encoding, segments, characters, costliest) => {
  expect(countSegments(text)).toEqual({ encoding, segments, characters, costliest });
});
