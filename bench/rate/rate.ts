import { setTimeout as wait } from 'node:timers/promises';
import Type from 'typebox';
import Value from 'typebox/value';
import type { Benchmark } from '../benchmark.ts';
import { inWords, rounded, spreadOf } from '../figures.ts';
import { startMeasuredSystem, type MeasuredSystem } from '../measured-system.ts';
import { plantPractice, type PlantedPractice } from '../planted-visits.ts';

export interface RateOptions {
  readonly repeats: number;
  readonly perSecond: number;
  /** Of the larger practice, all due at one moment; the smaller one has a third of them. */
  readonly messages: number;
}

interface Repeat {
  /** Of the carrier's pace, from the first text that it took to the last. */
  readonly kept: number;
  /** The most in any ten seconds, of what the pace allows in them. */
  readonly peak: number;
  /** The smaller practice's share of what was taken while both waited: a half where they take turns. */
  readonly share: number;
  /** Requests that the carrier refused as too many. */
  readonly refused: number;
  /** Texts that were not sent in twice the time that the pace needs: what is in doubt is asked after minutes later. */
  readonly unsent: number;
}

const windowMs = 10_000;

/** A burst of two practices at a carrier that takes so many a second and refuses the rest. */
export const rate: Benchmark<RateOptions> = {
  name: 'rate',
  summary:
    "a burst of two practices at a carrier's pace: how much of it is used, never over it, and turns that practices take",
  async run({ repeats, perSecond, messages }, say) {
    const system = await startMeasuredSystem({ KEPT_TEXT_PER_SECOND: String(perSecond) });
    try {
      await tellSimulator(system, '/limits', { textsPerSecond: perSecond });
      // What the carrier calls back is not measured here.
      await tellSimulator(system, '/faults', { callback_lost: 1 });
      const large = await plantPractice(system, 'simulator');
      const small = await plantPractice(system, 'simulator');
      const results: Repeat[] = [];
      for (let repeat = 1; repeat <= repeats; repeat += 1) {
        const result = await burst(system, { large, small, messages, perSecond });
        results.push(result);
        say(
          `${String(repeat)}: ${String(result.kept)} of the pace, at most ${String(result.peak)} of it in ten seconds, ` +
            `${String(result.share)} to the smaller practice, ${String(result.refused)} refused, ${String(result.unsent)} not sent`,
        );
      }
      return report(results, perSecond);
    } finally {
      await system.stop();
    }
  },
};

interface Burst {
  readonly large: PlantedPractice;
  readonly small: PlantedPractice;
  readonly messages: number;
  readonly perSecond: number;
}

async function burst(system: MeasuredSystem, { large, small, messages, perSecond }: Burst): Promise<Repeat> {
  const before = (await acceptedBy(system)).length;
  const now = Date.now();
  // Time to start all of the runs, so that they are due at one moment.
  const firstAt = now + 5_000 + messages * 20;
  const times = { startsAt: now + 8 * 3_600_000, durationMinutes: 30, firstAt, texts: 1 } as const;
  const ofLarge = await large.plant({ count: messages, ...times });
  const ofSmall = await small.plant({ count: Math.ceil(messages / 3), ...times });
  await large.mark(ofLarge, 'replanned');
  await small.mark(ofSmall, 'replanned');

  const all = [...ofLarge, ...ofSmall].map(({ messageIds }) => messageIds[0]);
  const unsent = await untilSent(system, all, firstAt + (2 * all.length * 1_000) / perSecond + 30_000);
  const taken = (await acceptedBy(system)).slice(before);
  const takenAt = taken.map(({ at }) => at);
  const seconds = ((takenAt.at(-1) ?? 0) - (takenAt[0] ?? 0)) / 1_000;
  // Both waited until the last of the smaller one's was taken.
  const lastOfSmall = taken.findLastIndex(({ from }) => from === small.sender);
  const [{ refused }] = await system.sql<[{ refused: number }]>`
    SELECT count(*)::integer AS refused FROM attempts WHERE outcome = 'not_taken' AND message_id = ANY(${all}::uuid[])`;
  return {
    kept: rounded((taken.length - 1) / seconds / perSecond, 3),
    peak: rounded(mostWithin(takenAt, windowMs) / ((perSecond * windowMs) / 1_000), 3),
    share: rounded(ofSmall.length / (lastOfSmall + 1), 3),
    refused,
    unsent,
  };
}

const Accepted = Type.Object({
  items: Type.Array(Type.Object({ from: Type.String(), createdAt: Type.String() })),
});

/** What the simulator took, in order. */
async function acceptedBy({ run }: MeasuredSystem): Promise<{ from: string; at: number }[]> {
  const response = await fetch(`${run.addresses.simulator}/accepted`);
  const { items } = Value.Parse(Accepted, await response.json());
  return items.map(({ from, createdAt }) => ({ from, at: Date.parse(createdAt) }));
}

async function tellSimulator({ run }: MeasuredSystem, path: string, settings: object): Promise<void> {
  const response = await fetch(run.addresses.simulator + path, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(settings),
  });
  if (!response.ok) throw new Error(`The simulator did not take ${path}: ${String(response.status)}.`);
}

/** Waits until all of them are sent, to the deadline at most, and returns how many are not. */
async function untilSent({ sql }: MeasuredSystem, messageIds: readonly string[], deadline: number): Promise<number> {
  for (;;) {
    const [row] = await sql<[{ waiting: number }]>`
      SELECT count(*)::integer AS waiting FROM messages WHERE id = ANY(${messageIds as string[]}::uuid[]) AND state <> 'sent'`;
    if (row.waiting === 0 || Date.now() > deadline) return row.waiting;
    await wait(500);
  }
}

/** The most of these times, in order, that lie within one span of so long. */
function mostWithin(times: readonly number[], spanMs: number): number {
  let first = 0;
  return times.reduce((most, at, last) => {
    while (at - (times[first] ?? at) >= spanMs) first += 1;
    return Math.max(most, last - first + 1);
  }, 0);
}

function report(results: readonly Repeat[], perSecond: number): { document: unknown; lines: string[] } {
  const of = (key: keyof Repeat) =>
    spreadOf(
      results.map((repeat) => repeat[key]),
      3,
    );
  return {
    document: { benchmark: 'rate', perSecond, repeats: results },
    lines: [
      `share of ${String(perSecond)} a second that was used  ${inWords(of('kept'))}`,
      `most in any ten seconds             ${inWords(of('peak'))}`,
      `the smaller practice's share        ${inWords(of('share'))}`,
      `refused as too many                 ${inWords(of('refused'))}`,
      `not sent in twice the time          ${inWords(of('unsent'))}`,
    ],
  };
}
