import type { PracticeTransaction } from './database.ts';

/** What can be learnt of a number or an address, and outlives every sync. */
export type ContactFact = 'opted_out' | 'opted_in' | 'landline' | 'invalid' | 'wrong_number';

/** The visits, recalls and orders with a message to this contact point that could still go, or that could go again: what is planned again with it. */
export async function findSubjectsOfContact(tx: PracticeTransaction, contactPointId: string): Promise<string[]> {
  const rows = await tx.sql<{ subjectId: string }[]>`
    SELECT DISTINCT message.subject_id AS "subjectId"
    FROM messages message
    JOIN subjects ON subjects.id = message.subject_id
    WHERE message.contact_point_id = ${contactPointId} AND message.state IN ('not_sent', 'withheld')
      AND subjects.ends_at > ${tx.now} AND subjects.type <> 'message'`;
  return rows.map((row) => row.subjectId);
}

/** Takes the row lock of a contact point, after those of subjects, and tells whether it has opted out. */
export async function lockContactPoint(tx: PracticeTransaction, id: string): Promise<{ optedOut: boolean }> {
  const [row] = await tx.sql<[{ optedOut: boolean }]>`
    SELECT opted_out_at IS NOT NULL AS "optedOut" FROM contact_points WHERE id = ${id} FOR NO KEY UPDATE`;
  return row;
}

/** Notes a fact on a contact point; the first time that it was learnt stays. */
export async function noteContactFact(
  tx: PracticeTransaction,
  contactPointId: string,
  fact: ContactFact,
): Promise<void> {
  const change = {
    opted_out: tx.sql`opted_out_at = coalesce(opted_out_at, ${tx.now})`,
    opted_in: tx.sql`opted_out_at = NULL`,
    landline: tx.sql`landline_at = coalesce(landline_at, ${tx.now})`,
    invalid: tx.sql`invalid_at = coalesce(invalid_at, ${tx.now})`,
    wrong_number: tx.sql`wrong_number_at = coalesce(wrong_number_at, ${tx.now}), wrong_number_of = ARRAY(
      SELECT patient.id FROM patients patient
      WHERE patient.practice_id = contact_points.practice_id AND contact_points.address IN (
        patient.cell_e164, patient.home_e164, patient.work_e164, patient.guarantor_e164
      )
    )`,
  }[fact];
  await tx.sql`UPDATE contact_points SET ${change} WHERE id = ${contactPointId}`;
}

/** The wrong numbers that the PMS has mended: none of the patients who had one when it was told has it any more. */
export async function findMendedNumbers(tx: PracticeTransaction): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT contact.id
    FROM contact_points contact
    WHERE contact.practice_id = ${tx.practiceId} AND contact.wrong_number_at IS NOT NULL AND NOT EXISTS (
      SELECT FROM patients patient
      WHERE patient.id = ANY(contact.wrong_number_of) AND contact.address IN (
        patient.cell_e164, patient.home_e164, patient.work_e164, patient.guarantor_e164
      )
    )
    ORDER BY contact.id`;
  return rows.map(({ id }) => id);
}

/** Whoever has it on file from now on may be written to there. */
export async function forgetWrongNumber(tx: PracticeTransaction, contactPointId: string): Promise<void> {
  await tx.sql`
    UPDATE contact_points SET wrong_number_at = NULL, wrong_number_of = '{}' WHERE id = ${contactPointId}`;
}
