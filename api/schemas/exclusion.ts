import Type, { type Static } from 'typebox';
import type { Exclusion as ExclusionRow } from '../../db/exclusions.ts';
import { isoTime } from '../iso-time.ts';
import { Id, Time } from './shapes.ts';

/** A kind's slug. */
export const KindSlug = Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$', description: 'The kind, as a slug' });

/** A visit that is to get nothing of a kind. */
export const Exclusion = Type.Object(
  {
    id: Id,
    appointmentId: Id,
    kind: KindSlug,
    by: Type.String({ description: 'The token that it was made with' }),
    at: Time,
  },
  { $id: 'Exclusion' },
);
export type Exclusion = Static<typeof Exclusion>;

/** An exclusion as the API writes it. */
export function exclusionJson({ id, appointmentId, kind, keyName, at, timeZone }: ExclusionRow): Exclusion {
  return { id, appointmentId, kind, by: keyName, at: isoTime(at, timeZone) };
}
