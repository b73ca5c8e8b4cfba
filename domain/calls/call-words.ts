import { visitDate, visitTime } from '../templates/visit-words.ts';
import type { EpochMs } from '../planning/plan.ts';

/** Who calls, as a call names them. */
export interface CallerName {
  readonly practice: string;
  /** E.164. */
  readonly phone: string;
}

/** What a call says of an answer, and how to give it. */
interface AnswerWords {
  /** How to answer. An automated call must offer a key that ends them: 47 CFR 64.1200(b)(3). */
  readonly keys: string;
  /** The same for what is confirmed already. */
  readonly keysOfConfirmed: string;
  readonly confirmed: string;
  readonly declined: string;
  /** What was asked about is not as it was when the call was planned. */
  readonly changed: string;
}

/** What every call says beside the message itself. It is ours, not the template's: the keys and the way out are always named. */
export interface CallWords {
  readonly ofVisit: AnswerWords;
  /** Confirm is to be called for a visit; Decline ends the recall, and nobody is to be spoken to. */
  readonly ofRecall: AnswerWords;
  /** How to answer where the call asks nothing of a visit. */
  readonly keysOfOthers: string;
  /** A call names the number of whoever makes it: 47 CFR 64.1200(b)(2). */
  readonly ourNumber: (caller: CallerName) => string;
  readonly optedOut: string;
  readonly connecting: string;
  readonly nobodyTook: string;
  readonly goodbye: string;
  /** Nobody knows whether a person listens. */
  readonly whoListens: (caller: CallerName) => string;
  /** All that a machine is told: who called, and where to call back. */
  readonly callBack: (caller: CallerName) => string;
  readonly thanks: (caller: CallerName) => string;
  /** To who calls a number of ours. */
  readonly endCallsKey: string;
  /** Nobody took the call of who shows no number. */
  readonly callAgain: string;
  /** When the desk opens again; null where nobody can say. */
  readonly closedUntil: (opensAt: EpochMs | null, zone: string) => string;
}

const english: CallWords = {
  ofVisit: {
    keys: 'To confirm, press 1. If you cannot come, press 9. To end automated calls and texts to this number, press 8.',
    keysOfConfirmed: 'If you cannot come, press 9. To end automated calls and texts to this number, press 8.',
    confirmed: 'Thank you. Your visit is confirmed. Goodbye.',
    declined: 'Thank you for telling us.',
    changed: 'That visit has changed. We will call you. Goodbye.',
  },
  ofRecall: {
    keys:
      'To be called by us for a time, press 1. If you do not want a visit, press 9. To end automated calls and texts to this ' +
      'number, press 8.',
    keysOfConfirmed:
      'If you do not want a visit after all, press 9. To end automated calls and texts to this number, press 8.',
    confirmed: 'Thank you. We will call you to find a time. Goodbye.',
    declined: 'Thank you. We will not remind you of this again. Goodbye.',
    changed: 'Thank you. We will call you. Goodbye.',
  },
  keysOfOthers: 'To end automated calls and texts to this number, press 8.',
  ourNumber: ({ phone }) => `Our number is ${spoken(phone)}.`,
  optedOut: 'You will get no more automated calls or texts at this number. Goodbye.',
  connecting: 'We are connecting you to our desk.',
  nobodyTook: 'Nobody could take your call. We will call you back. Goodbye.',
  goodbye: 'Goodbye.',
  whoListens: ({ practice }) => `This is ${practice} with a message. To hear it, press any key.`,
  callBack: ({ practice, phone }) => `This is ${practice}. Please call us back at ${spoken(phone)}. Thank you.`,
  thanks: ({ practice }) => `Thank you for calling ${practice}.`,
  endCallsKey: 'To end automated calls and texts to your number, press 8. Otherwise please hold.',
  callAgain: 'Nobody could take your call. Please call again. Goodbye.',
  closedUntil: (opensAt, zone) =>
    opensAt === null
      ? 'Our desk is closed now. Please call us when we open. Goodbye.'
      : `Our desk is closed now. Please call us when we open, on ${visitDate(opensAt, zone, 'en')}, at ${visitTime(opensAt, zone, 'en')}. Goodbye.`,
};

const spanish: CallWords = {
  ofVisit: {
    keys:
      'Para confirmar, oprima 1. Si no puede venir, oprima 9. Para no recibir más llamadas ni mensajes automáticos en este ' +
      'número, oprima 8.',
    keysOfConfirmed:
      'Si no puede venir, oprima 9. Para no recibir más llamadas ni mensajes automáticos en este número, oprima 8.',
    confirmed: 'Gracias. Su cita está confirmada. Adiós.',
    declined: 'Gracias por avisarnos.',
    changed: 'Esa cita ha cambiado. Le llamaremos. Adiós.',
  },
  ofRecall: {
    keys:
      'Para que le llamemos y busquemos una fecha, oprima 1. Si no quiere una cita, oprima 9. Para no recibir más llamadas ni ' +
      'mensajes automáticos en este número, oprima 8.',
    keysOfConfirmed:
      'Si ya no quiere una cita, oprima 9. Para no recibir más llamadas ni mensajes automáticos en este número, oprima 8.',
    confirmed: 'Gracias. Le llamaremos para buscar una fecha. Adiós.',
    declined: 'Gracias. No le volveremos a recordar esto. Adiós.',
    changed: 'Gracias. Le llamaremos. Adiós.',
  },
  keysOfOthers: 'Para no recibir más llamadas ni mensajes automáticos en este número, oprima 8.',
  ourNumber: ({ phone }) => `Nuestro número es ${spoken(phone)}.`,
  optedOut: 'No recibirá más llamadas ni mensajes automáticos en este número. Adiós.',
  connecting: 'Le comunicamos con nuestra recepción.',
  nobodyTook: 'Nadie pudo atender su llamada. Le llamaremos. Adiós.',
  goodbye: 'Adiós.',
  whoListens: ({ practice }) => `Le llama ${practice} con un mensaje. Para escucharlo, oprima cualquier tecla.`,
  callBack: ({ practice, phone }) => `Le llama ${practice}. Por favor, llámenos al ${spoken(phone)}. Gracias.`,
  thanks: ({ practice }) => `Gracias por llamar a ${practice}.`,
  endCallsKey:
    'Para no recibir más llamadas ni mensajes automáticos en su número, oprima 8. De lo contrario, espere por favor.',
  callAgain: 'Nadie pudo atender su llamada. Vuelva a llamar, por favor. Adiós.',
  closedUntil: (opensAt, zone) =>
    opensAt === null
      ? 'Nuestra recepción está cerrada ahora. Llámenos cuando abramos, por favor. Adiós.'
      : `Nuestra recepción está cerrada ahora. Llámenos cuando abramos, el ${visitDate(opensAt, zone, 'es')}, a las ${visitTime(opensAt, zone, 'es')}, por favor. Adiós.`,
};

/** The words of a language; English where there are none. */
export function callWords(language: string): CallWords {
  return language === 'es' ? spanish : english;
}

/** A number digit by digit, in the groups that people say it in, so that no voice reads it as a sum of millions. */
function spoken(e164: string): string {
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164);
  const groups = american === null ? [e164.replace(/\D/g, '')] : american.slice(1);
  return groups.map((group) => Array.from(group).join(' ')).join(', ');
}
