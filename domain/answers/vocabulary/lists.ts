import type { WordLists } from '../phrase.ts';

/** The lists that phrases name with `@`. */
export const wordLists: WordLists = {
  // Words that `sign-words.ts` puts in the place of emoji.
  thumbs_up: ['=agree'],
  thumbs_down: ['=refuse'],
  weekdays: inWords(`monday tuesday wednesday thursday friday saturday sunday
    lunes martes miercoles jueves viernes sabado domingo`),
  visits: inWords('appointment appointments visit visits checkup exam meeting cleaning'),
  cannot: inWords('cant cnt wont wnt'),

  // What is sent to a patient, and sending it.
  notices:
    inWords(`text texts txt message messages sms reminder reminders alert alerts notification notifications notices call
    calls robocalls email emails communication communications correspondence solicitation solicitations subscription spam
    mailing mailings updates`),
  sending:
    inWords(`texting messaging calling contacting sending emailing spamming reminding notifying alerting soliciting writing
    pinging bothering harassing annoying bugging pestering disturbing blasting communicating`),
  send: inWords(
    `text texts message messages contact call send email remind notify bother spam harass annoy disturb bug write`,
  ),
  the: inWords(`the my these those this your any all such anymore automated future appointment text sms phone stupid damn fucking
    annoying`),

  // The same in Spanish, in the forms that a request takes.
  mensajes:
    inWords(`mensaje mensajes texto textos sms recordatorio recordatorios llamada llamadas notificacion notificaciones
    avisos alertas correos comunicaciones suscripcion spam`),
  mandar:
    inWords(`mandar mandarme enviar enviarme escribir escribirme textear textearme llamar llamarme molestar molestarme
    contactar contactarme mensajear mensajearme recordar recordarme notificar notificarme fastidiar fastidiarme comunicarse
    recibir recibiendo acosar acosarme textiar textiarme texteame texteando marcar marcarme marcando hostigar hostigarme chingar joder mandando
    mandandome enviando enviandome escribiendo escribiendome llamando llamandome molestando texteando contactando`),
  manden:
    inWords(`mande manden mandes mandan mandenme mandeme envie envien envies enviar enviarme mandar mandarme escriba
    escriban escribas escribir escribirme escriben textee texteen textees textien textie marque marquen marques recuerde recuerden busque
    busquen textear texto llame llamen llames llamar llamarme
    moleste molesten molestes molestar molestarme contacte contacten contactes contactar contactarme mensajee mensajeen avisen
    notifiquen fastidien hablen`),
  quiten:
    inWords(`quiten quite quita quitar saquen saque saca sacar borren borre borra borrar eliminen elimine elimina eliminar
    remuevan remueva remueve remover retiren retire retirar`),
  quitenme: inWords(`quitenme quiteme quitame quitarme saquenme saqueme sacame sacarme borrenme borreme borrame borrarme
    eliminenme elimineme eliminame eliminarme remuevanme remuevame remueveme removerme retirenme retireme retirarme`),
};

function inWords(list: string): readonly string[] {
  return list.split(/\s+/);
}
