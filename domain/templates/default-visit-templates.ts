import type { DefaultTemplate } from './default-template.ts';

/**
 * What follows a visit up. The same holds as of reminders: the practice and its number, how to end it, no speciality and no reason of the
 * visit; nor, where somebody else may read it, how the patient fares.
 */
export const defaultVisitTemplates: readonly DefaultTemplate[] = [
  {
    kind: 'after_appointment',
    channel: 'text',
    language: 'en',
    body:
      '{{ practiceName }} {{ practicePhone }}: thank you for your {% if visits != "" %}visits{% else %}visit{% endif %} on ' +
      '{{ visitDate }}. If you have a question, reply here or call us. Reply STOP to end.',
  },
  {
    kind: 'after_appointment',
    channel: 'text',
    language: 'es',
    body:
      '{{ practiceName }} {{ practicePhone }}: gracias por {% if visits != "" %}sus visitas{% else %}su visita{% endif %} del ' +
      '{{ visitDate }}. Si tiene preguntas, responda por este medio o llame. Responda STOP para terminar.',
  },
  {
    kind: 'after_appointment',
    channel: 'email',
    language: 'en',
    subjectLine: 'Thank you for your visit',
    body:
      '{% if firstName != "" %}{{ firstName }}, thank{% else %}Thank{% endif %} you for your ' +
      '{% if visits != "" %}visits{% else %}visit{% endif %} on {{ visitDate }}, {{ facilityName }}.\n\n' +
      'If you have a question, please call us at {{ practicePhone }}.',
  },
  {
    kind: 'after_appointment',
    channel: 'email',
    language: 'es',
    subjectLine: 'Gracias por su visita',
    body:
      '{% if firstName != "" %}{{ firstName }}, gracias{% else %}Gracias{% endif %} por ' +
      '{% if visits != "" %}sus visitas{% else %}su visita{% endif %} del {{ visitDate }}, {{ facilityName }}.\n\n' +
      'Si tiene preguntas, por favor llámenos al {{ practicePhone }}.',
  },
  {
    kind: 'after_appointment',
    channel: 'voice',
    language: 'en',
    body:
      'Hello. This is {{ practiceName }}{% if firstName != "" %}, with a message for {{ firstName }}{% endif %}. Thank you for your ' +
      '{% if visits != "" %}visits{% else %}visit{% endif %} on {{ visitDate }}. If you have a question, please call us.',
  },
  {
    kind: 'after_appointment',
    channel: 'voice',
    language: 'es',
    body:
      'Hola. Le llama {{ practiceName }}{% if firstName != "" %}, con un mensaje para {{ firstName }}{% endif %}. Gracias por ' +
      '{% if visits != "" %}sus visitas{% else %}su visita{% endif %} del {{ visitDate }}. Si tiene preguntas, por favor llámenos.',
  },
  {
    kind: 'missed_appointment',
    channel: 'text',
    language: 'en',
    body:
      '{{ practiceName }} {{ practicePhone }}: we missed you on {{ visitDate }}{% if visits != "" %} ({{ visits }}){% endif %}. ' +
      'Please call us to find a new time. Reply STOP to end.',
  },
  {
    kind: 'missed_appointment',
    channel: 'text',
    language: 'es',
    body:
      '{{ practiceName }} {{ practicePhone }}: le esperamos el {{ visitDate }}{% if visits != "" %} ({{ visits }}){% endif %}. ' +
      'Por favor llame para buscar otra hora. Responda STOP para terminar.',
  },
  {
    kind: 'missed_appointment',
    channel: 'email',
    language: 'en',
    subjectLine: 'We missed you on {{ visitDate }}',
    body:
      '{% if firstName != "" %}{{ firstName }}, we{% else %}We{% endif %} missed you on {{ visitDate }}' +
      '{% if visits != "" %}: {{ visits }}{% endif %}.\n\nPlease call us at {{ practicePhone }} to find a new time.',
  },
  {
    kind: 'missed_appointment',
    channel: 'email',
    language: 'es',
    subjectLine: 'Le esperamos el {{ visitDate }}',
    body:
      '{% if firstName != "" %}{{ firstName }}, le{% else %}Le{% endif %} esperamos el {{ visitDate }}' +
      '{% if visits != "" %}: {{ visits }}{% endif %}.\n\nPor favor llámenos al {{ practicePhone }} para buscar otra hora.',
  },
  {
    kind: 'missed_appointment',
    channel: 'voice',
    language: 'en',
    body:
      'Hello. This is {{ practiceName }}{% if firstName != "" %}, with a message for {{ firstName }}{% endif %}. We missed you on ' +
      '{{ visitDate }}{% if visits != "" %}: {{ visits }}{% endif %}. Please call us to find a new time.',
  },
  {
    kind: 'missed_appointment',
    channel: 'voice',
    language: 'es',
    body:
      'Hola. Le llama {{ practiceName }}{% if firstName != "" %}, con un mensaje para {{ firstName }}{% endif %}. Le esperamos el ' +
      '{{ visitDate }}{% if visits != "" %}: {{ visits }}{% endif %}. Por favor llámenos para buscar otra hora.',
  },
];
