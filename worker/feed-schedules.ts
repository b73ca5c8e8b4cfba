import { ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { SyncRequest } from '../activities/feed-activities.ts';
import { findFeeds, findSyncTime, type FeedRecord } from '../db/feeds.ts';
import type { Database } from '../db/database.ts';
import { faultCodeOf } from '../domain/fault.ts';
import { keptQueue } from './dispatch.ts';
import { keepSchedule } from './keep-schedule.ts';

export interface FeedSchedules {
  stop(): Promise<void>;
}

export interface FeedSchedulesOptions {
  readonly db: Database;
  readonly client: Client;
  readonly log: Logger;
  /** How often to look for feeds that were added or whose time was changed. */
  readonly everyMs?: number;
}

/** Keeps a schedule for every feed: overnight, at the practice's time and on its clocks. Resolves after the first round. */
export async function startFeedSchedules(options: FeedSchedulesOptions): Promise<FeedSchedules> {
  const scheduled = new Map<string, string>();
  const round = async (): Promise<void> => {
    try {
      await scheduleFeeds(options.db, options.client, scheduled);
    } catch (error) {
      options.log.warn({ code: faultCodeOf(error) }, 'feed schedules: they cannot be brought up to date, trying again');
    }
  };
  let running = round();
  await running;
  const timer = setInterval(() => {
    running = running.then(round);
  }, options.everyMs ?? 60_000);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

/** Creates or changes what is not as it should be. `scheduled` remembers each feed's time, so that a round mostly asks nobody. */
async function scheduleFeeds(db: Database, client: Client, scheduled: Map<string, string>): Promise<void> {
  for (const feed of await db.acrossPractices(findFeeds)) {
    const time = await db.inPractice(feed.practiceId, findSyncTime);
    const wanted = `${time.at} ${time.zone}`;
    if (scheduled.get(feed.id) === wanted) continue;
    await scheduleFeed(client, feed, time);
    scheduled.set(feed.id, wanted);
  }
}

/** Lets a feed be taken every night; changes the schedule where one is there already. */
async function scheduleFeed(
  client: Client,
  feed: Pick<FeedRecord, 'id' | 'practiceId'>,
  time: { readonly at: string; readonly zone: string },
): Promise<void> {
  const [hour = 0, minute = 0] = time.at.split(':').map(Number);
  const request: SyncRequest = { practiceId: feed.practiceId, feedId: feed.id, source: 'schedule' };
  await keepSchedule(client, {
    scheduleId: `feed:${feed.id}`,
    spec: { calendars: [{ hour, minute }], timezone: time.zone, jitter: '5m' },
    // A night that was missed is made up for in the morning; later than that, the next night is as good.
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '12h' },
    action: {
      type: 'startWorkflow',
      workflowType: 'sync',
      workflowId: `sync:${feed.id}`,
      taskQueue: keptQueue,
      args: [request],
    },
  });
}
