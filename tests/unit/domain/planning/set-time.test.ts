import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planMessages } from '../../../../domain/planning/plan-messages.ts';
import type { PlanningFacts } from '../../../../domain/planning/planning-facts.ts';
import { aPastMessage, aStep, aVisit, aWeekBefore, theFacts, visitAt } from './planning-builders.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const [threeDays, oneDay] = [aStep('-P3D'), aStep('-P1D')];
const usefulUntil = visitAt - 2 * HOUR;
const planOf = (step: { slot: string }, facts: Partial<PlanningFacts>) =>
  planMessages(theFacts(facts)).find(({ slot }) => slot === step.slot);

test('a time that staff set is kept by every plan until it comes, whatever the step says', () => {
  const times = fc.integer({ min: aWeekBefore, max: visitAt - DAY - HOUR });
  fc.assert(
    fc.property(times, fc.integer({ min: 1, max: 6 * DAY }), (setAt, before) => {
      const now = setAt - before;
      const history = [aPastMessage(threeDays, { sendAt: setAt, setAt, movedBy: ['staff'] })];
      expect(planOf(threeDays, { history, now })).toMatchObject({ sendAt: setAt, movedBy: ['staff'], withheld: null });
    }),
  );
});

test('once it has come the message is due, and its step’s own time, still to come, does not bring it back', () => {
  const setAt = aWeekBefore;
  const due = [aPastMessage(oneDay, { sendAt: setAt, setAt, movedBy: ['staff'] })];
  for (const now of [setAt, setAt + HOUR, visitAt - DAY - HOUR, usefulUntil]) {
    expect(planOf(oneDay, { history: due, now })).toMatchObject({ sendAt: setAt, withheld: null });
  }
  expect(planOf(oneDay, { history: due, now: usefulUntil + 1 })).toMatchObject({ withheld: 'too_late' });
  // Its claim put it off to the next morning.
  const putOff = [aPastMessage(oneDay, { sendAt: setAt + 23 * HOUR, setAt })];
  expect(planOf(oneDay, { history: putOff, now: setAt + HOUR })).toMatchObject({ sendAt: setAt + 23 * HOUR });
});

test('a time after the message is of use binds nobody, nor does one bring back what may not go', () => {
  const late = [aPastMessage(oneDay, { sendAt: visitAt - HOUR, setAt: visitAt - HOUR })];
  expect(planOf(oneDay, { history: late })?.sendAt).toBeLessThan(visitAt - DAY + HOUR);
  const history = [aPastMessage(oneDay, { sendAt: visitAt - 2 * DAY, setAt: visitAt - 2 * DAY })];
  expect(planOf(oneDay, { history, visit: aVisit({ answer: 'declined' }) })).toMatchObject({ withheld: 'answered' });
});

test('a kind that staff excluded is withheld for that visit, and no other kind is', () => {
  const excluded = (kind: string) => planOf(oneDay, { visit: aVisit({ excludedKinds: [kind] }) })?.withheld;
  expect(excluded(oneDay.kind)).toBe('excluded');
  expect(excluded('recall')).toBeNull();
  // What is off is off for the PMS’s reason first.
  const off = aVisit({ excludedKinds: [oneDay.kind], pms: 'cancelled' });
  expect(planOf(oneDay, { visit: off })?.withheld).toBe('cancelled');
});
