import type { Asked } from '../../../../domain/answers/which-visit.ts';

export const now = Date.parse('2026-11-23T15:00:00Z');
export const day = 86_400_000;

/** A message that asked about a visit of its own, which is still to come and unanswered. */
export function anAskedVisit(visit: string, given: Partial<Asked> = {}): Asked {
  return {
    messageId: `message about ${visit}`,
    sentMessageId: `message about ${visit}`,
    sentAt: now - day,
    language: 'en',
    subjectId: visit,
    type: 'appointment',
    patientId: 'patient',
    occurrence: now + day,
    startsAt: now + day,
    answerableUntil: now + day,
    pms: 'scheduled',
    gone: false,
    answer: 'none',
    asks: 'visit',
    ...given,
  };
}
