import type { Kind } from '../kinds.ts';
import type { WithheldReason } from '../message-state.ts';
import type { Channel, EpochMs } from '../planning/plan.ts';
import { DAY_MS, dayOf, MINUTE_MS, zoneClock } from '../zone-clock.ts';

/** What becomes of a message that waits, or would. */
export type EffectName = 'appear' | 'move' | 'redirect' | 'reword' | 'expire' | 'withhold';

/** What a change makes of one message. */
export interface MessageEffect {
  readonly what: EffectName;
  readonly kind: Kind;
  readonly channel: Channel;
  readonly appointmentId: string;
  /** Of its facility. */
  readonly zone: string;
  /** When it was to go; null where it appears. */
  readonly from: EpochMs | null;
  /** When it is to go; null where it is withheld. */
  readonly to: EpochMs | null;
  /** Why it is withheld. */
  readonly reason: WithheldReason | null;
}

/** A day at the facility, and the time of day where all of a group share it. */
export interface DayAndTime {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** `HH:MM`. */
  readonly time: string | null;
}

/** Messages that a change does the same to, on the same days. */
export interface EffectGroup extends Pick<MessageEffect, 'what' | 'kind' | 'channel' | 'reason'> {
  readonly count: number;
  readonly from: DayAndTime | null;
  readonly to: DayAndTime | null;
  /** The visit of one of them. */
  readonly appointmentId: string;
}

/** What a change makes of a practice's messages. */
export interface PlanEffects {
  readonly counts: Readonly<Record<EffectName, number>>;
  /** The largest groups, largest first. */
  readonly examples: readonly EffectGroup[];
}

/** Counts effects as they come, however many there are. */
export interface EffectCount {
  add(effect: MessageEffect): void;
  total(examples: number): PlanEffects;
}

interface Group extends Omit<EffectGroup, 'count' | 'from' | 'to'> {
  count: number;
  from: DayAndTime | null;
  to: DayAndTime | null;
}

export function countEffects(): EffectCount {
  const counts: Record<EffectName, number> = { appear: 0, move: 0, redirect: 0, reword: 0, expire: 0, withhold: 0 };
  const groups = new Map<string, Group>();
  return {
    add({ what, kind, channel, appointmentId, zone, reason, ...times }) {
      counts[what] += 1;
      const [from, to] = [dayAndTime(times.from, zone), dayAndTime(times.to, zone)];
      const key = [what, kind, channel, reason, from?.day, to?.day].join(' ');
      const group = groups.get(key);
      if (group === undefined) {
        groups.set(key, { what, kind, channel, reason, count: 1, from, to, appointmentId });
        return;
      }
      group.count += 1;
      group.from = shared(group.from, from);
      group.to = shared(group.to, to);
    },
    total: (examples) => ({
      counts,
      examples: [...groups.values()].sort((one, other) => other.count - one.count).slice(0, examples),
    }),
  };
}

function dayAndTime(at: EpochMs | null, zone: string): DayAndTime | null {
  if (at === null) return null;
  const wall = zoneClock(zone).wallAt(at);
  const text = new Date(dayOf(wall) * DAY_MS + Math.floor((wall % DAY_MS) / MINUTE_MS) * MINUTE_MS).toISOString();
  return { day: text.slice(0, 10), time: text.slice(11, 16) };
}

function shared(one: DayAndTime | null, other: DayAndTime | null): DayAndTime | null {
  return one === null || one.time === other?.time ? one : { ...one, time: null };
}
