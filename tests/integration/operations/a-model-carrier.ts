import type { ByCarrier, Channels, HandOver, HandOverEnd, Logged, MessageChannel } from '../../../channels/channel.ts';
import { readStatus } from '../../../channels/twilio/status.ts';
import { Fault } from '../../../domain/fault.ts';

/** How the next hand-over goes. `dies`: the carrier has it, and our process ends before it hears so. */
export type Mood = 'takes' | 'refuses' | 'comes back' | 'says nothing, takes' | 'says nothing, takes not' | 'dies';

/** A hand-over that the model took. */
interface Taken {
  readonly carrierId: string;
  readonly messageId: string;
  readonly attemptId: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly createdAt: number;
  /** In the carrier's word; a test may move it. */
  status: string;
}

/** A small carrier in memory: what it took, and how it answers. */
export interface ModelCarrier {
  readonly channels: ByCarrier<Channels>;
  readonly taken: Taken[];
  /** How the next hand-overs go; the last one stays. */
  moods: Mood[];
  /** Its list and its log cannot be read. */
  unreadable: boolean;
  /** Its list does not show yet what it took in this time; the log by id does. */
  listLagsMs: number;
}

/** What stands for the end of our process: nothing after it is carried out. */
export class Died extends Error {}

/** A carrier of texts with a list and a log, or with `without: 'list'` one that has neither, as those of email. */
export function aModelCarrier(clock: () => number, options: { without?: 'list' } = {}): ModelCarrier {
  const model: ModelCarrier = {
    channels: { configured: nothing, simulator: { ...nothing, text: channel() } },
    taken: [],
    moods: ['takes'],
    unreadable: false,
    listLagsMs: 0,
  };
  return model;

  function channel(): MessageChannel {
    if (options.without === 'list') return { handOver, find: null };
    return {
      handOver,
      find: ({ from, to, body, since }) =>
        readable(() =>
          listed().filter((one) => one.from === from && one.to === to && one.body === body && one.createdAt >= since),
        ),
      log: {
        look: (carrierId) =>
          readable(() => model.taken.filter((one) => one.carrierId === carrierId).map(logged)[0] ?? null),
        listsSince: (since) => (from) =>
          readable(() => listed().filter((one) => one.from === from && one.createdAt >= since)),
      },
    };
  }

  function handOver(request: HandOver): Promise<HandOverEnd> {
    const mood = model.moods.length > 1 ? model.moods.shift() : model.moods[0];
    if (request.writeWithinMs <= 0)
      return Promise.resolve({ end: 'not_taken', code: 'too_late_to_write', retryInMs: 1_000 });
    switch (mood) {
      case 'refuses':
        return Promise.resolve({ end: 'refused', code: '21614', verdict: 'rejected' });
      case 'comes back':
        return Promise.resolve({ end: 'not_taken', code: '20429', retryInMs: 1_000 });
      case 'says nothing, takes not':
        return Promise.resolve({ end: 'ambiguous', code: 'no_answer' });
      case 'says nothing, takes':
        take(request);
        return Promise.resolve({ end: 'ambiguous', code: 'no_answer' });
      case 'dies':
        take(request);
        return Promise.reject(new Died('between the hand-over and its record'));
      default:
        return Promise.resolve({ end: 'taken', carrierId: take(request).carrierId });
    }
  }

  function take({ ids, from, to, words }: HandOver): Taken {
    const taken: Taken = {
      carrierId: `SM${String(model.taken.length).padStart(32, '0')}`,
      messageId: ids.messageId,
      attemptId: ids.attemptId,
      from,
      to,
      body: words.channel === 'text' ? words.body : '',
      createdAt: clock(),
      status: 'sent',
    };
    model.taken.push(taken);
    return taken;
  }

  function listed(): (Logged & { from: string })[] {
    return model.taken.filter(({ createdAt }) => createdAt <= clock() - model.listLagsMs).map(logged);
  }

  async function readable<T>(answer: () => T): Promise<T> {
    await Promise.resolve();
    if (model.unreadable) throw new Fault('carrier_unavailable', 'The model cannot be read.');
    return answer();
  }
}

const nothing: Channels = { text: null, voice: null, email: null };

function logged(one: Taken): Logged & { from: string } {
  const { moves, verdict } = readStatus(one.status, null);
  return { ...one, code: null, word: moves, verdict };
}
