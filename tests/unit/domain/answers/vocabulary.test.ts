import { expect, test } from 'vitest';
import { plainWords } from '../../../../domain/answers/plain-words.ts';
import { phraseBook } from '../../../../domain/answers/phrase.ts';
import { wordLists } from '../../../../domain/answers/vocabulary/lists.ts';
import { signWords } from '../../../../domain/answers/vocabulary/sign-words.ts';
import { vocabularies } from '../../../../domain/answers/vocabulary/vocabularies.ts';

const parts = vocabularies.flatMap(({ name, answers, requests, concerns }) =>
  Object.entries({ ...answers, ...requests, ...concerns }).map(([part, phrases]) => ({
    part: `${name}.${part}`,
    phrases,
  })),
);

test.each(parts)('every word of $part can be found in a text that has it', ({ phrases }) => {
  const unreachable = phrases.flatMap((phrase) => {
    const book = phraseBook([phrase], wordLists);
    return textsOf(phrase)
      .filter((text) => book.find(plainWords(text)) === null)
      .map((text) => ({ phrase, text, words: plainWords(text) }));
  });
  expect(unreachable).toEqual([]);
});

test.each(parts)('$part says nothing twice', ({ phrases }) => {
  expect(phrases.filter((phrase, index) => phrases.indexOf(phrase) !== index)).toEqual([]);
});

/** One text for each word that the phrase spells out, with the first words of the other places. */
function textsOf(phrase: string): string[] {
  const places = phrase.split(' ').map((part) => {
    if (['^', '$', '*'].includes(part)) return [''];
    if (part === '+') return ['zzz'];
    if (part === '?' || part === '/') return [part];
    if (part === '/?') return ['', '/'];
    const words = part.replace(/\?$/, '').split('|');
    const spelled = words.flatMap((word) => (word.startsWith('@') ? [...(wordLists[word.slice(1)] ?? [])] : [word]));
    return [...(part.endsWith('?') ? [''] : []), ...spelled.map((word) => (word === '$' ? '' : signed(word)))];
  });
  return places.flatMap((words, place) =>
    words.map((word) => places.map((others, index) => (index === place ? word : others[0])).join(' ')),
  );
}

function signed(word: string): string {
  return [...signWords].find(([, known]) => known === word)?.[0] ?? word;
}
