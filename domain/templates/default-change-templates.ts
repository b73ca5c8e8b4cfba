import type { DefaultTemplate } from './default-template.ts';

const stop = { en: 'Reply STOP to end.', es: 'Responda STOP para terminar.' } as const;
const hello = {
  en: 'Hello. This is {{ practiceName }}{% if firstName != "" and visits == "" %}, with a message for {{ firstName }}{% endif %}. ',
  es: 'Hola. Le llama {{ practiceName }}{% if firstName != "" and visits == "" %}, con un mensaje para {{ firstName }}{% endif %}. ',
} as const;
const your = {
  en: '{% if firstName != "" %}{{ firstName }}, your{% else %}Your{% endif %}',
  es: '{% if firstName != "" %}{{ firstName }}, su{% else %}Su{% endif %}',
} as const;

/** Why the visits are off, as words before the sentence that says so; a name by which staff choose it. */
const causes = [
  { name: 'standard', en: '', es: '' },
  { name: 'emergency', en: 'because of an emergency here, ', es: 'por una emergencia, ' },
  { name: 'weather', en: 'because of the weather, ', es: 'por el mal tiempo, ' },
] as const;

/** What tells that a visit is off. It fits whether staff or the PMS said so, and whoever wanted it. */
function cancellation({ name, en, es }: (typeof causes)[number]): DefaultTemplate[] {
  const of = { kind: 'appt_cancellation', name } as const;
  const [capitalEn, capitalEs] = [capital(en), capital(es)];
  return [
    {
      ...of,
      channel: 'text',
      language: 'en',
      body:
        `{{ practiceName }} {{ practicePhone }}: ${en}{% if visits != "" %}your visits on {{ visitDate }} ({{ visits }}) are cancelled` +
        '{% else %}your visit on {{ visitDate }}, {{ visitTime }}, {{ facilityName }}, is cancelled{% endif %}. ' +
        `Please call us to find a new time. ${stop.en}`,
    },
    {
      ...of,
      channel: 'text',
      language: 'es',
      body:
        `{{ practiceName }} {{ practicePhone }}: ${es}{% if visits != "" %}sus citas del {{ visitDate }} ({{ visits }}) quedan canceladas` +
        '{% else %}su cita del {{ visitDate }}, {{ visitTime }}, {{ facilityName }}, queda cancelada{% endif %}. ' +
        `Por favor llame para buscar otra hora. ${stop.es}`,
    },
    {
      ...of,
      channel: 'email',
      language: 'en',
      subjectLine: 'Cancelled: your {% if visits != "" %}visits{% else %}visit{% endif %} on {{ visitDate }}',
      body:
        `{% if visits != "" %}${capitalEn}${en === '' ? 'Your' : 'your'} visits on {{ visitDate }} are cancelled: {{ visits }}.{% else %}` +
        `{% if firstName != "" %}{{ firstName }}, ${en}your{% else %}${capitalEn}${en === '' ? 'Your' : 'your'}{% endif %} visit on ` +
        '{{ visitDate }}, at {{ visitTime }}, {{ facilityName }}, is cancelled.{% endif %}\n\n' +
        'Please call us at {{ practicePhone }} to find a new time.',
    },
    {
      ...of,
      channel: 'email',
      language: 'es',
      subjectLine: 'Cancelada: {% if visits != "" %}sus citas{% else %}su cita{% endif %} del {{ visitDate }}',
      body:
        `{% if visits != "" %}${capitalEs}${es === '' ? 'Sus' : 'sus'} citas del {{ visitDate }} quedan canceladas: {{ visits }}.{% else %}` +
        `{% if firstName != "" %}{{ firstName }}, ${es}su{% else %}${capitalEs}${es === '' ? 'Su' : 'su'}{% endif %} cita del ` +
        '{{ visitDate }}, a las {{ visitTime }}, {{ facilityName }}, queda cancelada.{% endif %}\n\n' +
        'Por favor llámenos al {{ practicePhone }} para buscar otra hora.',
    },
    {
      ...of,
      channel: 'voice',
      language: 'en',
      body:
        `${hello.en}${capitalEn}{% if visits != "" %}${en === '' ? 'Your' : 'your'} visits on {{ visitDate }} are cancelled: {{ visits }}` +
        `{% else %}${en === '' ? 'Your' : 'your'} visit on {{ visitDate }}, at {{ visitTime }}, at {{ facilityName }}, is cancelled` +
        '{% endif %}. Please call us to find a new time.',
    },
    {
      ...of,
      channel: 'voice',
      language: 'es',
      body:
        `${hello.es}${capitalEs}{% if visits != "" %}${es === '' ? 'Sus' : 'sus'} citas del {{ visitDate }} quedan canceladas: {{ visits }}` +
        `{% else %}${es === '' ? 'Su' : 'su'} cita del {{ visitDate }}, a las {{ visitTime }}, en {{ facilityName }}, queda cancelada` +
        '{% endif %}. Por favor llámenos para buscar otra hora.',
    },
  ];
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const otherDay = (before: string): string => `{% if formerDate != visitDate %}${before}{{ visitDate }}, {% endif %}`;

/** Of what staff say to a group. */
const groupTemplates: readonly DefaultTemplate[] = [
  {
    kind: 'appt_delay',
    channel: 'text',
    language: 'en',
    body:
      '{{ practiceName }} {{ practicePhone }}: {% if visits != "" %}your visits on {{ visitDate }} have new times: {{ visits }}. ' +
      `{% else %}${your.en} visit on {{ formerDate }}, {{ formerTime }}, is now ${otherDay('')}{{ visitTime }}, {{ facilityName }}. ` +
      `{% endif %}Reply Y if you can come, N if you cannot. ${stop.en}`,
  },
  {
    kind: 'appt_delay',
    channel: 'text',
    language: 'es',
    body:
      '{{ practiceName }} {{ practicePhone }}: {% if visits != "" %}sus citas del {{ visitDate }} tienen otra hora: {{ visits }}. ' +
      `{% else %}${your.es} cita del {{ formerDate }}, {{ formerTime }}, cambia: ${otherDay('')}{{ visitTime }}, {{ facilityName }}. ` +
      `{% endif %}Responda SI si puede venir, NO si no puede. ${stop.es}`,
  },
  {
    kind: 'appt_delay',
    channel: 'email',
    language: 'en',
    subjectLine:
      '{% if visits != "" %}New times of your visits on {{ visitDate }}{% else %}New time of your visit: {{ visitDate }}, {{ visitTime }}{% endif %}',
    body:
      '{% if visits != "" %}Your visits on {{ visitDate }} have new times: {{ visits }}.{% else %}' +
      `${your.en} visit on {{ formerDate }}, at {{ formerTime }}, is now ${otherDay('on ')}at {{ visitTime }}, {{ facilityName }}.{% endif %}\n\n` +
      'Please tell us whether you can come, or call us at {{ practicePhone }}.',
  },
  {
    kind: 'appt_delay',
    channel: 'email',
    language: 'es',
    subjectLine:
      '{% if visits != "" %}Otra hora de sus citas del {{ visitDate }}{% else %}Otra hora de su cita: {{ visitDate }}, {{ visitTime }}{% endif %}',
    body:
      '{% if visits != "" %}Sus citas del {{ visitDate }} tienen otra hora: {{ visits }}.{% else %}' +
      `${your.es} cita del {{ formerDate }}, a las {{ formerTime }}, cambia: ahora es ${otherDay('el ')}a las {{ visitTime }}, {{ facilityName }}.{% endif %}\n\n` +
      'Por favor díganos si puede venir, o llámenos al {{ practicePhone }}.',
  },
  {
    kind: 'appt_delay',
    channel: 'voice',
    language: 'en',
    body:
      `${hello.en}{% if visits != "" %}Your visits on {{ visitDate }} have new times: {{ visits }}.{% else %}` +
      `Your visit on {{ formerDate }}, at {{ formerTime }}, is now ${otherDay('on ')}at {{ visitTime }}, at {{ facilityName }}.{% endif %}`,
  },
  {
    kind: 'appt_delay',
    channel: 'voice',
    language: 'es',
    body:
      `${hello.es}{% if visits != "" %}Sus citas del {{ visitDate }} tienen otra hora: {{ visits }}.{% else %}` +
      `Su cita del {{ formerDate }}, a las {{ formerTime }}, cambia: ahora es ${otherDay('el ')}a las {{ visitTime }}, en {{ facilityName }}.{% endif %}`,
  },
  ...causes.flatMap(cancellation),
];

/** What the PMS changed is told in the words of what staff changed, under kinds of its own, so that either can be worded otherwise. */
const noticeKinds: Readonly<Record<string, string>> = {
  appt_delay: 'move_notice',
  appt_cancellation: 'cancellation_notice',
};

/**
 * What tells of another time or of none: of a group that staff delayed or cancelled, and of a visit that the PMS moved or cancelled. The
 * same holds as of reminders: the practice and its number, how to end it, no speciality and no reason of the visit.
 */
export const defaultChangeTemplates: readonly DefaultTemplate[] = [
  ...groupTemplates,
  ...groupTemplates.flatMap(({ name, kind, ...words }) => {
    const notice = noticeKinds[kind];
    return notice === undefined || (name ?? 'standard') !== 'standard' ? [] : [{ ...words, kind: notice }];
  }),
];
