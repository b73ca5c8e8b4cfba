import type { PracticeTransaction } from './database.ts';
import type { SubjectType } from './subjects.ts';

/**
 * Takes the row locks of a message's subject and of those whose messages may become one with it, by id, which come before all
 * others, and of those whose messages became one with it at an earlier call. None where there is no such message. What may become one is only guessed before the locks: what goes to
 * the same contact by the same channel, of the same patient or guarantor, about visits less than two days apart.
 */
export function lockSubjectsOfClaim(
  tx: PracticeTransaction,
  messageId: string,
): Promise<{ id: string; type: SubjectType }[]> {
  return tx.sql<{ id: string; type: SubjectType }[]>`
    SELECT id, type FROM subjects
    WHERE id = ANY(ARRAY(
      SELECT subject_id FROM messages WHERE id = ${messageId}
      UNION
      SELECT subject_id FROM messages WHERE merged_into = ${messageId}
      UNION
      SELECT other.subject_id
      FROM messages message
      JOIN appointments visit ON visit.id = message.subject_id
      JOIN messages other
        ON other.contact_point_id = message.contact_point_id AND other.state = 'not_sent'
        AND other.kind = message.kind AND other.channel = message.channel AND other.subject_id <> message.subject_id
        AND abs(extract(epoch FROM other.occurrence - message.occurrence)) < 172800
      JOIN patients patient ON patient.id = message.patient_id
      JOIN patients of_other ON of_other.id = other.patient_id
      WHERE message.id = ${messageId}
        AND (of_other.id = patient.id OR (patient.guarantor_id <> '' AND of_other.guarantor_id = patient.guarantor_id))
    ))
    ORDER BY id
    FOR NO KEY UPDATE`;
}

/** Takes the row locks of the patients whom these visits are of, by id, which come after those of subjects. Returns their ids. */
export async function lockPatients(tx: PracticeTransaction, subjectIds: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    SELECT id FROM patients
    WHERE id = ANY(ARRAY(SELECT patient_id FROM planned_subjects WHERE id = ANY(${subjectIds as string[]}::uuid[])))
    ORDER BY id
    FOR NO KEY UPDATE`;
  return rows.map((row) => row.id);
}

/** Whom a message goes to. */
export interface Recipient {
  readonly id: string;
  readonly address: string;
  readonly patientId: string;
}

/**
 * The contact point that a message goes to, with the row locks of its patient and then its own; the subject's lock, which keeps
 * either from changing, is held. The patient's makes two claims for one patient stand in line, whatever visits and contact points
 * they are about: else both would find a place under the caps.
 */
export async function lockRecipient(tx: PracticeTransaction, messageId: string): Promise<Recipient | null> {
  const [row] = await tx.sql<Recipient[]>`
    SELECT contact.id, contact.address, patient.id AS "patientId"
    FROM messages message
    JOIN patients patient ON patient.id = message.patient_id
    JOIN contact_points contact ON contact.id = message.contact_point_id
    WHERE message.id = ${messageId}
    FOR NO KEY UPDATE OF patient, contact`;
  return row ?? null;
}
