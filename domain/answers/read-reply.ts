import { carrierVocabulary } from './vocabulary-carrier.ts';
import { englishVocabulary } from './vocabulary-en.ts';
import { spanishVocabulary } from './vocabulary-es.ts';
import type { Reading, Vocabulary } from './vocabulary.ts';

/** What a reply was read as, and the rule that decided: the vocabulary and what it holds the word for, such as `en.confirm`. */
export interface ReadReply {
  readonly outcome: Reading;
  readonly rule: string;
}

// The carrier acts on its words whatever we think of them, so they come first. Every language is always tried.
const vocabularies: readonly (readonly [name: string, words: Vocabulary])[] = [
  ['carrier', carrierVocabulary],
  ['en', englishVocabulary],
  ['es', spanishVocabulary],
];

const readings: ReadonlyMap<string, ReadReply> = new Map(
  vocabularies
    .flatMap(([name, words]) =>
      Object.entries(words).flatMap(([outcome, replies]) =>
        replies.map((reply): [string, ReadReply] => [
          reply,
          { outcome: outcome as Reading, rule: `${name}.${outcome}` },
        ]),
      ),
    )
    .reverse(),
);

/** Reads a reply by rules alone: one known word in any case, with nothing around it but blanks. All else is unclear. */
export function readReply(text: string): ReadReply {
  return readings.get(text.normalize('NFC').trim().toLowerCase()) ?? { outcome: 'unclear', rule: 'no_rule' };
}
