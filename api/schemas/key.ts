import Type, { type Static } from 'typebox';
import type { StaffApiKey } from '../../db/api-keys.ts';
import { isoTime, isoTimeOrNull } from '../iso-time.ts';
import { Id, Nullable, Time } from './shapes.ts';

const key = {
  id: Id,
  name: Type.String({ description: 'Who or what uses it; the history of settings names it' }),
  practice: Nullable(Type.String({ description: 'The slug of the practice that it opens; null: every practice' })),
  createdAt: Time,
  revokedAt: Nullable(Type.String({ format: 'date-time', description: 'From then on it opens nothing' })),
};

/** A token of this API, as far as it is kept: its hash is, and it is not. */
export const Key = Type.Object(key, { $id: 'Key' });
export type Key = Static<typeof Key>;

/** A new one, with the token. */
export const NewKey = Type.Object(
  { id: Id, token: Type.String({ description: 'Shown this once: only its hash is kept' }) },
  { $id: 'NewKey' },
);

/** What a token is made from. */
export const KeyBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S', description: 'Must be a name, not empty.' }),
    practice: Type.Optional(
      Nullable(
        Type.String({
          maxLength: 63,
          description: 'The slug of the practice that it is to open; left out or null: every practice',
        }),
      ),
    ),
  },
  { additionalProperties: false },
);

/** A key as the API writes it: of no practice in particular, so in UTC. */
export function keyJson({ createdAt, revokedAt, ...key }: StaffApiKey): Key {
  return { ...key, createdAt: isoTime(createdAt, 'UTC'), revokedAt: isoTimeOrNull(revokedAt, 'UTC') };
}
