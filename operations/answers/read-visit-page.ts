import type { Database, PracticeTransaction } from '../../db/database.ts';
import { findLinkedMessage, findLinkedVisits, type LinkedMessage, type LinkedVisit } from '../../db/patient-pages.ts';
import { linkedVisitState, shownAnswer, type LinkedVisitState } from '../../domain/answers/linked-visit.ts';
import { kindOf } from '../../domain/kinds.ts';
import type { Answer, EpochMs } from '../../domain/planning/plan.ts';
import { inPracticeOfMessage } from '../sending/in-practice-of-message.ts';
import { readKinds } from '../settings/read-kinds.ts';
import { readInstructions } from './read-instructions.ts';

/** A visit, or a recall, as its page shows it: nothing that the message did not say already. */
export interface PageVisit {
  readonly subjectId: string;
  readonly type: 'appointment' | 'recall';
  readonly at: EpochMs;
  readonly zone: string;
  readonly firstName: string;
  readonly facilityName: string;
  readonly facilityAddress: string;
  readonly state: LinkedVisitState;
  readonly answer: Answer;
  /** How to prepare for it, as paragraphs parted by an empty line; null where its message leads to none, or none are written. */
  readonly instructions: string | null;
}

/** What the page of a link shows. */
export interface VisitPage {
  readonly messageId: string;
  /** Of the message, `en` or `es`. */
  readonly language: string;
  readonly practiceName: string;
  /** E.164. */
  readonly practicePhone: string;
  /** Whether an answer is taken there. */
  readonly asks: boolean;
  /** Whether it shows instructions. */
  readonly instructs: boolean;
  /** Soonest first; at least one. */
  readonly visits: readonly PageVisit[];
  readonly readAt: EpochMs;
}

/** Reads what a visit's page shows, and changes nothing. Null where there is no such message, or it asked about no visit. */
export async function readVisitPage(db: Database, messageId: string): Promise<VisitPage | null> {
  return inPracticeOfMessage(db, messageId, async (tx) => {
    const message = await findLinkedMessage(tx, messageId);
    return message === null ? null : visitPage(tx, messageId, message);
  });
}

/** The same inside a transaction, for the page that follows a press. */
export async function visitPage(
  tx: PracticeTransaction,
  messageId: string,
  message: LinkedMessage,
): Promise<VisitPage | null> {
  const visits = await findLinkedVisits(tx, messageId);
  const { answers, text } = kindOf(await readKinds(tx), message.kind);
  const instructs = text === 'link';
  const instructions = instructs
    ? await readInstructions(
        tx,
        message,
        visits.map(({ subjectId }) => subjectId),
      )
    : null;
  const { language, practiceName, practicePhone } = message;
  // Read last, so that the page is not older to the one who presses than it was to the one who got it.
  const readAt = await tx.readClock();
  if (visits.length === 0) return null;
  return {
    messageId,
    language,
    practiceName,
    practicePhone,
    asks: answers !== 'none',
    instructs,
    visits: visits.map((visit) => ({
      ...pageVisit(visit, readAt),
      instructions: instructions?.get(visit.subjectId) ?? null,
    })),
    readAt,
  };
}

function pageVisit(visit: LinkedVisit, now: EpochMs): Omit<PageVisit, 'instructions'> {
  const { subjectId, type, zone, firstName, facilityName, facilityAddress } = visit;
  return {
    subjectId,
    type,
    at: visit.startsAt,
    zone,
    firstName,
    facilityName,
    facilityAddress,
    state: linkedVisitState(visit, now),
    answer: shownAnswer(visit),
  };
}
