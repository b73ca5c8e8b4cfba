import { readWindow, readWindows, withinLaw, type DeliveryHours, type MinuteWindows } from './delivery-window.ts';
import type { Channel } from './plan.ts';
import type { Calendar } from './planning-facts.ts';
import { openDaysOf } from './weekly-window.ts';

/** When messages of a channel may go: a weekday on which none does is a closed day for it. */
export function deliveryHours(calendar: Calendar, { channel }: { readonly channel: Channel }): DeliveryHours {
  const { zone, openDays, closures, windows } = calendar;
  const weekly = windows[channel] ?? null;
  const window = readWindow(weekly);
  const byWeekday = weekly?.weekdays ?? {};
  const weekdays = readWindows(byWeekday);
  return {
    zone,
    openDays: openDaysOf(byWeekday, openDays),
    closures,
    window: channel === 'email' ? window : withinLaw(window),
    weekdays: channel === 'email' ? weekdays : allWithinLaw(weekdays),
    windowZone: zone,
  };
}

function allWithinLaw(windows: MinuteWindows): MinuteWindows {
  return Object.fromEntries(Object.entries(windows).map(([weekday, window]) => [weekday, withinLaw(window)]));
}
