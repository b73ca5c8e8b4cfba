import { expect, test } from 'vitest';
import { deskState, type DeskHours } from '../../../../domain/calls/desk-hours.ts';

const hours: DeskHours = { zone: 'America/New_York', from: '08:00', to: '17:00', days: [1, 2, 3, 4, 5], closures: [] };
const at = (text: string): number => Date.parse(text);

test('the desk takes calls from its first minute up to, and without, its last', () => {
  // 2026-11-23 is a Monday; New York is five hours behind.
  expect(deskState(hours, at('2026-11-23T12:59:59Z'))).toEqual({ open: false, opensAt: at('2026-11-23T13:00:00Z') });
  expect(deskState(hours, at('2026-11-23T13:00:00Z'))).toEqual({ open: true });
  expect(deskState(hours, at('2026-11-23T21:59:59Z'))).toEqual({ open: true });
  expect(deskState(hours, at('2026-11-23T22:00:00Z'))).toEqual({ open: false, opensAt: at('2026-11-24T13:00:00Z') });
});

test('after the last open day it opens on the next one, past weekends, holidays and vacations', () => {
  const friday = at('2026-11-27T22:30:00Z');
  expect(deskState(hours, friday)).toEqual({ open: false, opensAt: at('2026-11-30T13:00:00Z') });
  const closures = [{ from: '2026-11-30', to: '2026-12-01' }];
  expect(deskState({ ...hours, closures }, friday)).toEqual({ open: false, opensAt: at('2026-12-02T13:00:00Z') });
  expect(deskState({ ...hours, closures }, at('2026-11-30T15:00:00Z'))).toMatchObject({ open: false });
});

test('nobody says when it opens where that is more than two months away', () => {
  const closures = [{ from: '2026-11-23', to: '2027-03-01' }];
  expect(deskState({ ...hours, closures }, at('2026-11-23T15:00:00Z'))).toEqual({ open: false, opensAt: null });
});

test('the day on which the clocks change it opens by the wall clock', () => {
  // 2026-03-08, a Sunday: from 2:00 on New York is four hours behind.
  const everyDay = { ...hours, days: [1, 2, 3, 4, 5, 6, 7] };
  expect(deskState(everyDay, at('2026-03-08T06:00:00Z'))).toEqual({ open: false, opensAt: at('2026-03-08T12:00:00Z') });
});
