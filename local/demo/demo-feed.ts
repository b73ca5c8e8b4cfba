import type { EpochMs } from '../../domain/planning/plan.ts';
import { dayOf, DAY_MS, MINUTE_MS, zoneClock, type WallMs } from '../../domain/zone-clock.ts';
import { personOf, reachablePeople } from './demo-people.ts';
import { demoFacilities, type DemoFacility } from './demo-practice.ts';
import { visitOf, visitsOn, wallTimeText, windowDays, type DemoVisit } from './demo-visits.ts';
import { madeForStart, madeVisit } from './made-visit.ts';
import { openFacility } from './open-facility.ts';
import { tourVisits } from './tour-visits.ts';

/** Phones left to the person who tries the demo. */
export const yourPhones = [90, 91, 92, 93, 94, 95].map((line) => `+180455501${String(line)}`);

/** Landlines likewise: what is not a text to them is a call. */
export const yourLandlines = [90, 91, 92].map((line) => `+127655501${String(line)}`);

/** What a page asks before it takes a decline; the mailbox's page in the simulator says it. */
export const yourDateOfBirth = '1980-02-29';

/** Mailboxes likewise. */
export const yourMailboxes = ['you1@example.com', 'you2@example.com', 'you3@example.com'];

/** The PMS's id of the patient with one of your phones. */
export function yourPatientId(index: number): string {
  return `YOU${String(index + 1)}`;
}

const minutesOfTraffic = 10;
const visitsToTheMinute = 6;

/** Every visit of the export that is written at `now`; `earlier` are the rows of the export before it. */
export function demoVisits(now: EpochMs, earlier: readonly DemoVisit[]): DemoVisit[] {
  const clock = (facility: DemoFacility): WallMs => zoneClock(facility.zone).wallAt(now);
  const today = dayOf(Math.min(...demoFacilities.map(clock)));
  const days = Array.from({ length: windowDays }, (_, index) => today - 2 + index);
  return [
    ...yourVisits(now),
    ...yourLandlineVisits(now),
    ...yourMailVisits(now),
    ...tourVisits(now),
    ...trafficOf(now),
    ...days.flatMap((day) => Array.from({ length: visitsOn(day) }, (_, index) => visitOf(day, index, clock))),
    ...stillInWindow(earlier, today, clock),
  ];
}

/**
 * One visit for each of your phones, two and a half hours from now. Its three steps are all past, and the last one still goes, at
 * once: every text of yours is out before the minute ends.
 */
function yourVisits(now: EpochMs): DemoVisit[] {
  const { facility } = openFacility(now);
  const startsAt = zoneClock(facility.zone).wallAt(now) + 150 * MINUTE_MS;
  return yourPhones.map((phone, index) => ({
    ...personOf(index),
    patient_id: yourPatientId(index),
    first_name: ['Alex', 'Sam', 'Jo', 'Robin', 'Luz', 'Kim'][index] ?? '',
    last_name: 'Demo',
    language: index === 4 ? 'es' : 'en',
    cell_phone: phone,
    ...madeVisit(now, `you-${String(index + 1)}`, startsAt, facility),
  }));
}

/**
 * One visit for each of your landlines: the first two and a half hours from now, whose last step is a call at once; the others at
 * this time tomorrow, with two minutes between their calls.
 */
function yourLandlineVisits(now: EpochMs): DemoVisit[] {
  const { facility } = openFacility(now);
  const wall = zoneClock(facility.zone).wallAt(now);
  return yourLandlines.map((phone, index) => ({
    ...personOf(index),
    patient_id: `LAND${String(index + 1)}`,
    first_name: ['Ines', 'Walt', 'Dora'][index] ?? '',
    last_name: 'Demo',
    language: index === 0 ? 'es' : 'en',
    cell_phone: '',
    home_phone: phone,
    email: '',
    patient_status: 'active',
    guarantor_id: '',
    guarantor_name: '',
    guarantor_phone: '',
    ...madeVisit(
      now,
      `land-${String(index + 1)}`,
      index === 0 ? wall + 150 * MINUTE_MS : wall + DAY_MS + 2 * index * MINUTE_MS,
      facility,
    ),
  }));
}

/** One visit for each of your mailboxes, in three days and a minute or more: its first reminder is a mail, within minutes. */
function yourMailVisits(now: EpochMs): DemoVisit[] {
  const { facility } = openFacility(now);
  const inThreeDays = zoneClock(facility.zone).wallAt(now) + 3 * DAY_MS;
  return yourMailboxes.map((email, index) => ({
    ...personOf(yourPhones.length + index),
    patient_id: `MAIL${String(index + 1)}`,
    first_name: ['Noor', 'Pat', 'Rosa'][index] ?? '',
    last_name: 'Demo',
    date_of_birth: yourDateOfBirth,
    language: index === 2 ? 'es' : 'en',
    cell_phone: '',
    home_phone: '',
    email,
    patient_status: 'active',
    guarantor_id: '',
    guarantor_name: '',
    guarantor_phone: '',
    ...madeVisit(now, `mail-${String(index + 1)}`, inThreeDays + (index + 1) * MINUTE_MS, facility),
  }));
}

/** Visits of this time tomorrow, some to each minute: their reminders fall due one by one from the next minute on. */
function trafficOf(now: EpochMs): DemoVisit[] {
  const { facility } = openFacility(now);
  const tomorrow = zoneClock(facility.zone).wallAt(now) + DAY_MS;
  return reachablePeople(minutesOfTraffic * visitsToTheMinute).map((person, index) => {
    const startsAt = tomorrow + (1 + Math.floor(index / visitsToTheMinute)) * MINUTE_MS;
    return { ...person, ...madeVisit(now, String(index), startsAt, facility) };
  });
}

/** What was made for an earlier start and has not left the window, with what has become of it since. */
function stillInWindow(
  earlier: readonly DemoVisit[],
  today: number,
  clock: (facility: DemoFacility) => WallMs,
): DemoVisit[] {
  const oldest = wallTimeText((today - 2) * DAY_MS);
  return earlier
    .filter((visit) => visit.appointment_id.startsWith(madeForStart) && visit.starts_at >= oldest)
    .map((visit) => {
      const facility = demoFacilities.find(({ id }) => id === visit.facility_id);
      const isOver = facility !== undefined && visit.starts_at < wallTimeText(clock(facility));
      return isOver ? { ...visit, status: 'completed' } : visit;
    });
}
