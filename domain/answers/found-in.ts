import { phraseBook, type PhraseBook } from './phrase.ts';
import { wordLists } from './vocabulary/lists.ts';
import { vocabularies } from './vocabulary/vocabularies.ts';
import type { AnswerWords, ConcernWords, RequestWords } from './vocabulary/vocabulary.ts';
import type { PlainWords } from './plain-words.ts';

export type Part = keyof AnswerWords | keyof ConcernWords | keyof RequestWords;

/** One part of one language's vocabulary, ready to search. */
export interface NamedBook extends PhraseBook {
  /** `en.confirm` */
  readonly name: string;
}

const books: ReadonlyMap<Part, readonly NamedBook[]> = compiled();

/** The books of a part, one for each language. */
export function booksOf(part: Part): readonly NamedBook[] {
  return books.get(part) ?? [];
}

/** The rule that finds the part in the words, in whatever language: `en.optOut: leave me|us alone`. Null where none does. */
export function ruleFor(part: Part, words: PlainWords): string | null {
  for (const book of booksOf(part)) {
    const phrase = book.find(words);
    if (phrase !== null) return `${book.name}: ${phrase}`;
  }
  return null;
}

/** The words without what the part names, in whatever language. */
export function without(part: Part, words: PlainWords): PlainWords {
  return booksOf(part).reduce((left, book) => book.without(left), words);
}

/** The words with a clause's end in the place of what the part names, in whatever language. */
export function setApart(part: Part, words: PlainWords): PlainWords {
  return booksOf(part).reduce((left, book) => book.setApart(left), words);
}

function compiled(): ReadonlyMap<Part, readonly NamedBook[]> {
  const found = new Map<Part, NamedBook[]>();
  for (const { name, answers, requests, concerns } of vocabularies) {
    for (const [part, phrases] of Object.entries({ ...answers, ...requests, ...concerns })) {
      const named = { name: `${name}.${part}`, ...phraseBook(phrases, wordLists) };
      found.set(part as Part, [...(found.get(part as Part) ?? []), named]);
    }
  }
  return found;
}
