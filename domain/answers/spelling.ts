import { phraseReplacer, wordsOf } from './phrase.ts';
import { wordLists } from './vocabulary/lists.ts';
import { contractions, mistyped, notMistyped, shortForms } from './vocabulary/spellings.ts';
import { vocabularies } from './vocabulary/vocabularies.ts';

const known: ReadonlySet<string> = new Set([
  ...vocabularies
    .flatMap(({ answers, requests, concerns }) => Object.values({ ...answers, ...requests, ...concerns }))
    .flatMap((phrases) => wordsOf(phrases, wordLists)),
  ...contractions.flatMap(([phrase]) => wordsOf([phrase], wordLists)),
]);

/** Whether any vocabulary has this word. */
export function isKnownWord(word: string): boolean {
  return known.has(word) || Object.hasOwn(shortForms, word);
}

/**
 * The word that was meant: short forms are written out; letters that are held down too long (`yesss`, `stoppp`) and single slips in long words
 * (`confrim`) are mended where that makes a known word of an unknown one.
 */
export function mendWord(word: string): string {
  if (Object.hasOwn(shortForms, word)) return shortForms[word] ?? word;
  if (known.has(word)) return word;
  for (const shorter of [word.replace(/(\p{L})\1{2,}/gu, '$1$1'), word.replace(/(\p{L})\1+/gu, '$1')]) {
    // "aaa" is nothing; "nnn" is a no.
    if (shorter !== word && isKnownWord(shorter) && !/^[a-h]$/.test(shorter)) return shortForms[shorter] ?? shorter;
  }
  if (word.length < 6 || notMistyped.has(word)) return word;
  return mistyped.find((meant) => isOneSlipAway(word, meant)) ?? word;
}

const contracted = contractions.map(([phrase, word]) => phraseReplacer(phrase, wordLists, word));

/** Words that belong together become the one form that the vocabularies have: `do not` becomes `dont`. */
export function contract(words: string): string {
  return contracted.reduce((text, replace) => replace(text), words);
}

/** One letter more, less or other, or two neighbours exchanged. */
function isOneSlipAway(word: string, meant: string): boolean {
  if (Math.abs(word.length - meant.length) > 1) return false;
  let first = 0;
  while (first < meant.length && word[first] === meant[first]) first += 1;
  let [end, meantEnd] = [word.length, meant.length];
  while (end > first && meantEnd > first && word[end - 1] === meant[meantEnd - 1]) {
    end -= 1;
    meantEnd -= 1;
  }
  const [differs, meantThere] = [word.slice(first, end), meant.slice(first, meantEnd)];
  if (differs.length <= 1 && meantThere.length <= 1) return true;
  return (
    differs.length === 2 && differs[0] === meantThere[1] && differs[1] === meantThere[0] && meantThere.length === 2
  );
}
