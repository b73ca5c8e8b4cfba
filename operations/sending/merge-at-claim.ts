import { isOpen } from '../../domain/answers/which-visit.ts';
import type { StoredMessage } from '../../db/planned-messages.ts';
import { decideClaim, type ClaimFacts } from '../../domain/planning/decide-claim.ts';
import { mergedWith, type Mergeable } from '../../domain/planning/merge.ts';
import { noticeOf } from '../../domain/planning/notice.ts';
import { isConfirmed, messageLanguage } from '../../domain/planning/reason-to-withhold.ts';
import { chooseTemplate } from '../../domain/templates/choose-template.ts';
import { claimable, claimFacts, isToPresentContact, type ClaimReads } from './claim-facts.ts';
import { isAdultAt } from '../planning/plan-facts.ts';

/**
 * The messages that become one with the one that is about to go, which are all the same day's. Each of them could go by itself:
 * what would be withheld at its own send is left to that.
 */
export function chooseMerged(
  message: StoredMessage,
  messages: readonly StoredMessage[],
  reads: ClaimReads,
): StoredMessage[] {
  const others = messages.filter((other) => other.subjectId !== message.subjectId && other.state === 'not_sent');
  if (others.length === 0) return [];
  const words = wordsAt(message, message, reads);
  const able = others.filter((other) => {
    const one = claimable(other, reads);
    // One visit's words would not tell of what another's are for, such as how to prepare for it.
    if (wordsAt(message, other, reads) !== words) return false;
    return isToPresentContact(one) && couldGoNow(claimFacts(one, messages, reads));
  });
  const merged = mergedWith(
    mergeable(message, reads),
    able.map((other) => mergeable(other, reads)),
    { now: reads.now, sameDayVisits: reads.practice.sameDayVisits },
  );
  return merged.flatMap(({ id }) => messages.filter((other) => other.id === id));
}

/** The id of the words that a message would have if it were about another's visit. */
function wordsAt(message: StoredMessage, other: StoredMessage, reads: ClaimReads): string | undefined {
  const { visit, settings } = claimable(message, reads);
  const words = noticeOf(visit, message)?.words;
  const language = messageLanguage(settings, { ...message, words }, message.language);
  if (language === null) return undefined;
  const ofOther = claimable(other, reads).visit;
  const chosen = noticeOf(ofOther, other)?.words;
  return chooseTemplate(reads.planning.words, { ...message, language }, ofOther, chosen)?.template.id;
}

/** Those that became one with a call when it was made before, as far as their visits still stand: it speaks for them again. */
export function stillMerged(
  message: StoredMessage,
  messages: readonly StoredMessage[],
  reads: ClaimReads,
): StoredMessage[] {
  return messages.filter((other) => {
    // A backup that was not needed is withheld as merged too; it is about no visit of its own.
    if (other.carriedBy?.id !== message.id || other.subjectId === message.subjectId) return false;
    const { visit } = claimable(other, reads);
    return visit.answer !== 'declined' && isOpen({ ...other, ...visit }, reads.now);
  });
}

/** Also before its own time, and before its turn after a message about a sooner visit. */
function couldGoNow(facts: ClaimFacts): boolean {
  const decision = decideClaim({ ...facts, message: { ...facts.message, sendAt: facts.now } });
  return decision.do === 'send' || (decision.do === 'wait' && decision.why === 'sooner_visit');
}

function mergeable(message: StoredMessage, reads: ClaimReads): Mergeable {
  const { visit, settings } = claimable(message, reads);
  return {
    ...message,
    visitAt: visit.startsAt,
    zone: settings.calendar.zone,
    patientId: visit.patientId,
    guarantorId: visit.guarantorId,
    isAdult: isAdultAt(visit, settings.calendar.zone),
    isConfirmed: isConfirmed(visit),
  };
}
