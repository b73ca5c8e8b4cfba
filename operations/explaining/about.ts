import type { PracticeTransaction } from '../../db/database.ts';
import { findVisitsSinceRecall, type VisitSinceRecall } from '../../db/recall-reviews.ts';
import { findStaffAppointment, type StaffAppointment } from '../../db/staff-appointments.ts';
import { findStaffOrder, type StaffOrder } from '../../db/staff-orders.ts';
import { findStaffRecall, type StaffRecall } from '../../db/staff-recalls.ts';

/** What a plan and its messages are about, as staff see it. */
export type About =
  | { readonly type: 'appointment'; readonly visit: StaffAppointment }
  | { readonly type: 'recall'; readonly recall: StaffRecall; readonly visitsSince: readonly VisitSinceRecall[] }
  | { readonly type: 'order'; readonly order: StaffOrder };

/** The same of one type. */
export type AboutOf<T extends About['type']> = Extract<About, { type: T }>;

/** What staff call each. */
export const wordOf: Readonly<Record<About['type'], string>> = {
  appointment: 'visit',
  recall: 'recall',
  order: 'order',
};

/** The one of this type and id; null where the practice has none. */
export async function findAbout(tx: PracticeTransaction, type: About['type'], id: string): Promise<About | null> {
  switch (type) {
    case 'appointment': {
      const visit = await findStaffAppointment(tx, id);
      return visit === null ? null : { type, visit };
    }
    case 'recall': {
      const recall = await findStaffRecall(tx, id);
      return recall === null ? null : { type, recall, visitsSince: await findVisitsSinceRecall(tx, id) };
    }
    case 'order': {
      const order = await findStaffOrder(tx, id);
      return order === null ? null : { type, order };
    }
  }
}

/** What a list shows of each of them. */
export function rowOf(about: About): StaffAppointment | StaffRecall | StaffOrder {
  switch (about.type) {
    case 'appointment':
      return about.visit;
    case 'recall':
      return about.recall;
    case 'order':
      return about.order;
  }
}
