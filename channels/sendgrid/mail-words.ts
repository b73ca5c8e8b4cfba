/** What stands on the buttons of a mail. */
export interface ButtonWords {
  readonly confirm: string;
  readonly decline: string;
}

/** What every mail says around its own words. */
export interface MailWords {
  readonly ofVisit: ButtonWords;
  /** As the page says it that they lead to (api/patient/recall-page-words.ts). */
  readonly ofRecall: ButtonWords;
  readonly buttonsOpenPage: string;
  /** Before the practice's number. */
  readonly callUs: string;
  readonly doNotReply: string;
  readonly unsubscribe: string;
  readonly calendarFile: string;
}

const english: MailWords = {
  ofVisit: { confirm: 'Confirm', decline: 'Decline' },
  ofRecall: { confirm: 'Please call me to book', decline: 'No visit, thank you' },
  buttonsOpenPage: 'Either button opens a page where you give your answer.',
  callUs: 'Call us:',
  doNotReply: 'Replies to this email are not read. It is not for emergencies: call 911.',
  unsubscribe: 'Stop emails to this address',
  calendarFile: 'appointment.ics',
};

const spanish: MailWords = {
  ofVisit: { confirm: 'Confirmar', decline: 'No puedo ir' },
  ofRecall: { confirm: 'Llámenme para una cita', decline: 'No quiero una cita' },
  buttonsOpenPage: 'Cada botón abre una página donde usted da su respuesta.',
  callUs: 'Llámenos:',
  doNotReply: 'Las respuestas a este correo no se leen. No es para emergencias: llame al 911.',
  unsubscribe: 'No recibir más correos en esta dirección',
  calendarFile: 'cita.ics',
};

/** The words for a language; English for one that has none. */
export function mailWords(language: string): MailWords {
  return language === 'es' ? spanish : english;
}
