import type { Channel } from '../../domain/planning/plan.ts';
import { chance } from '../../simulator/chance.ts';
import { faultKinds } from '../../simulator/faults.ts';

/**
 * What can be killed. Relay and sends are part of the worker's process, which dies for `relay` while marks are leased to it, and for
 * `hand_over` while a request is on its way. `machine` is everything at once, started again by hand.
 */
const victims = ['worker', 'relay', 'hand_over', 'api', 'temporal', 'postgres', 'machine'] as const;
export type Victim = (typeof victims)[number];

/** Something that is done to a visit in the middle of the burst. */
export const meddlings = ['cancel', 'move', 'opt_out'] as const;
export type Meddling = (typeof meddlings)[number];

/** Moments are shares of the run's work, from 0 to 1: until the middle the engine is told the plans, then carriers are handed the messages. */
export interface ChaosPlan {
  readonly seed: number;
  readonly messages: number;
  readonly channels: readonly Channel[];
  /** From the last planned visit to the first message that is due. */
  readonly dueInMs: number;
  readonly kills: readonly { readonly at: number; readonly victim: Victim }[];
  /** By the visit's place in the burst. */
  readonly meddlings: readonly { readonly at: number; readonly visit: number; readonly what: Meddling }[];
  /** Channels that are paused for a while. */
  readonly pauses: readonly { readonly at: number; readonly channel: Channel }[];
  /** By the simulator's kinds. */
  readonly faults: Readonly<Record<string, number>>;
}

export interface ChaosSize {
  readonly messages: number;
  readonly channels: readonly Channel[];
  readonly dueInMs: number;
  /** How often each of these is killed. */
  readonly kills: Readonly<Partial<Record<Victim, number>>>;
}

const faultRate = 0.05;
/** Of the visits, each kind of meddling. */
const meddledShare = 0.04;

/** Everything that a run does to the system, drawn from its seed. */
export function chaosPlan(seed: number, { messages, channels, dueInMs, kills }: ChaosSize): ChaosPlan {
  const random = chance(seed);
  const drawn = <T>(things: readonly T[]): T[] =>
    things
      .map((thing) => ({ thing, place: random() }))
      .sort((a, b) => a.place - b.place)
      .map(({ thing }) => thing);
  const visits = drawn(Array.from({ length: messages }, (_, index) => index));
  const perKind = Math.max(1, Math.floor(messages * meddledShare));
  return {
    seed,
    messages,
    channels,
    dueInMs,
    kills: victims.flatMap((victim) =>
      Array.from({ length: kills[victim] ?? 0 }, () => ({ at: momentOf(victim, random()), victim })),
    ),
    meddlings: meddlings.flatMap((what, kind) =>
      visits.slice(kind * perKind, (kind + 1) * perKind).map((visit) => ({ at: random() * 0.9, visit, what })),
    ),
    pauses: channels.map((channel) => ({ at: 0.5 + random() * 0.3, channel })),
    faults: { seed, ...Object.fromEntries(faultKinds.map((kind) => [kind, faultRate])) },
  };
}

/** Requests are on their way from the middle of the work on; everything else may be killed at any time. */
function momentOf(victim: Victim, drawn: number): number {
  return victim === 'hand_over' ? 0.5 + drawn * 0.4 : drawn * 0.95;
}
