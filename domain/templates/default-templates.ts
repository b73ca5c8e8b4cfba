import type { Kind } from '../kinds.ts';
import type { Channel } from '../planning/plan.ts';

/** Words that a new practice starts with. */
export interface DefaultTemplate {
  readonly kind: Kind;
  readonly channel: Channel;
  readonly language: string;
  readonly body: string;
}

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
      '{{ practiceName }} {{ practicePhone }}: {% if firstName != "" %}{{ firstName }}, {% endif %}your visit is ' +
      '{{ visitDate }}, {{ visitTime }}, {{ facilityName }}. Reply Y to confirm, N to decline. Reply STOP to end.',
  },
  {
    kind: 'appointment_reminder',
    channel: 'text',
    language: 'es',
    body:
      '{{ practiceName }} {{ practicePhone }}: {% if firstName != "" %}{{ firstName }}, {% endif %}su cita es el ' +
      '{{ visitDate }}, {{ visitTime }}, {{ facilityName }}. Responda SI para confirmar, NO si no puede venir. ' +
      'Responda STOP para terminar.',
  },
];
