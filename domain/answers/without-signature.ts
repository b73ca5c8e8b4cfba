import { plainWords } from './plain-words.ts';
import { isKnownWord } from './spelling.ts';

/** What phones and mail programs add at the end. */
const added: readonly RegExp[] = [
  /\n\s*(?:--|__)\s*\n[\s\S]*$/u,
  /[\s.,;–—-]*\b(?:sent|enviado) (?:from|desde|de) (?:my|mi) [^\n]{1,60}$/iu,
  /\n\s*(?:sent|enviado|get|obt[eé]n(?:er)?|obtenga) (?:from|via|using|with|desde|con|mediante|outlook)[^\n]{1,60}$/iu,
];

/** Characters that a signature has at most: so far back it is sought. */
const longest = 500;

/** A name behind a dash: `Yes - Maria Lopez`. */
const signedName = /\s*(?:^|[\s\p{P}])[-–—~]+ ?(\p{Lu}[\p{L}'’.]+(?: \p{Lu}[\p{L}'’.]*){0,2})\s*$/u;

/**
 * Parts a text from the signature at its end, and drops quoted lines. A name is taken for a signature only if no vocabulary knows any
 * word of it, so `Yes - Not Coming` stays whole.
 */
export function withoutSignature(text: string): { readonly body: string; readonly signature: string } {
  const own = text
    .split(/\r?\n/)
    .filter((line) => !/^\s*>/.test(line))
    .join('\n')
    .trimEnd();
  const end = own.slice(-longest);
  const unsigned = added.reduce((left, form) => left.replace(form, ''), end);
  const name = signedName.exec(unsigned)?.[1];
  const left = name === undefined || hasKnownWord(name) ? unsigned : unsigned.replace(signedName, '');
  return { body: own.slice(0, own.length - end.length) + left, signature: end.slice(left.length) };
}

function hasKnownWord(name: string): boolean {
  return plainWords(name)
    .split(' ')
    .some((word) => word.length > 1 && isKnownWord(word));
}
