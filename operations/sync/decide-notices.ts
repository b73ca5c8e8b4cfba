import type { PracticeTransaction } from '../../db/database.ts';
import { findVisitPasts } from '../../db/former-times.ts';
import { findMessages } from '../../db/planned-messages.ts';
import { removeUntrueNotices, writePmsNotices, type PmsNotice } from '../../db/pms-notices.ts';
import { findVisits, type VisitRow } from '../../db/visits.ts';
import { groupBy } from '../../domain/group-by.ts';
import { changeToTell } from '../../domain/planning/pms-change.ts';
import { readPlanningSettings } from '../planning/planning-settings.ts';

/**
 * Decides what patients are told of visits that the PMS has just moved or cancelled, where the practice wants that: what was seen while it
 * did not is not told later. What staff have told already is not told again. The subjects' locks are held.
 */
export async function decideNotices(tx: PracticeTransaction, appointmentIds: readonly string[]): Promise<void> {
  if (appointmentIds.length === 0) return;
  const planning = await readPlanningSettings(tx);
  const pasts = new Map((await findVisitPasts(tx, appointmentIds)).map((past) => [past.appointmentId, past]));
  const messages = groupBy(await findMessages(tx, appointmentIds), ({ subjectId }) => subjectId);
  const notices = (await findVisits(tx, appointmentIds)).flatMap((visit): PmsNotice[] => {
    const past = pasts.get(visit.id);
    const { kinds, bookingGraceMs: graceMs, tells } = planning.at(visit);
    if (past === undefined || visit.pms === 'rescheduled') return [];
    const change = changeToTell({ ...visit, ...past, isOff: isOff(visit) }, messages.get(visit.id) ?? [], {
      ...{ graceMs, kinds },
    });
    if (change === null || !tells.includes(change.what) || isToldByStaff(visit)) return [];
    const kind = [...kinds.values()].find(({ startsFrom }) => startsFrom === change.what);
    if (kind === undefined || visit.startsAt <= tx.now) return [];
    const toldAt = visit.startsAt;
    const formerAt = change.what === 'visit_cancelled' ? toldAt : change.knownAt;
    return [{ appointmentId: visit.id, kind: kind.slug, decidedAt: tx.now + graceMs, formerAt, toldAt }];
  });
  await removeUntrueNotices(tx, appointmentIds);
  if (notices.length > 0) await writePmsNotices(tx, notices);
}

function isOff({ pms, gone }: VisitRow): boolean {
  return gone || pms === 'cancelled';
}

/** A group was told the very time, or that the visit is off, and a carrier has taken it. */
function isToldByStaff(visit: VisitRow): boolean {
  return visit.notices.some(({ groupId, isTold, toldAt, formerAt }) => {
    if (groupId === null || !isTold || toldAt !== visit.startsAt) return false;
    return isOff(visit) ? toldAt === formerAt : toldAt !== formerAt;
  });
}
