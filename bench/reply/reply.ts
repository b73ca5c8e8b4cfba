import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { WorkflowHandle } from '@temporalio/client';
import { bundleWorkflowCode, Worker } from '@temporalio/worker';
import { findPlans } from '../../db/subjects.ts';
import { signedPost } from '../../simulator/signed-post.ts';
import { workflowIdOf } from '../../worker/dispatch.ts';
import { openWorkerConnection } from '../../worker/temporal-connection.ts';
import { confirmed } from '../../workflows/messages.ts';
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
  /** The name of the signal that it becomes. */
  readonly signal: string;
  readonly send: () => Promise<void>;
}

interface Repeat {
  readonly p50: number;
  readonly p99: number;
}

/**
 * How an answer comes to a workflow: by the webhook; as a signal by the client to the same kind of run, on the same worker, with the plan
 * that the answer would make; and as one to a run with nothing in it, on a worker of its own.
 */
const arms = ['kept', 'signalled', 'bare'] as const;
type Arm = (typeof arms)[number];

/** From a patient's answer at the webhook to the handler of its workflow, beside signals by the engine's client. */
export const reply: Benchmark<ReplyOptions> = {
  name: 'reply',
  summary: 'from the webhook of a reply to the handler of its workflow, beside signals by the client',
  async run({ repeats, answers, perSecond }, say) {
    installQuietRuntime();
    const carrier = await startInstantCarrier();
    const undo = [() => carrier.close()];
    try {
      const system = await startMeasuredSystem({ ...carrier.environment, KEPT_TEXT_PER_SECOND: '0' });
      undo.unshift(() => system.stop());
      undo.unshift(await startBareWorker(system));
      const practice = await plantPractice(system);
      const prepare = {
        kept: (count: number) => keptAnswers(system, practice, count),
        signalled: (count: number) => signalledAnswers(system, practice, count),
        bare: (count: number) => bareAnswers(system, count),
      };

      const results: Record<Arm, Repeat[]> = { kept: [], signalled: [], bare: [] };
      // The first of each is not counted: what the processes load for it is nobody's delay.
      for (let repeat = 0; repeat <= repeats; repeat += 1) {
        for (const arm of arms) {
          const count = repeat === 0 ? Math.ceil(answers / 5) : answers;
          const delays = await delaysOf(await prepare[arm](count), perSecond);
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
  const heardAt = await Promise.all(answers.map(({ handle, signal }) => untilHandled(handle, signal)));
  return heardAt.map((at, place) => at - (sentAt[place] ?? Number.NaN));
}

async function untilHandled(handle: WorkflowHandle, signal: string): Promise<number> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const at = await handledAt(handle, signal);
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
    signal: confirmed.name,
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

/** What the webhook's way brings about in the end, by hand: the whole plan, confirmed, with nothing left to send. */
async function signalledAnswers(system: MeasuredSystem, practice: PlantedPractice, count: number): Promise<Answer[]> {
  const visits = await wakeVisits(system, practice, count);
  await wait(3_000);
  const plans = await system.db.inPractice(practice.id, (tx) =>
    findPlans(
      tx,
      visits.map(({ id }) => id),
    ),
  );
  return [...plans].map(([id, plan]) => {
    const handle = system.client.workflow.getHandle(workflowIdOf('appointment', id));
    const answeredPlan = { ...plan, version: plan.version + 1, answer: 'confirmed' as const, entries: [] };
    return { handle, signal: confirmed.name, send: () => handle.signal(confirmed, answeredPlan) };
  });
}

async function bareAnswers({ client }: MeasuredSystem, count: number): Promise<Answer[]> {
  const handles = await Promise.all(
    Array.from({ length: count }, () =>
      client.workflow.start(bareWait, { workflowId: `bare-wait:${randomUUID()}`, taskQueue: 'bench-reply' }),
    ),
  );
  await wait(3_000);
  return handles.map((handle) => ({ handle, signal: answered.name, send: () => handle.signal(answered) }));
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

function report(results: Record<Arm, Repeat[]>): { document: unknown; lines: string[] } {
  const of = (arm: Arm, key: keyof Repeat) =>
    spreadOf(
      results[arm].map((repeat) => repeat[key]),
      1,
    );
  const ratio = (of: 'signalled' | 'bare', key: keyof Repeat) =>
    spreadOf(
      results.kept.flatMap((ours, place) => {
        const theirs = results[of][place];
        return theirs === undefined ? [] : [ours[key] / theirs[key]];
      }),
    );
  const ratios = (key: keyof Repeat) => ({ ofSignalled: ratio('signalled', key), ofBare: ratio('bare', key) });
  return {
    document: { benchmark: 'reply', p50: ratios('p50'), p99: ratios('p99'), repeats: results },
    lines: (['p50', 'p99'] as const).flatMap((key) => [
      `${key}: ${arms.map((arm) => `${arm} ${inWords(of(arm, key))} ms`).join(', ')}`,
      `${key}: kept of signalled ${inWords(ratio('signalled', key))}, of bare ${inWords(ratio('bare', key))}`,
    ]),
  };
}
