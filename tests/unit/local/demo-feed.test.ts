import { describe, expect, test } from 'vitest';
import { phoneToE164 } from '../../../domain/contacts/phone.ts';
import { visitTime } from '../../../domain/planning/visit-time.ts';
import { DAY_MS } from '../../../domain/zone-clock.ts';
import { demoVisits, yourPhones } from '../../../local/demo/demo-feed.ts';
import { demoFacilities, demoPractice } from '../../../local/demo/demo-practice.ts';
import type { DemoVisit } from '../../../local/demo/demo-visits.ts';
import { openFacility } from '../../../local/demo/open-facility.ts';
import { readPracticeFile } from '../../../operations/practices/practice-file.ts';

const minute = 60_000;
const monday = Date.parse('2026-11-23T16:00:00Z');

function instantOf(visit: DemoVisit): number {
  const facility = demoFacilities.find(({ id }) => id === visit.facility_id)!;
  return visitTime(visit.starts_at, facility.zone).at;
}

test('the demo’s practice is one that an operator could have written down', () => {
  expect(readPracticeFile(demoPractice)).toBe(demoPractice);
});

test('at every minute of the year one facility may send texts for half an hour and more', () => {
  let shortest = Infinity;
  for (let now = Date.parse('2026-01-01T00:00:00Z'); now < Date.parse('2027-01-01T00:00:00Z'); now += minute) {
    shortest = Math.min(shortest, openFacility(now).minutesLeft);
  }
  expect(shortest).toBeGreaterThanOrEqual(30);
});

describe.each([
  ['in winter', monday],
  ['in summer', Date.parse('2026-07-08T22:30:00Z')],
  ['on the night that clocks go forward', Date.parse('2026-03-08T06:30:00Z')],
  ['on the night that clocks go back', Date.parse('2026-11-01T05:30:00Z')],
])('an export %s', (_when, now) => {
  const visits = demoVisits(now, []);
  const made = (name: string): DemoVisit[] => visits.filter((visit) => visit.appointment_id.includes(name));

  test('holds 1,507 appointments, from two days back to a month ahead, each id once', () => {
    expect(visits).toHaveLength(1_507);
    expect(new Set(visits.map((visit) => visit.appointment_id)).size).toBe(1_507);
    for (const visit of visits) {
      expect(instantOf(visit) - now).toBeGreaterThan(-4 * DAY_MS);
      expect(instantOf(visit) - now).toBeLessThan(36 * DAY_MS);
    }
  });

  test('has a visit for each of your phones at the open facility, late enough for its last reminder to go at once', () => {
    expect(made('-you-').map((visit) => visit.cell_phone)).toEqual(yourPhones);
    for (const visit of made('-you-')) {
      expect(visit.facility_id).toBe(openFacility(now).facility.id);
      expect(instantOf(visit) - now).toBeGreaterThan(2 * 60 * minute);
      expect(instantOf(visit) - now).toBeLessThan(3 * 60 * minute);
    }
  });

  test('has six reminders a day ahead to each of the next ten minutes', () => {
    const traffic = visits.filter((visit) => /^S\w+-\d+$/.test(visit.appointment_id));
    const minutes = traffic.map((visit) => Math.floor((instantOf(visit) - now) / minute) - 24 * 60);
    const perMinute = new Map<number, number>();
    for (const one of minutes) perMinute.set(one, (perMinute.get(one) ?? 0) + 1);
    expect([...perMinute.values()]).toEqual(Array.from({ length: 10 }, () => 6));
    expect(Math.min(...minutes)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...minutes)).toBeLessThanOrEqual(10);
    for (const visit of traffic) expect(phoneToE164(visit.cell_phone)).not.toBeNull();
  });
});

test('an export shows what a real one does', () => {
  const visits = demoVisits(monday, []);
  const share = (is: (visit: DemoVisit) => boolean): number => visits.filter(is).length / visits.length;
  const phones = new Map<string, Set<string>>();
  for (const visit of visits) {
    const phone = phoneToE164(visit.cell_phone);
    if (phone !== null) phones.set(phone, (phones.get(phone) ?? new Set()).add(visit.patient_id));
  }
  expect(share((visit) => visit.language === 'es')).toBeGreaterThan(0.08);
  expect(share((visit) => visit.cell_phone === '')).toBeGreaterThan(0.02);
  expect(share((visit) => visit.cell_phone !== '' && phoneToE164(visit.cell_phone) === null)).toBeGreaterThan(0.01);
  expect(share((visit) => visit.guarantor_id !== '')).toBeGreaterThan(0.04);
  expect([...phones.values()].filter((patients) => patients.size > 1).length).toBeGreaterThan(50);
  for (const status of ['scheduled', 'confirmed', 'arrived', 'completed', 'cancelled', 'rescheduled', 'no_show']) {
    expect(visits.filter((visit) => visit.status === status).length, status).toBeGreaterThan(0);
  }
  for (const { id } of demoFacilities) expect(share((visit) => visit.facility_id === id)).toBeGreaterThan(0.25);
});

test('every phone is one of those that are kept for fiction', () => {
  const all = demoVisits(monday, []).map((visit) => phoneToE164(visit.cell_phone));
  for (const phone of all.filter((one) => one !== null)) expect(phone).toMatch(/^\+1\d{3}55501\d\d$/);
});

test('from one day to the next a few facts change, and most stay', () => {
  const before = new Map(demoVisits(monday, []).map((visit) => [visit.appointment_id, visit]));
  const after = demoVisits(monday + DAY_MS, [...before.values()]);
  const ahead = after.filter((visit) => before.has(visit.appointment_id) && instantOf(visit) > monday + DAY_MS);
  const changed = ahead.filter((visit) => JSON.stringify(before.get(visit.appointment_id)) !== JSON.stringify(visit));
  const moved = changed.filter((visit) => before.get(visit.appointment_id)?.starts_at !== visit.starts_at);
  expect(ahead.length).toBeGreaterThan(1_200);
  expect(changed.length).toBeGreaterThan(5);
  expect(changed.length).toBeLessThan(ahead.length / 10);
  expect(moved.length).toBeGreaterThan(0);
});

test('what was made for an earlier start stays in the export, under its id, until the window has passed it', () => {
  const first = demoVisits(monday, []);
  const second = demoVisits(monday + DAY_MS, first);
  const made = first.filter((visit) => visit.appointment_id.startsWith('S'));
  const kept = second.filter((visit) => made.some((one) => one.appointment_id === visit.appointment_id));
  expect(kept).toHaveLength(made.length);
  expect(kept.find((visit) => visit.appointment_id.includes('-you-'))?.status).toBe('completed');
  expect(new Set(second.map((visit) => visit.appointment_id)).size).toBe(second.length);
  const third = demoVisits(monday + 6 * DAY_MS, second);
  expect(third.filter((visit) => made.some((one) => one.appointment_id === visit.appointment_id))).toEqual([]);
});
