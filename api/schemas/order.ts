import Type, { type Static } from 'typebox';
import type { StaffOrder } from '../../db/staff-orders.ts';
import type { OrderLabel } from '../../domain/labels.ts';
import type { Story } from '../../operations/explaining/explain-subject.ts';
import { isoTimeOrNull } from '../iso-time.ts';
import { messageStates } from './message.ts';
import { Day, Id, Nullable, OneOf, Time } from './shapes.ts';
import { storyJson, storyProperties, type EngineView } from './story.ts';

export const orderLabels = [
  'Removed in PM System',
  'Dispensed',
  'Ready',
  'Not Ready',
] as const satisfies readonly OrderLabel[];

/** An order in a list. */
export const Order = Type.Object(
  {
    id: Id,
    externalId: Type.String({ description: 'Its id in the PMS' }),
    facility: Type.Object({ id: Id, externalId: Type.String(), name: Type.String() }),
    patient: Type.Object({ id: Id, name: Type.String() }),
    product: Type.String(),
    pmsState: OneOf(['ordered', 'received', 'dispensed']),
    readyOn: Nullable(Day),
    label: OneOf(orderLabels),
    delivery: Nullable(
      OneOf(messageStates, 'How far the furthest message about its present day has come; null where none was planned'),
    ),
    goneAt: Nullable(Time),
  },
  { $id: 'Order' },
);
export type Order = Static<typeof Order>;

/** An order as the API writes it, in its facility's time. */
export function orderJson(row: StaffOrder): Order {
  return {
    id: row.id,
    externalId: row.externalId,
    facility: { id: row.facilityId, externalId: row.facilityExternalId, name: row.facilityName },
    patient: { id: row.patientId, name: row.patientName },
    product: row.productName,
    pmsState: row.pmsState,
    readyOn: row.readyOn,
    label: row.label,
    delivery: row.delivery,
    goneAt: isoTimeOrNull(row.goneAt, row.timeZone),
  };
}

/** The whole story of an order. */
export const OrderPage = Type.Object({ ...Order.properties, ...storyProperties }, { $id: 'OrderPage' });
export type OrderPage = Static<typeof OrderPage>;

/** The story as the API writes it, with what the engine says beside it. */
export function orderPageJson(story: Story<'order'>, engine: EngineView): OrderPage {
  return { ...orderJson(story.order), ...storyJson(story, engine) };
}
