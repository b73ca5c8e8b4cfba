import Type, { type Static } from 'typebox';
import type { StaffSender } from '../../db/staff-senders.ts';
import { Id, Nullable, OneOf } from './shapes.ts';

/** A number or address that messages go out from. */
export const Sender = Type.Object(
  {
    id: Id,
    channel: OneOf(['text', 'voice', 'email']),
    address: Type.String({ description: 'A number, an address, or a messaging service' }),
    facility: Nullable(
      Type.String({ description: 'The PMS’s id of the one facility that it is for; null: the others' }),
    ),
    numbers: Type.Array(Type.String(), { description: 'Those of a messaging service' }),
  },
  { $id: 'Sender' },
);
export type Sender = Static<typeof Sender>;

/** A sender as the API writes it. */
export function senderJson({ numbers, ...row }: StaffSender): Sender {
  return { ...row, numbers: [...numbers] };
}
