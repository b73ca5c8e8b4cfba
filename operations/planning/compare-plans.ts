import type { PracticeTransaction } from '../../db/database.ts';
import { findMessages, lockMessages, type MessageToWrite, type StoredMessage } from '../../db/planned-messages.ts';
import { holdSettings } from '../../db/settings.ts';
import { findSubjects, lockSubjects, type LockedSubject, type PlanHead } from '../../db/subjects.ts';
import { findVisits, type VisitRow } from '../../db/visits.ts';
import { invariant } from '../../domain/fault.ts';
import { groupBy } from '../../domain/group-by.ts';
import type { Kinds } from '../../domain/kinds.ts';
import { isSaidToBeOff } from '../../domain/planning/notice.ts';
import { planMessages } from '../../domain/planning/plan-messages.ts';
import { isHandedOver } from '../../domain/planning/past-message.ts';
import { isMisinformed } from '../../domain/planning/misinformed.ts';
import { isUnreachable } from '../../domain/planning/unreachable.ts';
import type { PlannedMessage } from '../../domain/planning/planning-facts.ts';
import { DAY_MS } from '../../domain/zone-clock.ts';
import { planningFacts } from './plan-facts.ts';
import { readPlanningSettings, type PracticePlanning } from './planning-settings.ts';
import type { VisitItems } from './renew-visit-items.ts';

/** A plan as it should be, and as it is. */
export interface ComparedPlan extends Comparison {
  readonly subject: LockedSubject;
  readonly visit: VisitRow;
  readonly stored: readonly StoredMessage[];
  /** Whether it is not as it should be. */
  readonly differs: boolean;
}

/**
 * The plans of these subjects as they should be by what is true now, held against what they are: the one way that plans are made.
 * `to change` takes the locks of subjects and messages and lets no setting change meanwhile; `to look` takes none, for a dry run.
 */
export async function comparePlans(
  tx: PracticeTransaction,
  subjectIds: readonly string[],
  purpose: 'to change' | 'to look',
): Promise<ComparedPlan[]> {
  const changes = purpose === 'to change';
  if (changes) await holdSettings(tx);
  const subjects = await (changes ? lockSubjects : findSubjects)(tx, subjectIds);
  // Under the subjects' locks none of these waits for another, so they travel together.
  const [planning, visitRows, messageRows] = await Promise.all([
    readPlanningSettings(tx),
    findVisits(tx, subjectIds),
    (changes ? lockMessages : findMessages)(tx, subjectIds),
  ]);
  const visits = new Map(visitRows.map((visit) => [visit.id, visit]));
  const stored = groupBy(messageRows, (message) => message.subjectId);

  return subjects.flatMap((subject) => {
    // A message that is a subject by itself has its time from whoever queued it.
    if (subject.type === 'message') return [];
    const visit = visits.get(subject.id);
    invariant(visit !== undefined, 'a subject has its visit');
    const messages = stored.get(subject.id) ?? [];
    const compared = compare(visit, messages, planning, tx.now);
    const differs = compared.changes || isOtherPlan(compared.head, subject.planHead, tx.now);
    return [{ ...compared, subject, visit, stored: messages, differs }];
  });
}

interface Comparison {
  /** Every message that should exist and is not handed over yet. */
  readonly planned: readonly PlannedMessage[];
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
  planning: PracticePlanning,
  now: number,
): Comparison {
  const settings = planning.at(visit);
  const asked = planningFacts(visit, settings, stored, now);
  const planned = planMessages(asked);

  const present = stored.filter((message) => message.occurrence === visit.startsAt);
  const bySlot = new Map(present.map((message) => [slotOf(message), message]));
  const write = planned.filter((message) => !isAsStored(message, bySlot.get(slotOf(message)), visit.patientId));
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
  // What is withheld may come back while its time is to come, and comes back only in a plan that has not ended.
  const unplanned = present.filter((message) => !isHandedOver(message) && !plannedSlots.has(slotOf(message)));
  const endsAt = Math.max(asked.visit.endsAt, ...[...planned, ...unplanned].map(({ sendAt }) => sendAt)) + DAY_MS;
  return {
    planned,
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
      subjectId: visit.id,
      open: visit.openItems,
      awaitsReview: visit.awaitsReview,
      isUnreachable: isUnreachable(asked, planned),
      // Who was told that a day had come knows of no time that could be another now.
      isMisinformed:
        visit.usefulUntil === null &&
        isMisinformed(
          asked,
          planned,
          stored.filter((message) => message.occurrence !== visit.startsAt),
        ),
      isToRebook: isToRebook(visit, settings.kinds),
      isStillToBe: !visit.gone && visit.closedBy === null && isStillToBe(visit.pms),
      answer: visit.answer,
    },
  };
}

/** It was said to be off, or is by the PMS, and did not take place after all. */
function isToRebook(visit: VisitRow, kinds: Kinds): boolean {
  if (visit.gone || visit.pms === 'cancelled' || visit.pms === 'rescheduled' || visit.pms === 'no_show') return true;
  return isStillToBe(visit.pms) && isSaidToBeOff(visit, kinds);
}

/** By the PMS: neither settled there nor over. */
function isStillToBe(pms: VisitRow['pms']): boolean {
  return pms === 'scheduled' || pms === 'confirmed';
}

function slotOf(message: Pick<PlannedMessage, 'kind' | 'slot' | 'channel'>): string {
  return `${message.kind} ${message.slot} ${message.channel}`;
}

function isAsStored(planned: PlannedMessage, stored: StoredMessage | undefined, patientId: string): boolean {
  return (
    stored !== undefined &&
    stored.patientId === patientId &&
    stored.reason === planned.withheld &&
    stored.heldBy === planned.heldBy &&
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

/** When a plan that is over ended is nothing that anybody is to be told. */
function isOtherPlan(head: PlanHead, before: PlanHead | null, now: number): boolean {
  if (before === null) return true;
  if (head.answer !== before.answer || head.pms !== before.pms || head.visitAt !== before.visitAt) return true;
  return head.endsAt !== before.endsAt && Math.max(head.endsAt, before.endsAt) > now;
}
