import type { EpochMs } from '../../domain/planning/plan.ts';
import { DAY_MS, MINUTE_MS, zoneClock } from '../../domain/zone-clock.ts';
import { madeVisit } from './made-visit.ts';
import { personOf } from './demo-people.ts';
import type { DemoVisit } from './demo-visits.ts';
import { openFacility } from './open-facility.ts';

/** Phones of yours that each show one thing; docs/try-it.md says which. */
export const tourPhones = [
  { e164: '+18045550196', name: 'Your phone 7: a visit tomorrow' },
  { e164: '+18045550197', name: 'Your phone 8: a landline', landline: true, calls: 'answers' },
  { e164: '+18045550198', name: 'Your phone 9: a family' },
  { e164: '+18045550199', name: 'Your phone 10: two visits' },
] as const;

/** A mailbox that is gone. */
export const goneMailbox = 'gone@example.com';

const [tomorrow, landline, family, twice] = tourPhones;

/**
 * Visits that show what an ordinary one does not, each within minutes of the start: a reminder that leaves another to be withheld by
 * what you reply, a phone that takes no texts, two children whose reminders become one, two visits of which one's reminder is
 * capped, and a mail that bounces.
 */
export function tourVisits(now: EpochMs): DemoVisit[] {
  const { facility } = openFacility(now);
  const wall = zoneClock(facility.zone).wallAt(now);
  const aDayAhead = wall + DAY_MS;
  const visit = (name: string, startsAt: number, patient: Partial<DemoVisit> & Pick<DemoVisit, 'first_name'>) => ({
    ...personOf(0),
    patient_id: `TOUR-${name}`,
    last_name: 'Demo',
    date_of_birth: '1985-06-15',
    language: 'en',
    cell_phone: '',
    email: '',
    ...madeVisit(now, `tour-${name}`, startsAt, facility),
    ...patient,
  });
  const child = {
    date_of_birth: '2018-06-15',
    cell_phone: family.e164,
    guarantor_id: 'TOUR-parent',
    guarantor_name: 'Demo, Val',
    guarantor_phone: family.e164,
  };
  const both = { patient_id: 'TOUR-twice', first_name: 'Theo', cell_phone: twice.e164 };
  return [
    visit('tomorrow', aDayAhead + MINUTE_MS, { first_name: 'Nina', cell_phone: tomorrow.e164 }),
    visit('landline', aDayAhead + 2 * MINUTE_MS, { first_name: 'Lin', cell_phone: landline.e164 }),
    visit('child-1', aDayAhead + 2 * MINUTE_MS, { ...child, first_name: 'Mia' }),
    visit('child-2', aDayAhead + 32 * MINUTE_MS, { ...child, first_name: 'Max' }),
    visit('sooner', wall + 183 * MINUTE_MS, { ...both }),
    visit('later', aDayAhead + 2 * MINUTE_MS, { ...both }),
    visit('gone', wall + 3 * DAY_MS + 2 * MINUTE_MS, { first_name: 'Gil', email: goneMailbox }),
  ];
}
