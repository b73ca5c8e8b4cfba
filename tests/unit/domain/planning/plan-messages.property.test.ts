import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MessageState, WithheldReason } from '../../../../domain/message-state.ts';
import { isAllowed } from '../../../../domain/planning/delivery-window.ts';
import { deliveryHours } from '../../../../domain/planning/delivery-hours.ts';
import { planMessages } from '../../../../domain/planning/plan-messages.ts';
import type { PastMessage, PlannedMessage, PlanningFacts, Step } from '../../../../domain/planning/planning-facts.ts';
import { aContact, aPatient, asHistory, aStep, aVisit, theFacts, theSettings, visitAt } from './planning-builders.ts';

const HOUR = 60 * 60_000;
const offsets = ['-P7D', '-P3D', '-P2D', '-P1D', '-PT24H', '-PT20H', '-PT4H', '-PT1H', 'PT0S'];

const steps: fc.Arbitrary<Step[]> = fc
  .uniqueArray(fc.constantFrom(...offsets), { minLength: 1, maxLength: 5 })
  .chain((chosen) =>
    fc.tuple(
      ...chosen.map((offset) =>
        fc
          .constantFrom('unanswered' as const, 'unanswered' as const, 'always' as const, 'confirmed' as const)
          .map((condition) => aStep(offset, { condition })),
      ),
    ),
  );

const settings = fc
  .record({
    steps,
    zone: fc.constantFrom('America/New_York', 'Pacific/Guam', 'Asia/Bahrain'),
    beginDelivery: fc.constantFrom('exact' as const, 'earliest' as const),
    window: fc.constantFrom({ from: '09:00', to: '18:00' }, { from: '10:00', to: '10:05' }),
    openDays: fc.constantFrom([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5], [3]),
    closures: fc.constantFrom([], [{ from: '2026-11-26', to: '2026-11-29' }]),
    minimumLeadMs: fc.constantFrom(0, 2 * HOUR, 26 * HOUR),
    stopOnAnswer: fc.boolean(),
  })
  .map(({ steps: chosen, minimumLeadMs, stopOnAnswer, window, ...calendar }) =>
    theSettings({ steps: chosen, minimumLeadMs, stopOnAnswer, calendar: { ...calendar, windows: { text: window } } }),
  );

const visit = fc.record({
  pms: fc.constantFrom(
    'scheduled' as const,
    'scheduled' as const,
    'scheduled' as const,
    'confirmed' as const,
    'cancelled' as const,
  ),
  answer: fc.constantFrom('none' as const, 'none' as const, 'none' as const, 'confirmed' as const, 'declined' as const),
});

const patient = fc.constantFrom(
  aPatient(),
  aPatient(),
  aPatient(),
  aPatient({ text: aContact({ optedOut: true }) }),
  aPatient({ text: null }),
);

const now = fc.integer({ min: -9 * 24 * 60, max: 60 }).map((minutes) => visitAt + minutes * 60_000 + 12_345);

/** What may stand in a step's slot already. */
const past = (step: Step): fc.Arbitrary<PastMessage | null> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    fc
      .tuple(
        fc.integer({ min: -8 * 24 * 60, max: 0 }),
        fc.constantFrom<[MessageState, WithheldReason | null]>(
          ['not_sent', null],
          ['received', null],
          ['unknown', null],
          ['withheld', 'answered'],
          ['withheld', 'opted_out'],
          ['withheld', 'too_late'],
          ['withheld', 'paused'],
          ['withheld', 'settings_changed'],
        ),
      )
      .map(([minutes, [state, reason]]) => ({
        kind: step.kind,
        slot: step.slot,
        channel: step.channel,
        state,
        reason,
        detail: null,
        carriedBy: null,
        setAt: null,
        heldBy: null,
        sendAt: visitAt + minutes * 60_000,
        movedBy: [],
      })),
  );

const facts: fc.Arbitrary<PlanningFacts> = fc
  .record({ subjectId: fc.uuid(), settings, visit, patient, now })
  .chain((chosen) =>
    fc
      .tuple(...chosen.settings.steps.map(past))
      .map((history) =>
        theFacts({ ...chosen, visit: aVisit(chosen.visit), history: history.filter((message) => message !== null) }),
      ),
  );

const runs = { numRuns: 1000 };
const goes = (message: PlannedMessage): boolean => message.withheld === null;
const wasHandedOver = ({ state }: PastMessage): boolean => state !== 'not_sent' && state !== 'withheld';

describe('whatever the settings, the history and the time', { timeout: 120_000 }, () => {
  test('one message for each step whose slot is not taken, in the order of the settings', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const taken = new Set(given.history.filter(wasHandedOver).map(({ slot }) => slot));
        const expected = given.settings.steps.map(({ slot }) => slot).filter((slot) => !taken.has(slot));
        expect(planMessages(given).map(({ slot }) => slot)).toEqual(expected);
      }),
      runs,
    );
  });

  test('planning the plan again, at the same time, changes nothing', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const plan = planMessages(given);
        const handedOver = given.history.filter(wasHandedOver);
        expect(planMessages({ ...given, history: [...handedOver, ...asHistory(plan)] })).toEqual(plan);
      }),
      runs,
    );
  });

  test('planning it again later changes no time and no reason of what is still to come', () => {
    fc.assert(
      fc.property(facts, fc.integer({ min: 0, max: 24 * 60 }), (given, minutes) => {
        const plan = planMessages(given);
        const later = Math.min(given.now + minutes * 60_000, visitAt - 1);
        fc.pre(later >= given.now);
        const handedOver = given.history.filter(wasHandedOver);
        const again = planMessages({ ...given, now: later, history: [...handedOver, ...asHistory(plan)] });
        for (const [index, message] of plan.entries()) {
          if (!goes(message) || later > message.usefulUntil) continue;
          expect(again[index]).toEqual(message);
        }
      }),
      runs,
    );
  });

  test('what goes, goes at an allowed time, while of use, and not before now unless it was due already', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const due = new Map(
          given.history
            .filter(({ state, sendAt }) => state === 'not_sent' && sendAt <= given.now)
            .map((message) => [message.slot, message]),
        );
        for (const message of planMessages(given).filter(goes)) {
          expect(message.sendAt).toBeLessThanOrEqual(message.usefulUntil);
          expect(message.usefulUntil).toBeLessThanOrEqual(visitAt);
          expect(given.now).toBeLessThanOrEqual(message.usefulUntil);
          if (due.has(message.slot)) expect(message.sendAt).toBe(due.get(message.slot)!.sendAt);
          else {
            expect(message.sendAt).toBeGreaterThanOrEqual(given.now);
            expect(isAllowed(message.sendAt, deliveryHours(given.settings.calendar, message))).toBe(true);
          }
        }
      }),
      runs,
    );
  });

  test('no two of one kind go in the same minute, and a later step never goes first', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const unconditional = (message: PlannedMessage): boolean =>
          given.settings.steps.find(({ slot }) => slot === message.slot)?.condition !== 'confirmed';
        const going = planMessages(given)
          .filter((message) => goes(message) && unconditional(message))
          .sort((one, other) => one.computedAt - other.computedAt);
        const minutes = going.map(({ sendAt }) => Math.floor(sendAt / 60_000));
        expect(minutes).toEqual([...new Set(minutes)].sort((one, other) => one - other));
      }),
      runs,
    );
  });

  test('nothing goes about a visit that is cancelled, or to a patient who opted out', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const plan = planMessages({ ...given, patient: aPatient({ text: aContact({ optedOut: true }) }) });
        expect(plan.filter(goes)).toEqual([]);
        expect(planMessages({ ...given, visit: { ...given.visit, gone: true } }).filter(goes)).toEqual([]);
      }),
      runs,
    );
  });
});
