/** Where a message stands on its way. It only moves forward, except back from `sending` when the carrier proved not to have it. */
export type MessageState = 'not_sent' | 'sending' | 'sent' | 'received' | 'not_received' | 'unknown' | 'withheld';

/** Why a message will not be sent: the closed list, each with the words that staff read. */
export const withheldReasons = {
  cancelled: 'Visit cancelled',
  moved: 'Visit moved',
  answered: 'Already answered',
  opted_out: 'Opted out',
  excluded: 'Do not send',
  no_contact: 'No contact on file',
  invalid_contact: 'Invalid contact',
  landline: 'Landline',
  wrong_number: 'Wrong number',
  inactive: 'Inactive or deceased',
  too_late: 'Too late',
  started: 'Visit started',
  capped: 'Capped',
  merged: 'Merged into another',
  channel_off: 'Channel off',
  no_template: 'No template',
  settings_changed: 'Settings changed',
  feed_too_old: 'Feed too old',
  not_live: 'Practice not live',
  paused: 'Paused',
  booked: 'Booked',
  dispensed: 'Dispensed',
  staff: 'Withheld by staff',
} as const;

export type WithheldReason = keyof typeof withheldReasons;
