import type { DefaultTemplate } from './default-template.ts';
import { defaultChangeTemplates } from './default-change-templates.ts';
import { defaultPreparationTemplates } from './default-preparation-templates.ts';
import { defaultVisitTemplates } from './default-visit-templates.ts';

/**
 * Every text names the practice and its number, says how to answer and how to end it (CTIA, Messaging Principles and Best Practices),
 * and names no speciality and no reason of the visit. The Spanish avoids á, í, ó and ú, which would treble its price; only a
 * Saturday brings one in.
 */
export const defaultTemplates: readonly DefaultTemplate[] = [
  {
    kind: 'appointment_reminder',
    channel: 'text',
    language: 'en',
    body:
      '{{ practiceName }} {{ practicePhone }}: {% if visits != "" %}your visits are {{ visitDate }}: {{ visits }}. ' +
      '{% else %}{% if firstName != "" %}{{ firstName }}, {% endif %}your visit is {{ visitDate }}, {{ visitTime }}, ' +
      '{{ facilityName }}. {% endif %}{% if confirmed == "" %}Reply Y to confirm, N to decline. {% else %}' +
      'Reply N if you cannot come. {% endif %}Reply STOP to end.',
  },
  {
    kind: 'appointment_reminder',
    channel: 'text',
    language: 'es',
    body:
      '{{ practiceName }} {{ practicePhone }}: {% if visits != "" %}sus citas son el {{ visitDate }}: {{ visits }}. ' +
      '{% else %}{% if firstName != "" %}{{ firstName }}, {% endif %}su cita es el {{ visitDate }}, {{ visitTime }}, ' +
      '{{ facilityName }}. {% endif %}{% if confirmed == "" %}Responda SI para confirmar, NO si no puede venir. {% else %}' +
      'Responda NO si no puede venir. {% endif %}Responda STOP para terminar.',
  },
  // A mail: the practice, its number, the buttons and the way out stand around it in every mail (channels/sendgrid/layout).
  {
    kind: 'appointment_reminder',
    channel: 'email',
    language: 'en',
    subjectLine:
      'Your visit{% if visits != "" %}s on {{ visitDate }}{% else %} on {{ visitDate }}, {{ visitTime }}{% endif %}',
    body:
      '{% if visits != "" %}Your visits on {{ visitDate }}: {{ visits }}.{% else %}' +
      '{% if firstName != "" %}{{ firstName }}, your{% else %}Your{% endif %} visit is on {{ visitDate }}, at ' +
      '{{ visitTime }}, {{ facilityName }}.{% endif %}{% if confirmed == "" %}\n\nPlease tell us whether you will come.{% endif %}',
  },
  {
    kind: 'appointment_reminder',
    channel: 'email',
    language: 'es',
    subjectLine:
      '{% if visits != "" %}Sus citas del {{ visitDate }}{% else %}Su cita del {{ visitDate }}, {{ visitTime }}{% endif %}',
    body:
      '{% if visits != "" %}Sus citas del {{ visitDate }}: {{ visits }}.{% else %}' +
      '{% if firstName != "" %}{{ firstName }}, su{% else %}Su{% endif %} cita es el {{ visitDate }}, a las ' +
      '{{ visitTime }}, {{ facilityName }}.{% endif %}{% if confirmed == "" %}\n\nPor favor díganos si vendrá.{% endif %}',
  },
  // A call: the keys, and the way out, are said after it by every call (domain/calls/call-words.ts).
  {
    kind: 'appointment_reminder',
    channel: 'voice',
    language: 'en',
    body:
      'Hello. This is {{ practiceName }}{% if visits != "" %}. You have visits on {{ visitDate }}: {{ visits }}.{% else %}' +
      '{% if firstName != "" %}, with a message for {{ firstName }}{% endif %}. ' +
      'You have a visit on {{ visitDate }}, at {{ visitTime }}, at {{ facilityName }}.{% endif %}',
  },
  {
    kind: 'appointment_reminder',
    channel: 'voice',
    language: 'es',
    body:
      'Hola. Le llama {{ practiceName }}{% if visits != "" %}. Tienen citas el {{ visitDate }}: {{ visits }}.{% else %}' +
      '{% if firstName != "" %}, con un mensaje para {{ firstName }}{% endif %}. ' +
      'Usted tiene una cita el {{ visitDate }}, a las {{ visitTime }}, en {{ facilityName }}.{% endif %}',
  },
  ...defaultPreparationTemplates,
  ...defaultVisitTemplates,
  ...defaultChangeTemplates,
  {
    kind: 'recall',
    channel: 'text',
    language: 'en',
    body:
      '{{ practiceName }} {{ practicePhone }}: {% if firstName != "" %}{{ firstName }}, it{% else %}It{% endif %} is time to make your ' +
      'next visit. Reply Y and we will call you, N if you do not want one. Reply STOP to end.',
  },
  {
    kind: 'recall',
    channel: 'text',
    language: 'es',
    body:
      '{{ practiceName }} {{ practicePhone }}: {% if firstName != "" %}{{ firstName }}, es{% else %}Es{% endif %} hora de hacer su ' +
      'siguiente cita. Responda SI y le llamamos, NO si no la quiere. Responda STOP para terminar.',
  },
  {
    kind: 'recall',
    channel: 'email',
    language: 'en',
    subjectLine: 'Time for your next visit',
    body:
      '{% if firstName != "" %}{{ firstName }}, it{% else %}It{% endif %} is time to make your next visit at {{ facilityName }}.\n\n' +
      'Please call us, or tell us to call you.',
  },
  {
    kind: 'recall',
    channel: 'email',
    language: 'es',
    subjectLine: 'Es hora de su siguiente cita',
    body:
      '{% if firstName != "" %}{{ firstName }}, es{% else %}Es{% endif %} hora de hacer su siguiente cita en {{ facilityName }}.\n\n' +
      'Por favor llámenos, o díganos que le llamemos.',
  },
  {
    kind: 'recall',
    channel: 'voice',
    language: 'en',
    body:
      'Hello. This is {{ practiceName }}{% if firstName != "" %}, with a message for {{ firstName }}{% endif %}. ' +
      'It is time to make your next visit at {{ facilityName }}.',
  },
  {
    kind: 'recall',
    channel: 'voice',
    language: 'es',
    body:
      'Hola. Le llama {{ practiceName }}{% if firstName != "" %}, con un mensaje para {{ firstName }}{% endif %}. ' +
      'Es hora de hacer su siguiente cita en {{ facilityName }}.',
  },
  {
    kind: 'product_pick_up',
    channel: 'text',
    language: 'en',
    body:
      '{{ practiceName }} {{ practicePhone }}: {% if firstName != "" %}{{ firstName }}, your{% else %}Your{% endif %} order is ready ' +
      'to be picked up at {{ facilityName }}. Reply STOP to end.',
  },
  {
    kind: 'product_pick_up',
    channel: 'text',
    language: 'es',
    body:
      '{{ practiceName }} {{ practicePhone }}: {% if firstName != "" %}{{ firstName }}, su{% else %}Su{% endif %} pedido ya puede ' +
      'recogerse en {{ facilityName }}. Responda STOP para terminar.',
  },
  {
    kind: 'product_pick_up',
    channel: 'email',
    language: 'en',
    subjectLine: 'Your order is ready',
    body: '{% if firstName != "" %}{{ firstName }}, your{% else %}Your{% endif %} order is ready to be picked up at {{ facilityName }}.',
  },
  {
    kind: 'product_pick_up',
    channel: 'email',
    language: 'es',
    subjectLine: 'Su pedido ya puede recogerse',
    body: '{% if firstName != "" %}{{ firstName }}, su{% else %}Su{% endif %} pedido ya puede recogerse en {{ facilityName }}.',
  },
  {
    kind: 'product_pick_up',
    channel: 'voice',
    language: 'en',
    body:
      'Hello. This is {{ practiceName }}{% if firstName != "" %}, with a message for {{ firstName }}{% endif %}. ' +
      'Your order is ready to be picked up at {{ facilityName }}.',
  },
  {
    kind: 'product_pick_up',
    channel: 'voice',
    language: 'es',
    body:
      'Hola. Le llama {{ practiceName }}{% if firstName != "" %}, con un mensaje para {{ firstName }}{% endif %}. ' +
      'Su pedido ya puede recogerse en {{ facilityName }}.',
  },
];
