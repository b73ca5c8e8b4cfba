import type { Database, PracticeTransaction } from '../../db/database.ts';
import { setMessageTime } from '../../db/message-actions.ts';
import type { StoredMessage } from '../../db/planned-messages.ts';
import type { ChangedBy } from '../../db/setting-changes.ts';
import type { StaffMessage } from '../../db/staff-messages.ts';
import { findVisits, type VisitRow } from '../../db/visits.ts';
import { Fault } from '../../domain/fault.ts';
import { withheldReasons } from '../../domain/message-state.ts';
import { isAllowed } from '../../domain/planning/delivery-window.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import { deliveryHours } from '../../domain/planning/delivery-hours.ts';
import type { PlanningSettings } from '../../domain/planning/planning-facts.ts';
import { isConfirmed } from '../../domain/planning/reason-to-withhold.ts';
import { readPlanningSettings } from '../planning/planning-settings.ts';
import { actOnMessage, messageAfter, mustWait } from './act-on-message.ts';
import { planForStaff } from './plan-for-staff.ts';
import { staffCause } from './staff-cause.ts';

/** The message, who wants it, and when it is to go. */
export interface Retiming {
  readonly messageId: string;
  readonly by: ChangedBy;
  readonly at: EpochMs;
}

/**
 * Gives a waiting message another time, which stands until the visit moves, whatever is planned anew. Asked again for the same
 * time it changes nothing.
 * @throws {Fault} `bad_input` for a time that it cannot go at, `conflict` where it is too late or something else keeps it from going.
 */
export function retimeMessage(
  db: Database,
  practiceId: string,
  { messageId, by, at }: Retiming,
): Promise<StaffMessage> {
  return actOnMessage(db, practiceId, messageId, async (tx, message) => {
    mustWait(message);
    if (message.setAt === at) return;
    const about = await readAbout(tx, message);
    checkTime(about, message, at, tx.now);
    if (at < message.computedAt) checkConfirmed(about, message);
    await giveTime(tx, message, at, by, 'retimed');
  });
}

/**
 * Gives a waiting message the present as its time. Its workflow follows at once; whether it may go is for its claim to say, as
 * always. Asked again before it went it changes nothing.
 * @throws {Fault} `conflict` where it is too late, its step waits for a confirmation, or something else keeps it from going.
 */
export function sendMessageNow(
  db: Database,
  practiceId: string,
  { messageId, by }: Omit<Retiming, 'at'>,
): Promise<StaffMessage> {
  return actOnMessage(db, practiceId, messageId, async (tx, message) => {
    mustWait(message);
    if (message.sendAt <= tx.now) return;
    if (tx.now > message.usefulUntil) throw new Fault('conflict', 'It is too late for this message to be of use.');
    checkConfirmed(await readAbout(tx, message), message);
    await giveTime(tx, message, tx.now, by, 'sent_now');
  });
}

async function giveTime(
  tx: PracticeTransaction,
  { id, subjectId }: StoredMessage,
  at: EpochMs,
  by: ChangedBy,
  did: string,
): Promise<void> {
  await setMessageTime(tx, id, at);
  await planForStaff(tx, subjectId, staffCause(by, did, { messageId: id }));
  const { state, reason } = await messageAfter(tx, id);
  if (state === 'not_sent') return;
  const why = reason === 'too_late' ? 'a later message of its kind goes before it' : withheldReasons[reason ?? 'staff'];
  throw new Fault('conflict', `At that time it would not be sent: ${why}. Nothing was changed.`);
}

/** What a message is about, and what planning obeys there; null where it is about nothing. */
interface About {
  readonly visit: VisitRow;
  readonly settings: PlanningSettings;
}

async function readAbout(tx: PracticeTransaction, { subjectId }: StoredMessage): Promise<About | null> {
  const [visit] = await findVisits(tx, [subjectId]);
  return visit === undefined ? null : { visit, settings: (await readPlanningSettings(tx)).at(visit) };
}

/** Refuses to bring forward what goes to confirmed visits only, while this one is not: its claim would withhold it for good. */
function checkConfirmed(about: About | null, { kind, slot }: StoredMessage): void {
  if (about === null || isConfirmed(about.visit)) return;
  const { steps } = about.settings;
  if (!steps.some((step) => step.kind === kind && step.slot === slot && step.condition === 'confirmed')) return;
  throw new Fault(
    'conflict',
    'This message goes only where the visit is confirmed, and it is not yet. Record the confirmation first, or leave the message its time.',
  );
}

function checkTime(about: About | null, message: StoredMessage, at: EpochMs, now: EpochMs): void {
  if (at <= now) throw new Fault('bad_input', 'Give a time that is still to come, or send the message now.');
  if (at > message.usefulUntil) {
    throw new Fault('bad_input', 'By then the message is of no use any more: give a time before its `usefulUntil`.');
  }
  if (about === null) return;
  if (!isAllowed(at, deliveryHours(about.settings.calendar, message))) {
    throw new Fault(
      'bad_input',
      'At that time the facility sends nothing by this channel. Give one inside its delivery hours, on an open day.',
    );
  }
}
