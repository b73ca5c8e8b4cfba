import { contract, mendWord } from './spelling.ts';
import { signWords } from './vocabulary/sign-words.ts';

/**
 * A reply as its words, in the shape that phrases are found in: ` / yes / ill be there / `. Letters are small and without
 * accents, apostrophes are gone, `/` stands between clauses, `?` where something is asked, and an emoji that means something
 * is a word. Decoration leaves no trace: case, width, blanks, invisible characters, skin tones.
 */
export type PlainWords = string;

export function plainWords(text: string): PlainWords {
  const words = plainCharacters(text)
    .replace(smiley, ' ')
    .replace(sign, (one) => ` ${signWords.get(one) ?? ''} `)
    .replace(/\b9[-. ]1[-. ]1\b/g, '911')
    .replace(lettersApart, (letters) => joinedLetters(letters))
    // What stays inside a number keeps it one word: 9:30 is neither a 9 nor a 30.
    .replace(/(?<=\p{N})[:.,/-](?=\p{N})/gu, '·')
    .replace(/'/g, '')
    .replace(/&/g, ' and ')
    .replace(/wrong #/g, 'wrong number')
    .replace(/[?¿]+/g, ' ? / ')
    .replace(/[.!,;:()"[\]|/\n\r\u2028\u2029—–…]|(?<=\s|^)-|-(?=\s|$)/gu, ' / ')
    .replace(/[^\p{L}\p{N}·?=/]+/gu, ' ')
    .split(' ')
    .filter((word) => word !== '')
    .map(mendWord);
  return contract(` ${['/', ...words, '/'].join(' ')} `.replace(/(?: [/](?= [/]))+/g, '')).replace(
    andInSpanish,
    ' and ',
  );
}

/** Compatibility forms, accents and everything invisible are gone; `=` and `·` are kept for our own use. */
function plainCharacters(text: string): string {
  return text
    .replace(/[’‘‛ʼ´`′＇]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}\p{Emoji_Modifier}]/gu, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[=·_]/g, ' ');
}

const sign = /[\p{Extended_Pictographic}\p{Regional_Indicator}✓✗✘]/gu;
const smiley = /(?<![\p{L}\p{N}])(?:[:;][-'^]?[)(dpo3*\\|]+|<3+)(?![\p{L}\p{N}])/gu;

/** The "y" of "gracias y buen día" and "A y B", which at the beginning or the end of a clause is a yes. */
const andInSpanish = /(?<=[^ /?]) y (?=[^ /?])/g;

/** `S T O P`, `y.e.s`: letters that are set apart, where together they are a word that decides. */
const lettersApart = /(?<![\p{L}\p{N}])\p{L}([ .*-])\p{L}(?:\1\p{L})*(?![\p{L}\p{N}])/gu;
const joinedWords = new Set(['stop', 'yes', 'no', 'si', 'end', 'quit', 'cancel', 'help', 'start', 'alto']);

function joinedLetters(letters: string): string {
  const joined = letters.replace(/[^\p{L}]/gu, '');
  return joinedWords.has(joined) ? joined : letters;
}
