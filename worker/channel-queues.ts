import type { WorkerOptions } from '@temporalio/worker';
import type { Config } from '../config.ts';
import type { Channel } from '../domain/planning/plan.ts';

/** One queue for each channel, so that one carrier's pace does not hold up another's. */
export const channelQueues: Readonly<Record<Channel, string>> = {
  text: 'kept-text',
  voice: 'kept-voice',
  email: 'kept-email',
};

/** Of a carrier's pace: a little less than what the hand-overs keep to (`channels/pace.ts`), so that none waits there for long. */
const shareOfPace = 0.975;

/**
 * What a channel's worker is told of its queue. The engine keeps the pace for the whole queue, however many workers there are, so
 * all of them must be told the same. It deals the pace out to the queue's partitions in equal parts, whatever their share of the
 * work: where the server is ours there is one (deploy/temporal-dynamic-config.yaml).
 */
export function queueOptions(channel: Channel, perSecond: Config['perSecond']) {
  const pace = perSecond[channel];
  return {
    taskQueue: channelQueues[channel],
    ...(pace === null ? {} : { maxTaskQueueActivitiesPerSecond: pace * shareOfPace }),
  } satisfies Partial<WorkerOptions>;
}
