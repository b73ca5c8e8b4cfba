/**
 * What a message is for, as a slug such as `appointment_reminder`. Kinds are data: a practice may have kinds of its own, so no
 * rule may branch on one.
 */
export type Kind = string;

/** The names that staff and patients know the kinds that ship by. */
export const kindNames: Readonly<Record<Kind, string>> = {
  appointment_reminder: 'Appointment Reminder',
  acknowledgement: 'Acknowledgement',
};
