/** What needs a person, and how soon: 0 before everything else. */
export const worklistPriorities = {
  emergency: 0,
  cancellation_request: 1,
  decline: 1,
  booking: 1,
  rebooking: 1,
  flip: 1,
  moved_after_send: 1,
  transfer_unanswered: 1,
  deceased: 2,
  wrong_number: 2,
  late_answer: 2,
  which_visit: 2,
  unclear_reply: 2,
  booking_review: 2,
  unreachable: 3,
  unknown_send: 3,
} as const;

export type WorklistType = keyof typeof worklistPriorities;
