import type { FeedList } from '../domain/feed/feed-lists.ts';
import type { EpochMs } from '../domain/planning/plan.ts';
import { copyTable } from './copy-of-list.ts';
import type { PracticeTransaction } from './database.ts';

/** One at-sign, a dot behind it and no blanks: what is mistyped beyond that the carrier will say. */
const emailAddress = '^[^@[:space:]]+@[^@[:space:]]+\\.[^@[:space:].]+$';

/** Some of a run's differences: the next ones to apply. */
export interface ChangeBatch {
  readonly runId: string;
  readonly list: FeedList;
  readonly exportedAt: EpochMs;
  readonly externalIds: readonly string[];
}

/** The ids in the PMS of the next differences that wait to be applied. */
export async function findNextChanges(tx: PracticeTransaction, runId: string, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ externalId: string }[]>`
    SELECT external_id AS "externalId" FROM sync_changes WHERE run_id = ${runId} ORDER BY external_id LIMIT ${limit}`;
  return rows.map((row) => row.externalId);
}

/**
 * What the batch may touch in the copy: the rows that it names, and what else is open of their patients, as these are now or are to
 * be. A visit may book a recall, and what a row says of a patient concerns all that the patient is written to about, also a visit
 * that was and is still to be followed up.
 */
export async function findTouchedSubjects(tx: PracticeTransaction, batch: ChangeBatch): Promise<string[]> {
  // As lists of ids: joined, the tables of a practice that was just added are read from end to end, for want of figures.
  const rows = await tx.sql<{ id: string }[]>`
    WITH named AS MATERIALIZED (
      SELECT id, patient_id FROM ${copyTable(tx.sql, batch.list)}
      WHERE practice_id = ${tx.practiceId} AND external_id = ANY(${batch.externalIds as string[]})
    ),
    patient_of_batch AS MATERIALIZED (
      SELECT id FROM patients
      WHERE practice_id = ${tx.practiceId} AND external_id = ANY(ARRAY(
        SELECT facts->'patient'->>'external_id' FROM sync_changes
        WHERE run_id = ${batch.runId} AND external_id = ANY(${batch.externalIds as string[]})
      ))
      UNION
      SELECT patient_id FROM named
    )
    SELECT id FROM named
    UNION
    SELECT visit.id FROM appointments visit
    JOIN subjects ON subjects.id = visit.id AND subjects.ends_at > ${tx.now}
    WHERE visit.practice_id = ${tx.practiceId} AND visit.patient_id = ANY(ARRAY(SELECT id FROM patient_of_batch))
    UNION
    SELECT id FROM recalls
    WHERE practice_id = ${tx.practiceId} AND patient_id = ANY(ARRAY(SELECT id FROM patient_of_batch)) AND gone_at IS NULL
    UNION
    SELECT id FROM orders
    WHERE practice_id = ${tx.practiceId} AND patient_id = ANY(ARRAY(SELECT id FROM patient_of_batch)) AND gone_at IS NULL
      AND state <> 'dispensed'`;
  return rows.map((row) => row.id);
}

/** What a patient is of whom no list says more. */
const unknownPatient = {
  first_name: '',
  preferred_name: '',
  language: 'en',
  status: 'active',
  ...{ cell_phone: '', home_phone: '', work_phone: '', email: '' },
  ...{ interpreter: '', postal_code: '' },
  ...{ guarantor_id: '', guarantor_name: '', guarantor_phone: '', guarantor_email: '' },
};

/**
 * Writes the batch's patients as the file has them, except where something newer is known; what the file has no column for stays as
 * it is. Whom the PMS makes active again is not dead, whatever a reply told.
 */
export async function writePatients(tx: PracticeTransaction, batch: ChangeBatch): Promise<void> {
  await tx.sql`
    INSERT INTO patients AS patient (
      practice_id, external_id, first_name, last_name, preferred_name, date_of_birth, language, status,
      cell_phone, cell_e164, home_phone, home_e164, work_phone, work_e164, email, preferred_channel,
      allow_text, allow_voice, allow_email, interpreter, postal_code,
      guarantor_id, guarantor_name, guarantor_phone, guarantor_e164, guarantor_email, source_at
    )
    SELECT DISTINCT ON (fact.external_id) ${tx.practiceId}::uuid, fact.*, ${batch.exportedAt}::timestamptz
    FROM sync_changes change
    LEFT JOIN patients known
      ON known.practice_id = change.practice_id AND known.external_id = change.facts->'patient'->>'external_id'
    CROSS JOIN LATERAL jsonb_to_record(
      coalesce(to_jsonb(known), ${tx.sql.json(unknownPatient)}) || (change.facts->'patient')
    ) AS fact(
      external_id text, first_name text, last_name text, preferred_name text, date_of_birth date, language text, status text,
      cell_phone text, cell_e164 text, home_phone text, home_e164 text, work_phone text, work_e164 text, email text,
      preferred_channel text, allow_text boolean, allow_voice boolean, allow_email boolean, interpreter text, postal_code text,
      guarantor_id text, guarantor_name text, guarantor_phone text, guarantor_e164 text, guarantor_email text
    )
    WHERE change.run_id = ${batch.runId} AND change.external_id = ANY(${batch.externalIds as string[]})
      AND change.facts IS NOT NULL
    ORDER BY fact.external_id
    ON CONFLICT (practice_id, external_id) DO UPDATE SET
      first_name = excluded.first_name, last_name = excluded.last_name, preferred_name = excluded.preferred_name,
      date_of_birth = excluded.date_of_birth, language = excluded.language, status = excluded.status,
      cell_phone = excluded.cell_phone, cell_e164 = excluded.cell_e164, home_phone = excluded.home_phone,
      home_e164 = excluded.home_e164, work_phone = excluded.work_phone, work_e164 = excluded.work_e164, email = excluded.email,
      preferred_channel = excluded.preferred_channel, allow_text = excluded.allow_text, allow_voice = excluded.allow_voice,
      allow_email = excluded.allow_email, interpreter = excluded.interpreter, postal_code = excluded.postal_code,
      guarantor_id = excluded.guarantor_id, guarantor_name = excluded.guarantor_name,
      guarantor_phone = excluded.guarantor_phone, guarantor_e164 = excluded.guarantor_e164, guarantor_email = excluded.guarantor_email, source_at = excluded.source_at,
      deceased_reported_at = CASE WHEN patient.status = 'active' OR excluded.status <> 'active' THEN patient.deceased_reported_at END
    WHERE patient.source_at <= excluded.source_at`;
}

/** Makes the practice know every number and address that the batch's patients can be reached at. What is known of one stays. */
export async function addContactPoints(tx: PracticeTransaction, batch: ChangeBatch): Promise<void> {
  await tx.sql`
    INSERT INTO contact_points (practice_id, address)
    SELECT DISTINCT ${tx.practiceId}::uuid, contact.address
    FROM sync_changes change
    CROSS JOIN LATERAL (
      SELECT change.facts->'patient'->>'cell_e164' AS address
      UNION ALL SELECT change.facts->'patient'->>'home_e164'
      UNION ALL SELECT change.facts->'patient'->>'work_e164'
      UNION ALL SELECT change.facts->'patient'->>'guarantor_e164'
      UNION ALL SELECT substring(lower(btrim(change.facts->'patient'->>'email')) FROM ${emailAddress})
      UNION ALL SELECT substring(lower(btrim(change.facts->'patient'->>'guarantor_email')) FROM ${emailAddress})
    ) AS contact
    WHERE change.run_id = ${batch.runId} AND change.external_id = ANY(${batch.externalIds as string[]})
      AND contact.address IS NOT NULL
    ORDER BY 2
    ON CONFLICT (practice_id, address) DO NOTHING`;
}

/** Marks what the batch says is no longer in the PMS, except where something newer is known. */
export async function markGone(tx: PracticeTransaction, batch: ChangeBatch): Promise<void> {
  await tx.sql`
    UPDATE ${copyTable(tx.sql, batch.list)} AS present
    SET gone_at = ${tx.now}, source_at = change.source_at
    FROM sync_changes change
    WHERE change.run_id = ${batch.runId} AND change.external_id = ANY(${batch.externalIds as string[]})
      AND change.change = 'gone'
      AND present.practice_id = change.practice_id AND present.external_id = change.external_id
      AND present.source_at <= change.source_at`;
}

/** Takes the batch off the list: it is applied. */
export async function deleteChanges(tx: PracticeTransaction, batch: ChangeBatch): Promise<void> {
  await tx.sql`
    DELETE FROM sync_changes WHERE run_id = ${batch.runId} AND external_id = ANY(${batch.externalIds as string[]})`;
}
