/** What phones and thumbs write, and the word that the vocabularies have for it. */
export const shortForms: Readonly<Record<string, string>> = {
  ...formsOf({
    // English
    you: 'u yu yuo',
    your: 'ur yor',
    will: 'wil wll',
    please: 'pls plz plse pleas pleaz pleasee plese',
    thanks: 'thx thnx thnks tks ty tysm thxs tnx thanx thankyou thanku thks tanks',
    appointment: 'appt appts apt apts appmt apmt aptmt appnt appointmnt apointment appoinment apptment appointments',
    tomorrow: 'tmrw tmr tmw tmmrw tomm tomorow tommorow tommorrow tomorro tomorrows 2morrow 2moro tmrrw tmo',
    today: 'todays 2day',
    tonight: 'tonite tn',
    text: 'txt',
    texts: 'txts',
    texting: 'txting textin txtin',
    message: 'msg mssg mesage',
    messages: 'msgs mssgs mesages messeges',
    reminders: 'remiders',
    because: 'cuz bc becuz cus coz cause',
    dont: 'dnt donot dint doont',
    cant: 'cnt cannot cannt canot kant caint',
    wont: 'wnt',
    number: 'nmbr numer numbr nbr',
    calling: 'callin',
    coming: 'cumming comin cming',
    going: 'goin',
    unsubscribe: 'unscribe unsuscribe unsubcribe unsuscrib unsub',
    there: 'thr',
    good: 'gud',
    monday: 'mon mondays',
    tuesday: 'tue tues tuesdays',
    wednesday: 'wed weds wednesdays',
    thursday: 'thu thur thurs thursdays',
    friday: 'fri fridays',
    reschedule: 'resched rescedule reshedule reschedual',
    // Spanish
    'por favor': 'xfa porfa porfavor xfavor plis porfis pf',
    que: 'q ke qe',
    porque: 'xq pq porq',
    gracias: 'grax grasias gracia grcs',
    mensajes: 'msj msjs mjs mjes mensages mensage mnsj msjes mensaje',
    cita: 'sita',
    numero: 'nro',
    estoy: 'stoy',
    voy: 'voi',
    ir: 'hir',
    esta: 'sta',
    quiero: 'kiero qiero',
    bien: 'bn',
    manana: 'mnn',
    tambien: 'tmb tambn',
  }),
};

function formsOf(words: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(words).flatMap(([word, forms]) => forms.split(' ').map((form) => [form, word])),
  );
}

/** Words that belong together, brought to the one form that the vocabularies have. Each is applied after those above it. */
export const contractions: readonly (readonly [phrase: string, word: string])[] = [
  ['thank you', 'thanks'],
  ['do not', 'dont'],
  ['don t', 'dont'],
  ['does not', 'doesnt'],
  ['did not', 'didnt'],
  ['can not|t', 'cant'],
  ['will not', 'wont'],
  ['won t', 'wont'],
  ['is not', 'isnt'],
  ['are not', 'arent'],
  ['was not', 'wasnt'],
  ['have not', 'havent'],
  ['ill|will b', 'will be'],
  ['well b', 'well be'],
  ['c you', 'see you'],
  ['be their', 'be there'],
  ['no ba', 'no va'],
  ['there is', 'theres'],
  ['i|we|he|she will $', 'yes'],
  ['i|we will thanks', 'yes thanks'],
  ['i|we certainly|definitely|absolutely|surely will', 'yes'],
  ['i am|m', 'im'],
  ['we are', 'were'],
  ['i will|ll', 'ill'],
  ['we will|ll', 'well'],
  ['she will', 'shell'],
  ['he will', 'hell'],
  ['they will', 'theyll'],
  ['they are', 'theyre'],
  ['he is', 'hes'],
  ['she is', 'shes'],
  ['it is', 'its'],
  ['that is', 'thats'],
  ['not gonna', 'wont'],
  ['not going to be able to', 'cant'],
  ['unable to', 'cant'],
  ['arent|isnt going to be able to', 'cant'],
  ['ill definitely|certainly|absolutely|surely', 'ill'],
  ['that will', 'thatll'],
  ['un subscribe', 'unsubscribe'],
  ['n / a', 'na'],
  ['late notice', 'short notice'],
  ['notice but', 'notice'],
  ['not able to', 'cant'],
  ['wont|cant be able to', 'cant'],
  ['can no longer|more', 'cant'],
  ['no longer can', 'cant'],
  ['no longer able to', 'cant'],
  ['x favor', 'por favor'],
  ['x el|la', 'por el'],
  ['si boy', 'si voy'],
  ['no boy', 'no voy'],
  ['boy a', 'voy a'],
  // An apology's "but" turns nothing around.
  ['sorry|apologies|apologize but', 'sorry'],
  ['perdon|disculpe|disculpa|disculpen|siento|lamento pero', 'perdon'],
];

/** Long words that are often mistyped: an unknown word one slip away from one of them is taken for it. */
export const mistyped: readonly string[] =
  `confirm confirmed confirming cancel canceled cancelled canceling cancellation appointment reschedule rescheduled rescheduling
  unsubscribe message messages texting reminders tomorrow attend available emergency contacting deceased ambulance suicide
  definitely breathe breathing confirmo confirmar confirmado confirmada cancelar reprogramar mensajes gracias asistir asistire
  equivocado numero emergencia fallecio respirar`.split(/\s+/);

/** Words that look so and are words of their own. */
export const notMistyped: ReadonlySet<string> = new Set([
  ...['cancer', 'cancers', 'conform', 'massage', 'massages', 'testing', 'attended', 'attends', 'breather', 'breathed'],
]);
