import type { Kind, KindRecord, Kinds } from './kinds.ts';

type Shipped = Omit<KindRecord, 'slug' | 'on' | 'tells' | 'toGroups'> &
  Partial<Pick<KindRecord, 'on' | 'tells' | 'toGroups'>>;

const aboutVisits = { automatic: true, capped: true, overCap: 'withheld', text: 'words', report: 'visits' } as const;
const byStaff = {
  startsFrom: 'staff',
  answers: 'optional',
  automatic: false,
  capped: false,
  overCap: 'withheld',
  fromClosedDay: 'after',
  endedBy: 'nothing',
  text: 'words',
  report: 'visits',
} as const;

const shipped: Readonly<Record<Kind, Shipped>> = {
  appointment_reminder: {
    ...aboutVisits,
    name: 'Appointment Reminder',
    startsFrom: 'before_visit',
    answers: 'expected',
    fromClosedDay: 'before',
    endedBy: 'answer',
  },
  pre_appointment: {
    ...aboutVisits,
    name: 'Pre Appointment',
    startsFrom: 'before_visit',
    answers: 'none',
    fromClosedDay: 'before',
    // Who confirmed is to prepare all the more.
    endedBy: 'decline',
    text: 'link',
  },
  after_appointment: {
    ...aboutVisits,
    overCap: 'moved',
    name: 'After Appointment',
    startsFrom: 'after_visit',
    answers: 'optional',
    fromClosedDay: 'after',
    endedBy: 'nothing',
  },
  recall: {
    automatic: true,
    capped: true,
    overCap: 'moved',
    name: 'Recall',
    startsFrom: 'recall_due',
    answers: 'optional',
    fromClosedDay: 'after',
    endedBy: 'answer',
    text: 'words',
    report: 'recalls',
  },
  product_pick_up: {
    automatic: true,
    capped: true,
    overCap: 'moved',
    name: 'Product Pick Up',
    startsFrom: 'order_ready',
    answers: 'none',
    fromClosedDay: 'after',
    endedBy: 'nothing',
    text: 'words',
    report: 'orders',
  },
  appt_delay: { ...byStaff, name: 'Appt Delay / Move Up', tells: 'new_time', toGroups: true },
  appt_cancellation: { ...byStaff, name: 'Appt Cancellation', tells: 'cancelled', toGroups: true },
  missed_appointment: {
    ...aboutVisits,
    overCap: 'moved',
    name: 'Missed Appointment',
    startsFrom: 'after_no_show',
    answers: 'optional',
    fromClosedDay: 'after',
    // Who declined beforehand did not miss it.
    endedBy: 'decline',
    on: false,
  },
  move_notice: {
    ...aboutVisits,
    overCap: 'moved',
    name: 'Move Notice',
    startsFrom: 'visit_moved',
    answers: 'expected',
    fromClosedDay: 'after',
    endedBy: 'answer',
    tells: 'new_time',
  },
  cancellation_notice: {
    ...aboutVisits,
    overCap: 'moved',
    name: 'Cancellation Notice',
    startsFrom: 'visit_cancelled',
    answers: 'optional',
    fromClosedDay: 'after',
    endedBy: 'decline',
    tells: 'cancelled',
  },
  quick_message: { ...byStaff, name: 'Quick Message', answers: 'none', report: 'log' },
  inbox_reply: { ...byStaff, name: 'Inbox Reply', startsFrom: 'reply', answers: 'none', report: 'log' },
  acknowledgement: {
    name: 'Acknowledgement',
    startsFrom: 'reply',
    answers: 'none',
    automatic: true,
    capped: false,
    overCap: 'withheld',
    fromClosedDay: 'after',
    endedBy: 'nothing',
    text: 'words',
    report: 'log',
  },
};

/** The kinds that ship, as they ship. */
export const shippedKinds: Kinds = new Map(
  Object.entries(shipped).map(([slug, kind]) => [slug, { slug, on: true, tells: 'nothing', toGroups: false, ...kind }]),
);
