import type { PageWords } from './page-words.ts';

/** What the page of a recall says otherwise than that of a visit, in one language: it asks whether to call, not whether one comes. */
type RecallPageWords = Pick<
  PageWords,
  | 'confirmTitle'
  | 'chosenConfirm'
  | 'chosenDecline'
  | 'confirm'
  | 'decline'
  | 'confirmAfterAll'
  | 'declineAfterAll'
  | 'confirmedTitle'
  | 'confirmedText'
  | 'declinedTitle'
  | 'declinedText'
  | 'changedTitle'
  | 'changedText'
  | 'overText'
>;

export const englishOfRecalls: RecallPageWords = {
  confirmTitle: 'It is time for your next visit',
  chosenConfirm: 'Nearly done: press “Please call me to book” here.',
  chosenDecline: 'Nearly done: press “No visit, thank you” here.',
  confirm: 'Please call me to book',
  decline: 'No visit, thank you',
  confirmAfterAll: 'Please call me to book after all',
  declineAfterAll: 'No visit after all, thank you',
  confirmedTitle: 'We will call you',
  confirmedText: 'Thank you. We will call you to find a time.',
  declinedTitle: 'No visit for now',
  declinedText: 'Thank you. We will not remind you of this again.',
  changedTitle: 'Nothing is left to answer here',
  changedText: 'You have a visit already, or this one is no longer due.',
  overText: 'This link has expired.',
};

export const spanishOfRecalls: RecallPageWords = {
  confirmTitle: 'Es hora de su siguiente cita',
  chosenConfirm: 'Ya casi: pulse «Llámenme para una cita» aquí.',
  chosenDecline: 'Ya casi: pulse «No quiero una cita» aquí.',
  confirm: 'Llámenme para una cita',
  decline: 'No quiero una cita',
  confirmAfterAll: 'Llámenme para una cita, siempre sí',
  declineAfterAll: 'Ya no quiero una cita',
  confirmedTitle: 'Le llamaremos',
  confirmedText: 'Gracias. Le llamaremos para buscar una fecha.',
  declinedTitle: 'Sin cita por ahora',
  declinedText: 'Gracias. No le volveremos a recordar esto.',
  changedTitle: 'Ya no hay nada que responder aquí',
  changedText: 'Usted ya tiene una cita, o esta ya no hace falta.',
  overText: 'Este enlace ha caducado.',
};
