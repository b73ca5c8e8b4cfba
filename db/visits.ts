import type { Kind } from '../domain/kinds.ts';
import type { Answer, Channel, EpochMs, PmsState } from '../domain/planning/plan.ts';
import type { ContactPoint, PhoneUse } from '../domain/planning/planning-facts.ts';
import type { Notice } from '../domain/planning/notice.ts';
import type { PracticeTransaction } from './database.ts';
import { groupsToComeSql, noticesSql } from './group-recipients.ts';
import { isRebookedSql, pmsNoticesSql } from './pms-notices.ts';
import { awaitsReviewSql } from './recall-reviews.ts';
import type { SubjectType } from './subjects.ts';
import type { VisitItem } from './visit-items.ts';

/** A visit, a recall or an order with its patient and what is known of the patient's numbers and address: what planning asks of the practice's copy. */
export interface VisitRow {
  readonly id: string;
  readonly type: Exclude<SubjectType, 'message'>;
  readonly facilityId: string;
  readonly patientId: string;
  /** Of the PMS; empty where it names none. */
  readonly providerId: string;
  readonly typeId: string;
  /** What its steps count from. */
  readonly startsAt: EpochMs;
  readonly endsAt: EpochMs;
  /** When the PMS booked the visit for this time or moved it there, at the latest; null where it does not tell, and of what is no visit. */
  readonly bookedAt: EpochMs | null;
  /** Of an order, when it was first heard of; null of all else. */
  readonly firstSeenAt: EpochMs | null;
  /** The patient has another visit to come that was made when the PMS changed this one, or since. */
  readonly isRebooked: boolean;
  /** Of a day, nothing about it goes later; null: a visit. */
  readonly usefulUntil: EpochMs | null;
  /** There is something that its steps count from. */
  readonly hasSteps: boolean;
  /** Why nothing more goes, beside what the state of a visit says. */
  readonly closedBy: 'booked' | 'dispensed' | null;
  readonly pms: PmsState;
  readonly gone: boolean;
  readonly answer: Answer;
  /** Null while there is none. */
  readonly answeredAt: EpochMs | null;
  readonly patientStatus: 'active' | 'inactive' | 'deceased';
  readonly language: string;
  /** `YYYY-MM-DD`; null where the PMS has none. */
  readonly dateOfBirth: string | null;
  /** As the PMS writes it; empty where it names none. */
  readonly guarantorId: string;
  readonly preferredChannel: Channel | null;
  readonly allowText: boolean | null;
  readonly allowVoice: boolean | null;
  readonly allowEmail: boolean | null;
  /** As the PMS wrote them, each with the address of its contact point: null where it can be none. */
  readonly onFile: Readonly<
    Record<
      PhoneUse | 'email' | 'guarantorPhone' | 'guarantorEmail',
      { readonly written: string; readonly address: string | null }
    >
  >;
  /** By address. */
  readonly contactPoints: Readonly<Record<string, ContactPoint>>;
  /** The kinds that staff want nothing sent of for it. */
  readonly excludedKinds: readonly Kind[];
  /** What was decided once to be told of it, oldest first. */
  readonly notices: readonly Notice[];
  /** The kinds of what groups are about to tell of it, and have not had its turn to. */
  readonly groupsToCome: readonly Kind[];
  /** Of those that the visit's own state settles. */
  readonly openItems: readonly VisitItem[];
  /** An open recall whose patient got a visit since it was written about that does not book it by itself. */
  readonly awaitsReview: boolean;
}

/** The visits, recalls and orders of these subjects, in no order. */
export function findVisits(tx: PracticeTransaction, subjectIds: readonly string[]): Promise<VisitRow[]> {
  return tx.sql<VisitRow[]>`
    SELECT
      visit.id, visit.facility_id AS "facilityId", visit.patient_id AS "patientId",
      visit.provider_id AS "providerId", visit.type_id AS "typeId",
      visit.type, visit.starts_at AS "startsAt", visit.ends_at AS "endsAt", booked.booked_at AS "bookedAt",
      ordered.first_seen_at AS "firstSeenAt",
      ${isRebookedSql(tx)} AS "isRebooked", visit.useful_until AS "usefulUntil",
      visit.has_steps AS "hasSteps", visit.closed_by AS "closedBy",
      visit.pms_state AS pms, visit.gone_at IS NOT NULL AS gone, visit.answer, visit.answered_at AS "answeredAt",
      CASE WHEN patient.deceased_reported_at IS NULL THEN patient.status ELSE 'deceased' END AS "patientStatus",
      patient.language, patient.date_of_birth AS "dateOfBirth", patient.guarantor_id AS "guarantorId", patient.preferred_channel AS "preferredChannel",
      patient.allow_text AS "allowText", patient.allow_voice AS "allowVoice", patient.allow_email AS "allowEmail",
      jsonb_build_object(
        'cell', jsonb_build_object('written', patient.cell_phone, 'address', patient.cell_e164),
        'home', jsonb_build_object('written', patient.home_phone, 'address', patient.home_e164),
        'work', jsonb_build_object('written', patient.work_phone, 'address', patient.work_e164),
        'email', jsonb_build_object('written', patient.email, 'address', lower(btrim(patient.email))),
        'guarantorPhone', jsonb_build_object('written', patient.guarantor_phone, 'address', patient.guarantor_e164),
        'guarantorEmail', jsonb_build_object('written', patient.guarantor_email, 'address', lower(btrim(patient.guarantor_email)))
      ) AS "onFile",
      coalesce(known.points, '{}') AS "contactPoints",
      ARRAY(SELECT kind FROM exclusions WHERE appointment_id = visit.id) AS "excludedKinds",
      ${noticesSql(tx.sql)} || ${pmsNoticesSql(tx.sql)} AS notices, ${groupsToComeSql(tx.sql)} AS "groupsToCome",
      ARRAY(
        SELECT type FROM worklist_items item
        WHERE (item.appointment_id = visit.id OR item.recall_id = visit.id) AND item.state = 'open'
          AND item.type IN ('unreachable', 'moved_after_send', 'decline', 'booking', 'booking_review', 'rebooking')
      ) AS "openItems",
      CASE WHEN visit.type = 'recall' AND visit.closed_by IS NULL AND visit.gone_at IS NULL
        THEN ${awaitsReviewSql(tx.sql, tx.sql`visit.id`)} ELSE false
      END AS "awaitsReview"
    FROM planned_subjects visit
    LEFT JOIN appointments booked ON booked.id = visit.id
    LEFT JOIN orders ordered ON ordered.id = visit.id
    JOIN patients patient ON patient.id = visit.patient_id
    LEFT JOIN LATERAL (
      SELECT jsonb_object_agg(contact.address, jsonb_build_object(
        'id', contact.id, 'optedOut', contact.opted_out_at IS NOT NULL, 'landline', contact.landline_at IS NOT NULL,
        'invalid', contact.invalid_at IS NOT NULL, 'wrongNumber', contact.wrong_number_at IS NOT NULL
      )) AS points
      FROM contact_points contact
      WHERE contact.practice_id = visit.practice_id AND contact.address IN (
        patient.cell_e164, patient.home_e164, patient.work_e164, lower(btrim(patient.email)),
        patient.guarantor_e164, lower(btrim(patient.guarantor_email))
      )
    ) AS known ON true
    WHERE visit.id = ANY(${subjectIds as string[]}::uuid[])`;
}

/** The way that an answer came. */
export type AnswerSource = 'text' | 'voice' | 'email' | 'staff';

/** What may be answered, and its answer: a visit or a recall. */
export interface Answered {
  readonly type: VisitRow['type'];
  readonly answer: Answer;
}

/** A visit as an answer to it looks at it. */
export interface VisitAnswered {
  readonly startsAt: EpochMs;
  readonly pms: PmsState;
  readonly gone: boolean;
  readonly answer: Answer;
  readonly source: AnswerSource | null;
}

/** The visit that an answer is for; null where there is none. Its subject's lock is held, so it does not change. */
export async function findVisitAnswered(tx: PracticeTransaction, appointmentId: string): Promise<VisitAnswered | null> {
  const [row] = await tx.sql<VisitAnswered[]>`
    SELECT starts_at AS "startsAt", pms_state AS pms, gone_at IS NOT NULL AS gone, answer, answer_source AS source
    FROM appointments
    WHERE id = ${appointmentId}`;
  return row ?? null;
}

/** The answer that a visit or a recall has; null where there is none by this id. Its subject's lock is held, so it does not change. */
export async function findAnswer(tx: PracticeTransaction, subjectId: string): Promise<Answered | null> {
  const [row] = await tx.sql<Answered[]>`SELECT type, answer FROM planned_subjects WHERE id = ${subjectId}`;
  return row ?? null;
}

/** Writes the patient's newest answer for the present time of the visit, or day of the recall. */
export async function writeAnswer(
  tx: PracticeTransaction,
  given: { readonly subjectId: string; readonly answer: Answer; readonly source: AnswerSource; readonly at: EpochMs },
): Promise<void> {
  await tx.sql`
    WITH recall AS (
      UPDATE recalls
      SET answer = ${given.answer}, answer_source = ${given.source}, answered_at = ${given.at}
      WHERE id = ${given.subjectId}
    )
    UPDATE appointments
    SET answer = ${given.answer}, answer_source = ${given.source}, answered_at = ${given.at}
    WHERE id = ${given.subjectId}`;
}

/** An answer of a visit, and the way and time that it came. */
export interface StandingAnswer {
  readonly answer: Answer;
  readonly source: AnswerSource;
  readonly at: EpochMs;
}

/** The newest answer to the visit's present time but for those that these replies gave; null where there is no other. */
export async function findStandingAnswer(
  tx: PracticeTransaction,
  asked: { readonly subjectId: string; readonly occurrence: EpochMs; readonly without: readonly string[] },
): Promise<StandingAnswer | null> {
  const [row] = await tx.sql<StandingAnswer[]>`
    SELECT answer, source, at
    FROM answers
    WHERE (appointment_id = ${asked.subjectId} OR recall_id = ${asked.subjectId}) AND occurrence = ${asked.occurrence}
      AND (reply_id IS NULL OR reply_id <> ALL(${asked.without as string[]}::uuid[]))
    ORDER BY at DESC, id DESC
    LIMIT 1`;
  return row === undefined || row.answer === 'none' ? null : row;
}

/** The same of one message: what was answered to it. */
export async function findStandingAnswerOfMessage(
  tx: PracticeTransaction,
  messageId: string,
  without: readonly string[],
): Promise<Answer> {
  const [row] = await tx.sql<{ answer: Answer }[]>`
    SELECT answer
    FROM answers
    WHERE message_id = ${messageId} AND (reply_id IS NULL OR reply_id <> ALL(${without as string[]}::uuid[]))
    ORDER BY at DESC, id DESC
    LIMIT 1`;
  return row?.answer ?? 'none';
}

/** Gives a visit the answer that stands, with the way and time that it came; null: none. */
export async function writeStandingAnswer(
  tx: PracticeTransaction,
  subjectId: string,
  standing: StandingAnswer | null,
): Promise<void> {
  await tx.sql`
    WITH recall AS (
      UPDATE recalls
      SET answer = ${standing?.answer ?? 'none'}, answer_source = ${standing?.source ?? null},
          answered_at = ${standing?.at ?? null}
      WHERE id = ${subjectId}
    )
    UPDATE appointments
    SET answer = ${standing?.answer ?? 'none'}, answer_source = ${standing?.source ?? null},
        answered_at = ${standing?.at ?? null}
    WHERE id = ${subjectId}`;
}

/** Adds to the history of a visit's answers. */
export async function addAnswer(
  tx: PracticeTransaction,
  given: {
    readonly subjectId: string;
    readonly occurrence: EpochMs;
    readonly answer: Answer;
    readonly source: AnswerSource;
    readonly messageId: string | null;
    readonly replyId: string | null;
    readonly at: EpochMs;
  },
): Promise<void> {
  await tx.sql`
    INSERT INTO answers (practice_id, appointment_id, recall_id, occurrence, answer, source, message_id, reply_id, at)
    SELECT practice_id, CASE type WHEN 'appointment' THEN id END, CASE type WHEN 'recall' THEN id END, ${given.occurrence},
      ${given.answer}, ${given.source}, ${given.messageId}, ${given.replyId}, ${given.at}
    FROM subjects WHERE id = ${given.subjectId}`;
}

/** The patient's visit, by the patient's id in the PMS, that was seen last; null where there is none. */
export async function findLatestVisitOfPatient(tx: PracticeTransaction, externalId: string): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    SELECT visit.id
    FROM patients patient
    JOIN appointments visit ON visit.patient_id = patient.id
    WHERE patient.external_id = ${externalId}
    ORDER BY visit.first_seen_at DESC, visit.id DESC
    LIMIT 1`;
  return row?.id ?? null;
}
