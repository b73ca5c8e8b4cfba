import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  effectiveSteps,
  stepParts,
  wholeStep,
  type StepOfLevel,
  type StepParts,
} from '../../../../domain/settings/effective-steps.ts';
import { isSameLevel, levelsOf, type VisitPlace } from '../../../../domain/settings/level.ts';
import { scheduleProblems } from '../../../../domain/settings/schedule-problems.ts';

const maybe = fc.option(fc.constantFrom('a', 'b'), { nil: null });
const whole = fc.record<StepParts>({
  channel: fc.constantFrom('text', 'voice', 'email'),
  offset: fc.constantFrom('-P3D', '-P1D', null),
  condition: fc.constantFrom('unanswered', 'always'),
  backups: fc.constantFrom(null, []),
});
const step = fc.record<StepOfLevel>({
  ...{ facilityId: maybe, providerId: maybe, typeId: maybe },
  kind: fc.constant('appointment_reminder'),
  slot: fc.constantFrom('one', 'two'),
  own: fc
    .tuple(whole, fc.subarray([...stepParts], { minLength: 1 }))
    .map(([all, own]) => Object.fromEntries(own.map((part) => [part, all[part]]))),
});
const steps = fc.uniqueArray(step, {
  maxLength: 20,
  comparator: (one, other) => isSameLevel(one, other) && one.slot === other.slot,
});
const id = fc.constantFrom('a', 'b', '');
const visit = fc.record<VisitPlace>({ facilityId: id, providerId: id, typeId: id });

test('each part is the word of the narrowest level that says it, and names that level', () => {
  fc.assert(
    fc.property(steps, visit, (all, of) => {
      for (const { slot, parts, from } of effectiveSteps(all, of)) {
        const rows = levelsOf(all, of).filter((one) => one.slot === slot);
        for (const part of stepParts) {
          const last = rows.findLast(({ own }) => part in own);
          expect(parts[part]).toEqual(last?.own[part]);
          expect(last === undefined ? from[part] : isSameLevel(from[part]!, last)).toBe(
            last === undefined ? undefined : true,
          );
        }
      }
    }),
  );
});

test('where nothing is wrong with a schedule at its levels, every visit has each step whole, or taken away', () => {
  const touched = new Set(['appointment_reminder/one', 'appointment_reminder/two']);
  const hasWhole = fc.tuple(steps, whole, whole).map(([all, one, two]) => {
    const practice = { facilityId: null, providerId: null, typeId: null, kind: 'appointment_reminder' };
    return [
      ...all.filter(({ facilityId, providerId, typeId }) => facilityId ?? providerId ?? typeId),
      { ...practice, slot: 'one', own: one },
      { ...practice, slot: 'two', own: two },
    ];
  });
  fc.assert(
    fc.property(fc.oneof(steps, hasWhole), visit, (all, of) => {
      fc.pre(scheduleProblems(all, touched).length === 0);
      for (const one of effectiveSteps(all, of))
        expect(wholeStep(one) !== null || one.parts.offset === null).toBe(true);
    }),
  );
});
