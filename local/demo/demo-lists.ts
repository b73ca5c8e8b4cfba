import type { EpochMs } from '../../domain/planning/plan.ts';
import { DAY_MS, MINUTE_MS, zoneClock, type WallMs } from '../../domain/zone-clock.ts';
import { personOf, type DemoPerson } from './demo-people.ts';
import { wallTimeText } from './demo-visits.ts';
import { openFacility } from './open-facility.ts';

/** A recall or an order in the words of the feed. */
export interface DemoRecall extends DemoPerson {
  readonly recall_id: string;
  readonly facility_id: string;
  readonly due_on: string;
  readonly type_name: string;
  readonly appointment_id: string;
}
export interface DemoOrder extends DemoPerson {
  readonly order_id: string;
  readonly facility_id: string;
  readonly product_name: string;
  readonly status: string;
  readonly ready_on: string;
}

/** Phones of yours that are written to about a recall and about an order. */
export const listPhones = [
  { e164: '+17035550190', name: 'Your phone 11: a recall' },
  { e164: '+17035550191', name: 'Your phone 12: an order' },
] as const;

/** A recall stays on the list so long. */
const daysOnList = 90;

/**
 * One recall that is due today, and so is written about at once, and one that is due in two weeks; `earlier` are the rows of the
 * export before.
 */
export function demoRecalls(now: EpochMs, earlier: readonly DemoRecall[]): DemoRecall[] {
  const { facilityId, today, key } = startOf(now);
  const recall = (name: string, daysAhead: number, patient: Partial<DemoPerson>): DemoRecall => ({
    ...somebody(`RECALL-${name}`, patient),
    ...{ recall_id: `R${key}-${name}`, facility_id: facilityId, type_name: 'Check-up', appointment_id: '' },
    due_on: dayText(today + daysAhead * DAY_MS),
  });
  const oldest = dayText(today - daysOnList * DAY_MS);
  return [
    recall('today', 0, { first_name: 'Vera', cell_phone: listPhones[0].e164 }),
    recall('later', 14, { ...personOf(0) }),
    ...earlier.filter(({ due_on }) => due_on >= oldest),
  ];
}

/** One order that is ready today, and one that is not yet; what an earlier start made was picked up since. */
export function demoOrders(now: EpochMs, earlier: readonly DemoOrder[]): DemoOrder[] {
  const { facilityId, today, key } = startOf(now);
  const order = (name: string, status: string, patient: Partial<DemoPerson>): DemoOrder => ({
    ...somebody(`ORDER-${name}`, patient),
    ...{ order_id: `O${key}-${name}`, facility_id: facilityId, product_name: 'Glasses', status },
    ready_on: status === 'ordered' ? '' : dayText(today),
  });
  return [
    order('ready', 'received', { first_name: 'Otto', cell_phone: listPhones[1].e164 }),
    order('ordered', 'ordered', { ...personOf(0) }),
    ...earlier.map((one) => (one.status === 'received' ? { ...one, status: 'dispensed' } : one)),
  ];
}

/** Where texts go now, its day, and what tells this start from others. */
function startOf(now: EpochMs): { readonly facilityId: string; readonly today: WallMs; readonly key: string } {
  const { facility } = openFacility(now);
  return {
    facilityId: facility.id,
    today: zoneClock(facility.zone).wallAt(now),
    key: Math.floor(now / MINUTE_MS).toString(36),
  };
}

function somebody(id: string, patient: Partial<DemoPerson>): DemoPerson {
  return { ...personOf(0), patient_id: id, last_name: 'Demo', language: 'en', email: '', ...patient };
}

/** `YYYY-MM-DD` */
function dayText(wall: WallMs): string {
  return wallTimeText(wall).slice(0, 10);
}
