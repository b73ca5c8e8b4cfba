import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { WorkflowHandle } from '@temporalio/client';
import { bundleWorkflowCode, Worker } from '@temporalio/worker';
import { signedPost } from '../../simulator/signed-post.ts';
import { workflowIdOf } from '../../worker/dispatch.ts';
import { openWorkerConnection } from '../../worker/temporal-connection.ts';
import { wakeVisits } from '../awake-visits.ts';
import type { Benchmark } from '../benchmark.ts';
import { carrierAccount } from '../carrier-account.ts';
import { inWords, percentile, rounded, spreadOf } from '../figures.ts';
import { startInstantCarrier } from '../instant-carrier.ts';
import { startMeasuredSystem, type MeasuredSystem } from '../measured-system.ts';
import { plantPractice, type PlantedPractice } from '../planted-visits.ts';
import { installQuietRuntime } from '../quiet-engine-runtime.ts';
import { answered, bareWait } from './bare-workflow.ts';
import { handledAt } from './handled-at.ts';

export interface ReplyOptions {
  readonly repeats: number;
  readonly answers: number;
  readonly perSecond: number;
}

/** One answer on its way: what sends it, and the run that is to hear it. */
interface Answer {
  readonly handle: WorkflowHandle;
  readonly send: () => Promise<void>;
}

interface Repeat {
  readonly p50: number;
  readonly p99: number;
}

/** From a patient's answer at the webhook to the handler of its workflow, beside a signal by the engine's client. */
export const reply: Benchmark<ReplyOptions> = {
  name: 'reply',
  summary: 'from the webhook of a reply to the handler of its workflow, beside a bare signal by the client',
  async run({ repeats, answers, perSecond }, say) {
    installQuietRuntime();
    const carrier = await startInstantCarrier();
    const undo = [() => carrier.close()];
    try {
      const system = await startMeasuredSystem({ ...carrier.environment, KEPT_TEXT_PER_SECOND: '0' });
      undo.unshift(() => system.stop());
      undo.unshift(await startBareWorker(system));
      const practice = await plantPractice(system);
      const prepare = { kept: () => keptAnswers(system, practice, answers), bare: () => bareAnswers(system, answers) };

      const results: Record<keyof typeof prepare, Repeat[]> = { kept: [], bare: [] };
      // The first of each is not counted: what the processes load for it is nobody's delay.
      for (let repeat = 0; repeat <= repeats; repeat += 1) {
        for (const arm of ['kept', 'bare'] as const) {
          const delays = await delaysOf(await prepare[arm](), perSecond);
          const result = { p50: percentile(delays, 0.5), p99: percentile(delays, 0.99) };
          say(
            `${String(repeat)} ${arm}: p50 ${String(rounded(result.p50, 1))} ms, p99 ${String(rounded(result.p99, 1))} ms`,
          );
          if (repeat > 0) results[arm].push(result);
        }
      }
      return report(results);
    } finally {
      for (const step of undo) await step();
    }
  },
};

/** Sends them one after the other at an even pace, whatever the earlier ones do, and returns how long each took, in milliseconds. */
async function delaysOf(answers: readonly Answer[], perSecond: number): Promise<number[]> {
  const startedAt = performance.now();
  const sent = answers.map(async ({ send }, place) => {
    await wait(Math.max(0, startedAt + (place * 1_000) / perSecond - performance.now()));
    const at = performance.timeOrigin + performance.now();
    await send();
    return at;
  });
  const sentAt = await Promise.all(sent);
  const heardAt = await Promise.all(answers.map(({ handle }) => untilHandled(handle)));
  return heardAt.map((at, place) => at - (sentAt[place] ?? Number.NaN));
}

async function untilHandled(handle: WorkflowHandle): Promise<number> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const at = await handledAt(handle);
    if (at !== null) return at;
    await wait(500);
  }
  throw new Error('An answer was not heard within a minute.');
}

async function keptAnswers(system: MeasuredSystem, practice: PlantedPractice, count: number): Promise<Answer[]> {
  const address = `${new URL(system.run.addresses.console).origin}/webhooks/twilio/text`;
  const visits = await wakeVisits(system, practice, count);
  // The run hears of its send after the message is sent: its first signal, which started it, is no answer.
  await wait(3_000);
  return visits.map(({ id, phone }) => ({
    handle: system.client.workflow.getHandle(workflowIdOf('appointment', id)),
    send: async () => {
      const form = new URLSearchParams({
        AccountSid: carrierAccount.sid,
        MessageSid: `SM${randomUUID().replaceAll('-', '')}`,
        From: phone,
        To: practice.sender,
        Body: 'Y',
      });
      const end = await signedPost(address, form, carrierAccount.authToken);
      if ('failed' in end || end.status >= 300) throw new Error('A reply was not taken in.');
    },
  }));
}

async function bareAnswers({ client }: MeasuredSystem, count: number): Promise<Answer[]> {
  const handles = await Promise.all(
    Array.from({ length: count }, () =>
      client.workflow.start(bareWait, { workflowId: `bare-wait:${randomUUID()}`, taskQueue: 'bench-reply' }),
    ),
  );
  await wait(3_000);
  return handles.map((handle) => ({ handle, send: () => handle.signal(answered) }));
}

/** Returns what stops it. */
async function startBareWorker({ temporalEnvironment }: MeasuredSystem): Promise<() => Promise<void>> {
  const { connection, namespace } = await openWorkerConnection(temporalEnvironment);
  const workflowsPath = fileURLToPath(new URL('bare-workflow.ts', import.meta.url));
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: 'bench-reply',
    maxCachedWorkflows: 1_000,
    workflowBundle: await bundleWorkflowCode({ workflowsPath }),
  });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
    await connection.close();
  };
}

function report(results: Record<'kept' | 'bare', Repeat[]>): { document: unknown; lines: string[] } {
  const of = (arm: 'kept' | 'bare', key: keyof Repeat) =>
    spreadOf(
      results[arm].map((repeat) => repeat[key]),
      1,
    );
  const ratio = (key: keyof Repeat) =>
    spreadOf(
      results.kept.flatMap((ours, place) => {
        const theirs = results.bare[place];
        return theirs === undefined ? [] : [ours[key] / theirs[key]];
      }),
    );
  return {
    document: { benchmark: 'reply', p50: ratio('p50'), p99: ratio('p99'), repeats: results },
    lines: (['p50', 'p99'] as const).map(
      (key) =>
        `${key}: kept ${inWords(of('kept', key))} ms, bare ${inWords(of('bare', key))} ms, kept of bare ${inWords(ratio(key))}`,
    ),
  };
}
