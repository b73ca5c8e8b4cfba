import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { signedPost } from '../../simulator/signed-post.ts';
import type { Benchmark } from '../benchmark.ts';
import { carrierAccount } from '../carrier-account.ts';
import { inWords, rounded, spreadOf } from '../figures.ts';
import { startMeasuredSystem, type MeasuredSystem } from '../measured-system.ts';
import { plantPractice } from '../planted-visits.ts';
import { processorSeconds } from '../processor-seconds.ts';
import { plantAsked, type AskedVisit } from './asked-visits.ts';
import { startBareServer } from './start-bare-server.ts';

export interface WebhookOptions {
  readonly repeats: number;
  readonly requests: number;
  /** Requests on their way at a time. */
  readonly atOnce: number;
}

type ArmName = 'status' | 'reply' | 'bare';

/** What is posted for one visit, and where. */
interface Post {
  readonly address: string;
  readonly form: URLSearchParams;
}

interface Repeat {
  readonly perSecond: number;
  /** Of the server that answers and the database. */
  readonly processorMs: number;
  /** Of the worker and the database, for what follows from what was taken in; nothing follows at the bare server. */
  readonly readingMs: number;
}

/** Signed webhooks taken in by the API, beside the least that could. */
export const webhook: Benchmark<WebhookOptions> = {
  name: 'webhook',
  summary:
    'receipts and replies taken in over signed HTTP, beside a bare server that checks the signature and inserts one row',
  async run({ repeats, requests, atOnce }, say) {
    const system = await startMeasuredSystem({
      TWILIO_ACCOUNT_SID: carrierAccount.sid,
      TWILIO_AUTH_TOKEN: carrierAccount.authToken,
    });
    const undo = [() => system.stop()];
    try {
      const bare = await startBareServer(system.run.addresses.databaseUrl);
      undo.unshift(() => bare.stop());
      const practice = await plantPractice(system);
      const kept = new URL('/', system.run.addresses.console).origin;
      const { api = 0, postgres = 0, worker = 0 } = system.run.processes;

      const posts: Record<ArmName, (visit: AskedVisit) => Post> = {
        status: (visit) => ({ address: statusAddress(kept, practice.id, visit), form: delivered(visit) }),
        reply: (visit) => ({ address: `${kept}/webhooks/twilio/text`, form: confirms(visit, practice.sender) }),
        bare: (visit) => ({ address: `${bare.address}/`, form: delivered(visit) }),
      };
      const measure = async (arm: ArmName, count: number): Promise<Repeat> => {
        const waiting = (await plantAsked(system, practice, count)).map(posts[arm]);
        // Each for itself: the worker reads once everything has been taken in.
        process.kill(worker, 'SIGSTOP');
        try {
          const taken = await takeIn(waiting, atOnce, [arm === 'bare' ? bare.pid : api, postgres]);
          const before = await processorSeconds([worker, postgres]);
          process.kill(worker, 'SIGCONT');
          await untilRead(system);
          const readingMs = ((await processorSeconds([worker, postgres])) - before) * 1_000;
          return { ...taken, readingMs: arm === 'bare' ? 0 : readingMs / count };
        } finally {
          process.kill(worker, 'SIGCONT');
        }
      };

      // The API looks at five seconds before it sheds load, and its own start is a stall.
      await wait(10_000);
      const arms = Object.keys(posts) as ArmName[];
      for (const arm of arms) await measure(arm, Math.min(200, requests));
      const results: Record<ArmName, Repeat[]> = { status: [], reply: [], bare: [] };
      for (let repeat = 1; repeat <= repeats; repeat += 1) {
        for (const arm of arms) {
          const result = await measure(arm, requests);
          results[arm].push(result);
          say(
            `${String(repeat)} ${arm}: ${String(rounded(result.perSecond, 1))} per second, ` +
              `${String(rounded(result.processorMs, 2))} ms of a processor each, ` +
              `${String(rounded(result.readingMs, 2))} ms for what follows`,
          );
        }
      }
      return report(results);
    } finally {
      for (const step of undo) await step();
    }
  },
};

/** Resolves when nothing that was stored is unread, and the relay has told the engine what follows. */
async function untilRead({ sql }: MeasuredSystem): Promise<void> {
  for (;;) {
    const [row] = await sql<[{ waiting: number }]>`
      SELECT (SELECT count(*) FROM raw_facts)::int + (SELECT count(*) FROM outbox)::int AS waiting`;
    if (row.waiting === 0) return;
    await wait(200);
  }
}

/** Posts all of them, so many at a time; one that is not taken in ends the measurement. */
async function takeIn(
  posts: readonly Post[],
  atOnce: number,
  pids: readonly number[],
): Promise<Omit<Repeat, 'readingMs'>> {
  const waiting = [...posts];
  const processorBefore = await processorSeconds(pids);
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const end = await signedPost(next.address, next.form, carrierAccount.authToken);
        if ('failed' in end || end.status >= 300) throw new Error(`A webhook was not taken in: ${JSON.stringify(end)}`);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const processorMs = (((await processorSeconds(pids)) - processorBefore) * 1_000) / posts.length;
  return { perSecond: posts.length / seconds, processorMs };
}

function statusAddress(origin: string, practiceId: string, { messageId, attemptId }: AskedVisit): string {
  return `${origin}/webhooks/twilio/status?practice=${practiceId}&message=${messageId}&attempt=${attemptId}`;
}

function delivered({ carrierId, phone }: AskedVisit): URLSearchParams {
  return new URLSearchParams({
    AccountSid: carrierAccount.sid,
    MessageSid: carrierId,
    MessageStatus: 'delivered',
    To: phone,
    ApiVersion: '2010-04-01',
  });
}

function confirms({ phone }: AskedVisit, sender: string): URLSearchParams {
  return new URLSearchParams({
    AccountSid: carrierAccount.sid,
    MessageSid: `SM${randomUUID().replaceAll('-', '')}`,
    From: phone,
    To: sender,
    Body: 'Y',
    NumMedia: '0',
    ApiVersion: '2010-04-01',
  });
}

function report(results: Record<ArmName, Repeat[]>): { document: unknown; lines: string[] } {
  const compared = (arm: 'status' | 'reply') => {
    const pairs = results[arm].flatMap((ours, index) => {
      const theirs = results.bare[index];
      return theirs === undefined ? [] : [{ ours, theirs }];
    });
    return {
      ratio: spreadOf(pairs.map(({ ours, theirs }) => ours.perSecond / theirs.perSecond)),
      processorRatio: spreadOf(pairs.map(({ ours, theirs }) => theirs.processorMs / ours.processorMs)),
    };
  };
  const perSecond = (arm: ArmName) =>
    spreadOf(
      results[arm].map((repeat) => repeat.perSecond),
      1,
    );
  const ms = (arm: ArmName, of: 'processorMs' | 'readingMs') => spreadOf(results[arm].map((repeat) => repeat[of]));
  const [status, reply] = [compared('status'), compared('reply')];
  return {
    document: { benchmark: 'webhook', status, reply, repeats: results },
    lines: [
      ...(['status', 'reply', 'bare'] as const).map(
        (arm) =>
          `${arm.padEnd(7)} ${inWords(perSecond(arm))} per second, ${inWords(ms(arm, 'processorMs'))} ms of a processor each, ` +
          `${inWords(ms(arm, 'readingMs'))} ms for what follows`,
      ),
      `status of bare ${inWords(status.ratio)}, by processor time ${inWords(status.processorRatio)}`,
      `reply of bare  ${inWords(reply.ratio)}, by processor time ${inWords(reply.processorRatio)}`,
    ],
  };
}
