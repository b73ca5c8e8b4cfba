import type { Database } from '../../db/database.ts';
import { findDesksAmong, findNumbersOfOthers, findTextSender, writeSenderNumbers } from '../../db/sender-numbers.ts';
import { phoneToE164 } from '../../domain/contacts/phone.ts';
import { Fault } from '../../domain/fault.ts';
import { findPractice } from './find-practice.ts';

/**
 * Writes which numbers a practice's messaging service has at the carrier, in place of what was written before: who calls one of them
 * back is answered for the practice.
 * @throws {Fault} `not_found` for the practice or the service, `bad_input` for what is no number, `conflict` for another sender's.
 */
export async function setSenderNumbers(
  db: Database,
  slug: string,
  { service, numbers }: { readonly service: string; readonly numbers: readonly string[] },
): Promise<void> {
  if (numbers.some((number) => phoneToE164(number) !== number)) {
    throw new Fault('bad_input', 'Give each number with its country code and no spaces, such as "+17575550100".');
  }
  const practice = await findPractice(db, slug);
  const { senderId, desks } = await db.inPractice(practice.id, async (tx) => ({
    senderId: await findTextSender(tx, service),
    desks: await findDesksAmong(tx, numbers),
  }));
  if (senderId === null || !service.startsWith('MG')) {
    throw new Fault(
      'not_found',
      `${slug} has no messaging service of that name: it is what its file names under /senders.`,
    );
  }
  if (desks.length > 0) {
    throw new Fault(
      'conflict',
      'One of the numbers rings at a desk of the practice, and would be connected to itself without end.',
    );
  }
  const ofOthers = await db.acrossPractices((tx) => findNumbersOfOthers(tx, practice.id, numbers));
  if (ofOthers.length > 0) {
    throw new Fault(
      'conflict',
      'Another practice sends from one of the numbers: who calls it back must reach one practice.',
    );
  }
  await db.inPractice(practice.id, (tx) => writeSenderNumbers(tx, senderId, [...new Set(numbers)]));
}
