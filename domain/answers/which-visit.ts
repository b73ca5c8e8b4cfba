import type { AskedOf } from '../kinds.ts';
import type { Answer, EpochMs, PmsState } from '../planning/plan.ts';

/** A visit or a recall that a message asked about, and how it stands now. */
export interface Asked {
  /** The message about this visit, and the one that was handed over: another where it was merged into that. */
  readonly messageId: string;
  readonly sentMessageId: string;
  readonly sentAt: EpochMs;
  readonly language: string;
  /** The visit, or the recall. */
  readonly subjectId: string;
  readonly type: 'appointment' | 'recall';
  readonly patientId: string;
  /** The visit time that the message asked about, and the one that the visit has now. */
  readonly occurrence: EpochMs;
  readonly startsAt: EpochMs;
  /** An answer that comes later goes to a person. */
  readonly answerableUntil: EpochMs;
  readonly pms: PmsState;
  readonly gone: boolean;
  readonly answer: Answer;
  /** What an answer to the message is to. */
  readonly asks: AskedOf;
}

/** The visits that an answer was meant for. */
export type WhichVisit =
  | { readonly which: 'these'; readonly asked: readonly Asked[] }
  /** One or more of these, and only the patient knows which. */
  | { readonly which: 'ask'; readonly among: readonly Asked[] }
  /** A visit that has moved, been cancelled or begun since it was asked about, or that the message said was off. */
  | { readonly which: 'late'; readonly asked: Asked }
  /** No visit: the message alone, which followed one up. */
  | { readonly which: 'message'; readonly asked: Asked }
  /** Nobody asked this phone anything. */
  | { readonly which: 'none' };

/**
 * The visits that an answer was meant for, of those that messages on this phone asked about, newest message first. The newest
 * message is what an answer is to: where none of its visits is open any more, an older question is not answered by it. Visits
 * that only older messages asked about count while they are unanswered; an older offer of a recall does not where a visit was asked
 * about since. What followed a visit up, such as a thank-you, takes no yes from a question that waits; a no to it is read by a
 * person in any case, since neither may be guessed. A yes to a merged message is a yes to all in it; a no may mean any of them.
 */
export function whichVisit(
  asked: readonly Asked[],
  given: {
    readonly answer: 'confirmed' | 'declined';
    /** The patient said that all are meant. */
    readonly all: boolean;
    readonly now: EpochMs;
  },
): WhichVisit {
  // What asked nothing, such as instructions, is no question that an answer could be to.
  const asking = asked.filter(({ asks }) => asks !== 'nothing');
  const [newest] = asking;
  if (newest === undefined) return { which: 'none' };
  // Who was told that a visit is off since they were asked about it is not asked for an answer any more.
  const newestOfVisits = oncePerVisit(asking.filter(({ asks }) => asks !== 'message'));
  const off = new Set(newestOfVisits.flatMap(({ asks, subjectId }) => (asks === 'off' ? [subjectId] : [])));
  const isWaiting = (one: Asked): boolean => one.asks === 'visit' && !off.has(one.subjectId) && isOpen(one, given.now);
  const open = oncePerVisit(asking.filter(isWaiting));
  const waiting = given.answer === 'confirmed' ? open.find(({ answer }) => answer === 'none') : undefined;
  const question = newest.asks === 'message' ? waiting : newest;
  if (question === undefined) return { which: 'message', asked: newest };

  const isInQuestion = ({ sentMessageId }: Asked): boolean => sentMessageId === question.sentMessageId;
  if (!asking.some((one) => isInQuestion(one) && isOpen(one, given.now))) return { which: 'late', asked: question };
  const aboutVisit = open.some((one) => isInQuestion(one) && one.type === 'appointment');
  const waits = ({ answer, type }: Asked): boolean => answer === 'none' && !(aboutVisit && type === 'recall');
  const meant = open.filter((one) => isInQuestion(one) || waits(one));
  if (meant.length === 1 || given.all) return { which: 'these', asked: meant };
  return given.answer === 'confirmed' && meant.every(isInQuestion)
    ? { which: 'these', asked: meant }
    : { which: 'ask', among: meant };
}

/** Whether an answer still counts: for the visit time that was asked about, until it expires; none to a visit that was said to be off. */
export function isOpen(
  asked: Pick<Asked, 'gone' | 'occurrence' | 'startsAt' | 'answerableUntil' | 'pms'> & Partial<Pick<Asked, 'asks'>>,
  now: EpochMs,
): boolean {
  return (
    asked.asks !== 'off' &&
    !asked.gone &&
    asked.occurrence === asked.startsAt &&
    asked.answerableUntil > now &&
    (asked.pms === 'scheduled' || asked.pms === 'confirmed')
  );
}

/** Each visit as the newest message about it asked. */
function oncePerVisit(asked: readonly Asked[]): Asked[] {
  const newest = new Map<string, Asked>();
  for (const one of asked) if (!newest.has(one.subjectId)) newest.set(one.subjectId, one);
  return [...newest.values()];
}
