import { phoneForReading } from '../contacts/phone.ts';
import type { EpochMs } from '../planning/plan.ts';
import { visitDate, visitTime } from '../templates/visit-words.ts';

/** What we write back to a reply. Each is the slot of its message. */
export type Acknowledgement =
  | 'confirmed'
  | 'declined'
  /** The same of a recall, which has no time yet. */
  | 'to-book'
  | 'not-now'
  | 'visit-changed'
  | 'which-visit'
  | 'opted-out'
  /** The same where the words are also of an emergency. */
  | 'opted-out-emergency'
  | 'help'
  | 'unclear'
  | 'emergency';

/** Whether a message of this slot confirms an opt-out: the only text that may go to a contact point that has opted out. */
export function confirmsOptOut(slot: string): boolean {
  return slot === 'opted-out' || slot === 'opted-out-emergency';
}

/** A visit, or a recall, as a patient is told of it. */
export interface VisitToName {
  /** The name that the patient goes by; empty where the PMS has none. */
  readonly firstName: string;
  readonly type: 'appointment' | 'recall';
  readonly visitAt: EpochMs;
  /** Its facility's. */
  readonly zone: string;
}

export interface AcknowledgementFacts {
  readonly practice: { readonly nameInMessages: string; /** E.164. */ readonly phone: string };
  /** The visits that were answered, or that are asked about, in the order of their letters. */
  readonly visits: readonly VisitToName[];
  /** With `which-visit`: what the patient said of one or more of them. */
  readonly answer: 'confirmed' | 'declined';
  /** The visits' facility is on vacation now, so nobody takes a call. */
  readonly onVacation: boolean;
  /** Of the message that was answered. */
  readonly language: string;
}

/** The letters of a question back, in their order. Digits would be read as the answers of the voice menu. */
export const choiceLetters = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const;

/**
 * The words of an acknowledgement. It names the practice and its number (CTIA, Messaging Principles and Best Practices), no speciality and no
 * reason of a visit. The Spanish avoids á, í, ó and ú, which would treble its price.
 */
export function acknowledge(what: Acknowledgement, facts: AcknowledgementFacts): string {
  return (facts.language === 'es' ? spanish : english)[what](wordsFor(facts));
}

interface Words {
  readonly practice: string;
  readonly phone: string;
  /** `Zoe, Tuesday, November 24, 9:00 AM.`, one after the other. */
  readonly visits: string;
  /** The same, each with its letter. */
  readonly lettered: string;
  readonly letters: readonly string[];
  readonly answer: 'confirmed' | 'declined';
  readonly onVacation: boolean;
}

type Texts = Readonly<Record<Acknowledgement, (words: Words) => string>>;

const english: Texts = {
  confirmed: ({ practice, phone, visits }) => `Thank you. Confirmed: ${visits} ${practice} ${phone}`,
  declined: ({ practice, phone, visits, onVacation }) =>
    onVacation
      ? `We have noted that you cannot come: ${visits} We are closed now. For another time call us when we open: ${phone}. ${practice}`
      : `We have noted that you cannot come: ${visits} For another time call ${phone}. ${practice}`,
  'to-book': ({ practice, phone }) => `Thank you, we will call you to find a time. ${practice} ${phone}`,
  'not-now': ({ practice, phone }) =>
    `Thank you, we will not remind you of this again. To make a visit call ${phone}. ${practice}`,
  'visit-changed': ({ practice, phone }) => `That visit changed, we will call you. ${practice} ${phone}`,
  'which-visit': ({ practice, phone, lettered, letters, answer }) =>
    `${practice} ${phone}: Which visit ${answer === 'confirmed' ? 'do you confirm' : 'can you not keep'}? ${lettered} Reply ${listed(letters, 'or', 'ALL')}.`,
  'opted-out': ({ practice, phone }) =>
    `${practice} ${phone}: You will get no more texts or automated calls from us at this number. Reply START to get them again.`,
  'opted-out-emergency': ({ practice, phone }) =>
    `If this is an emergency, call 911 now. ${practice} ${phone}: You will get no more texts or automated calls from us. Reply START to get them again.`,
  help: ({ practice, phone }) => `${practice}: visit reminders. For help call ${phone}. Reply STOP to end.`,
  unclear: ({ practice, phone }) =>
    `${practice} ${phone}: Thank you, someone will read your message. This number is not monitored for emergencies: call 911.`,
  emergency: ({ practice, phone }) =>
    `If this is an emergency, call 911 now. This number is not monitored for emergencies. ${practice} ${phone}`,
};

const spanish: Texts = {
  confirmed: ({ practice, phone, visits }) => `Gracias. Queda confirmado: ${visits} ${practice} ${phone}`,
  declined: ({ practice, phone, visits, onVacation }) =>
    onVacation
      ? `Anotado, no puede venir: ${visits} Ahora no atendemos. Para otra fecha llame cuando abramos: ${phone}. ${practice}`
      : `Anotado, no puede venir: ${visits} Para otra fecha llame al ${phone}. ${practice}`,
  'to-book': ({ practice, phone }) => `Gracias, le llamaremos para encontrar una hora. ${practice} ${phone}`,
  'not-now': ({ practice, phone }) =>
    `Gracias, no se lo recordaremos otra vez. Para una cita llame al ${phone}. ${practice}`,
  'visit-changed': ({ practice, phone }) => `Esa cita ha cambiado, le llamaremos. ${practice} ${phone}`,
  'which-visit': ({ practice, phone, lettered, letters, answer }) =>
    `${practice} ${phone}: ¿${answer === 'confirmed' ? 'Qué cita confirma' : 'A qué cita no puede venir'}? ${lettered} Responda ${listed(letters, 'o', 'TODAS')}.`,
  'opted-out': ({ practice, phone }) =>
    `${practice} ${phone}: Dejamos de enviarle textos y llamadas automatizadas a este teléfono. Responda START para recibirlos de nuevo.`,
  'opted-out-emergency': ({ practice, phone }) =>
    `Si es una emergencia, llame al 911 ahora. ${practice} ${phone}: Ya no le enviamos textos ni llamadas. Responda START para recibirlos.`,
  help: ({ practice, phone }) =>
    `${practice}: recordatorios de citas. Para ayuda llame al ${phone}. Responda STOP para terminar.`,
  unclear: ({ practice, phone }) =>
    `${practice} ${phone}: Gracias, una persona va a leer su mensaje. Este teléfono no se vigila para emergencias: llame al 911.`,
  emergency: ({ practice, phone }) =>
    `Si es una emergencia, llame al 911 ahora. Este teléfono no se vigila para emergencias. ${practice} ${phone}`,
};

function wordsFor({ practice, visits, answer, language, onVacation }: AcknowledgementFacts): Words {
  const newVisit = language === 'es' ? 'una cita nueva' : 'a new visit';
  const named = visits.map(({ type, firstName, visitAt, zone }) => {
    const when =
      type === 'recall' ? [newVisit] : [visitDate(visitAt, zone, language), visitTime(visitAt, zone, language)];
    return [firstName, ...when].filter(Boolean).join(', ');
  });
  const letters = choiceLetters.slice(0, visits.length);
  return {
    practice: practice.nameInMessages,
    phone: phoneForReading(practice.phone),
    visits: sentence(named.join('; ')),
    lettered: named.map((name, index) => `${letters[index] ?? ''}: ${sentence(name)}`).join(' '),
    letters,
    answer,
    onVacation,
  };
}

/** With a full stop, unless an `a.m.` has brought its own. */
function sentence(words: string): string {
  return words.endsWith('.') ? words : `${words}.`;
}

/** `A, B or ALL`. */
function listed(letters: readonly string[], or: string, all: string): string {
  return `${letters.join(', ')} ${or} ${all}`;
}
