import { booksOf, type Part } from './found-in.ts';
import type { PlainWords } from './plain-words.ts';

/** What a reply was found to consist of. */
export interface Consistence {
  /** The rule of the first phrase that was found of each part. */
  readonly rules: ReadonlyMap<Part, string>;
  /** Letters of our question back. */
  readonly letters: readonly string[];
}

/** The letters that a question back may offer: those that are no answer by themselves. */
const letter = / ([a-h])(?= )/y;

/**
 * Takes a reply apart into phrases of these parts, and letters of visits where they are allowed, the longest phrase first. Null where anything is left
 * over: a word that nobody listed, or a question mark.
 */
export function consistsOf(
  words: PlainWords,
  parts: readonly Part[],
  allowed: { letters: boolean },
): Consistence | null {
  const rules = new Map<Part, string>();
  const letters: string[] = [];
  let place = 0;
  while (place < words.length - 1) {
    if (words.startsWith(' / ', place)) {
      place += 2;
      continue;
    }
    const next = longestAt(words, place, parts);
    letter.lastIndex = place;
    const named = allowed.letters ? letter.exec(words)?.[1] : undefined;
    if (named !== undefined && (next === null || next.end <= place + 2)) {
      letters.push(named.toUpperCase());
      place += 2;
    } else if (next === null) {
      return null;
    } else {
      if (!rules.has(next.part)) rules.set(next.part, next.rule);
      place = next.end;
    }
  }
  return { rules, letters };
}

function longestAt(
  words: PlainWords,
  place: number,
  parts: readonly Part[],
): { part: Part; rule: string; end: number } | null {
  let longest: { part: Part; rule: string; end: number } | null = null;
  for (const part of parts) {
    for (const book of booksOf(part)) {
      const found = book.at(words, place);
      if (found !== null && found.end > (longest?.end ?? place)) {
        longest = { part, rule: `${book.name}: ${found.phrase}`, end: found.end };
      }
    }
  }
  return longest;
}
