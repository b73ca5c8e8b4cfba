/** What the patient's pages say, in one language. */
export interface PageWords {
  readonly confirmTitle: string;
  readonly chosenConfirm: string;
  readonly chosenDecline: string;
  readonly confirm: string;
  readonly confirmAll: string;
  readonly decline: string;
  readonly confirmAfterAll: string;
  readonly declineAfterAll: string;
  readonly confirmedTitle: string;
  readonly confirmedText: string;
  readonly declinedTitle: string;
  readonly declinedText: string;
  readonly mixedTitle: string;
  readonly isConfirmed: string;
  readonly isDeclined: string;
  readonly isChanged: string;
  readonly isOver: string;
  readonly pressAgain: string;
  readonly unclearTitle: string;
  readonly unclearText: string;
  readonly birthDateTitle: string;
  readonly birthDateText: string;
  readonly whichVisits: string;
  readonly chooseVisit: string;
  readonly month: string;
  readonly day: string;
  readonly year: string;
  readonly notADate: string;
  readonly wrongBirthDate: (triesLeft: number) => string;
  readonly declineNow: string;
  readonly back: string;
  readonly lockedTitle: string;
  readonly lockedText: string;
  readonly noBirthDateTitle: string;
  readonly noBirthDateText: string;
  readonly changedTitle: string;
  readonly changedText: string;
  readonly lateText: string;
  readonly overTitle: string;
  readonly overText: string;
  readonly instructionsTitle: string;
  readonly noInstructions: string;
  readonly nothingMoreTitle: string;
  readonly callUs: string;
  readonly emergency: string;
  readonly brokenTitle: string;
  readonly brokenText: string;
  readonly troubleTitle: string;
  readonly troubleText: string;
  readonly unsubscribeTitle: string;
  readonly unsubscribeText: string;
  readonly unsubscribe: string;
  readonly unsubscribedTitle: string;
  readonly unsubscribedText: string;
}

export const english: PageWords = {
  confirmTitle: 'Will you be there?',
  chosenConfirm: 'Nearly done: press Confirm here.',
  chosenDecline: 'Nearly done: press Decline here.',
  confirm: 'Confirm',
  confirmAll: 'Confirm all',
  decline: 'Decline',
  confirmAfterAll: 'Confirm: I can come after all',
  declineAfterAll: 'Decline: I cannot come after all',
  confirmedTitle: 'Confirmed',
  confirmedText: 'Thank you. We look forward to seeing you.',
  declinedTitle: 'Declined',
  declinedText: 'Thank you for telling us. We will call you to find another time.',
  mixedTitle: 'Your answers',
  isConfirmed: 'Confirmed',
  isDeclined: 'Declined',
  isChanged: 'This visit has changed. Please call us.',
  isOver: 'This visit can no longer be answered here.',
  pressAgain:
    'Please press once more. Mail programs sometimes press buttons by themselves, so that press was not counted.',
  unclearTitle: 'We will call you',
  unclearText:
    'Confirm and Decline were pressed within a few seconds, so we do not know which you meant. Neither was counted, and we will call you.',
  birthDateTitle: 'To decline, enter the patient’s date of birth',
  birthDateText: 'This is how we know that it is you.',
  whichVisits: 'Which of them?',
  chooseVisit: 'Please choose at least one visit.',
  month: 'Month',
  day: 'Day',
  year: 'Year',
  notADate: 'Please enter the date of birth in numbers, such as 4 / 23 / 1975.',
  wrongBirthDate: (triesLeft) =>
    `That is not the date of birth that we have. ${triesLeft === 1 ? 'One try is left.' : `${triesLeft} tries are left.`}`,
  declineNow: 'Decline',
  back: 'Back',
  lockedTitle: 'Please call us',
  lockedText: 'The date of birth was wrong too often, so nothing was changed.',
  noBirthDateTitle: 'We will call you',
  noBirthDateText: 'We cannot make sure on this page that it is you, so nothing was changed yet. We will call you.',
  changedTitle: 'This visit has changed',
  changedText: 'It was moved or cancelled after this message. A newer message from us may tell you more.',
  lateText: 'We will call you about it.',
  overTitle: 'It is too late to answer here',
  overText: 'This link was for an earlier time.',
  instructionsTitle: 'Before your visit',
  noInstructions: 'Please call us, and we will tell you how to prepare.',
  nothingMoreTitle: 'Nothing more to prepare',
  callUs: 'Call us:',
  emergency: 'Nobody watches this page for emergencies: call 911.',
  brokenTitle: 'This link does not work',
  brokenText: 'Perhaps a part of it is missing. Please call the practice that sent it to you.',
  troubleTitle: 'Please try again in a minute',
  troubleText: 'Something did not work, and nothing was changed. If it is urgent, please call the practice.',
  unsubscribeTitle: 'No more emails?',
  unsubscribeText: 'You will get no more emails from us about your visits. Texts and calls are not changed.',
  unsubscribe: 'Unsubscribe',
  unsubscribedTitle: 'You are unsubscribed',
  unsubscribedText: 'We will not send emails to your address any more. Texts and calls are not changed.',
};

export const spanish: PageWords = {
  confirmTitle: '¿Podrá venir?',
  chosenConfirm: 'Ya casi: pulse Confirmar aquí.',
  chosenDecline: 'Ya casi: pulse No puedo ir aquí.',
  confirm: 'Confirmar',
  confirmAll: 'Confirmar todas',
  decline: 'No puedo ir',
  confirmAfterAll: 'Confirmar: sí puedo ir',
  declineAfterAll: 'Ya no puedo ir',
  confirmedTitle: 'Confirmada',
  confirmedText: 'Gracias. Le esperamos.',
  declinedTitle: 'No asistirá',
  declinedText: 'Gracias por avisarnos. Le llamaremos para encontrar otra fecha.',
  mixedTitle: 'Sus respuestas',
  isConfirmed: 'Confirmada',
  isDeclined: 'No asistirá',
  isChanged: 'Esta cita ha cambiado. Por favor, llámenos.',
  isOver: 'Ya no se puede responder aquí a esta cita.',
  pressAgain:
    'Por favor, pulse una vez más. A veces los programas de correo pulsan los botones por sí solos, así que no contamos esa vez.',
  unclearTitle: 'Le llamaremos',
  unclearText:
    'Se pulsaron los dos botones en pocos segundos y no sabemos cuál quería usted. No contamos ninguno y le llamaremos.',
  birthDateTitle: 'Para cancelar, escriba la fecha de nacimiento del paciente',
  birthDateText: 'Así sabemos que es usted.',
  whichVisits: '¿Cuál de ellas?',
  chooseVisit: 'Por favor, elija al menos una cita.',
  month: 'Mes',
  day: 'Día',
  year: 'Año',
  notADate: 'Por favor, escriba la fecha de nacimiento en números; por ejemplo, mes 4, día 23, año 1975.',
  wrongBirthDate: (triesLeft) =>
    `No es la fecha de nacimiento que tenemos. ${triesLeft === 1 ? 'Queda un intento.' : `Quedan ${triesLeft} intentos.`}`,
  declineNow: 'No puedo ir',
  back: 'Volver',
  lockedTitle: 'Por favor, llámenos',
  lockedText: 'La fecha de nacimiento no fue correcta demasiadas veces, así que no se cambió nada.',
  noBirthDateTitle: 'Le llamaremos',
  noBirthDateText:
    'En esta página no podemos comprobar que es usted, así que todavía no se ha cambiado nada. Le llamaremos.',
  changedTitle: 'Esta cita ha cambiado',
  changedText: 'Se cambió o se canceló después de este mensaje. Puede que tenga un mensaje nuestro más reciente.',
  lateText: 'Le llamaremos para hablar de ella.',
  overTitle: 'Ya no se puede responder aquí',
  overText: 'Este enlace era para una fecha anterior.',
  instructionsTitle: 'Antes de su cita',
  noInstructions: 'Por favor, llámenos y le diremos cómo prepararse.',
  nothingMoreTitle: 'Ya no hay nada que preparar',
  callUs: 'Llámenos:',
  emergency: 'Nadie vigila esta página por emergencias: llame al 911.',
  brokenTitle: 'Este enlace no funciona',
  brokenText: 'Quizá le falte una parte. Por favor, llame al consultorio que se lo envió.',
  troubleTitle: 'Por favor, inténtelo de nuevo en un minuto',
  troubleText: 'Algo no funcionó y no se cambió nada. Si es urgente, por favor, llame al consultorio.',
  unsubscribeTitle: '¿No quiere más correos?',
  unsubscribeText:
    'No recibirá más correos nuestros sobre sus citas. Los mensajes de texto y las llamadas siguen igual.',
  unsubscribe: 'Cancelar suscripción',
  unsubscribedTitle: 'Suscripción cancelada',
  unsubscribedText: 'No enviaremos más correos a su dirección. Los mensajes de texto y las llamadas siguen igual.',
};
