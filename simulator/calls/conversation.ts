import type { Line } from './line.ts';
import type { Heard } from './phone-call.ts';
import type { Verb } from './twiml.ts';

/** Where the next TwiML is, and what the carrier adds to its form. */
export interface Instruction {
  readonly address: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** How a leg that was dialled ended, as the carrier words it. */
export type DialEnd = 'completed' | 'busy' | 'no-answer' | 'failed';

export interface ConversationOptions {
  readonly line: Line;
  /** How long a second of a call lasts, in milliseconds. */
  readonly secondMs: number;
  /** Fetches TwiML, with the call's own fields; null where there is none that can be run. */
  fetch(instruction: Instruction): Promise<readonly Verb[] | null>;
  hear(by: Heard['by'], text: string): void;
  /** The line listens for keys for so many seconds from now: a simulated patient may press some. */
  listening(seconds: number): void;
  /** Rings a number for the call that is going on, and returns once that leg is over. */
  dial(number: string, timeoutSeconds: number): Promise<DialEnd>;
}

/** How fast a voice reads. */
const wordsPerSecond = 2.5;
/** What the carrier says when it gets no TwiML. @see https://www.twilio.com/docs/api/errors/11200 */
const applicationError = 'We are sorry, an application error has occurred. Goodbye.';

/** Runs a call's TwiML from its first address until nothing is left to do or the phone hangs up. */
export async function converse(first: Instruction, options: ConversationOptions): Promise<void> {
  let next: Instruction | null = first;
  while (next !== null && !options.line.over) {
    const verbs = await options.fetch(next);
    if (verbs === null) {
      options.hear('carrier', applicationError);
      return;
    }
    next = await run(verbs, next.address, options);
  }
}

/** Runs verbs one after another; returns where to go on, or null at their end. */
async function run(verbs: readonly Verb[], address: string, options: ConversationOptions): Promise<Instruction | null> {
  for (const verb of verbs) {
    if (options.line.over || verb.name === 'Hangup') return null;
    const next = await runVerb(verb, address, options);
    if (next !== null) return next;
  }
  return null;
}

async function runVerb(verb: Verb, address: string, options: ConversationOptions): Promise<Instruction | null> {
  const { line, secondMs } = options;
  switch (verb.name) {
    case 'Say':
      options.hear('line', verb.text);
      await line.wait(spokenSeconds(verb.text) * secondMs);
      return null;
    case 'Pause':
      await line.wait(Number(verb.attributes['length'] ?? 1) * secondMs);
      return null;
    case 'Redirect':
      return { address: new URL(verb.text.trim(), address).href, fields: {} };
    case 'Gather':
      return gather(verb, address, options);
    case 'Dial':
      return dial(verb, address, options);
    default:
      return null;
  }
}

/** Keys may be pressed while the words are still being said. @see https://www.twilio.com/docs/voice/twiml/gather */
async function gather(verb: Verb, address: string, options: ConversationOptions): Promise<Instruction | null> {
  const { line, secondMs } = options;
  const { numDigits = '0', timeout = '5', finishOnKey = '#', action = address, actionOnEmptyResult } = verb.attributes;
  const words = verb.verbs.filter(({ name }) => name === 'Say');
  const speech = words.reduce((seconds, { text }) => seconds + spokenSeconds(text), 0);
  for (const { text } of words) options.hear('line', text);
  options.listening(speech + Number(timeout));

  let digits = '';
  for (let wait = speech + Number(timeout); ; wait = Number(timeout)) {
    const key = await line.key(wait * secondMs);
    if (key === null || key === finishOnKey) break;
    digits += key;
    if (digits.length === Number(numDigits)) break;
  }
  if (line.over || (digits === '' && actionOnEmptyResult !== 'true')) return null;
  return { address: new URL(action, address).href, fields: { Digits: digits, msg: 'Gather End' } };
}

/** @see https://www.twilio.com/docs/voice/twiml/dial */
async function dial(verb: Verb, address: string, options: ConversationOptions): Promise<Instruction | null> {
  const number = (verb.verbs.find(({ name }) => name === 'Number')?.text ?? verb.text).trim();
  const end = await options.dial(number, Number(verb.attributes['timeout'] ?? 30));
  const { action } = verb.attributes;
  if (action === undefined || options.line.over) return null;
  return { address: new URL(action, address).href, fields: { DialCallStatus: end } };
}

function spokenSeconds(text: string): number {
  return text.trim().split(/\s+/).length / wordsPerSecond;
}
