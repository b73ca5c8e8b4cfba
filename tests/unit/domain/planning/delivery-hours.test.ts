import { expect, test } from 'vitest';
import { deliveryHours } from '../../../../domain/planning/delivery-hours.ts';
import { isAllowed } from '../../../../domain/planning/delivery-window.ts';
import type { WindowsByWeekday } from '../../../../domain/planning/weekly-window.ts';

const hoursOf = (channel: 'text' | 'voice' | 'email', weekdays: WindowsByWeekday) =>
  deliveryHours(
    {
      zone: 'UTC',
      beginDelivery: 'exact',
      openDays: [1, 2, 3, 4, 5, 6, 7],
      closures: [],
      windows: { [channel]: { from: '09:00', to: '18:00', weekdays } },
    },
    { channel },
  );

// 2026-11-28 is a Saturday.
const saturday = (time: string): number => Date.parse(`2026-11-28T${time}Z`);
const sunday = (time: string): number => Date.parse(`2026-11-29T${time}Z`);

test('a weekday’s own hours hold on it, and on no other', () => {
  const hours = hoursOf('text', { 6: ['10:00', '12:00'] });
  expect([saturday('09:59'), saturday('10:00'), saturday('12:00'), saturday('12:01')].map(allowedBy(hours))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect([sunday('09:00'), sunday('18:00')].map(allowedBy(hours))).toEqual([true, true]);
});

test('on a weekday without hours nothing goes by that channel', () => {
  expect(isAllowed(saturday('12:00'), hoursOf('email', { 6: null }))).toBe(false);
});

test('law 3: texts and calls keep the hours of the law on every weekday, mails do not need to', () => {
  const wide: WindowsByWeekday = { 6: ['00:00', '23:59'] };
  for (const channel of ['text', 'voice'] as const) {
    const times = [saturday('07:59'), saturday('08:00'), saturday('20:59'), saturday('21:00')];
    expect(times.map(allowedBy(hoursOf(channel, wide)))).toEqual([false, true, true, false]);
  }
  expect(isAllowed(saturday('23:59'), hoursOf('email', wide))).toBe(true);
});

function allowedBy(hours: ReturnType<typeof hoursOf>) {
  return (at: number): boolean => isAllowed(at, hours);
}
