/**
 * Emoji and signs that mean something, as the words that phrases know them by. Every other one is decoration and is dropped.
 * A word that no vocabulary knows brings the reply to a person.
 */
export const signWords: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '=agree': '👍👌✅✔☑✓🆗💯',
    '=refuse': '👎❌✖✗✘❎🙅',
    '=doubt': '🤷🤔🛑🚫✋🖕⛔🙄😡🤬',
    '?': '❓❔',
    emergency: '🆘🚑',
  }).flatMap(([word, signs]) => Array.from(signs, (sign) => [sign, word] as const)),
);
