import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import type { CallStep } from '../../domain/calls/call-step.ts';

/** Where the carrier goes on after a step: whole addresses, signed like every other that it calls. */
export interface CallAddresses {
  /** A key was pressed, or none was in time. `said`: how often the words had been said. */
  readonly keys: (said: number) => string;
  /** The leg to the desk is over. */
  readonly transfer: string;
  /** A message on a machine was said to its end. */
  readonly left: string;
}

/** How long a patient may think after the last word. */
const keySeconds = 8;
/** How long the desk's phone rings. */
const deskRingSeconds = 25;

/** @see https://www.twilio.com/docs/voice/twiml/say/text-speech#amazon-polly */
const voices = {
  en: { voice: 'Polly.Joanna', language: 'en-US' },
  es: { voice: 'Polly.Lupe', language: 'es-US' },
} as const;

/** A step of a call in the carrier's language. @see https://www.twilio.com/docs/voice/twiml */
export function twiml(step: CallStep, addresses: CallAddresses): string {
  const response = new VoiceResponse();
  const voice = step.language === 'es' ? voices.es : voices.en;
  const say = (words: readonly string[]): void => {
    for (const text of words) response.say(voice, text);
  };
  switch (step.do) {
    case 'ask': {
      const gather = response.gather({
        numDigits: 1,
        timeout: keySeconds,
        // Silence comes back too: so it is known that the words were said to their end.
        actionOnEmptyResult: true,
        action: addresses.keys(step.said),
        method: 'POST',
      });
      for (const text of step.words) gather.say(voice, text);
      break;
    }
    case 'connect':
      say(step.words);
      response
        .dial({ action: addresses.transfer, method: 'POST', timeout: deskRingSeconds, callerId: step.from })
        .number(step.desk);
      break;
    case 'leave':
      // Some machines swallow the first moment after the beep.
      response.pause({ length: 1 });
      say(step.words);
      response.redirect({ method: 'POST' }, addresses.left);
      break;
    case 'end':
      say(step.words);
      response.hangup();
      break;
  }
  return response.toString();
}
