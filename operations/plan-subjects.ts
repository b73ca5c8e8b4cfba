import type { PracticeTransaction } from '../db/database.ts';
import { markOutbox } from '../db/outbox.ts';
import {
  lockMessages,
  withholdMessages,
  writePlannedMessages,
  type MessageToWrite,
  type StoredMessage,
} from '../db/planned-messages.ts';
import {
  lockSubjects,
  writePlanChanges,
  writePlanHeads,
  type LockedSubject,
  type PlanHead,
  type RaisedPlan,
} from '../db/subjects.ts';
import { findVisits, type VisitRow } from '../db/visits.ts';
import { invariant } from '../domain/fault.ts';
import { groupBy } from '../domain/group-by.ts';
import { planMessages } from '../domain/planning/plan-messages.ts';
import { isUnreachable } from '../domain/planning/unreachable.ts';
import type { PlannedMessage, PlanningSettings } from '../domain/planning/planning-facts.ts';
import { DAY_MS } from '../domain/zone-clock.ts';
import { planningFacts } from './plan-facts.ts';
import { readPlanningSettings } from './planning-settings.ts';
import { renewVisitItems, type VisitItems } from './renew-visit-items.ts';
import { signalFor } from './signal-for.ts';

/** What made a plan change, for its history. `detail` holds ids, counts and slugs, never a patient's words. */
export interface PlanCause {
  readonly name: 'feed' | 'reply' | 'opt_out' | 'opt_in' | 'receipt' | 'send' | 'settings' | 'sweep';
  readonly detail: Readonly<Record<string, string | number | null>>;
}

/**
 * Plans these subjects again from what is true now, writes what differs, and marks the subjects that changed for the relay.
 * A subject whose plan comes out as it was is left alone: nothing written, nobody called. A thousand subjects cost a few
 * statements. Returns how many plans changed.
 */
export async function planSubjects(
  tx: PracticeTransaction,
  subjectIds: readonly string[],
  cause: PlanCause,
): Promise<{ changed: number }> {
  if (subjectIds.length === 0) return { changed: 0 };
  const subjects = await lockSubjects(tx, subjectIds);
  const settings = await readPlanningSettings(tx);
  const visits = new Map((await findVisits(tx, subjectIds)).map((visit) => [visit.id, visit]));
  const stored = groupBy(await lockMessages(tx, subjectIds), (message) => message.subjectId);

  const compared = subjects.flatMap((subject) => {
    // A message that is a subject by itself has its time from whoever queued it.
    if (subject.type === 'message') return [];
    const visit = visits.get(subject.id);
    invariant(visit !== undefined, 'a subject has its visit');
    return [{ ...compare(visit, stored.get(subject.id) ?? [], settings, tx.now), subject }];
  });
  const differences = compared.filter(
    ({ head, changes, subject }) =>
      changes || JSON.stringify(sorted(head)) !== JSON.stringify(sorted(subject.planHead)),
  );
  if (differences.length > 0) await writeDifferences(tx, differences, cause);
  await renewVisitItems(
    tx,
    compared.map(({ items }) => items),
  );
  return { changed: differences.length };
}

async function writeDifferences(
  tx: PracticeTransaction,
  differences: readonly (Difference & { readonly subject: LockedSubject })[],
  cause: PlanCause,
): Promise<void> {
  const toWrite = differences.flatMap(({ write }) => write);
  if (toWrite.length > 0) await writePlannedMessages(tx, toWrite);
  for (const reason of ['moved', 'settings_changed'] as const) {
    const ids = differences.flatMap(({ withhold }) => withhold[reason]);
    if (ids.length > 0) await withholdMessages(tx, ids, reason);
  }

  const raised: RaisedPlan[] = differences.map(({ subject, head }) => ({
    subjectId: subject.id,
    version: subject.planVersion + 1,
    head,
  }));
  await writePlanHeads(tx, raised);
  await writePlanChanges(tx, raised, cause);
  await markOutbox(
    tx,
    differences.map(({ subject, head, nextAt }) => {
      const signal = signalFor(subject.planHead, head);
      const urgent = signal === 'confirmed' || signal === 'declined' || signal === 'cancelled';
      return {
        subjectId: subject.id,
        version: subject.planVersion + 1,
        signal,
        priority: urgent ? 0 : 1,
        nextAt,
      };
    }),
  );
}

interface Difference {
  readonly head: PlanHead;
  readonly write: readonly MessageToWrite[];
  readonly withhold: { readonly moved: string[]; readonly settings_changed: string[] };
  /** Whether any message differs. */
  readonly changes: boolean;
  readonly nextAt: number;
  readonly items: VisitItems;
}

/** Holds the plan as it should be against the messages as they stand. */
function compare(
  visit: VisitRow,
  stored: readonly StoredMessage[],
  settingsByFacility: ReadonlyMap<string, PlanningSettings>,
  now: number,
): Difference {
  const settings = settingsByFacility.get(visit.facilityId);
  invariant(settings !== undefined, 'a facility has its settings');
  const asked = planningFacts(visit, settings, stored, now);
  const planned = planMessages(asked);

  const present = stored.filter((message) => message.occurrence === visit.startsAt);
  const bySlot = new Map(present.map((message) => [slotOf(message), message]));
  const write = planned.filter((message) => !isAsStored(message, bySlot.get(slotOf(message))));
  const plannedSlots = new Set(planned.map(slotOf));
  const waiting = stored.filter((message) => message.state === 'not_sent');
  const withhold = {
    moved: waiting.filter((message) => message.occurrence !== visit.startsAt).map(({ id }) => id),
    settings_changed: waiting
      .filter((message) => message.occurrence === visit.startsAt && !plannedSlots.has(slotOf(message)))
      .map(({ id }) => id),
  };

  const times = planned.filter(({ withheld }) => withheld === null).map(({ sendAt }) => sendAt);
  const calls = stored.flatMap(({ retryAt }) => retryAt ?? []);
  const endsAt = Math.max(asked.visit.endsAt, ...times) + DAY_MS;
  return {
    head: {
      answer: visit.answer,
      pms: visit.gone ? 'cancelled' : visit.pms,
      visitAt: visit.startsAt,
      endsAt,
    },
    write: write.map((message) => ({
      ...message,
      subjectId: visit.id,
      patientId: visit.patientId,
      occurrence: visit.startsAt,
    })),
    withhold,
    changes: write.length + withhold.moved.length + withhold.settings_changed.length > 0,
    nextAt: Math.min(endsAt, ...times, ...calls),
    items: {
      appointmentId: visit.id,
      open: visit.openItems,
      isUnreachable: isUnreachable(asked, planned),
      isDeclined: visit.answer === 'declined' && !visit.gone && isStillToBe(visit.pms),
    },
  };
}

/** By the PMS: neither settled there nor over. */
function isStillToBe(pms: VisitRow['pms']): boolean {
  return pms === 'scheduled' || pms === 'confirmed';
}

function slotOf(message: Pick<PlannedMessage, 'kind' | 'slot' | 'channel'>): string {
  return `${message.kind} ${message.slot} ${message.channel}`;
}

function isAsStored(planned: PlannedMessage, stored: StoredMessage | undefined): boolean {
  return (
    stored !== undefined &&
    stored.reason === planned.withheld &&
    stored.sendAt === planned.sendAt &&
    stored.computedAt === planned.computedAt &&
    stored.usefulUntil === planned.usefulUntil &&
    stored.answerableUntil === planned.answerableUntil &&
    stored.contactPointId === planned.contactPointId &&
    stored.language === planned.language &&
    (stored.backupOf !== null) === (planned.backupOf !== null) &&
    stored.movedBy.join() === planned.movedBy.join()
  );
}

function sorted(head: PlanHead | null): unknown {
  return head === null ? null : [head.answer, head.pms, head.visitAt, head.endsAt];
}
