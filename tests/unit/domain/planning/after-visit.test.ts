import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Channel } from '../../../../domain/planning/plan.ts';
import { planMessages } from '../../../../domain/planning/plan-messages.ts';
import type { PlanningFacts, VisitFacts } from '../../../../domain/planning/planning-facts.ts';
import { shippedKinds } from '../../../../domain/shipped-kinds.ts';
import { aContact, aPatient, asHistory, aStep, aVisit, theFacts, theSettings, visitAt } from './planning-builders.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
/** The visit is on Tuesday, December 1, from 10:00 to 10:30 in New York. */
const endsAt = visitAt + HOUR / 2;
const survey = aStep('P1D', { kind: 'after_appointment' });
const missed = aStep('P1D', { kind: 'missed_appointment', slot: 'next-day' });
const kinds = new Map(shippedKinds).set('missed_appointment', {
  ...shippedKinds.get('missed_appointment')!,
  on: true,
});
const settings = theSettings({ steps: [aStep('-P1D'), survey, missed], kinds });

function plan(visit: Partial<VisitFacts>, given: Partial<PlanningFacts> = {}): string[] {
  return planMessages(theFacts({ visit: aVisit(visit), settings, now: endsAt + HOUR, ...given }))
    .filter(({ kind }) => kind !== 'appointment_reminder')
    .map(({ kind, sendAt, withheld }) => `${kind} ${withheld ?? new Date(sendAt).toISOString().slice(5, 16)}`);
}

describe('what the PMS says of the visit calls for what follows it', () => {
  test.each([
    ['arrived', ['after_appointment 12-02T15:30']],
    ['completed', ['after_appointment 12-02T15:30']],
    ['no_show', ['missed_appointment 12-02T15:30']],
    ['scheduled', []],
    ['confirmed', []],
    ['cancelled', []],
    ['rescheduled', []],
  ] as const)('%s', (pms, expected) => {
    expect(plan({ pms })).toEqual(expected);
    expect(plan({ pms, gone: true })).toEqual([]);
  });

  test.each([
    ['completed', 'no_show', ['after_appointment cancelled', 'missed_appointment 12-02T15:30']],
    ['completed', 'cancelled', ['after_appointment cancelled']],
    ['completed', 'rescheduled', ['after_appointment moved']],
    ['no_show', 'completed', ['after_appointment 12-02T15:30', 'missed_appointment started']],
  ] as const)('%s and then %s: what waits says why it will not be sent', (first, then, expected) => {
    const facts = theFacts({ visit: aVisit({ pms: first }), settings, now: endsAt + HOUR });
    expect(plan({ pms: then }, { history: asHistory(planMessages(facts)) })).toEqual(expected);
  });

  test('who declined beforehand is not told that the visit was missed', () => {
    expect(plan({ pms: 'no_show', answer: 'declined', answeredAt: visitAt - DAY })).toEqual([
      'missed_appointment answered',
    ]);
  });

  test('nothing of a visit that ended before the practice went live', () => {
    expect(plan({ pms: 'completed' }, { settings: { ...settings, liveAt: endsAt + 1 } })).toEqual([
      'after_appointment not_live',
    ]);
    expect(plan({ pms: 'completed' }, { settings: { ...settings, liveAt: endsAt } })).toEqual([
      'after_appointment 12-02T15:30',
    ]);
  });
});

describe('when', () => {
  test('a closed day moves it to the next open one', () => {
    const closed = theSettings({
      steps: [survey],
      calendar: { closures: [{ from: '2026-12-02', to: '2026-12-03' }] },
    });
    expect(plan({ pms: 'completed' }, { settings: closed })).toEqual(['after_appointment 12-04T15:30']);
  });

  test('one that is late goes while the copy may be that old, and then no more', () => {
    expect(plan({ pms: 'completed' }, { now: endsAt + 3 * DAY })).toEqual(['after_appointment 12-04T15:30']);
    expect(plan({ pms: 'completed' }, { now: endsAt + 5 * DAY + 60_000 })).toEqual(['after_appointment too_late']);
  });

  test('of two that are late the last goes', () => {
    const two = theSettings({ steps: [survey, aStep('P2D', { kind: 'after_appointment' })] });
    expect(plan({ pms: 'completed' }, { settings: two, now: endsAt + 3 * DAY })).toEqual([
      'after_appointment too_late',
      'after_appointment 12-04T15:30',
    ]);
  });
});

test('law 12: whatever the PMS says in whatever order, what was planned after a visit goes once or says why not, and never before its end', () => {
  const states = fc.constantFrom('scheduled', 'arrived', 'completed', 'no_show', 'cancelled', 'rescheduled');
  fc.assert(
    fc.property(
      fc.array(fc.record({ pms: states, gone: fc.boolean(), hours: fc.integer({ min: 0, max: 60 }) }), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.uniqueArray(fc.constantFrom('PT0S', 'PT2H', 'P1D', 'P3D'), { minLength: 1 }),
      (said, offsets) => {
        const steps = offsets.map((offset) => aStep(offset, { kind: 'after_appointment' }));
        let history: PlanningFacts['history'] = [];
        let now = endsAt;
        for (const { pms, gone, hours } of said) {
          now += hours * HOUR;
          const visit = aVisit({ pms, gone });
          const planned = planMessages(theFacts({ visit, settings: theSettings({ steps }), history, now }));
          const slots = planned.map(({ slot }) => slot);
          expect(new Set(slots).size).toBe(slots.length);
          for (const past of history) expect(slots).toContain(past.slot);
          const goes = planned.filter(({ withheld }) => withheld === null);
          for (const { sendAt } of goes) expect(sendAt).toBeGreaterThanOrEqual(endsAt);
          if (gone || (pms !== 'arrived' && pms !== 'completed')) expect(goes).toEqual([]);
          history = asHistory(planned);
        }
      },
    ),
  );
});

describe('instructions before the visit', () => {
  const instructions = aStep('-P2D', { kind: 'pre_appointment', condition: 'always', backups: ['email'] });
  const planned = (patient: PlanningFacts['patient'], languages: Readonly<Record<Channel, readonly string[]>>) => {
    const channelModes = { text: 'on', voice: 'off', email: 'backup' } as const;
    const settings = theSettings({ steps: [instructions], channelModes, languages });
    return planMessages(theFacts({ settings, patient })).map(
      ({ channel, language, withheld }) => `${channel} ${language} ${withheld ?? 'goes'}`,
    );
  };
  const both = { text: ['en', 'es'], voice: [], email: ['en'] };
  const withMail = aPatient({ email: aContact({ id: 'mail' }) });

  test('a text goes in a language that its page has words in too', () => {
    expect(planned(withMail, both)).toEqual(['text en goes']);
    expect(planned({ ...withMail, language: 'es' }, both)).toEqual(['text en goes']);
    expect(planned({ ...withMail, language: 'es' }, { ...both, email: ['en', 'es'] })).toEqual(['text es goes']);
  });

  test('and none where its page would show nothing', () => {
    expect(planned(withMail, { ...both, email: [] })).toEqual(['text en no_template', 'email en no_template']);
  });

  test('a mail stands in for a text without words', () => {
    expect(planned(withMail, { ...both, text: [] })).toEqual(['text en no_template', 'email en goes']);
  });

  test('an opt-out is said first, and starts no backup', () => {
    const optedOut = aPatient({ text: aContact({ optedOut: true }), email: aContact({ id: 'mail' }) });
    expect(planned(optedOut, both)).toEqual(['text en opted_out']);
  });
});
