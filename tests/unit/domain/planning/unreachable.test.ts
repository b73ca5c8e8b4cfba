import { describe, expect, test } from 'vitest';
import { planMessages } from '../../../../domain/planning/plan-messages.ts';
import type { PlanningFacts } from '../../../../domain/planning/planning-facts.ts';
import { isUnreachable } from '../../../../domain/planning/unreachable.ts';
import {
  aContact,
  aPastMessage,
  aPatient,
  aStep,
  aVisit,
  aWeekBefore,
  theFacts,
  theSettings,
} from './planning-builders.ts';

const email = aContact({ id: 'contact-2' });
const both = theSettings({
  steps: [aStep('-P3D', { channel: 'email' }), aStep('-P1D')],
  channelModes: { text: 'on', voice: 'off', email: 'on' },
  languages: { text: ['en'], voice: [], email: ['en'] },
});

function judge(facts: Partial<PlanningFacts>): boolean {
  const given = theFacts({ settings: both, ...facts });
  return isUnreachable(given, planMessages(given));
}

const failed = [
  aPastMessage(aStep('-P3D', { channel: 'email' }), { state: 'not_received', sendAt: aWeekBefore }),
  aPastMessage(aStep('-P1D'), { state: 'not_received', sendAt: aWeekBefore }),
];

describe('nobody is told of the visit', () => {
  test.each<[string, Partial<PlanningFacts>]>([
    ['nothing is on file', { patient: aPatient({ text: null }) }],
    ['what is on file is no number', { patient: aPatient({ text: 'invalid' }) }],
    ['a landline and no address', { patient: aPatient({ text: aContact({ landline: true }) }) }],
    ['opted out of texts, and no address', { patient: aPatient({ text: aContact({ optedOut: true }) }) }],
    ['every message failed', { patient: aPatient({ email }), history: failed }],
    [
      'all failed but what goes to those who confirm',
      {
        patient: aPatient(),
        settings: theSettings({ steps: [aStep('-P1D'), aStep('-PT3H', { condition: 'confirmed' })] }),
        history: failed.slice(1),
      },
    ],
  ])('%s', (_, facts) => {
    expect(judge(facts)).toBe(true);
  });
});

describe('nobody needs to call', () => {
  test.each<[string, Partial<PlanningFacts>]>([
    ['a message will go', { patient: aPatient({ text: null, email }) }],
    ['one failed, another will go', { patient: aPatient({ email }), history: failed.slice(0, 1) }],
    [
      'one failed, another came',
      { patient: aPatient({ email }), history: [failed[0]!, { ...failed[1]!, state: 'received' }] },
    ],
    ['no word came of it', { patient: aPatient(), history: [failed[0]!, { ...failed[1]!, state: 'sent' }] }],
    [
      'all that was asked for is silence',
      {
        patient: aPatient({ text: aContact({ optedOut: true }), email: aContact({ id: 'contact-2', optedOut: true }) }),
      },
    ],
    ['the visit is cancelled', { patient: aPatient({ text: null }), visit: aVisit({ pms: 'cancelled' }) }],
    ['it is gone from the PMS', { patient: aPatient({ text: null }), visit: aVisit({ gone: true }) }],
    ['the desk has confirmed it', { patient: aPatient({ text: null }), visit: aVisit({ pms: 'confirmed' }) }],
    ['it was answered', { history: failed, visit: aVisit({ answer: 'declined', answeredAt: aWeekBefore }) }],
    ['it has begun', { patient: aPatient({ text: null }), now: aVisit().startsAt }],
    ['the patient is inactive', { patient: aPatient({ text: null, status: 'inactive' }) }],
    ['no reminder is wanted at all', { patient: aPatient({ text: null }), settings: theSettings({ steps: [] }) }],
  ])('%s', (_, facts) => {
    expect(judge(facts)).toBe(false);
  });
});
