import type { Carrier } from '../domain/carrier.ts';
import type { CallerName } from '../domain/calls/call-words.ts';
import type { PracticeTransaction, Transaction } from './database.ts';

/** Where a caller is connected to, and its hours without its closures. */
export interface DeskRow {
  readonly facilityId: string | null;
  /** E.164. */
  readonly phone: string;
  readonly zone: string;
  readonly from: string;
  readonly to: string;
  readonly days: readonly number[];
}

/** The desk of a facility, or the practice's own where none is named. */
export async function findDesk(tx: PracticeTransaction, facilityId: string | null): Promise<DeskRow> {
  const [row] = await tx.sql<[DeskRow]>`
    SELECT
      facility.id AS "facilityId", coalesce(facility.phone, practice.phone) AS phone,
      coalesce(facility.time_zone, practice.time_zone) AS zone,
      to_char(coalesce(own.office_from, general.office_from), 'HH24:MI') AS "from",
      to_char(coalesce(own.office_to, general.office_to), 'HH24:MI') AS "to",
      coalesce(own.office_days, general.office_days) AS days
    FROM practices practice
    JOIN practice_settings general ON general.practice_id = practice.id
    LEFT JOIN facilities facility ON facility.id = ${facilityId}
    LEFT JOIN facility_settings own ON own.facility_id = facility.id
    WHERE practice.id = ${tx.practiceId}`;
  return row;
}

/** A number of ours that somebody calls. */
export interface CalledNumber {
  readonly facilityId: string | null;
  readonly caller: CallerName;
}

/**
 * The sender that is called at a number, and so the practice; null where the number is nobody's. Patients call back whatever
 * contacted them: also the number that a text came from, be it one of a messaging service.
 */
export async function findCalledSender(
  tx: Transaction,
  address: string,
): Promise<{ id: string; practiceId: string; carrier: Carrier } | null> {
  const [row] = await tx.sql<{ id: string; practiceId: string; carrier: Carrier }[]>`
    SELECT senders.id, senders.practice_id AS "practiceId", practices.carrier
    FROM senders
    JOIN practices ON practices.id = senders.practice_id
    WHERE senders.channel IN ('voice', 'text')
      AND (senders.address = ${address} OR senders.id = (SELECT sender_id FROM sender_numbers WHERE number = ${address}))
    ORDER BY senders.address <> ${address}, senders.channel = 'text'
    LIMIT 1`;
  return row ?? null;
}

export async function findCalledNumber(tx: PracticeTransaction, senderId: string): Promise<CalledNumber> {
  const [row] = await tx.sql<[CalledNumber]>`
    SELECT sender.facility_id AS "facilityId",
      jsonb_build_object('practice', practice.name_in_messages, 'phone', practice.phone) AS caller
    FROM senders sender
    JOIN practices practice ON practice.id = sender.practice_id
    WHERE sender.id = ${senderId}`;
  return row;
}

/** The language that this contact point was last reached in; null where it never was. */
export async function findLanguageOfContact(tx: PracticeTransaction, contactPointId: string): Promise<string | null> {
  const [row] = await tx.sql<{ language: string }[]>`
    SELECT language FROM messages
    WHERE contact_point_id = ${contactPointId} AND sent_at IS NOT NULL
      AND state IN ('sending', 'sent', 'received', 'unknown')
    ORDER BY sent_at DESC
    LIMIT 1`;
  return row?.language ?? null;
}
