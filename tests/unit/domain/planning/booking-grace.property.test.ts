import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearestAllowed } from '../../../../domain/planning/delivery-window.ts';
import { deliveryHours } from '../../../../domain/planning/delivery-hours.ts';
import { planMessages } from '../../../../domain/planning/plan-messages.ts';
import type { PlannedMessage, PlanningFacts } from '../../../../domain/planning/planning-facts.ts';
import { asHistory, aStep, aVisit, theFacts, theSettings, visitAt } from './planning-builders.ts';

const MINUTE = 60_000;
const GRACE = 10 * MINUTE;

interface Booking {
  readonly facts: PlanningFacts;
  readonly bookedAt: number;
}

/** A visit that was booked about the time of one of its steps, and is planned a moment later. */
const booking: fc.Arbitrary<Booking> = fc
  .record({
    offsets: fc.uniqueArray(fc.constantFrom('-P3D', '-P1D', '-PT25H', '-PT4H', '-PT3H'), { minLength: 1 }),
    beginDelivery: fc.constantFrom('exact' as const, 'earliest' as const),
    aboutStep: fc.nat(4),
    minutesFrom: fc.integer({ min: -15, max: 15 }),
    seenAfter: fc.integer({ min: 0, max: 12 * 60 }),
    earliest: fc.constantFrom('09:00', '10:05', '00:00'),
  })
  .map(({ offsets, beginDelivery, aboutStep, minutesFrom, seenAfter, earliest }) => {
    const settings = theSettings({
      steps: offsets.map((offset) => aStep(offset)),
      calendar: { beginDelivery, windows: { text: { from: earliest, to: '18:00' } } },
      minimumLeadMs: 0,
    });
    const plain = planMessages(theFacts({ settings, now: visitAt - 30 * 24 * 60 * MINUTE }));
    const bookedAt = plain[aboutStep % plain.length]!.sendAt - minutesFrom * MINUTE;
    const now = bookedAt + seenAfter * 1000;
    return { facts: theFacts({ settings, visit: aVisit({ bookedAt }), now }), bookedAt };
  });

const goes = ({ withheld }: PlannedMessage): boolean => withheld === null;
const without = ({ facts }: Booking): PlanningFacts => ({ ...facts, visit: { ...facts.visit, bookedAt: null } });

test('nothing goes within the grace, and what moves out of it says so', () => {
  fc.assert(
    fc.property(booking, ({ facts, bookedAt }) => {
      for (const { sendAt } of planMessages(facts).filter(goes)) {
        expect(sendAt < bookedAt || sendAt >= bookedAt + GRACE).toBe(true);
      }
    }),
  );
});

test('a message that would go outside the grace goes as if there were none', () => {
  fc.assert(
    fc.property(booking, (given) => {
      const plain = planMessages(without(given)).filter(goes);
      const planned = planMessages(given.facts);
      const over = Math.ceil((given.bookedAt + GRACE) / MINUTE) * MINUTE;
      for (const message of plain.filter(
        ({ sendAt, movedBy }) => sendAt >= over && !movedBy.some((mover) => mover !== 'window'),
      )) {
        const same = planned.find(({ slot }) => slot === message.slot)!;
        // But for one that another, put off to the same minute, would have gone before.
        if (same.withheld === 'too_late' && planned.some((other) => other.movedBy.includes('grace'))) continue;
        expect(same).toEqual(message);
      }
    }),
  );
});

test('one message at least is left where one would have gone and there is time for it after the grace', () => {
  fc.assert(
    fc.property(booking, (given) => {
      const hours = deliveryHours(given.facts.settings.calendar, { channel: 'text' });
      const over = given.bookedAt + GRACE + MINUTE;
      const isTime = nearestAllowed(over, { from: over, until: visitAt }, hours) !== null;
      if (isTime && planMessages(without(given)).some(goes)) expect(planMessages(given.facts).some(goes)).toBe(true);
    }),
  );
});

test('planning again, in the grace or after it, leaves what it moved where it is', () => {
  fc.assert(
    fc.property(booking, fc.integer({ min: 0, max: 12 }), ({ facts }, minutes) => {
      const planned = planMessages(facts);
      const later = Math.min(
        facts.now + minutes * MINUTE,
        ...planned.filter(goes).map(({ sendAt }) => Math.max(sendAt, facts.now)),
      );
      const again = planMessages({ ...facts, history: asHistory(planned), now: later });
      for (const message of planned.filter((one) => goes(one) && one.movedBy.includes('grace'))) {
        expect(again).toContainEqual(message);
      }
    }),
  );
});

test('a step whose time comes within the grace is not lost, though a later one follows', () => {
  const bookedAt = visitAt - 3 * 24 * 60 * MINUTE - 2 * MINUTE;
  const [first, second] = planMessages(theFacts({ visit: aVisit({ bookedAt }), now: bookedAt }));
  expect(first).toMatchObject({ slot: 'p3d', withheld: null, movedBy: ['grace'] });
  expect(Math.floor(first!.sendAt / MINUTE)).toBe((bookedAt + GRACE) / MINUTE);
  expect(second).toMatchObject({ slot: 'p1d', withheld: null, movedBy: [] });
});

test('staff who give a message a time within the grace have their way', () => {
  const bookedAt = visitAt - 24 * 60 * MINUTE - 2 * MINUTE;
  const facts = theFacts({
    settings: theSettings({ steps: [aStep('-P1D')] }),
    visit: aVisit({ bookedAt }),
    now: bookedAt,
  });
  const setAt = bookedAt + 3 * MINUTE;
  const history = asHistory(planMessages(facts)).map((past) => ({ ...past, setAt, sendAt: setAt }));
  expect(planMessages({ ...facts, history })).toMatchObject([{ sendAt: setAt, movedBy: ['staff'], withheld: null }]);
});
