import type { Database, PracticeTransaction } from '../../db/database.ts';
import { findVisitsToPlan, type VisitKey } from '../../db/replans.ts';
import type { AreaValues } from '../../db/setting-changes.ts';
import { findStaffFacilities } from '../../db/staff-facilities.ts';
import type { Kinds } from '../../domain/kinds.ts';
import { countEffects, type MessageEffect, type PlanEffects } from '../../domain/settings/plan-effects.ts';
import { beginBacklog, type WaitingBacklog } from '../planning/begin-backlog.ts';
import { findNextDays, type NextDays } from '../practices/find-next-days.ts';
import { chooseTemplate } from '../../domain/templates/choose-template.ts';
import { effectsOf } from '../planning/effects-of-plan.ts';
import { comparePlans } from '../planning/compare-plans.ts';
import { readPlanningSettings } from '../planning/planning-settings.ts';
import { applyChange } from './apply-change.ts';
import { readKinds } from './read-kinds.ts';
import type { ChangeRequest } from './change-request.ts';
import { undone } from './undone.ts';

/** What a change would do. */
export interface ChangePreview extends PlanEffects {
  readonly before: AreaValues;
  readonly after: AreaValues;
  /** How many visits were looked at; null where no plan depends on the change. */
  readonly visits: number | null;
  /** The messages of the next seven days that it holds back or lets go; null where it does neither. */
  readonly holds: NextDays | null;
  /** The recalls and orders that going live finds waiting, and how they go; null of every other change. */
  readonly backlog: WaitingBacklog | null;
  /** With the change. */
  readonly kinds: Kinds;
}

/** Visits to a transaction: few enough that others who change settings never wait long for its locks. */
const usualBatch = 500;
const examplesShown = 10;

interface BatchPreview extends Pick<ChangePreview, 'before' | 'after' | 'kinds' | 'holds' | 'backlog'> {
  readonly visits: readonly VisitKey[] | null;
  readonly effects: readonly MessageEffect[];
}

/**
 * What would become of the practice's messages by a change: every plan made anew with it, in transactions of some hundred visits that
 * are rolled back. Throws `bad_input` as saving it would.
 */
export async function previewChange(
  db: Database,
  practiceId: string,
  request: ChangeRequest,
  batchSize = usualBatch,
): Promise<ChangePreview> {
  const count = countEffects();
  let visits = 0;
  let after: VisitKey | null = null;
  for (;;) {
    const page: VisitKey | null = after;
    const batch: BatchPreview = await undone(db, practiceId, (tx) => previewBatch(tx, request, page, batchSize));
    batch.effects.forEach((effect) => {
      count.add(effect);
    });
    visits += batch.visits?.length ?? 0;
    after = batch.visits?.at(-1) ?? null;
    if (after === null) {
      return {
        ...{ before: batch.before, after: batch.after, kinds: batch.kinds, holds: batch.holds },
        backlog: batch.backlog,
        visits: batch.visits === null ? null : visits,
        ...count.total(examplesShown),
      };
    }
  }
}

async function previewBatch(
  tx: PracticeTransaction,
  request: ChangeRequest,
  after: VisitKey | null,
  limit: number,
): Promise<BatchPreview> {
  const { words: before } = await readPlanningSettings(tx);
  const { plans, words: rewords = false, holds: held = [], ...applied } = await applyChange(tx, request);
  const holds = held.length === 0 ? null : await findNextDays(tx, held);
  const looks = plans || rewords;
  const visits = looks ? await findVisitsToPlan(tx, { after, limit }) : null;
  // As when it is saved: overdue recalls are given their days once all else is planned.
  const isLast = visits === null || visits.length === 0;
  const waiting = isLast && applied.after['live'] === true ? await beginBacklog(tx) : null;
  const change = { ...applied, kinds: await readKinds(tx), holds, backlog: waiting?.backlog ?? null };
  if (visits === null) return { ...change, visits, effects: [] };
  const { words } = await readPlanningSettings(tx);
  const zones = new Map((await findStaffFacilities(tx)).map(({ id, timeZone }) => [id, timeZone]));
  const compared = await comparePlans(tx, isLast ? (waiting?.recallIds ?? []) : visits.map(({ id }) => id), 'to look');
  return {
    ...change,
    visits,
    effects: compared.flatMap((plan) =>
      effectsOf(
        plan,
        zones.get(plan.visit.facilityId) ?? 'UTC',
        (message) =>
          chooseTemplate(before, message, plan.visit)?.template.id !==
          chooseTemplate(words, message, plan.visit)?.template.id,
      ),
    ),
  };
}
