import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { SendRequest } from '../../activities/send-activities.ts';
import type { Plan } from '../../domain/planning/plan.ts';
import { buildWorkflowBundle } from '../../worker/workflow-bundle.ts';
import { dispatch, keptQueue, workflowIdOf } from '../../worker/dispatch.ts';
import type { SignalName } from '../../db/outbox-mark.ts';
import type { SubjectType } from '../../db/subjects.ts';
import { addSearchAttributes } from '../../worker/search-attributes.ts';

/** When each message was handed over, by the engine's clock. */
export interface HandedOver {
  readonly messageId: string;
  readonly at: number;
}

/** Stands for Postgres: what a send does to a subject's plan, and what it returns. */
export type SendResult = (request: SendRequest, plan: Plan, at: number) => Plan | Promise<Plan>;

/** Takes the message out of the plan, as a claim does. */
export const takesOut: SendResult = ({ messageId }, plan) => ({
  ...plan,
  version: plan.version + 1,
  entries: plan.entries.filter((entry) => entry.messageId !== messageId),
});

/**
 * The real workflow on a server that skips time, told of plans by the real dispatch. Only Postgres and the carrier are missing:
 * `send` keeps the newest plan of each subject in memory. That server does not park: a run that is signalled as it is started
 * has its first task at once. What parking costs and does is tested on the dev server.
 */
export class Engine {
  readonly handedOver: HandedOver[] = [];
  readonly plans = new Map<string, Plan>();
  readonly environment: TestWorkflowEnvironment;
  readonly #subjects = new Map<string, { type: SubjectType; engineVersion: number; parkedUntil: number | null }>();
  readonly #subjectOf = new Map<string, string>();
  readonly #putOff = new Map<string, number>();
  #onSend: SendResult = takesOut;
  #workers: Promise<void>[] = [];
  #running: Worker[] = [];

  private constructor(environment: TestWorkflowEnvironment) {
    this.environment = environment;
  }

  /** On a server that skips time, or on a dev server; it is torn down with the engine. */
  static async start(environment: TestWorkflowEnvironment): Promise<Engine> {
    const engine = new Engine(environment);
    await engine.#work();
    return engine;
  }

  async #work(): Promise<void> {
    const { connection: client, nativeConnection: connection, namespace } = this.environment;
    await addSearchAttributes(client, namespace ?? 'default');
    const workflows = await Worker.create({
      connection,
      taskQueue: keptQueue,
      workflowBundle: { code: await buildWorkflowBundle() },
    });
    const text = await Worker.create({
      connection,
      taskQueue: 'kept-text',
      activities: { send: (request: SendRequest) => this.#send(request) },
    });
    this.#running = [workflows, text];
    this.#workers = this.#running.map((worker) => worker.run());
  }

  async #send(request: SendRequest): Promise<Plan> {
    const subjectId = this.#subjectOf.get(request.messageId);
    const plan = subjectId === undefined ? undefined : this.plans.get(subjectId);
    if (subjectId === undefined || plan === undefined) throw new Error('a message of no plan');
    const at = await this.now();
    this.handedOver.push({ messageId: request.messageId, at });
    const after = this.#puttingOff(request, plan, at) ?? (await this.#onSend(request, plan, at));
    this.plans.set(subjectId, after);
    return after;
  }

  #puttingOff({ messageId }: SendRequest, plan: Plan, at: number): Plan | null {
    const by = this.#putOff.get(messageId);
    this.#putOff.delete(messageId);
    if (by === undefined) return null;
    const entries = plan.entries.map((entry) => (entry.messageId === messageId ? { ...entry, at: at + by } : entry));
    return { ...plan, version: plan.version + 1, entries };
  }

  /** The first send of this message puts it off by so many milliseconds, as a carrier's 429 does. */
  putOffOnce(messageId: string, by: number): void {
    this.#putOff.set(messageId, by);
  }

  /** What sends do from now on. */
  whenSending(result: SendResult): void {
    this.#onSend = result;
  }

  now(): Promise<number> {
    return this.environment.currentTimeMs();
  }

  /** Brings a plan to the workflow as the relay does, parked runs and all. */
  async tell(subjectId: string, signal: SignalName, plan: Plan, type: SubjectType = 'appointment'): Promise<void> {
    this.plans.set(subjectId, plan);
    for (const entry of plan.entries) this.#subjectOf.set(entry.messageId, subjectId);
    const known = this.#subjects.get(subjectId) ?? { type, engineVersion: 0, parkedUntil: null };
    const dispatched = await dispatch(
      this.environment.client,
      {
        mark: { subjectId, practiceId: 'practice', version: plan.version, signal, priority: 1 },
        plan,
        subject: { subjectId, facilityId: type === 'message' ? null : 'facility', ...known },
      },
      await this.now(),
    );
    if (dispatched.told === 'over') return;
    const parkedUntil = dispatched.parkedUntil === undefined ? known.parkedUntil : dispatched.parkedUntil;
    this.#subjects.set(subjectId, { type, engineVersion: plan.version, parkedUntil });
  }

  handle(subjectId: string) {
    const type = this.#subjects.get(subjectId)?.type ?? 'appointment';
    return this.environment.client.workflow.getHandle(workflowIdOf(type, subjectId));
  }

  /** Skips time until the subject's run has ended. */
  async finish(subjectId: string): Promise<void> {
    await this.handle(subjectId).result();
  }

  /** Messages in the order they were handed over, with how many seconds after `since` each was. */
  sentSince(since: number, ...messageIds: string[]): [string, number][] {
    return this.handedOver
      .filter(({ messageId }) => messageIds.includes(messageId))
      .map(({ messageId, at }) => [messageId, Math.round((at - since) / 1000)]);
  }

  async stop(): Promise<void> {
    for (const worker of this.#running) worker.shutdown();
    await Promise.all(this.#workers);
    await this.environment.teardown();
  }
}
