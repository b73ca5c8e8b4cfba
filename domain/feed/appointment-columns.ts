/** The columns of an appointments feed, by the names that the rest of Kept knows them by. */
export const appointmentColumns = [
  'appointment_id',
  'facility_id',
  'starts_at',
  'duration_minutes',
  'type_id',
  'type_name',
  'provider_id',
  'provider_name',
  'status',
  'patient_id',
  'first_name',
  'last_name',
  'preferred_name',
  'date_of_birth',
  'language',
  'cell_phone',
  'home_phone',
  'work_phone',
  'email',
  'preferred_channel',
  'patient_status',
  'allow_text',
  'allow_voice',
  'allow_email',
  'interpreter',
  'postal_code',
  'guarantor_id',
  'guarantor_name',
  'guarantor_phone',
  'guarantor_email',
  'updated_at',
] as const;

export type AppointmentColumn = (typeof appointmentColumns)[number];

/** Without these there is no telling which visit, when, or whose. */
export const requiredColumns: readonly AppointmentColumn[] = [
  'appointment_id',
  'facility_id',
  'starts_at',
  'status',
  'patient_id',
  'last_name',
];
