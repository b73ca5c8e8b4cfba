import Type, { type Static } from 'typebox';
import type { RecallBookings as RecallBookingsRow } from '../../db/recall-bookings.ts';

/** Which visits book a recall, beside the one that the PMS itself names for it. */
export const RecallBookings = Type.Object(
  {
    version: Type.Integer({ description: 'Send it as `If-Match: "VERSION"` with a change' }),
    recalls: Type.Array(
      Type.Object({
        type: Type.String({ description: 'The PMS’s word for the recall, in small letters' }),
        bookedBy: Type.Array(Type.String({ description: 'A type of appointment, by its id in the PMS' })),
      }),
    ),
    appointmentTypes: Type.Array(Type.Object({ id: Type.String(), name: Type.String() }), {
      description: 'The types that visits of late are of',
    }),
  },
  { $id: 'RecallBookings' },
);

export function recallBookingsJson(
  version: number,
  { recalls, appointmentTypes }: RecallBookingsRow,
): Static<typeof RecallBookings> {
  return {
    version,
    recalls: recalls.map(({ type, bookedBy }) => ({ type, bookedBy: [...bookedBy] })),
    appointmentTypes: appointmentTypes.map(({ id, name }) => ({ id, name })),
  };
}

/** Ids of appointment types by the type of recall that they book; null: none does. */
export const RecallBookingsBody = Type.Record(
  Type.String({ pattern: '^.{1,100}$' }),
  Type.Union([Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 200 }), Type.Null()]),
  { additionalProperties: false, minProperties: 1 },
);
