import Type, { type Static } from 'typebox';
import type { ClosureOfPractice } from '../../db/closures.ts';
import type { ProposedHolidays } from '../../operations/settings/propose-holidays.ts';
import { Day, Id, Nullable, OneOf } from './shapes.ts';

const fields = {
  type: OneOf(
    ['holiday', 'vacation'],
    'A holiday moves what would go on it; in a vacation messages keep their days, and who declines is asked to call later',
  ),
  name: Type.String({ minLength: 1, maxLength: 200 }),
  from: Day,
  to: { ...Day, description: 'The last day, itself included' },
};

/** A holiday or vacation, of one facility or of all. */
export const Closure = Type.Object({ id: Id, facilityId: Nullable(Id), ...fields }, { $id: 'Closure' });
export type Closure = Static<typeof Closure>;

export function closureJson({ id, facilityId, type, name, from, to }: ClosureOfPractice): Closure {
  return { id, facilityId, type, name, from, to };
}

/** Closures that are still to come or last, and the version that a change of them is made from. */
export const Closures = Type.Object(
  {
    version: Type.Integer({ description: 'Send it as `If-Match: "VERSION"` with a change' }),
    items: Type.Array(Closure),
  },
  { $id: 'Closures' },
);

/** Public holidays that a place may want to close on; each is accepted as one of `add` of a change of closures. */
export const ClosureProposals = Type.Object(
  {
    version: Type.Integer({ description: 'Send it as `If-Match: "VERSION"` with a change' }),
    facilityId: Nullable(Id),
    region: Type.String({ description: 'The country and state that they are of: `US-VA`' }),
    items: Type.Array(
      Type.Object({
        closure: Type.Object(fields),
        present: Nullable(Type.Union([Closure], { description: 'A holiday that covers one of its days already' })),
      }),
    ),
  },
  { $id: 'ClosureProposals' },
);

export function closureProposalsJson(
  version: number,
  { facilityId, region, holidays }: ProposedHolidays,
): Static<typeof ClosureProposals> {
  return {
    ...{ version, facilityId, region },
    items: holidays.map(({ type, name, from, to, present }) => ({
      closure: { type, name, from, to },
      present: present === null ? null : closureJson(present),
    })),
  };
}

/** Closures to add and to remove. */
export const ClosuresBody = Type.Object(
  {
    add: Type.Optional(Type.Array(Type.Object(fields, { additionalProperties: false }), { maxItems: 100 })),
    remove: Type.Optional(Type.Array(Id, { maxItems: 100, description: 'Ids of closures of the same place' })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ClosuresBody = Static<typeof ClosuresBody>;
