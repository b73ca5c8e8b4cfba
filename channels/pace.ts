import { setTimeout as wait } from 'node:timers/promises';
import type { ByCarrier, Channels, MessageChannel } from './channel.ts';

/** By so much the span is longer in which a second's worth may go: requests do not arrive as evenly as they are written. */
const slack = 1.02;

/**
 * Deals out turns: never more than a second's worth in any second, and in the order in which they are asked for. What it returns takes the
 * time by a clock that never goes back, and returns how many milliseconds to wait for the turn.
 */
export function createPace(perSecond: number): (now: number) => number {
  const most = Math.max(1, Math.floor(perSecond));
  const spanMs = (most / perSecond) * 1_000 * slack;
  const turns: number[] = [];
  return (now) => {
    const before = turns.length < most ? undefined : turns.shift();
    const turn = before === undefined ? now : Math.max(now, before + spanMs);
    turns.push(turn);
    return turn - now;
  };
}

/**
 * The same channels, whose hand-overs keep each carrier's pace (null: none is set). The engine deals them out at that pace, but some
 * claims are quicker than others, so a few too many arrive in one second and too few in the next; and each that the carrier refuses
 * for that costs a turn of the engine's.
 */
export function pacedChannels(
  channels: ByCarrier<Channels>,
  perSecond: Readonly<Record<keyof Channels, number | null>>,
  monotonicNow: () => number,
): ByCarrier<Channels> {
  const paced = (channel: MessageChannel | null, pace: number | null): MessageChannel | null =>
    channel === null || pace === null ? channel : pacedChannel(channel, pace, monotonicNow);
  const ofAccount = ({ text, voice, email }: Channels): Channels => ({
    text: paced(text, perSecond.text),
    voice: paced(voice, perSecond.voice),
    email: paced(email, perSecond.email),
  });
  return { configured: ofAccount(channels.configured), simulator: ofAccount(channels.simulator) };
}

function pacedChannel(channel: MessageChannel, perSecond: number, monotonicNow: () => number): MessageChannel {
  const untilTurn = createPace(perSecond);
  return {
    ...channel,
    async handOver(request) {
      const given = monotonicNow();
      const waitMs = untilTurn(given);
      if (waitMs > 0) await wait(waitMs);
      // What was waited counts against the hand-over: a request that is too late is not written.
      return channel.handOver({ ...request, writeWithinMs: request.writeWithinMs - (monotonicNow() - given) });
    },
  };
}
