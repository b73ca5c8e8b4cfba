import type { DefaultTemplate } from './default-template.ts';

/**
 * How to prepare for a visit. A text holds only a link: its page shows what the mail says, for each visit the words for its place. What
 * ships holds of every visit; what one type of appointment needs, the practice writes and associates with it.
 */
export const defaultPreparationTemplates: readonly DefaultTemplate[] = [
  {
    kind: 'pre_appointment',
    channel: 'text',
    language: 'en',
    body:
      '{{ practiceName }} {{ practicePhone }}: before your {% if visits != "" %}visits{% else %}visit{% endif %} on {{ visitDate }}, ' +
      'please read this: {{ link }} Reply STOP to end.',
  },
  {
    kind: 'pre_appointment',
    channel: 'text',
    language: 'es',
    body:
      '{{ practiceName }} {{ practicePhone }}: antes de {% if visits != "" %}sus citas{% else %}su cita{% endif %} del {{ visitDate }}, ' +
      'por favor lea esto: {{ link }} Responda STOP para terminar.',
  },
  {
    kind: 'pre_appointment',
    channel: 'email',
    language: 'en',
    subjectLine: 'Before your {% if visits != "" %}visits{% else %}visit{% endif %} on {{ visitDate }}',
    body:
      '{% if firstName != "" %}{{ firstName }}, this{% else %}This{% endif %} is for your ' +
      '{% if visits != "" %}visits on {{ visitDate }}: {{ visits }}.{% else %}visit on {{ visitDate }}, {{ visitTime }}, ' +
      '{{ facilityName }}.{% endif %}\n\n' +
      'Please come 15 minutes early, and bring a photo ID, your insurance card and a list of your medicines.\n\n' +
      'If you have a question, please call us at {{ practicePhone }}.',
  },
  {
    kind: 'pre_appointment',
    channel: 'email',
    language: 'es',
    subjectLine: 'Antes de {% if visits != "" %}sus citas{% else %}su cita{% endif %} del {{ visitDate }}',
    body:
      '{% if firstName != "" %}{{ firstName }}, esto{% else %}Esto{% endif %} es para ' +
      '{% if visits != "" %}sus citas del {{ visitDate }}: {{ visits }}.{% else %}su cita del {{ visitDate }}, {{ visitTime }}, ' +
      '{{ facilityName }}.{% endif %}\n\n' +
      'Por favor venga 15 minutos antes y traiga una identificación con foto, su tarjeta del seguro y una lista de sus medicinas.\n\n' +
      'Si tiene preguntas, por favor llámenos al {{ practicePhone }}.',
  },
  {
    kind: 'pre_appointment',
    channel: 'voice',
    language: 'en',
    body:
      'Hello. This is {{ practiceName }}{% if firstName != "" %}, with a message for {{ firstName }}{% endif %}. We have instructions ' +
      'for your {% if visits != "" %}visits{% else %}visit{% endif %} on {{ visitDate }}. Please call us, and we will read them to you.',
  },
  {
    kind: 'pre_appointment',
    channel: 'voice',
    language: 'es',
    body:
      'Hola. Le llama {{ practiceName }}{% if firstName != "" %}, con un mensaje para {{ firstName }}{% endif %}. Tenemos indicaciones ' +
      'para {% if visits != "" %}sus citas{% else %}su cita{% endif %} del {{ visitDate }}. Por favor llámenos y se las leemos.',
  },
];
