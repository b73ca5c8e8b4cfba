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
