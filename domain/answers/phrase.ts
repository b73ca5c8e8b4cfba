/**
 * A phrase as the vocabularies write it, in plain letters without accents or apostrophes:
 * - `stop|quit texting`: one word or the other, then the next;
 * - `please? stop`: a word that may be missing;
 * - `stop * texts`: up to three words between; `this is +`: exactly one word, whatever it is;
 * - `stop @messages`: any word of a named list;
 * - `^ stop $`: at the beginning of a clause, at its end; `please|$`: a word or the end; `?`: a question mark. Otherwise a phrase is found anywhere, though
 *   never across clauses.
 */
export type Phrase = string;

/** Words by the name that phrases call them by. */
export type WordLists = Readonly<Record<string, readonly string[]>>;

/** Finds phrases in a reply's words (`plain-words.ts` makes them). */
export interface PhraseBook {
  /** The first of the phrases, in their order, that stands anywhere in the words: as far as it was needed, `stop * texts`. */
  find(words: string): Phrase | null;
  /** The words with every such phrase taken out; what is left in its place is part of no other. */
  without(words: string): string;
  /** The words with a clause's end in the place of every such phrase. */
  setApart(words: string): string;
  /** The longest phrase that begins at this place of the words, and where it ends. */
  at(words: string, place: number): { readonly phrase: Phrase; readonly end: number } | null;
}

/** What stands where a phrase was taken out: a word that no vocabulary knows. */
const gap = ' _';

export function phraseBook(phrases: readonly Phrase[], lists: WordLists): PhraseBook {
  const entries = phrases.map((phrase) => {
    const source = sourceOf(phrase, lists);
    return { phrase, anywhere: new RegExp(source, 'g'), here: new RegExp(source, 'y') };
  });
  return {
    find(words) {
      for (const { phrase, anywhere } of entries) {
        const [match] = words.match(anywhere) ?? [];
        if (match !== undefined) return narrowed(phrase, lists, match);
      }
      return null;
    },
    without: (words) => entries.reduce((left, { anywhere }) => left.replace(anywhere, gap), words),
    setApart: (words) => entries.reduce((left, { anywhere }) => left.replace(anywhere, ' /'), words),
    at(words, place) {
      let longest: { phrase: Phrase; end: number } | null = null;
      for (const { phrase, here } of entries) {
        here.lastIndex = place;
        if (here.test(words) && here.lastIndex > (longest?.end ?? place)) longest = { phrase, end: here.lastIndex };
      }
      return longest === null
        ? null
        : { phrase: narrowed(longest.phrase, lists, words.slice(place, longest.end)), end: longest.end };
    },
  };
}

/** What puts a word in the place of a phrase, wherever it stands. */
export function phraseReplacer(phrase: Phrase, lists: WordLists, word: string): (words: string) => string {
  const anywhere = new RegExp(sourceOf(phrase, lists), 'g');
  return (words) => words.replace(anywhere, ` ${word}`);
}

/** Every word that the phrases spell out. */
export function wordsOf(phrases: readonly Phrase[], lists: WordLists): readonly string[] {
  return phrases
    .flatMap((phrase) => phrase.split(' '))
    .flatMap((part) => alternatives(part, lists))
    .filter((word) => !['*', '+', '^', '$', ''].includes(word));
}

/** The phrase with only those of its words that matched. What a `*` or a `+` stood for is the patient's, and stays out. */
function narrowed(phrase: Phrase, lists: WordLists, match: string): Phrase {
  const matched = match.trim().split(' ');
  const parts: string[] = [];
  for (const part of phrase.split(' ')) {
    const words = alternatives(part, lists);
    if (part === '*' || part === '+') parts.push(part);
    else if (parts.at(-1) === '*')
      matched.splice(
        0,
        matched.findIndex((word) => words.includes(word)),
      );
    else if (parts.at(-1) === '+') matched.shift();
    const [next = ''] = matched;
    if (words.includes(next) && part !== '*' && part !== '+') parts.push(matched.shift() ?? '');
  }
  return parts.join(' ');
}

function sourceOf(phrase: Phrase, lists: WordLists): string {
  return phrase.split(' ').map(partSource).join('') + '(?= )';

  function partSource(part: string): string {
    if (part === '^') return '(?<= [/?])';
    if (part === '$') return '(?= [/?])';
    if (part === '?') return ' \\?';
    if (part === '+') return ' [^ /?_]+';
    if (part === '*') return '(?: [^ /?]+){0,3}?';
    const words = alternatives(part, lists);
    const oneOf = ` (?:${words.filter((word) => word !== '$').join('|')})(?= )`;
    if (words.includes('$')) return `(?:${oneOf}|(?= [/?]))`;
    return part.endsWith('?') ? `(?:${oneOf})?` : oneOf;
  }
}

function alternatives(part: string, lists: WordLists): readonly string[] {
  return part
    .replace(/\?$/, '')
    .split('|')
    .flatMap((word) => {
      if (!word.startsWith('@')) return [word];
      const list = lists[word.slice(1)];
      if (list === undefined) throw new Error(`No list of words is called ${word}.`);
      return list;
    });
}
