import type { Behaviour, Phone } from './phones.ts';
import { shareOf } from './share-of.ts';
import type { TextMessage } from './text-message.ts';

/** What a simulated patient writes back, and how long it takes: from 1 to 2, in units of the pace. */
export interface PatientAnswer {
  readonly text: string;
  readonly patience: number;
}

/** How often each behaviour is met among patients of whom nothing was said. */
const shares: readonly (readonly [Behaviour, number])[] = [
  ['confirms', 0.55],
  ['declines', 0.09],
  ['thanks', 0.08],
  ['stops', 0.02],
  ['silent', 0.26],
];

const words: Readonly<Record<Exclude<Behaviour, 'silent'>, readonly string[]>> = {
  confirms: ['Y', 'y', 'Yes', 'Y '],
  declines: ['N', 'n', 'No'],
  thanks: ['thanks!', 'gracias', 'Ok thank you', 'What time was it again?'],
  stops: ['STOP'],
};

/** What this phone's patient answers to a message, always the same; null for silence. */
export function answerOf(phone: Phone, message: TextMessage): PatientAnswer | null {
  if (phone.yours || phone.landline || phone.behaviour === 'silent' || !asksForAnswer(message.body)) return null;
  const said = words[phone.behaviour];
  const share = shareOf(message.sid);
  const text = said[Math.floor(share * said.length)];
  return text === undefined ? null : { text, patience: 1 + shareOf(`${message.sid} patience`) };
}

/** The behaviour of a phone of which nothing was said: drawn by its number, so it is the same after every start. */
export function behaviourOf(e164: string): Behaviour {
  let left = shareOf(e164);
  for (const [behaviour, share] of shares) {
    left -= share;
    if (left < 0) return behaviour;
  }
  return 'silent';
}

/** A message that asks names the letter to reply with; without this a patient would answer the answer to its answer. */
function asksForAnswer(body: string): boolean {
  return /(^|[^A-Za-z])Y([^A-Za-z]|$)/.test(body);
}
