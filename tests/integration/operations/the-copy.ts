import type postgres from 'postgres';

/**
 * What a sync leaves in the database, by the PMS's ids: everything but our own ids and what depends on them, which is the second of
 * its minute that a message is spread to.
 */
export async function theCopy(sql: postgres.Sql): Promise<unknown> {
  return {
    visits: await sql`
      SELECT visit.external_id, facility.external_id AS facility, patient.external_id AS patient, wall_time::text, starts_at,
        duration_minutes, type_name, provider_id, pms_state, answer, answer_source, answered_at, gone_at, visit.source_at,
        encode(content_hash, 'hex') IS NOT NULL AS hashed, first_seen_at, plan_version, ends_at, signal, outbox.version
      FROM appointments visit
      JOIN facilities facility ON facility.id = facility_id
      JOIN patients patient ON patient.id = patient_id
      JOIN subjects ON subjects.id = visit.id
      LEFT JOIN outbox ON subject_id = visit.id
      ORDER BY visit.external_id`,
    patients:
      await sql`SELECT to_jsonb(patients) - '{id,practice_id}'::text[] AS patient FROM patients ORDER BY external_id`,
    contacts: await sql`SELECT address, opted_out_at FROM contact_points ORDER BY address`,
    messages: await sql`
      SELECT external_id, occurrence, slot, date_trunc('minute', send_at) AS send_at, state, reason, address
      FROM messages
      JOIN appointments visit ON visit.id = subject_id
      LEFT JOIN contact_points contact ON contact.id = contact_point_id
      ORDER BY external_id, occurrence, slot`,
    answers: await sql`
      SELECT external_id, occurrence, answers.answer, source
      FROM answers JOIN appointments visit ON visit.id = appointment_id ORDER BY external_id, occurrence`,
    planChanges: await sql`
      SELECT external_id, version, cause FROM plan_changes JOIN appointments visit ON visit.id = subject_id
      ORDER BY external_id, version`,
    leftOver: await sql`
      SELECT (SELECT count(*)::int FROM sync_changes) AS changes, (SELECT count(*)::int FROM staging_rows) AS staged`,
  };
}
