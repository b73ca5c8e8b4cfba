import { consistsOf, type Consistence } from './consists-of.ts';
import { ruleFor, setApart, without } from './found-in.ts';
import { plainWords, type PlainWords } from './plain-words.ts';
import type { Choice, Concern, ReadReply, Reading } from './reading.ts';
import { readTapback } from './tapback.ts';
import { carrierKeywords } from './vocabulary/carrier-keywords.ts';
import { withoutSignature } from './without-signature.ts';

export type { ReadReply } from './reading.ts';

/** A reply as the rules see it. */
interface Reply {
  /** All of it, for what must never be missed. */
  readonly words: PlainWords;
  /** Without signature and quoted lines, for what the patient answers. */
  readonly own: PlainWords;
}

type Rule = (reply: Reply) => ReadReply | null;

/**
 * The rules in their order; the first that has an answer decides. Harm orders them: who asks for no more messages gets none,
 * an emergency goes to a person whatever else is said, and a yes is a yes only where nothing else is said at all.
 */
const rules: readonly Rule[] = [
  carrierKeyword,
  optOut,
  emergency,
  deceased,
  wrongNumber,
  autoReply,
  optInOrHelp,
  echo,
  choiceOfVisits,
  notComing,
  decline,
  confirm,
  cancellation,
  courtesy,
  nothingSaid,
];

/** Reads what a patient texted, by rules alone, in English and Spanish at once. What no rule knows is unclear: a person reads it. */
export function readReply(text: string): ReadReply {
  const tapback = readTapback(text);
  if (tapback !== null && !/[\p{L}\p{N}]/u.test(tapback.rest)) return readReaction(tapback.reaction, tapback.quoted);
  const written = tapback?.rest ?? text;
  const reply: Reply = { words: plainWords(written), own: ownWords(written) };
  for (const rule of rules) {
    const reading = rule(reply);
    if (reading !== null) return reading;
  }
  return read('unclear', 'no_rule');
}

/** A signature that says anything to the matter is none. */
function ownWords(text: string): PlainWords {
  const { body, signature } = withoutSignature(text);
  const signed = plainWords(signature);
  const says = (['decline', 'notComing', 'doubt', 'cancellation'] as const).some((part) => ruleFor(part, signed));
  return plainWords(says || turns.test(signed) || asking(signed) !== null ? `${body} ${signature}` : body);
}

/** What turns a sentence around, in a signature where no phrase of a whole clause can be found. */
const turns = / (?:not|cant|wont|dont|isnt|arent|never|nunca|ni|sin) /;

/** A thumb on a message that asks is an answer; on any other it is a courtesy. */
function readReaction(reaction: 'like' | 'dislike' | 'other', quoted: string): ReadReply {
  const asks = /\b(?:confirm|confirmar)\b/i.test(quoted);
  if (asks && reaction === 'like') return read('confirm', 'tapback.like');
  if (asks && reaction === 'dislike') return read('decline', 'tapback.dislike');
  return read('unclear', `tapback.${reaction}`, 'courtesy');
}

/** The carrier acts on its words whatever we think of them, so they come first. It knows them only where they stand alone. */
function carrierKeyword({ words }: Reply): ReadReply | null {
  const alone = words.replace(/ (?:\/|=\w+)(?= )/g, '').trim();
  for (const [reading, keywords] of Object.entries(carrierKeywords)) {
    if (keywords.some((keyword) => keyword === alone)) return read(reading as Reading, `carrier.${reading}: ${alone}`);
  }
  return null;
}

/** Wherever it stands in the reply, and whatever stands beside it. */
function optOut({ words }: Reply): ReadReply | null {
  const said = without('echo', words);
  const asked = without('notOptOut', said);
  const apart = setApart('aside', asked);
  const rule = ruleFor('optOut', asked) ?? ruleFor('optOut', apart) ?? ruleFor('stop', without('notStop', asked));
  if (rule === null) return null;
  // "Cancel these texts" is no wish to cancel the visit.
  const left = without('optOut', words);
  const concern =
    emergency({ words, own: words }) ??
    deceased({ words, own: words }) ??
    wrongNumber({ words, own: words }) ??
    cancellation({ words: left, own: left });
  return read('opt_out', rule, concern?.concern ?? null);
}

function emergency({ words }: Reply): ReadReply | null {
  return concerned('emergency', ruleFor('emergency', without('notEmergency', words)));
}

function deceased({ words }: Reply): ReadReply | null {
  return concerned('deceased', ruleFor('deceased', without('notDeceased', words)));
}

function wrongNumber({ words }: Reply): ReadReply | null {
  return concerned('wrong_number', ruleFor('wrongNumber', words));
}

/** "I'll call later" is a machine's, or might be; "I'll call later to reschedule" is a patient's. */
function autoReply(reply: Reply): ReadReply | null {
  return cancellation(reply) === null ? concerned('auto_reply', ruleFor('autoReply', reply.words)) : null;
}

/** Our own instructions come back: a machine's doing, or a quotation. Who quotes them says nothing by it. */
function echo({ own }: Reply): ReadReply | null {
  return concerned(null, ruleFor('echo', own));
}

function optInOrHelp({ own }: Reply): ReadReply | null {
  for (const [part, reading] of [
    ['optIn', 'opt_in'],
    ['help', 'help'],
  ] as const) {
    const rule = consistsOf(own, [part, 'courtesy', 'thanks'], { letters: false })?.rules.get(part);
    if (rule !== undefined) return read(reading, rule);
  }
  return null;
}

/** "A", "B and C", "all", also with a yes or a no. */
function choiceOfVisits({ own }: Reply): ReadReply | null {
  const found = consistsOf(own, ['choosing', 'all', 'none', 'confirm', 'agree', 'decline', 'notComing', 'thanks'], {
    letters: true,
  });
  if (found === null) return null;
  const { rules: parts, letters } = found;
  const all = parts.get('all');
  const none = parts.get('none');
  if (letters.length === 0 && all === undefined && none === undefined) return null;

  const yes = parts.get('confirm') ?? parts.get('agree');
  const no = parts.get('decline') ?? parts.get('notComing') ?? none;
  const named = [letters.length > 0, all !== undefined, none !== undefined].filter(Boolean).length;
  if (named > 1 || (yes !== undefined && no !== undefined)) return read('unclear', 'mixed');
  const choice: Choice = letters.length > 0 ? [...new Set(letters)] : 'all';
  if (no !== undefined) return read('decline', no, null, choice);
  if (yes !== undefined) return read('confirm', yes, null, choice);
  return read('unclear', all ?? 'choice.letters', 'which', choice);
}

/** "I can't make it, my car broke down": a no that reasons may follow, but no "but". */
function notComing({ own }: Reply): ReadReply | null {
  const spared = without('notNotComing', own);
  const found = ruleFor('notComing', spared);
  if (found === null) return null;
  const doubtful = ruleFor('doubt', without('notComing', spared)) ?? asking(own);
  return doubtful === null ? read('decline', found) : null;
}

/** A bare no, with courtesy and excuses at most. */
function decline({ own }: Reply): ReadReply | null {
  const found = consistsOf(without('notNotComing', own), ['decline', 'notComing', 'courtesy', 'thanks', 'excuse'], {
    letters: false,
  });
  const rule = found?.rules.get('decline');
  return rule === undefined || asking(own) !== null ? null : read('decline', rule);
}

/** A yes and nothing else. What only agrees is a yes unless thanks stand beside it: "ok thanks" says that the message was read. */
function confirm({ own }: Reply): ReadReply | null {
  const found = consistsOf(without('notConfirm', own), ['confirm', 'agree', 'thanks', 'courtesy', 'detail'], {
    letters: false,
  });
  const rule = found === null ? undefined : yesOf(found);
  if (rule === undefined || asking(own) !== null) return null;
  // Words that are harmless one by one may say no together.
  return ruleFor('notComing', without('notNotComing', own)) === null ? read('confirm', rule) : null;
}

function yesOf({ rules: parts }: Consistence): string | undefined {
  return parts.get('confirm') ?? (parts.has('thanks') ? undefined : parts.get('agree'));
}

/** Neither an answer nor an opt-out: the visit is to be cancelled or moved, and a person does that. */
function cancellation({ words }: Reply): ReadReply | null {
  return concerned('cancellation_request', ruleFor('cancellation', without('notCancellation', words)));
}

function courtesy({ own }: Reply): ReadReply | null {
  const found = consistsOf(own, ['thanks', 'courtesy', 'detail', 'agree'], { letters: false });
  return concerned('courtesy', found?.rules.get('thanks') ?? null);
}

function nothingSaid({ words }: Reply): ReadReply | null {
  return words.trim() === '/' ? read('unclear', 'no_words') : null;
}

function asking(words: PlainWords): string | null {
  return / \? /.test(words) ? 'question' : ruleFor('asking', words);
}

function concerned(concern: Concern | null, rule: string | null): ReadReply | null {
  return rule === null ? null : read('unclear', rule, concern);
}

function read(outcome: Reading, rule: string, concern: Concern | null = null, choice: Choice | null = null): ReadReply {
  return { outcome, rule, concern, choice };
}
