import type { Database, PracticeTransaction } from '../../db/database.ts';
import type { SubjectOfPractice } from '../../db/forgotten.ts';
import { markOutbox } from '../../db/outbox.ts';
import { findPlans, lockSubjects } from '../../db/subjects.ts';
import { groupBy } from '../../domain/group-by.ts';
import { nextTime } from '../../domain/planning/plan.ts';

/** Marks subjects for the relay as their plans stand: the engine is told what it was told before, or what it never heard. */
export async function markAgain(db: Database, subjects: readonly SubjectOfPractice[]): Promise<void> {
  for (const [practiceId, group] of groupBy(subjects, (subject) => subject.practiceId)) {
    const ids = group.map(({ subjectId }) => subjectId);
    await db.inPractice(practiceId, (tx) => markAsTheyStand(tx, ids));
  }
}

async function markAsTheyStand(tx: PracticeTransaction, subjectIds: readonly string[]): Promise<void> {
  await lockSubjects(tx, subjectIds);
  const plans = await findPlans(tx, subjectIds);
  await markOutbox(
    tx,
    [...plans].map(([subjectId, plan]) => ({
      subjectId,
      version: plan.version,
      signal: 'replanned' as const,
      priority: 1 as const,
      nextAt: nextTime(plan),
    })),
  );
}
