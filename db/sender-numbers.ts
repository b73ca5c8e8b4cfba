import type { PracticeTransaction, Transaction } from './database.ts';

/** The sender of texts of this name, such as a messaging service; null where the practice has none. */
export async function findTextSender(tx: PracticeTransaction, address: string): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    SELECT id FROM senders WHERE channel = 'text' AND address = ${address}`;
  return row?.id ?? null;
}

/** Which of these numbers another practice sends from, itself or by a messaging service. */
export async function findNumbersOfOthers(
  tx: Transaction,
  practiceId: string,
  numbers: readonly string[],
): Promise<string[]> {
  const rows = await tx.sql<{ number: string }[]>`
    SELECT address AS number FROM senders WHERE address = ANY(${numbers as string[]}) AND practice_id <> ${practiceId}
    UNION
    SELECT number FROM sender_numbers WHERE number = ANY(${numbers as string[]}) AND practice_id <> ${practiceId}`;
  return rows.map((row) => row.number);
}

/** Which of these numbers ring at a desk of the practice. */
export async function findDesksAmong(tx: PracticeTransaction, numbers: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ phone: string }[]>`
    SELECT phone FROM practices WHERE phone = ANY(${numbers as string[]})
    UNION
    SELECT phone FROM facilities WHERE phone = ANY(${numbers as string[]})`;
  return rows.map((row) => row.phone);
}

/** Makes these the numbers of a messaging service, taken from another of the practice where that had them. */
export async function writeSenderNumbers(
  tx: PracticeTransaction,
  senderId: string,
  numbers: readonly string[],
): Promise<void> {
  await tx.sql`DELETE FROM sender_numbers WHERE sender_id = ${senderId} OR number = ANY(${numbers as string[]})`;
  await tx.sql`
    INSERT INTO sender_numbers (number, practice_id, sender_id)
    SELECT number, ${tx.practiceId}, ${senderId} FROM unnest(${numbers as string[]}::text[]) AS number`;
}

/** A number that patients see, and where texts to it are taken: by itself, by its messaging service, or nowhere, as it only calls. */
export interface OwnNumber {
  readonly number: string;
  /** Its practice's slug. */
  readonly practice: string;
  readonly textsComeTo: 'the number' | 'the service' | 'nowhere';
}

/** The numbers of every practice whose messages go through the configured account, each once. */
export function findOwnNumbers(tx: Transaction): Promise<OwnNumber[]> {
  return tx.sql<OwnNumber[]>`
    SELECT own.number, practices.slug AS practice, CASE
        WHEN bool_or(own.of_service) THEN 'the service' WHEN bool_or(own.texts) THEN 'the number' ELSE 'nowhere'
      END AS "textsComeTo"
    FROM (
      SELECT practice_id, address AS number, channel = 'text' AS texts, false AS of_service
      FROM senders WHERE address LIKE '+%'
      UNION ALL
      SELECT practice_id, number, true, true FROM sender_numbers
    ) AS own
    JOIN practices ON practices.id = own.practice_id
    WHERE practices.carrier = 'configured'
    GROUP BY own.number, practices.slug
    ORDER BY own.number`;
}
