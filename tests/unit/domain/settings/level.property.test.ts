import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isSameLevel,
  levelName,
  levelsOf,
  narrowestOf,
  practiceLevel,
  type Level,
  type VisitPlace,
} from '../../../../domain/settings/level.ts';

const id = fc.constantFrom('a', 'b');
const maybe = fc.option(id, { nil: null });
const level = fc.record<Level>({ facilityId: maybe, providerId: maybe, typeId: maybe });
const levels = fc.uniqueArray(level, { comparator: isSameLevel, maxLength: 27 });
const visit = fc.record<VisitPlace>({
  facilityId: id,
  providerId: fc.constantFrom('a', 'b', ''),
  typeId: fc.constantFrom('a', 'b', ''),
});
const parts = ['facilityId', 'providerId', 'typeId'] as const;

/** Whether nothing that the level names is another than the visit's. */
const fits = (one: Level, of: VisitPlace): boolean => parts.every((part) => [null, of[part]].includes(one[part]));

describe('the levels that reach a visit', () => {
  test('are those that name nothing else than its own, each once', () => {
    fc.assert(
      fc.property(levels, visit, (all, of) => {
        expect(new Set(levelsOf(all, of))).toEqual(new Set(all.filter((one) => fits(one, of))));
      }),
    );
  });

  test('do not hang on the order that they come in, so what holds is one', () => {
    fc.assert(
      fc.property(
        levels.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        visit,
        ([all, shuffled], of) => {
          expect(levelsOf(shuffled, of)).toEqual(levelsOf(all, of));
        },
      ),
    );
  });

  test('go from practice over facility and provider to type', () => {
    const order = ['practice', 'facility', 'provider', 'type'];
    fc.assert(
      fc.property(levels, visit, (all, of) => {
        const ranks = levelsOf(all, of).map((one) => order.indexOf(levelName(one)));
        expect(ranks).toEqual(ranks.toSorted());
      }),
    );
  });

  test('a level that names more than another, and all that this one names, holds before it', () => {
    fc.assert(
      fc.property(levels, visit, (all, of) => {
        const reached = levelsOf(all, of);
        const last = narrowestOf(all, of);
        for (const [index, one] of reached.entries()) {
          for (const wider of reached.slice(index + 1)) {
            expect(parts.every((part) => wider[part] === null || wider[part] === one[part])).toBe(false);
          }
        }
        expect(last).toBe(reached.at(-1));
      }),
    );
  });
});

test('the practice reaches every visit, and only it reaches one that nothing is known of', () => {
  fc.assert(
    fc.property(visit, (of) => {
      expect(levelsOf([practiceLevel], of)).toEqual([practiceLevel]);
    }),
  );
  expect(narrowestOf([{ ...practiceLevel, typeId: 'a' }], { facilityId: 'a', providerId: '', typeId: '' })).toBe(
    undefined,
  );
});
