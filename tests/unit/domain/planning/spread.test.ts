import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deliveryHours } from '../../../../domain/planning/delivery-hours.ts';
import { planMessages } from '../../../../domain/planning/plan-messages.ts';
import { isAllowed } from '../../../../domain/planning/delivery-window.ts';
import { spreadAfterOpening } from '../../../../domain/planning/spread.ts';
import { aStep, aVisit, aWeekBefore, theFacts, theSettings, visitAt } from './planning-builders.ts';

const minuteMs = 60_000;
/** Nine in New York on the day before the visit. */
const opening = Date.parse('2026-11-30T14:00Z');

function sendAt(patientId: string, facts: { startsAt?: number; to?: string; subjectId?: string } = {}): number {
  const { startsAt = visitAt, to = '18:00', subjectId = `visit of ${patientId}` } = facts;
  const calendar = { beginDelivery: 'earliest' as const, windows: { text: { from: '09:00', to } } };
  const settings = theSettings({ steps: [aStep('-P1D')], calendar });
  const [message] = planMessages(
    theFacts({ subjectId, patientId, settings, visit: aVisit({ startsAt }), now: aWeekBefore }),
  );
  return message!.sendAt;
}

test('earliest: what would all go at the opening is spread evenly over the first quarter of an hour', () => {
  const byMinute = new Map<number, number>();
  for (let index = 0; index < 900; index += 1) {
    const minute = Math.floor((sendAt(`patient-${index}`) - opening) / minuteMs);
    byMinute.set(minute, (byMinute.get(minute) ?? 0) + 1);
  }
  const places = [...byMinute.keys()].sort((a, b) => a - b);
  expect(places[0]).toBe(0);
  expect(places.at(-1)).toBeLessThanOrEqual(15);
  // 60 to a minute, if it were even to the last.
  expect(Math.max(...byMinute.values())).toBeLessThan(90);
});

test('earliest: what goes to one patient on a day keeps its order, since it all goes at one second', () => {
  const [one, other] = [8, 6].map((hours) =>
    sendAt('patient', { startsAt: visitAt + hours * 3_600_000, subjectId: `visit in ${hours}` }),
  );
  expect(one).toBe(other);
  expect(sendAt('another')).not.toBe(one);
});

test('earliest: never outside the window, nor past its use, nor later than a quarter of an hour', () => {
  const given = fc.record({
    patientId: fc.uuid(),
    window: fc.integer({ min: 0, max: 40 }),
    visitAfter: fc.integer({ min: 24 * 60, max: 34 * 60 }),
  });
  fc.assert(
    fc.property(given, ({ patientId, window, visitAfter }) => {
      const to = `09:${String(window).padStart(2, '0')}`;
      const at = sendAt(patientId, { to, startsAt: opening + visitAfter * minuteMs });
      const { calendar } = theSettings({ calendar: { windows: { text: { from: '09:00', to } } } });
      expect(isAllowed(at, deliveryHours(calendar, aStep('-P1D')))).toBe(true);
      expect(at).toBeGreaterThanOrEqual(opening);
      expect(at).toBeLessThanOrEqual(opening + 15 * minuteMs);
    }),
  );
});

test('a spread never passes what binds it, and is the same each time', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.nat(2_000_000), fc.nat(2_000_000), (patientId, open, useful) => {
      const bounds = { patientId, closesAt: opening + open, usefulUntil: opening + useful };
      const at = spreadAfterOpening(opening, bounds);
      expect(at).toBeGreaterThanOrEqual(opening);
      expect(at).toBeLessThanOrEqual(Math.min(bounds.closesAt, bounds.usefulUntil));
      expect(spreadAfterOpening(opening, bounds)).toBe(at);
    }),
  );
});
