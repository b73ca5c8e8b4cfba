import type { Database, PracticeTransaction } from '../../db/database.ts';
import { ensureContactPoint } from '../../db/replies.ts';
import { lockSubjects } from '../../db/subjects.ts';
import type { Channel, EpochMs } from '../../domain/planning/plan.ts';
import { planSubjects } from '../../operations/planning/plan-subjects.ts';
import { raisePlan } from '../../operations/planning/raise-plan.ts';
import { recordConsent } from '../../operations/answers/record-consent.ts';
import type { BurstVisit } from './burst.ts';
import type { Meddling } from './chaos-plan.ts';
import { untilTaken } from './until-taken.ts';

/** What was done to a visit. */
export interface Meddled {
  readonly visitId: string;
  readonly what: Meddling;
  /** The attempts that were there under the lock that the change was made under: no other may ever follow them. */
  readonly attemptsBefore: readonly string[];
}

/** When a channel of a practice was paused beyond doubt. */
export interface Paused {
  readonly practiceId: string;
  readonly channel: Channel;
  /** After the pause was committed. */
  readonly from: EpochMs;
  /** Before it was ended. */
  readonly until: EpochMs;
}

/** Two hours later: the reminder for the new time is none of this burst. */
export const movedByMs = 7_200_000;

/**
 * Cancels, moves or opts out, as a feed or a patient would, and tries until Postgres has it. Where a try was cut off, the next one
 * finds out whether it had been committed, so that what was there before it is known for certain.
 */
export async function meddle(db: Database, visit: BurstVisit, what: Meddling): Promise<Meddled> {
  let attemptsBefore: readonly string[] = [];
  await untilTaken(() =>
    db.inPractice(visit.practiceId, async (tx) => {
      await lockSubjects(tx, [visit.id]);
      if (await isDone[what](tx, visit)) return;
      const attempts = await tx.sql<{ id: string }[]>`
        SELECT attempts.id FROM attempts JOIN messages ON messages.id = attempts.message_id
        WHERE messages.subject_id = ${visit.id}`;
      attemptsBefore = attempts.map(({ id }) => id);
      await change[what](tx, visit);
    }),
  );
  return { visitId: visit.id, what, attemptsBefore };
}

const change: Readonly<Record<Meddling, (tx: PracticeTransaction, visit: BurstVisit) => Promise<unknown>>> = {
  async cancel(tx, { id }) {
    await tx.sql`UPDATE appointments SET pms_state = 'cancelled' WHERE id = ${id}`;
    await planSubjects(tx, [id], { name: 'feed', detail: {} });
  },
  async move(tx, { id, startsAt }) {
    await tx.sql`UPDATE appointments SET starts_at = ${startsAt + movedByMs} WHERE id = ${id}`;
    await planSubjects(tx, [id], { name: 'feed', detail: {} });
  },
  async opt_out(tx, { address }) {
    await recordConsent(tx, await ensureContactPoint(tx, address), 'opted_out');
  },
};

const isDone: Readonly<Record<Meddling, (tx: PracticeTransaction, visit: BurstVisit) => Promise<boolean>>> = {
  async cancel(tx, { id }) {
    const rows = await tx.sql`SELECT FROM appointments WHERE id = ${id} AND pms_state = 'cancelled'`;
    return rows.length > 0;
  },
  async move(tx, { id, startsAt }) {
    const rows = await tx.sql`SELECT FROM appointments WHERE id = ${id} AND starts_at <> ${startsAt}`;
    return rows.length > 0;
  },
  async opt_out(tx, { address }) {
    const rows = await tx.sql`SELECT FROM contact_points WHERE address = ${address} AND opted_out_at IS NOT NULL`;
    return rows.length > 0;
  },
};

/** Pauses a practice's channel for a while. What was put off then is looked at again in five minutes, or by `lookAgainNow`. */
export async function pauseChannel(
  db: Database,
  { practiceId, channel }: Pick<BurstVisit, 'practiceId' | 'channel'>,
  forMs: number,
): Promise<Paused> {
  const clock = (): Promise<EpochMs> => untilTaken(() => db.inPractice(practiceId, (tx) => tx.readClock()));
  const set = (at: EpochMs | null): Promise<unknown> =>
    untilTaken(() =>
      db.inPractice(
        practiceId,
        (tx) =>
          tx.sql`UPDATE practice_settings SET ${tx.sql({ [`${channel}_paused_at`]: at })} WHERE practice_id = ${practiceId}`,
      ),
    );
  await set(Date.now());
  const from = await clock();
  await new Promise((resolve) => setTimeout(resolve, forMs));
  const until = await clock();
  await set(null);
  return { practiceId, channel, from, until };
}

/** Lets go at once what was put off because of a pause that is over. */
export async function lookAgainNow(db: Database, { practiceId }: Paused): Promise<void> {
  await untilTaken(() => db.inPractice(practiceId, letGo));
}

async function letGo(tx: PracticeTransaction): Promise<void> {
  const paused = await tx.sql<{ subjectId: string }[]>`
    SELECT subject_id AS "subjectId" FROM messages WHERE state = 'not_sent' AND detail = 'paused' ORDER BY subject_id`;
  const subjectIds = paused.map(({ subjectId }) => subjectId);
  if (subjectIds.length === 0) return;
  await lockSubjects(tx, subjectIds);
  await tx.sql`
    UPDATE messages SET send_at = ${tx.now} WHERE subject_id = ANY(${subjectIds}) AND state = 'not_sent' AND detail = 'paused'`;
  for (const subjectId of subjectIds)
    await raisePlan(tx, subjectId, { name: 'settings', detail: {} }, 'is to be signalled');
}
