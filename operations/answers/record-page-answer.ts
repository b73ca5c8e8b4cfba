import { randomUUID } from 'node:crypto';
import type { Database, PracticeTransaction } from '../../db/database.ts';
import {
  addPress,
  countWrongBirthDates,
  findLinkedMessage,
  findLinkedVisits,
  findPresses,
  type LinkedMessage,
  type LinkedVisit,
} from '../../db/patient-pages.ts';
import { addReply } from '../../db/replies.ts';
import { lockSubjects } from '../../db/subjects.ts';
import { openWorklistItem } from '../../db/worklist.ts';
import {
  birthDateTries,
  closeTogetherMs,
  decidePress,
  type Button,
  type PressOutcome,
} from '../../domain/answers/decide-press.ts';
import { linkedVisitState } from '../../domain/answers/linked-visit.ts';
import type { Reading } from '../../domain/answers/reading.ts';
import { askedOf, kindOf } from '../../domain/kinds.ts';
import type { EpochMs } from '../../domain/planning/plan.ts';
import type { WorklistType } from '../../domain/worklist.ts';
import { inPracticeOfMessage } from '../sending/in-practice-of-message.ts';
import { readKinds } from '../settings/read-kinds.ts';
import { visitPage, type VisitPage } from './read-visit-page.ts';
import { recordAnswer } from './record-answer.ts';
import { recordLateAnswer } from './record-late-answer.ts';
import { withdrawAnswers } from './withdraw-answers.ts';

/** A button that was pressed on a visit's page. */
export interface PagePress {
  readonly messageId: string;
  readonly button: Button;
  /** When the page was fetched, as its token says. */
  readonly fetchedAt: EpochMs;
  /** What was entered, `YYYY-MM-DD`; null where it was no date. */
  readonly birthDate: string | null;
  /** The visits that were ticked, where the page lists several. */
  readonly chosen: readonly string[];
}

/** What came of it, and the page as it is now. */
export interface PageAnswer {
  readonly outcome: PressOutcome;
  /** Dates of birth that may still be wrong. */
  readonly triesLeft: number;
  /** What keeps the date of birth that was entered from being looked at. */
  readonly lacks: 'date' | 'visit' | null;
  readonly page: VisitPage;
}

/**
 * Keeps a press with what came of it, and in the same transaction does what it says. The visits' locks put presses that come at
 * once in an order, so the second of two sees the first. Null where the link leads to nothing, or to a page that
 * asks for no answer.
 */
export async function recordPageAnswer(db: Database, press: PagePress): Promise<PageAnswer | null> {
  const { messageId, button } = press;
  return inPracticeOfMessage(db, messageId, async (tx) => {
    const message = await findLinkedMessage(tx, messageId);
    if (message === null) return null;
    const asks = askedOf(kindOf(await readKinds(tx), message.kind));
    if (asks === 'nothing' || asks === 'off') return null;
    const asked = await findLinkedVisits(tx, messageId);
    if (asked.length === 0) return null;
    await lockSubjects(
      tx,
      asked.map(({ subjectId }) => subjectId),
    );

    const at = await tx.readClock();
    const visits = await findLinkedVisits(tx, messageId);
    const recent = await findPresses(tx, messageId, at - closeTogetherMs);
    const wrongTries = await countWrongBirthDates(tx, messageId);
    const { open, meant } = meantVisits(visits, press, at);
    const outcome = decidePress({
      button,
      at,
      fetchedAt: press.fetchedAt,
      birthDate: meant.length === 0 ? null : press.birthDate,
      birthDatesOnFile: (meant.length === 0 ? open : meant).flatMap(({ birthDate }) => birthDate ?? []),
      open: open.length > 0,
      recent,
      wrongTries,
    });

    const about = outcome === 'late' ? visits : outcome === 'declined' ? meant : open;
    const told = { tx, messageId, message, button, about };
    // One that is pressed again and again tells a person nothing new.
    const known =
      recent.some((earlier) => earlier.outcome === outcome) || (outcome === 'locked' && wrongTries >= birthDateTries);
    const replyId = consequences[outcome]?.item && known ? null : await keepReply(told, outcome);
    if (outcome === 'unclear') {
      const givenBy = recent.flatMap((earlier) => earlier.replyId ?? []);
      await withdrawAnswers(tx, { visits: open, source: message.channel, givenBy, replyId });
    }
    await follow(told, outcome, replyId);
    await addPress(tx, { messageId, button, outcome, replyId, at });

    const triesLeft = birthDateTries - (await countWrongBirthDates(tx, messageId));
    const page = await visitPage(tx, messageId, message);
    const lacks = outcome !== 'asked' || button === 'decline' ? null : press.birthDate === null ? 'date' : 'visit';
    return page === null ? null : { outcome, triesLeft, lacks, page };
  });
}

/** The visits that can still be answered, and those of them that the press is about: none where none of several was ticked. */
function meantVisits(visits: readonly LinkedVisit[], { button, chosen }: PagePress, at: EpochMs) {
  const open = visits.filter((visit) => linkedVisitState(visit, at) === 'open');
  const asksWhich = button === 'birth_date' && open.length > 1;
  return { open, meant: asksWhich ? open.filter(({ subjectId }) => chosen.includes(subjectId)) : open };
}

/** What staff are told of a press: the reply that it becomes, and the item that a person must see to. */
interface Consequence {
  readonly rule: string;
  readonly reading: Reading | 'as pressed';
  readonly outcome: string;
  readonly item?: WorklistType;
}

const consequences: Readonly<Partial<Record<PressOutcome, Consequence>>> = {
  confirmed: { rule: 'page.confirm', reading: 'confirm', outcome: 'answered' },
  declined: { rule: 'page.decline', reading: 'decline', outcome: 'answered' },
  unclear: { rule: 'page.both_pressed', reading: 'unclear', outcome: 'unclear', item: 'unclear_reply' },
  late: { rule: 'page.late', reading: 'as pressed', outcome: 'visit_changed', item: 'late_answer' },
  // Nobody proved to be the patient, and somebody may well be: a person calls.
  no_birth_date: {
    rule: 'page.no_birth_date',
    reading: 'decline',
    outcome: 'cancellation_request',
    item: 'cancellation_request',
  },
  locked: { rule: 'page.locked', reading: 'decline', outcome: 'cancellation_request', item: 'cancellation_request' },
};

interface Told {
  readonly tx: PracticeTransaction;
  readonly messageId: string;
  readonly message: LinkedMessage;
  readonly button: Button;
  /** The visits that it is about. */
  readonly about: readonly LinkedVisit[];
}

async function keepReply(
  { tx, messageId, message, button, about }: Told,
  outcome: PressOutcome,
): Promise<string | null> {
  const consequence = consequences[outcome];
  if (consequence === undefined) return null;
  const pressed = button === 'confirm' ? 'confirm' : 'decline';
  return addReply(tx, {
    channel: message.channel,
    senderId: message.senderId,
    contactPointId: message.contactPointId,
    // No carrier brought it.
    carrierId: `page:${randomUUID()}`,
    body: pressed === 'confirm' ? 'Confirm' : 'Decline',
    reading: consequence.reading === 'as pressed' ? pressed : consequence.reading,
    rule: consequence.rule,
    outcome: consequence.outcome,
    messageId,
    subjectId: about[0]?.subjectId ?? null,
  });
}

async function follow(
  { tx, message, button, about }: Told,
  outcome: PressOutcome,
  replyId: string | null,
): Promise<void> {
  const item = consequences[outcome]?.item;
  for (const { subjectId, messageId, occurrence } of about) {
    const given = { subjectId, messageId, occurrence, source: message.channel, replyId, at: tx.now };
    if (outcome === 'confirmed' || outcome === 'declined') await recordAnswer(tx, { ...given, answer: outcome });
    // A Decline is no answer before it has been proved whose it is.
    else if (outcome === 'late' && button === 'confirm' && replyId !== null) {
      await recordLateAnswer(tx, { ...given, answer: 'confirmed' });
    } else if (item !== undefined) await openWorklistItem(tx, { type: item, subjectId, messageId, replyId });
  }
}
