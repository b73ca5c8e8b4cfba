import Type, { type Static } from 'typebox';
import type { PracticeRow } from '../../db/practices.ts';
import type { StaffFacility } from '../../db/staff-facilities.ts';
import { isoTimeOrNull } from '../iso-time.ts';
import { Id, Nullable, Time } from './shapes.ts';

/** A practice that the token opens. */
export const Practice = Type.Object(
  {
    id: Id,
    slug: Type.String(),
    name: Type.String(),
    timeZone: Type.String({ description: 'An IANA name' }),
    liveAt: Nullable(Time),
  },
  { $id: 'Practice' },
);
export type Practice = Static<typeof Practice>;

/** A practice as the API writes it. */
export function practiceJson({ id, slug, name, timeZone, liveAt }: PracticeRow): Practice {
  return { id, slug, name, timeZone, liveAt: isoTimeOrNull(liveAt, timeZone) };
}

/** A place of the practice. */
export const Facility = Type.Object(
  {
    id: Id,
    externalId: Type.String({ description: 'Its id in the PMS' }),
    name: Type.String(),
    timeZone: Type.String({ description: 'An IANA name' }),
    phone: Type.String(),
    address: Type.String(),
  },
  { $id: 'Facility' },
);
export type Facility = Static<typeof Facility>;

/** A facility as the API writes it. */
export function facilityJson(row: StaffFacility): Facility {
  return { ...row };
}
