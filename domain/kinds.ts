/** What a message is for. */
export type Kind = 'appointment_reminder';

/** The names that staff and patients know the kinds by. */
export const kindNames: Readonly<Record<Kind, string>> = { appointment_reminder: 'Appointment Reminder' };
