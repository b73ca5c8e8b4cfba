import type { Database } from '../../db/database.ts';
import { findPracticesInSilence, findSilentMessages, noteSilence } from '../../db/silent-messages.ts';
import { lockSubjects } from '../../db/subjects.ts';
import { withoutWord } from '../../domain/planning/past-message.ts';
import { planSubjects } from '../planning/plan-subjects.ts';

/** Messages to a transaction. */
const batch = 200;

/**
 * Notes on messages that no word came of for as long as the practice waits that none did, and plans their subjects again: where
 * another channel is on as backup, it stands in now. Each is found once. Returns how many there were.
 */
export async function noteSilentMessages(db: Database): Promise<number> {
  const practices = await db.acrossPractices((tx) => findPracticesInSilence(tx));
  let noted = 0;
  for (const practiceId of practices) {
    for (let found = batch; found === batch; noted += found) {
      found = await db.inPractice(practiceId, async (tx) => {
        const silent = await findSilentMessages(tx, batch);
        const subjectIds = [...new Set(silent.flatMap((message) => message.subjectIds))];
        await lockSubjects(tx, subjectIds);
        await noteSilence(
          tx,
          silent.map(({ id }) => id),
          withoutWord,
        );
        await planSubjects(tx, subjectIds, { name: 'sweep', detail: { silent: silent.length } });
        return silent.length;
      });
    }
  }
  return noted;
}
