import { findSettingsVersion } from '../../db/setting-changes.ts';
import type { VisitKey } from '../../db/replans.ts';
import { changeSettings } from '../../operations/settings/change-settings.ts';
import { replanBatch } from '../../operations/settings/replan-practice.ts';
import type { Benchmark } from '../benchmark.ts';
import { inWords, rounded, spreadOf } from '../figures.ts';
import { processorSeconds } from '../processor-seconds.ts';
import { bareBatch } from './bare-batch.ts';
import { startDatabaseAlone, type DatabaseAlone } from './database-alone.ts';
import { manyVisits, type ManyVisits } from './many-visits.ts';

interface ReplanOptions {
  readonly repeats: number;
  /** Each visit has one message that waits. */
  readonly messages: number;
}

const batchSize = 500;

interface Repeat {
  readonly perSecond: number;
  /** Visits per second of processor time, Node's and PostgreSQL's. */
  readonly perCoreSecond: number;
}

/** A change of a setting that moves every message: how many visits are planned again, beside the reading and writing of the same rows. */
export const replan: Benchmark<ReplanOptions> = {
  name: 'replan',
  summary: 'plans that follow a change of settings, beside the bare read and write of the same rows',
  async run({ repeats, messages }, say) {
    const alone = await startDatabaseAlone();
    try {
      const practice = await manyVisits(alone, messages);
      say(`${String(messages)} visits are planted.`);
      // The first brings every plan in line, and both to running speed.
      await keptRun(alone, practice, '14:00');
      await bareRun(alone, practice, '1 second');
      const [kept, bare]: [Repeat[], Repeat[]] = [[], []];
      for (let repeat = 1; repeat <= repeats; repeat += 1) {
        // Every visit's own time the day before lies after noon, so a window from then on moves all of them, and again.
        kept.push(
          await measured(alone, messages, () => keptRun(alone, practice, repeat % 2 === 0 ? '20:00' : '20:30')),
        );
        bare.push(
          await measured(alone, messages, () => bareRun(alone, practice, repeat % 2 === 0 ? '1 second' : '-1 second')),
        );
        say(`${String(repeat)}: kept ${words(kept.at(-1))}, bare ${words(bare.at(-1))}`);
      }
      await checkNothingLost(alone, practice, messages);
      const ratio = (of: keyof Repeat) =>
        spreadOf(kept.map((one, index) => one[of] / (bare[index]?.[of] ?? Number.NaN)));
      const spread = (all: Repeat[], of: keyof Repeat) =>
        spreadOf(
          all.map((one) => one[of]),
          0,
        );
      const document = {
        messages,
        kept: { perSecond: spread(kept, 'perSecond'), perCoreSecond: spread(kept, 'perCoreSecond') },
        bare: { perSecond: spread(bare, 'perSecond'), perCoreSecond: spread(bare, 'perCoreSecond') },
        ratio: { perSecond: ratio('perSecond'), perCoreSecond: ratio('perCoreSecond') },
      };
      const lines = [
        `visits per second, kept            ${inWords(document.kept.perSecond)}`,
        `visits per second, bare            ${inWords(document.bare.perSecond)}`,
        `kept of bare                       ${inWords(document.ratio.perSecond)}`,
        `visits per second of a core, kept  ${inWords(document.kept.perCoreSecond)}`,
        `visits per second of a core, bare  ${inWords(document.bare.perCoreSecond)}`,
        `kept of bare by it                 ${inWords(document.ratio.perCoreSecond)}`,
      ];
      return { document, lines };
    } finally {
      await alone.stop();
    }
  },
};

/** Saves a window from this time of day on, and lets every plan follow. */
async function keptRun({ db }: DatabaseAlone, { practiceId, by }: ManyVisits, from: string): Promise<void> {
  const version = await db.inPractice(practiceId, findSettingsVersion);
  const values = { text_from: from, text_to: '21:00' };
  await changeSettings(db, practiceId, { area: 'settings', facilityId: null, values, version, by });
  while ((await replanBatch(db, practiceId, batchSize)).more);
}

async function bareRun({ db }: DatabaseAlone, { practiceId }: ManyVisits, laterBy: string): Promise<void> {
  for (let after: VisitKey | null = null; ;) {
    const batch: Awaited<ReturnType<typeof bareBatch>> = await bareBatch(db, practiceId, {
      after,
      limit: batchSize,
      laterBy,
    });
    if (batch === null) return;
    after = batch.last;
  }
}

async function measured(alone: DatabaseAlone, visits: number, work: () => Promise<void>): Promise<Repeat> {
  // What the other left to clean up is not this one's to pay.
  await alone.sql`VACUUM ANALYZE messages, subjects, outbox, plan_changes`;
  const pids = [process.pid, alone.serverPid];
  const [from, used] = [performance.now(), await processorSeconds(pids)];
  await work();
  const [seconds, processor] = [(performance.now() - from) / 1_000, (await processorSeconds(pids)) - used];
  return { perSecond: visits / seconds, perCoreSecond: visits / processor };
}

/** As many messages as before, one to a visit, each waiting for its own time in the window that was set last. */
async function checkNothingLost({ sql }: DatabaseAlone, { practiceId }: ManyVisits, messages: number): Promise<void> {
  const [found] = await sql<[{ all: number; visits: number; waiting: number; behind: number }]>`
    SELECT count(*)::int AS all, count(DISTINCT subject_id)::int AS visits,
      count(*) FILTER (WHERE state = 'not_sent')::int AS waiting,
      (SELECT count(*)::int FROM replans WHERE state <> 'done' OR changed <> visits) AS behind
    FROM messages WHERE practice_id = ${practiceId}`;
  const { all, visits, waiting, behind } = found;
  if (all !== messages || visits !== messages || waiting !== messages || behind !== 0) {
    throw new Error(`Lost or doubled: ${JSON.stringify(found)} of ${String(messages)}.`);
  }
}

function words(repeat: Repeat | undefined): string {
  return `${String(rounded(repeat?.perSecond ?? 0, 0))} a second, ${String(rounded(repeat?.perCoreSecond ?? 0, 0))} of a core`;
}
