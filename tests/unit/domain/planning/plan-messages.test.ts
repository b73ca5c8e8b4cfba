import { describe, expect, test } from 'vitest';
import { planMessages } from '../../../../domain/planning/plan-messages.ts';
import type { PlanningFacts } from '../../../../domain/planning/planning-facts.ts';
import type { MessageState, WithheldReason } from '../../../../domain/message-state.ts';
import {
  aPastMessage,
  aPatient,
  asHistory,
  aStep,
  aVisit,
  aContact,
  theFacts,
  theSettings,
  visitAt,
  aWeekBefore,
} from './planning-builders.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const [threeDays, oneDay] = [aStep('-P3D'), aStep('-P1D')];

/** Each message's minute, or why it is withheld. */
function outcome(facts: Partial<PlanningFacts>): string[] {
  return planMessages(theFacts(facts)).map(({ slot, sendAt, withheld }) => `${slot} ${withheld ?? minute(sendAt)}`);
}

function minute(at: number): string {
  return new Date(at).toISOString().replace(/:\d\d\.\d{3}Z/, 'Z');
}

test('every step has its message, whole', () => {
  const [first, second] = planMessages(theFacts());
  expect(first).toEqual({
    kind: 'appointment_reminder',
    slot: 'p3d',
    channel: 'text',
    language: 'en',
    contactPointId: 'contact-1',
    computedAt: visitAt - 3 * DAY,
    sendAt: first!.sendAt,
    movedBy: [],
    usefulUntil: visitAt - 2 * HOUR,
    answerableUntil: visitAt,
    backupOf: null,
    heldBy: null,
    withheld: null,
  });
  expect(minute(first!.sendAt)).toBe('2026-11-28T15:00Z');
  expect(second).toMatchObject({ slot: 'p1d', computedAt: visitAt - DAY, withheld: null });
});

test("the language is the patient's where there are words in it, else English", () => {
  const languages = (language: string, text: string[]): string[] =>
    planMessages(
      theFacts({
        patient: aPatient({ language }),
        settings: theSettings({ languages: { text, voice: [], email: [] } }),
      }),
    ).map((message) => `${message.language} ${message.withheld ?? 'goes'}`);
  expect(languages('es', ['en', 'es'])).toEqual(['es goes', 'es goes']);
  expect(languages('vi', ['en', 'es'])).toEqual(['en goes', 'en goes']);
  expect(languages('vi', ['es'])).toEqual(['vi no_template', 'vi no_template']);
});

test('a step sooner than the minimum lead moves before it', () => {
  const facts = theFacts({
    visit: aVisit({ startsAt: visitAt + 2 * HOUR }),
    settings: theSettings({ steps: [aStep('-PT1H')] }),
  });
  expect(planMessages(facts)).toMatchObject([{ sendAt: visitAt, movedBy: ['minimum_lead'], usefulUntil: visitAt }]);
});

describe('reasons', () => {
  test.each<[WithheldReason, Partial<PlanningFacts>]>([
    ['cancelled', { visit: aVisit({ pms: 'cancelled' }) }],
    ['cancelled', { visit: aVisit({ gone: true }) }],
    ['moved', { visit: aVisit({ pms: 'rescheduled' }) }],
    ['started', { visit: aVisit({ pms: 'arrived' }) }],
    ['started', { visit: aVisit({ pms: 'completed' }) }],
    ['started', { visit: aVisit({ pms: 'no_show' }) }],
    ['started', { now: visitAt }],
    ['inactive', { patient: aPatient({ status: 'inactive' }) }],
    ['inactive', { patient: aPatient({ status: 'deceased' }) }],
    ['answered', { visit: aVisit({ answer: 'confirmed' }) }],
    ['answered', { visit: aVisit({ answer: 'declined' }) }],
    ['answered', { visit: aVisit({ pms: 'confirmed' }) }],
    ['channel_off', { settings: theSettings({ channelModes: { text: 'off', voice: 'off', email: 'off' } }) }],
    ['opted_out', { patient: aPatient({ allows: { text: false, voice: null, email: null } }) }],
    ['opted_out', { patient: aPatient({ text: aContact({ optedOut: true }) }) }],
    ['no_contact', { patient: aPatient({ text: null }) }],
    ['invalid_contact', { patient: aPatient({ text: 'invalid' }) }],
    ['invalid_contact', { patient: aPatient({ text: aContact({ invalid: true }) }) }],
    ['landline', { patient: aPatient({ text: aContact({ landline: true }) }) }],
    ['no_template', { settings: theSettings({ languages: { text: [], voice: [], email: [] } }) }],
    ['too_late', { now: visitAt - HOUR }],
  ])('%s', (reason, facts) => {
    expect(outcome(facts)).toEqual([`p3d ${reason}`, `p1d ${reason}`]);
  });

  test('the first of many is named', () => {
    const all: [WithheldReason, (facts: PlanningFacts) => PlanningFacts][] = [
      ['cancelled', (facts) => ({ ...facts, visit: { ...facts.visit, gone: true } })],
      ['moved', (facts) => ({ ...facts, visit: { ...facts.visit, pms: 'rescheduled' } })],
      ['started', (facts) => ({ ...facts, now: visitAt })],
      ['inactive', (facts) => ({ ...facts, patient: { ...facts.patient, status: 'inactive' } })],
      ['answered', (facts) => ({ ...facts, visit: { ...facts.visit, answer: 'declined' } })],
      [
        'channel_off',
        (facts) => ({
          ...facts,
          settings: { ...facts.settings, channelModes: { text: 'off', voice: 'off', email: 'off' } },
        }),
      ],
      [
        'opted_out',
        (facts) => ({ ...facts, patient: { ...facts.patient, allows: { text: false, voice: null, email: null } } }),
      ],
      [
        'no_contact',
        (facts) => ({
          ...facts,
          patient: { ...facts.patient, contacts: { text: [], voice: [], email: [] } },
        }),
      ],
      ['no_template', (facts) => ({ ...facts, settings: { ...facts.settings, languages: new Map() } })],
    ];
    let facts = theFacts();
    for (const [reason, add] of all.reverse()) {
      facts = add(facts);
      expect(planMessages(facts).map(({ withheld }) => withheld)).toEqual([reason, reason]);
    }
  });

  test('a landline can be called', () => {
    const settings = theSettings({
      steps: [aStep('-P1D', { channel: 'voice' })],
      channelModes: { text: 'off', voice: 'on', email: 'off' },
      languages: { text: [], voice: ['en'], email: [] },
    });
    expect(outcome({ settings, patient: aPatient({ text: aContact({ landline: true }) }) })).toEqual([
      'p1d 2026-11-30T15:00Z',
    ]);
  });
});

describe('conditions', () => {
  const steps = [aStep('-P3D'), aStep('-P2D', { condition: 'always' }), aStep('-P1D', { condition: 'confirmed' })];
  const planned = ['p3d 2026-11-28T15:00Z', 'p2d 2026-11-29T15:00Z', 'p1d 2026-11-30T15:00Z'] as const;

  test.each([
    ['nothing was answered', 'none', true, planned],
    ['yes', 'confirmed', true, ['p3d answered', planned[1], planned[2]]],
    ['no', 'declined', true, ['p3d answered', planned[1], 'p1d answered']],
    ['yes, and answers stop nothing', 'confirmed', false, planned],
  ] as const)('%s', (_, answer, stopOnAnswer, expected) => {
    expect(outcome({ visit: aVisit({ answer }), settings: theSettings({ steps, stopOnAnswer }) })).toEqual(expected);
  });
});

describe('late', () => {
  test('seen too late for the first step, it is withheld and the other goes', () => {
    expect(outcome({ now: visitAt - 2 * DAY })).toEqual(['p3d too_late', 'p1d 2026-11-30T15:00Z']);
  });

  test('seen too late for both, the last goes from now on', () => {
    const now = Date.parse('2026-11-30T19:20Z');
    expect(outcome({ now })).toEqual(['p3d too_late', 'p1d 2026-11-30T19:20Z']);
    expect(planMessages(theFacts({ now }))[1]).toMatchObject({ movedBy: ['late'], computedAt: visitAt - DAY });
  });

  test('in the evening it goes when the window opens, and when planned again it stays there', () => {
    const facts = theFacts({ now: Date.parse('2026-12-01T01:00Z'), visit: aVisit({ startsAt: visitAt + 3 * HOUR }) });
    const plan = planMessages(facts);
    expect(plan[1]).toMatchObject({ movedBy: ['late', 'window'], withheld: null });
    expect(minute(plan[1]!.sendAt)).toBe('2026-12-01T14:00Z');
    expect(planMessages({ ...facts, history: asHistory(plan), now: facts.now + 12 * HOUR })).toEqual(plan);
  });

  test('less than two hours before the visit nothing does', () => {
    const facts = { settings: theSettings({ minimumLeadMs: 0 }), visit: aVisit({ startsAt: visitAt + 2 * HOUR }) };
    expect(outcome({ ...facts, now: visitAt })[1]).toBe('p1d 2026-12-01T15:00Z');
    expect(outcome({ ...facts, now: visitAt + 1 })[1]).toBe('p1d too_late');
  });

  test('what cannot go leaves its chance to the step before', () => {
    const steps = [aStep('-P2D'), aStep('-P1D', { condition: 'confirmed' })];
    const now = Date.parse('2026-11-30T19:20Z');
    expect(outcome({ now, settings: theSettings({ steps }) })).toEqual(['p2d 2026-11-30T19:20Z', 'p1d too_late']);
  });

  test('an earlier step is no last chance after a later one went', () => {
    const history = [aPastMessage(oneDay, { sendAt: visitAt - DAY, state: 'received' })];
    expect(outcome({ history, now: visitAt - DAY + HOUR })).toEqual(['p3d too_late']);
  });
});

test('never two of one kind in one minute: the earlier step gives way', () => {
  const steps = [aStep('-P3D'), aStep('-P1D'), aStep('-PT20H')];
  const closures = [{ from: '2026-11-29', to: '2026-11-30' }];
  expect(outcome({ settings: theSettings({ steps, calendar: { closures } }) })).toEqual([
    'p3d too_late',
    'p1d 2026-11-28T15:00Z',
    'pt20h 2026-11-28T19:00Z',
  ]);
});

test('a step for confirmed visits does not push out the one that asks', () => {
  const steps = [aStep('-P1D'), aStep('-PT24H', { condition: 'confirmed' })];
  const both = ['p1d 2026-11-30T15:00Z', 'pt24h 2026-11-30T15:00Z'];
  expect(outcome({ settings: theSettings({ steps }) })).toEqual(both);
});

test('nothing is of use after the visit began, whatever the settings say', () => {
  const settings = theSettings({ steps: [aStep('PT0S')], minimumLeadMs: -HOUR });
  expect(planMessages(theFacts({ settings }))).toMatchObject([{ usefulUntil: visitAt, sendAt: visitAt }]);
});

describe('history', () => {
  test.each<MessageState>(['sending', 'sent', 'received', 'not_received', 'unknown'])(
    '%s: its slot is taken',
    (state) => {
      const history = [aPastMessage(threeDays, { sendAt: visitAt - 3 * DAY, state })];
      expect(outcome({ history, now: visitAt - 2 * DAY })).toEqual(['p1d 2026-11-30T15:00Z']);
    },
  );

  test('what is due keeps its time while it is useful', () => {
    const sendAt = visitAt - DAY + 17_000;
    const history = [aPastMessage(oneDay, { sendAt, movedBy: ['window'] })];
    expect(planMessages(theFacts({ history, now: visitAt - 3 * HOUR }))[1]).toMatchObject({
      sendAt,
      movedBy: ['window'],
      withheld: null,
    });
    expect(outcome({ history, now: visitAt - HOUR })[1]).toBe('p1d too_late');
  });

  test('what its send put off stays put off', () => {
    const history = [aPastMessage(oneDay, { sendAt: visitAt - DAY + HOUR })];
    expect(planMessages(theFacts({ history, now: visitAt - DAY + HOUR / 2 }))[1]).toMatchObject({
      sendAt: visitAt - DAY + HOUR,
      withheld: null,
    });
  });

  test('a step that settings moved into the past goes from now on, for it was planned in time', () => {
    const settings = theSettings({
      steps: [aStep('-P3D', { slot: 'p1d' })],
      calendar: { windows: { text: { from: '09:00', to: '09:30' } } },
    });
    const history = [aPastMessage(oneDay, { sendAt: visitAt - DAY })];
    const [message] = planMessages(theFacts({ settings, history, now: visitAt - 2 * DAY - HOUR }));
    expect(message).toMatchObject({ movedBy: ['window', 'late'], withheld: null });
  });

  test('an opt-in brings back what is still to come, and leaves what is over as it was', () => {
    const history = [
      aPastMessage(threeDays, { sendAt: visitAt - 3 * DAY, state: 'withheld', reason: 'opted_out' }),
      aPastMessage(oneDay, { sendAt: visitAt - DAY, state: 'withheld', reason: 'opted_out' }),
    ];
    expect(outcome({ history, now: visitAt - 2 * DAY })).toEqual(['p3d opted_out', 'p1d 2026-11-30T15:00Z']);
  });

  test.each<WithheldReason>(['staff', 'not_live', 'paused', 'feed_too_old', 'capped', 'merged'])(
    '%s is final',
    (reason) => {
      const history = [aPastMessage(oneDay, { sendAt: visitAt - DAY, state: 'withheld', reason })];
      expect(outcome({ history })[1]).toBe(`p1d ${reason}`);
      expect(outcome({ history, visit: aVisit({ pms: 'cancelled' }) })[1]).toBe(`p1d ${reason}`);
    },
  );

  test('too late stays too late, unless the step gets a time that is still to come', () => {
    const history = [aPastMessage(oneDay, { sendAt: visitAt - DAY, state: 'withheld', reason: 'too_late' })];
    expect(outcome({ history, now: visitAt - DAY + HOUR })[1]).toBe('p1d too_late');
    const settings = theSettings({ steps: [aStep('-PT4H', { slot: 'p1d' })], calendar: { windows: {} } });
    expect(outcome({ history, settings, now: visitAt - DAY + HOUR })).toEqual(['p1d 2026-12-01T13:00Z']);
  });

  test('once the visit is over, what was withheld still says why', () => {
    const history = [aPastMessage(oneDay, { sendAt: visitAt - DAY, state: 'withheld', reason: 'landline' })];
    expect(outcome({ history, visit: aVisit({ pms: 'completed' }), now: visitAt + DAY })[1]).toBe('p1d landline');
  });
});

test('visits of one minute do not fall due at one instant, and each keeps its second', () => {
  const seconds = Array.from({ length: 200 }, (_, index) => {
    const facts = theFacts({ subjectId: `visit-${index}`, now: aWeekBefore });
    const [first] = planMessages(facts);
    expect(planMessages(facts)[0]!.sendAt).toBe(first!.sendAt);
    expect(minute(first!.sendAt)).toBe('2026-11-28T15:00Z');
    return (first!.sendAt / 1000) % 60;
  });
  expect(new Set(seconds).size).toBeGreaterThan(45);
});
