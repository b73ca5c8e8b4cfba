import { nextTime, type EpochMs, type Plan, type PlanEntry } from '../domain/planning/plan.ts';

/** A message that was found not due although this run's clock said so is looked at again no sooner than this. */
const notDuePauseMs = 1_000;

/**
 * Which plan a run follows and what it does next. Plain state: no timer, no signal, no engine.
 */
export class PlanRunner {
  #plan: Plan;
  /** Set after a send that left its own message in the plan: the clocks differ, or the carrier said when. */
  #notBefore: { readonly messageId: string; readonly at: EpochMs } | null = null;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  get plan(): Plan {
    return this.#plan;
  }

  /** The soonest entry's time, else the end. */
  get wakeAt(): EpochMs {
    const at = nextTime(this.#plan);
    const held = this.#notBefore;
    return held !== null && held.messageId === this.#plan.entries[0]?.messageId ? Math.max(at, held.at) : at;
  }

  /** Takes the plan when it is newer than the one at hand; says whether it did. */
  adopt(plan: Plan): boolean {
    if (plan.version <= this.#plan.version) return false;
    this.#plan = plan;
    return true;
  }

  /** Takes what a send returned. A message that still stands there waits a moment, so that two clocks cannot make a loop. */
  adoptAfterSending(sent: PlanEntry, plan: Plan, now: EpochMs): void {
    this.adopt(plan);
    const next = this.#plan.entries[0];
    this.#notBefore =
      next?.messageId === sent.messageId ? { messageId: sent.messageId, at: now + notDuePauseMs } : null;
  }

  /** The message to send now, if one is due. */
  due(now: EpochMs): PlanEntry | null {
    const next = this.#plan.entries[0];
    return next !== undefined && this.wakeAt <= now ? next : null;
  }

  /** Nothing is left to send and the plan's end has come. */
  isOver(now: EpochMs): boolean {
    return this.#plan.entries.length === 0 && this.#plan.endsAt <= now;
  }
}
