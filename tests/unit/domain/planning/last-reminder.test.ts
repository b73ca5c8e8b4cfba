import { describe, expect, test } from 'vitest';
import { withCourtesy } from '../../../../domain/planning/courtesy.ts';
import { planMessages } from '../../../../domain/planning/plan-messages.ts';
import type { PlanningSettings, VisitFacts } from '../../../../domain/planning/planning-facts.ts';
import { shippedKinds } from '../../../../domain/shipped-kinds.ts';
import { aStep, aVisit, theFacts, theSettings, visitAt } from './planning-builders.ts';

const DAY = 24 * 60 * 60_000;
const steps = [aStep('-P3D'), aStep('-P1D')];

function goes(visit: Partial<VisitFacts>, settings: Partial<Omit<PlanningSettings, 'languages'>> = {}): string[] {
  return planMessages(
    theFacts({ visit: aVisit(visit), settings: theSettings({ steps, ...settings }), now: visitAt - 9 * DAY }),
  )
    .filter(({ withheld }) => withheld === null)
    .map(({ slot }) => slot);
}

describe('a confirmation', () => {
  // The visit is on December 1; midnight of November 27 in New York is five calendar days before it begins.
  const fiveDaysAhead = Date.parse('2026-11-27T04:59Z');
  test.each([
    ['five days ahead keeps the last reminder', fiveDaysAhead, ['p1d']],
    ['a minute later keeps none', fiveDaysAhead + 60_000, []],
    ['weeks ahead keeps it as well', visitAt - 30 * DAY, ['p1d']],
  ])('that came %s', (_, answeredAt, expected) => {
    expect(goes({ answer: 'confirmed', answeredAt })).toEqual(expected);
  });

  test('at the desk, of which no time is known, keeps none; nor does a decline', () => {
    expect(goes({ pms: 'confirmed' })).toEqual([]);
    expect(goes({ answer: 'declined', answeredAt: fiveDaysAhead })).toEqual([]);
  });

  test('counts by the setting', () => {
    expect(goes({ answer: 'confirmed', answeredAt: visitAt - DAY }, { earlyConfirmDays: 1 })).toEqual(['p1d']);
    expect(goes({ answer: 'confirmed', answeredAt: fiveDaysAhead }, { earlyConfirmDays: 6 })).toEqual([]);
  });
});

describe('the courtesy reminder', () => {
  const wanted = { steps: withCourtesy(steps, shippedKinds, true) };

  test('goes the day before to who confirmed, and to nobody else', () => {
    const [, , courtesy] = planMessages(
      theFacts({
        settings: theSettings(wanted),
        visit: aVisit({ answer: 'confirmed', answeredAt: visitAt - 4 * DAY }),
      }),
    );
    expect(courtesy).toMatchObject({ slot: 'courtesy', channel: 'text', computedAt: visitAt - DAY, withheld: null });
    expect(goes({ answer: 'declined', answeredAt: visitAt - 4 * DAY }, wanted)).toEqual([]);
  });

  test('is one, also where the confirmation was early or every answer is ignored', () => {
    expect(goes({ answer: 'confirmed', answeredAt: visitAt - 8 * DAY }, wanted)).toEqual(['courtesy']);
    expect(goes({ answer: 'confirmed', answeredAt: visitAt - 8 * DAY }, { ...wanted, stopOnAnswer: false })).toEqual([
      'p3d',
      'courtesy',
    ]);
  });

  test('is not added where it is not wanted, or the schedule has a step for confirmed visits', () => {
    expect(withCourtesy(steps, shippedKinds, false)).toEqual(steps);
    const own = [...steps, aStep('-PT4H', { condition: 'confirmed' })];
    expect(withCourtesy(own, shippedKinds, true)).toEqual(own);
    expect(withCourtesy([aStep('-P1D', { condition: 'always' })], shippedKinds, true)).toHaveLength(1);
  });
});
