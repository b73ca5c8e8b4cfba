import { appointmentColumns, requiredColumns, type AppointmentColumn } from './appointment-columns.ts';

/** What a PMS keeps lists of, and exports each for itself. */
export type FeedList = 'appointments' | 'recalls' | 'orders';

/** In the order in which they are taken: whether a recall is booked is asked of the visits. */
export const feedLists: readonly FeedList[] = ['appointments', 'recalls', 'orders'];

/** The columns of any list, by the names that the rest of Kept knows them by. */
export type FeedColumn = AppointmentColumn | 'recall_id' | 'due_on' | 'order_id' | 'product_name' | 'ready_on';

/** How a list is written. */
export interface FeedListShape {
  /** What one row is, in the words that people read. */
  readonly row: string;
  readonly id: FeedColumn;
  readonly columns: readonly FeedColumn[];
  /** Without these there is no telling which row it is, when, or whose. */
  readonly required: readonly FeedColumn[];
  /** The one that says when it is: a wall time of a visit, a day of the others. */
  readonly time: FeedColumn;
  /** The words that its `status` may be; none where it has no such column. */
  readonly statuses: readonly string[];
}

/** What every list says of the patient of a row. */
const patientColumns: readonly FeedColumn[] = appointmentColumns.slice(
  appointmentColumns.indexOf('patient_id'),
  appointmentColumns.indexOf('updated_at'),
);

/** Every list that a feed may bring. */
export const feedListShapes: Readonly<Record<FeedList, FeedListShape>> = {
  appointments: {
    row: 'visit',
    id: 'appointment_id',
    columns: appointmentColumns,
    required: requiredColumns,
    time: 'starts_at',
    statuses: ['scheduled', 'confirmed', 'arrived', 'completed', 'cancelled', 'rescheduled', 'no_show'],
  },
  recalls: {
    row: 'recall',
    id: 'recall_id',
    columns: ['recall_id', 'facility_id', 'due_on', 'type_name', 'appointment_id', ...patientColumns, 'updated_at'],
    required: ['recall_id', 'facility_id', 'due_on', 'patient_id', 'last_name'],
    time: 'due_on',
    statuses: [],
  },
  orders: {
    row: 'order',
    id: 'order_id',
    columns: ['order_id', 'facility_id', 'product_name', 'status', 'ready_on', ...patientColumns, 'updated_at'],
    required: ['order_id', 'facility_id', 'status', 'patient_id', 'last_name'],
    time: 'ready_on',
    statuses: ['ordered', 'received', 'dispensed'],
  },
};

/** Every column of every list, each once. */
export const feedColumns: readonly FeedColumn[] = [
  ...new Set(feedLists.flatMap((list) => feedListShapes[list].columns)),
];
