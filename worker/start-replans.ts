import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { startReplanNow } from '../activities/start-replan.ts';
import type { Database } from '../db/database.ts';
import { findPracticesWithGroups } from '../db/group-messages.ts';
import { findPracticesToReplan } from '../db/replans.ts';
import { Fault } from '../domain/fault.ts';

/** Started by the API as soon as a change is saved; this finds what that missed, since the change alone is what counts. */
const usualRoundMs = 10_000;

export interface ReplanStarter {
  stop(): Promise<void>;
}

/** Starts the replan of every practice whose plans do not follow its settings, or what a group was told, yet, again and again. */
export function startReplans(options: {
  readonly db: Database;
  readonly client: Client;
  readonly log: Logger;
  readonly everyMs?: number;
}): ReplanStarter {
  const { db, client, log } = options;
  const round = async (): Promise<void> => {
    try {
      const waiting = await db.acrossPractices(async (tx) => [
        ...(await findPracticesWithGroups(tx)),
        ...(await findPracticesToReplan(tx)),
      ]);
      for (const practiceId of new Set(waiting)) await startReplanNow(client, practiceId);
    } catch (error) {
      const code = error instanceof Fault ? error.code : error instanceof Error ? error.name : 'unknown';
      log.warn({ code }, 'replans: what waits cannot be started, trying again');
    }
  };
  let running = round();
  const timer = setInterval(() => {
    running = running.then(round);
  }, options.everyMs ?? usualRoundMs);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
