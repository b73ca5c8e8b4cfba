import { expect, test } from 'vitest';
import { claimedEmail } from '../../../operations/sending/email-words.ts';

const at = Date.UTC(2026, 10, 24, 5);
const about = {
  id: 'a-subject',
  patient: { firstName: 'Ada', preferredName: '' },
  facility: { nameInMessages: 'Norfolk', zone: 'America/New_York', address: '' },
  providerName: '',
  visitAt: at,
  endsAt: at,
};

test.each([
  ['appointment', true, 'visit', 'a-subject@kept'],
  ['appointment', false, 'visit', undefined],
  ['recall', true, 'recall', undefined],
  ['order', true, 'visit', undefined],
] as const)(
  'a mail about an %s (to come: %s) asks of a %s; only a visit to come goes into the calendar',
  (type, isToCome, asksOf, uid) => {
    const mail = claimedEmail(
      { subjectLine: 'Time for your next visit', body: 'Please call us.' },
      {
        ...{ subjectId: 'a-subject', language: 'en', asks: true, isToCome },
        practice: { name: 'Harbor Clinic', phone: '+17575550100' },
        visits: [{ ...about, type }],
      },
    );
    expect(mail.asksOf).toBe(asksOf);
    expect(mail.event?.uid).toBe(uid);
  },
);
