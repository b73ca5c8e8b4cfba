import type { Phrase } from '../phrase.ts';

/** The words of one language, or of none. A phrase stands in plain small letters: `phrase.ts` says how they are written. */
export interface Vocabulary {
  /** Begins the name of every rule that comes of it: `en`. */
  readonly name: string;
  readonly answers: AnswerWords;
  readonly requests: RequestWords;
  readonly concerns: ConcernWords;
}

/**
 * What answers a question of ours. A reply is a confirm only if it consists of these words and nothing else, so a word that
 * is on no list always brings it to a person.
 */
export interface AnswerWords {
  /** Says yes. */
  readonly confirm: readonly Phrase[];
  /** Looks like `confirm` and is not. */
  readonly notConfirm: readonly Phrase[];
  /** Says yes where it stands alone; beside thanks it only says that the message was read. */
  readonly agree: readonly Phrase[];
  /** Says no where nothing else stands beside it but courtesy and excuses. */
  readonly decline: readonly Phrase[];
  /** Says that the patient will not come, whatever else is said, unless `doubt` or a yes stands beside it. */
  readonly notComing: readonly Phrase[];
  /** Looks like `notComing` and is not. */
  readonly notNotComing: readonly Phrase[];
  /** Makes a person read what would be `notComing` without it. */
  readonly doubt: readonly Phrase[];
  /** Asks something back, also without a question mark: no answer. */
  readonly asking: readonly Phrase[];
  /** Says that the message was read, and no more. */
  readonly thanks: readonly Phrase[];
  /** Changes nothing beside an answer. */
  readonly courtesy: readonly Phrase[];
  /** Says when, who and what, and changes nothing beside a yes. */
  readonly detail: readonly Phrase[];
  /** Changes nothing beside a no. */
  readonly excuse: readonly Phrase[];
  /** All the visits that we asked about, and none of them. */
  readonly all: readonly Phrase[];
  readonly none: readonly Phrase[];
  /** What stands between the letters of our question back. */
  readonly choosing: readonly Phrase[];
}

/** What asks something of the sender rather than of the practice. */
export interface RequestWords {
  /** Asks in clear words for no more messages, wherever it stands. */
  readonly optOut: readonly Phrase[];
  /** Looks like `optOut` and is not. */
  readonly notOptOut: readonly Phrase[];
  /** Stands beside a request without being part of it, so that what is left of it begins and ends there. */
  readonly aside: readonly Phrase[];
  /** A word that asks for it too, except in the company that `notStop` names. */
  readonly stop: readonly Phrase[];
  readonly notStop: readonly Phrase[];
  /** These where nothing stands beside them but courtesy. */
  readonly optIn: readonly Phrase[];
  readonly help: readonly Phrase[];
  /** Our own instructions, sent back to us by a machine or a quotation: they ask nothing. */
  readonly echo: readonly Phrase[];
}

/** What a person must see, wherever it stands. */
export interface ConcernWords {
  readonly emergency: readonly Phrase[];
  readonly notEmergency: readonly Phrase[];
  readonly deceased: readonly Phrase[];
  readonly notDeceased: readonly Phrase[];
  readonly wrongNumber: readonly Phrase[];
  readonly autoReply: readonly Phrase[];
  readonly cancellation: readonly Phrase[];
  readonly notCancellation: readonly Phrase[];
}
