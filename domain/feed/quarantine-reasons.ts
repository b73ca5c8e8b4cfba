/** Why a row of a feed is left out: the closed list, each with what to do about it. The others of the file go on without it. */
export const quarantineReasons = {
  bad_columns:
    'The row has more or fewer columns than the header. Put quotes around values that hold a comma or a quote.',
  bad_text: 'The row holds a character that no text can hold (NUL). Have the PMS write the file again.',
  too_long:
    'A value of the row is longer than 500 characters, which no PMS means: look for a missing quote or line end.',
  missing_id: 'The row has no appointment_id, recall_id or order_id. Give it one in the PMS, the same in every file.',
  duplicate_id: 'Another row has the same id, and neither can be told to be the right one. Leave one of them.',
  unknown_facility: 'No facility of the practice has this facility_id. Add the facility, or correct the id in the PMS.',
  bad_time:
    'The visit’s time is not written as YYYY-MM-DDTHH:MM. Correct it, or name the PMS’s date format in mapping.json.',
  dst_gap_time: 'The facility’s clocks skip this time when summer time begins. Move the visit to a time that exists.',
  bad_duration: 'The duration is not a number of minutes from 1 to 1440. Correct it, or leave it empty for 30.',
  bad_status: 'The status is none that Kept knows. Name it under "statuses" in mapping.json.',
  missing_patient: 'The row has no patient_id. Give it the patient’s id in the PMS.',
  missing_last_name: 'The patient has no last_name. Fill it in in the PMS.',
  bad_date:
    'This is no date as YYYY-MM-DD, or a received order has none. Correct it, or name the PMS’s date format in mapping.json.',
  bad_patient_status:
    'The patient’s status is not active, inactive or deceased. Correct it, or leave it empty for active.',
  bad_channel: 'The preferred channel is not text, voice or email. Correct it, or leave it empty.',
  bad_permission: 'The permission is not yes or no. Correct it, or leave it empty where the PMS does not know.',
  bad_updated_at:
    'The time of the last change is not written as YYYY-MM-DDTHH:MM:SS with an offset. Correct it, or leave it empty.',
} as const;

export type QuarantineReason = keyof typeof quarantineReasons;
