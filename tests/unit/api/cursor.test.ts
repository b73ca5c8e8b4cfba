import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from '../../../api/cursor.ts';

test('a cursor leads back to its key, to the microsecond', () => {
  const key = { at: '2026-11-24 15:00:00.123456+00', id: '0199a000-0000-7000-8000-000000000000' };
  expect(decodeCursor('appointments', encodeCursor('appointments', key))).toEqual(key);
});

test('nothing else is ever read as one, whatever it is', () => {
  const cursor = encodeCursor('messages', { at: '2026-11-24 15:00:00+00', id: '0199a000-0000-7000-8000-000000000000' });
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json(), fc.constant(cursor)), (text) => {
      expect(() => decodeCursor('appointments', text)).toThrow('This cursor is not of this list.');
    }),
  );
});
