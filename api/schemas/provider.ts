import Type, { type Static } from 'typebox';
import type { StaffProvider } from '../../db/staff-providers.ts';
import { Nullable } from './shapes.ts';

const visits = Type.Integer({ description: 'To come, and not cancelled' });

/** Whom visits are with. */
export const Provider = Type.Object(
  {
    id: Type.String({ description: 'In the PMS' }),
    name: Nullable(
      Type.String({ description: 'As the PMS writes it; null where it has named nobody of this id lately' }),
    ),
    nameInMessages: Nullable(Type.String({ description: 'Null: messages do not name them; see `names`' })),
    visits,
    types: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), visits }), {
      description: 'The same by type of appointment',
    }),
  },
  { $id: 'Provider' },
);
export type Provider = Static<typeof Provider>;

/** A provider as the API writes it. */
export function providerJson({ types, ...row }: StaffProvider): Provider {
  return { ...row, types: types.map((type) => ({ ...type })) };
}
