import type { EpochMs } from '../planning/plan.ts';
import type { WorklistType } from '../worklist.ts';
import { choiceLetters, type Acknowledgement } from './acknowledgement.ts';
import type { Choice, ReadReply } from './reading.ts';
import { isOpen, whichVisit, type Asked } from './which-visit.ts';

export type GivenAnswer = 'confirmed' | 'declined';

/** What we asked back, because an answer may have meant several visits. */
export interface OpenQuestion {
  readonly id: string;
  /** What the patient said of the visits that were meant. */
  readonly answer: GivenAnswer;
  readonly askedAt: EpochMs;
  /** What the letters stand for, in their order. */
  readonly choices: readonly { readonly messageId: string; readonly appointmentId: string }[];
}

/** All that what a reply does depends on. */
export interface ReplyFacts {
  readonly reading: ReadReply;
  /** What the carrier itself has made of it. */
  readonly carrier: 'opted_out' | 'opted_in' | null;
  /** The visits that messages on this phone asked about, newest message first. */
  readonly asked: readonly Asked[];
  readonly question: OpenQuestion | null;
  readonly optedOut: boolean;
  /** What came later and was read before it: an opt-out, so that what it says of consent is over, and answers to these subjects. */
  readonly since: { readonly optedOut: boolean; readonly answered: readonly string[] };
  readonly now: EpochMs;
}

/** What came of a reply, as it is kept with it. `visit_changed`, `several_visits`, `no_visit` and `unclear` wait for a person. */
export type ReplyOutcome =
  | 'answered'
  | 'asked_back'
  | 'opted_out'
  | 'opted_in'
  | 'helped'
  | 'courtesy'
  | 'auto_reply'
  | 'unclear'
  | 'no_visit'
  | 'visit_changed'
  | 'several_visits'
  | 'cancellation_request'
  | 'wrong_number'
  | 'deceased'
  | 'emergency';

interface AskedAnswer {
  readonly asked: Asked;
  readonly answer: GivenAnswer;
}

/** Everything that a reply does. */
export interface ReplyEffects {
  readonly outcome: ReplyOutcome;
  /** The message and the visit that it is kept with: the newest that was asked about, unless it says which. */
  readonly about: Asked | null;
  readonly answers: readonly AskedAnswer[];
  /** What was answered to a message alone, which changes no visit. */
  readonly toMessage: AskedAnswer | null;
  /** Answers that count no more: noted, and a person calls. */
  readonly late: readonly AskedAnswer[];
  readonly consent: 'opted_out' | 'opted_in' | null;
  /** What is to be written to no more, whatever else: the number, or the patient that was written about. */
  readonly suspends: 'number' | 'patient' | null;
  readonly ask: { readonly answer: GivenAnswer; readonly among: readonly Asked[] } | null;
  /** The open question is answered. */
  readonly settlesQuestion: boolean;
  readonly worklist: readonly WorklistType[];
  readonly acknowledge: Acknowledgement | null;
}

/** Decides everything that a reply does. */
export function replyEffects(facts: ReplyFacts): ReplyEffects {
  const { reading, carrier } = facts;
  if (carrier === 'opted_out' || reading.outcome === 'opt_out' || reading.outcome === 'opt_out_and_worklist') {
    return optOut(facts);
  }
  const optIn = facts.since.optedOut ? null : 'opted_in';
  if (reading.outcome === 'opt_in') return { ...nothing(facts, 'opted_in'), consent: optIn };
  if (reading.outcome === 'help') return { ...nothing(facts, 'helped'), acknowledge: 'help' };

  // The carrier opens the number again at a YES, so the answer that it is lifts our opt-out too.
  const consent = carrier === 'opted_in' && facts.optedOut ? optIn : null;
  return { ...(answerGiven(facts) ?? concerned(facts)), consent };
}

/** The carrier confirms what it obeys, and would refuse what we say: ours goes where only we have understood. */
function optOut(facts: ReplyFacts): ReplyEffects {
  const { reading, carrier, optedOut } = facts;
  const concern = concerned(facts);
  const items = concern.worklist.filter((type) => type !== 'unclear_reply');
  const mayMeanTheVisit = reading.outcome === 'opt_out_and_worklist' && !items.includes('cancellation_request');
  const quiet = carrier === 'opted_out' || optedOut || concern.suspends !== null;
  const confirmation = items.includes('emergency') ? 'opted-out-emergency' : 'opted-out';
  return {
    ...nothing(facts, 'opted_out'),
    consent: 'opted_out',
    suspends: concern.suspends,
    worklist: mayMeanTheVisit ? [...items, 'cancellation_request'] : items,
    acknowledge: quiet ? null : confirmation,
  };
}

function concerned(facts: ReplyFacts): ReplyEffects {
  switch (facts.reading.concern) {
    case 'emergency':
      return { ...nothing(facts, 'emergency'), worklist: ['emergency'], acknowledge: 'emergency' };
    case 'deceased':
      return { ...nothing(facts, 'deceased'), suspends: 'patient', worklist: ['deceased'] };
    case 'wrong_number':
      return { ...nothing(facts, 'wrong_number'), suspends: 'number', worklist: ['wrong_number'] };
    case 'cancellation_request':
      return {
        ...nothing(facts, 'cancellation_request'),
        worklist: ['cancellation_request'],
        acknowledge: 'unclear',
      };
    case 'auto_reply':
    case 'courtesy':
      return nothing(facts, facts.reading.concern);
    case 'which':
    case null:
      return forAPerson(facts, 'unclear');
  }
}

/** What an answer does; null where the reply gives none. */
function answerGiven(facts: ReplyFacts): ReplyEffects | null {
  const { reading, question, asked, now } = facts;
  const said = answerOf(reading);
  const named = question === null || reading.choice === null ? null : chosen(question, reading.choice, asked);
  if (question !== null && named !== null && (said !== null || reading.concern === 'which')) {
    return { ...answers(facts, named, said ?? question.answer), settlesQuestion: true };
  }
  if (said === null) return null;
  // Letters that no question of ours has offered.
  if (reading.choice !== null && reading.choice !== 'all') return forAPerson(facts, 'unclear');

  const which = whichVisit(asked, { answer: said, all: reading.choice === 'all', now });
  switch (which.which) {
    case 'these':
      return answers(facts, which.asked, said);
    case 'late':
      return answers(facts, [which.asked], said);
    case 'message':
      return answerToMessage(facts, which.asked, said);
    case 'none':
      return forAPerson(facts, 'no_visit');
    case 'ask':
      return askBack(facts, which.among, said);
  }
}

/** A no to what followed a visit up may be a complaint: a person reads it. */
function answerToMessage(facts: ReplyFacts, asked: Asked, answer: GivenAnswer): ReplyEffects {
  const effects = answer === 'declined' ? forAPerson(facts, 'unclear') : nothing(facts, 'answered');
  return { ...effects, outcome: 'answered', about: asked, toMessage: { asked, answer } };
}

/** Asked once: who answers the question as unclearly as before is called. */
function askBack(facts: ReplyFacts, among: readonly Asked[], answer: GivenAnswer): ReplyEffects {
  const [newest] = facts.asked;
  const askedAlready = facts.question !== null && newest !== undefined && newest.sentAt <= facts.question.askedAt;
  if (askedAlready || among.length > choiceLetters.length) {
    return { ...forAPerson(facts, 'several_visits'), worklist: ['which_visit'] };
  }
  return {
    ...nothing(facts, 'asked_back'),
    ask: { answer, among },
    worklist: ['which_visit'],
    acknowledge: 'which-visit',
  };
}

function answers(facts: ReplyFacts, meant: readonly Asked[], answer: GivenAnswer): ReplyEffects {
  const given = meant
    .map((asked) => ({ asked, answer }))
    .filter(({ asked }) => !(isOvertaken(facts, asked) && asked.answer === answer));
  const counts = ({ asked }: AskedAnswer) => isOpen(asked, facts.now) && !isOvertaken(facts, asked);
  const open = given.filter(counts);
  const late = given.filter((one) => !counts(one));
  return {
    ...nothing(facts, open.length > 0 || late.length === 0 ? 'answered' : 'visit_changed'),
    about: (open[0] ?? late[0])?.asked ?? meant[0] ?? null,
    answers: open,
    late,
    acknowledge: open.length > 0 ? acknowledged(open, answer) : lateAcknowledged(facts, late),
  };
}

/** Whether the patient has said something of it since. The latest answer stands, and was acknowledged: this one would contradict that. */
function isOvertaken({ since }: ReplyFacts, { subjectId }: Asked): boolean {
  return since.answered.includes(subjectId);
}

function lateAcknowledged(facts: ReplyFacts, late: readonly AskedAnswer[]): Acknowledgement | null {
  return late.every(({ asked }) => isOvertaken(facts, asked)) ? null : 'visit-changed';
}

/** Where nothing but recalls was answered there is no visit to name. */
function acknowledged(given: readonly AskedAnswer[], answer: GivenAnswer): Acknowledgement {
  if (!given.every(({ asked }) => asked.type === 'recall')) return answer;
  return answer === 'confirmed' ? 'to-book' : 'not-now';
}

/** The visits that the letters of our question stand for; null where one of them stands for none, or has left no trace. */
function chosen(question: OpenQuestion, choice: Choice, asked: readonly Asked[]): Asked[] | null {
  const choices =
    choice === 'all'
      ? question.choices
      : choice.map((letter) => question.choices[choiceLetters.findIndex((one) => one === letter)]);
  const found = choices.map((one) => asked.find(({ messageId }) => messageId === one?.messageId));
  return found.every((one) => one !== undefined) ? found : null;
}

function answerOf({ outcome }: ReadReply): GivenAnswer | null {
  if (outcome === 'confirm') return 'confirmed';
  return outcome === 'decline' ? 'declined' : null;
}

function forAPerson(facts: ReplyFacts, outcome: 'unclear' | 'no_visit' | 'several_visits'): ReplyEffects {
  return { ...nothing(facts, outcome), worklist: ['unclear_reply'], acknowledge: 'unclear' };
}

function nothing({ asked }: ReplyFacts, outcome: ReplyOutcome): ReplyEffects {
  return {
    outcome,
    about: asked[0] ?? null,
    answers: [],
    toMessage: null,
    late: [],
    consent: null,
    suspends: null,
    ask: null,
    settlesQuestion: false,
    worklist: [],
    acknowledge: null,
  };
}
