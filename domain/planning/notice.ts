import { kindOf, type Kind, type KindRecord, type Kinds } from '../kinds.ts';
import type { WithheldReason } from '../message-state.ts';
import type { Channel, EpochMs } from './plan.ts';

/** A message about one visit that no step plans: it was decided once, and goes as soon as the hours of delivery let it. */
export interface Notice {
  readonly kind: Kind;
  /** Of no step, and of no other notice of the visit. */
  readonly slot: string;
  /** The name of the words that it was decided to go with. */
  readonly words: string;
  /** By which it goes first; the others that are not off stand in for it. */
  readonly channel: Channel;
  readonly decidedAt: EpochMs;
  /** The visit's time when it was decided, and the one that it tells: the same where it tells no new one. */
  readonly formerAt: EpochMs;
  readonly toldAt: EpochMs;
  /** The group that staff sent it to; null: it went by itself. */
  readonly groupId: string | null;
  /** A carrier was given its message. */
  readonly isTold: boolean;
  /** Taken back before that. */
  readonly isUndone: boolean;
}

/** A visit, as far as its notices ask. */
interface Noticed {
  readonly startsAt: EpochMs;
  readonly notices: readonly Notice[];
}

/** Whether a notice is about the visit as it is: it has the time still that it had, or has by now the one that was told. */
export function isAboutNow({ formerAt, toldAt }: Notice, startsAt: EpochMs): boolean {
  return startsAt === formerAt || startsAt === toldAt;
}

/** The notice whose message has this kind and slot; undefined where a step planned it. */
export function noticeOf(
  { notices }: Pick<Noticed, 'notices'>,
  { kind, slot }: { readonly kind: Kind; readonly slot: string },
): Notice | undefined {
  return notices.find((notice) => notice.kind === kind && notice.slot === slot);
}

/** Whether a notice is to go no more: it was undone, or a later one says something else of the visit's time. */
export function isWithdrawn(notice: Notice, visit: Noticed, kinds: Kinds): boolean {
  if (notice.isUndone) return true;
  if (kindOf(kinds, notice.kind).tells === 'nothing') return false;
  return newestOfTime(visit, kinds) !== notice;
}

/** Why a visit's other messages are held back, and by which group. */
export interface Hold {
  readonly reason: Extract<WithheldReason, 'staff' | 'paused'>;
  readonly groupId: string;
}

/**
 * What holds back a visit's message of this kind: staff told that the visit is off, or has another time, and the PMS does not know of it yet. It
 * ends when the PMS moves or cancels the visit, or the group is undone. After a delay only what goes before the visit pauses, since
 * it would tell the former time; a visit that is off is neither reminded of, nor written about as missed.
 */
export function holdOn(kind: KindRecord, visit: Noticed, kinds: Kinds): Hold | null {
  if (kind.tells !== 'nothing') return null;
  const notice = newestOfTime(visit, kinds);
  if (notice === undefined || notice.groupId === null || notice.formerAt !== visit.startsAt) return null;
  const { groupId } = notice;
  if (kindOf(kinds, notice.kind).tells === 'cancelled') {
    return kind.startsFrom === 'after_visit' ? null : { reason: 'staff', groupId };
  }
  return kind.startsFrom === 'before_visit' ? { reason: 'paused', groupId } : null;
}

/** Whether the patient is told that the visit does not take place at the time that it has. */
export function isSaidToBeOff(visit: Noticed, kinds: Kinds): boolean {
  const notice = newestOfTime(visit, kinds);
  return notice !== undefined && kindOf(kinds, notice.kind).tells === 'cancelled';
}

/** The last notice that tells something of the visit's time, as that is; undefined where there is none. */
function newestOfTime({ startsAt, notices }: Noticed, kinds: Kinds): Notice | undefined {
  return notices
    .filter((notice) => !notice.isUndone && isAboutNow(notice, startsAt))
    .filter(({ kind }) => kindOf(kinds, kind).tells !== 'nothing')
    .reduce<Notice | undefined>(
      (newest, notice) => (newest === undefined || notice.decidedAt >= newest.decidedAt ? notice : newest),
      undefined,
    );
}
