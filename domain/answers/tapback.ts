/** A reaction to a message of ours, as a phone writes it where the other side cannot show it: `Liked “Your visit is …”`. */
export interface Tapback {
  readonly reaction: 'like' | 'dislike' | 'other';
  /** The message that was reacted to, as far as it is quoted. */
  readonly quoted: string;
  /** What the patient wrote behind the quotation; empty where nothing is. */
  readonly rest: string;
}

const forms: readonly (readonly [Tapback['reaction'], RegExp])[] = [
  // iOS, English and Spanish, and Google Messages' `👍 to “…”`.
  ['dislike', /^(?:disliked|no le gust[oó]|(?:reacted |reaccion[oó] con )?👎\p{Emoji_Modifier}? (?:to|a))\s*"/iu],
  ['like', /^(?:liked|le gust[oó]|(?:reacted |reaccion[oó] con )?👍\p{Emoji_Modifier}? (?:to|a))\s*"/iu],
  ['other', /^(?:loved|laughed at|emphasi[sz]ed|questioned|removed an? .{1,30} from)\s*"/iu],
  [
    'other',
    /^(?:le encant[oó]|le dio risa|exclam[oó] por|dud[oó] sobre|destac[oó]|(?:se )?(?:elimin|quit)[oó] .{1,30} de)\s*"/iu,
  ],
  ['other', /^(?:(?:reacted|reaccion[oó] con) )?[\p{Extended_Pictographic}\p{Emoji_Modifier}]+ (?:to|a)\s*"/iu],
  ['other', /^(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned) an? (?:image|attachment|movie)$/iu],
];

/** Reads a tapback; null where the text is none. The quotation ends at the last quotation mark, or with the text. */
export function readTapback(text: string): Tapback | null {
  const plain = text
    .normalize('NFKC')
    .replace(/[\p{Cf}\u{FE00}-\u{FE0F}]/gu, '')
    .replace(/[“”„«»]/g, '"')
    .trim();
  for (const [reaction, form] of forms) {
    const opening = form.exec(plain)?.[0];
    if (opening === undefined) continue;
    const quotation = plain.slice(opening.length);
    const end = quotation.lastIndexOf('"');
    return end < 0
      ? { reaction, quoted: quotation, rest: '' }
      : { reaction, quoted: quotation.slice(0, end), rest: quotation.slice(end + 1).trim() };
  }
  return null;
}
