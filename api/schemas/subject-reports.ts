import Type, { type Static } from 'typebox';
import type { SentAbout } from '../../db/subject-reports.ts';
import type { StaffOrder } from '../../db/staff-orders.ts';
import type { StaffRecall } from '../../db/staff-recalls.ts';
import { isoTimeOrNull } from '../iso-time.ts';
import { Order, orderJson } from './order.ts';
import { Recall, recallJson } from './recall.ts';
import { Copy, Named, Nullable, Time } from './shapes.ts';

const sentAbout = {
  sent: Type.Integer({ description: 'Messages about its present day that were handed over, whatever became of them' }),
  firstSentAt: Nullable(Time),
  lastSentAt: Nullable(Time),
};

const RecallReported = Type.Object({
  recall: Named(Recall),
  ...sentAbout,
  bookedSince: Type.Boolean({ description: 'It is booked, and was written about before' }),
});

const OrderReported = Type.Object({
  order: Named(Order),
  ...sentAbout,
  dispensedSince: Type.Boolean({ description: 'It is dispensed, and was written about before' }),
});

const next = Nullable(Type.String({ description: 'The `cursor` of the next page; null on the last' }));
const ofAll = 'Of all that the filters leave, on every page; null on those after the first, where it would be the same';

/** What came of recalls: sent, answered, booked since. */
export const RecallReport = Type.Object(
  {
    items: Type.Array(RecallReported),
    next,
    totals: Nullable(
      Type.Object(
        {
          recalls: Type.Integer(),
          sent: Type.Integer({ description: 'Written about at least once' }),
          confirmed: Type.Integer(),
          declined: Type.Integer(),
          booked: Type.Integer(),
          bookedSince: Type.Integer({ description: 'Of the booked ones, those that were written about before' }),
          removed: Type.Integer({ description: 'Off the PMS’s list' }),
        },
        { description: ofAll },
      ),
    ),
    copy: Named(Copy),
  },
  { $id: 'RecallReport' },
);

/** What came of orders: sent, dispensed since. */
export const OrderReport = Type.Object(
  {
    items: Type.Array(OrderReported),
    next,
    totals: Nullable(
      Type.Object(
        {
          orders: Type.Integer(),
          sent: Type.Integer({ description: 'Written about at least once' }),
          ready: Type.Integer(),
          dispensed: Type.Integer(),
          dispensedSince: Type.Integer({ description: 'Of the dispensed ones, those that were written about before' }),
          removed: Type.Integer({ description: 'Off the PMS’s list' }),
        },
        { description: ofAll },
      ),
    ),
    copy: Named(Copy),
  },
  { $id: 'OrderReport' },
);

/** A recall as its report writes it. */
export function recallReportedJson(row: StaffRecall & SentAbout): Static<typeof RecallReported> {
  return { recall: recallJson(row), ...sentAboutJson(row), bookedSince: row.label === 'Booked' && row.sent > 0 };
}

/** An order as its report writes it. */
export function orderReportedJson(row: StaffOrder & SentAbout): Static<typeof OrderReported> {
  return { order: orderJson(row), ...sentAboutJson(row), dispensedSince: row.label === 'Dispensed' && row.sent > 0 };
}

function sentAboutJson({ sent, firstSentAt, lastSentAt, timeZone }: SentAbout & { readonly timeZone: string }) {
  return {
    sent,
    firstSentAt: isoTimeOrNull(firstSentAt, timeZone),
    lastSentAt: isoTimeOrNull(lastSentAt, timeZone),
  };
}
