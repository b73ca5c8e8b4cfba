import { describe, expect, test } from 'vitest';
import { decideClaim, type ClaimFacts } from '../../../../domain/planning/decide-claim.ts';
import { planMessages } from '../../../../domain/planning/plan-messages.ts';
import { aContact, aPatient, aStep, aVisit, theFacts, theSettings, visitAt } from './planning-builders.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const sendAt = visitAt - 24 * HOUR;
const usefulUntil = visitAt - 2 * HOUR;

/** A message of the day before at its time, and nothing in its way. */
function claim(
  facts: Partial<Omit<ClaimFacts, 'message'>> & { readonly message?: Partial<ClaimFacts['message']> } = {},
): ClaimFacts {
  const { message, ...rest } = facts;
  return {
    message: { ...aStep('-P1D'), isBackup: false, sendAt, usefulUntil, ...message },
    visit: aVisit(),
    sameOccurrence: true,
    patient: aPatient(),
    settings: theSettings(),
    practice: { live: true, rehearsalAllowed: false, channelPausedAt: null },
    feed: { ageMs: HOUR, pauseAfterMs: 96 * HOUR },
    groupToCome: false,
    laterStepDue: false,
    caps: { perDay: 1, perWeek: 3, perPhoneDay: null },
    reached: { patientAt: [], phoneAt: [], soonerDue: 0 },
    contactBusy: false,
    now: sendAt + 10_000,
    ...rest,
  };
}

const rehearsing = { live: false, rehearsalAllowed: false, channelPausedAt: null };
const paused = { live: true, rehearsalAllowed: false, channelPausedAt: sendAt };
const oldFeed = { ageMs: 97 * HOUR, pauseAfterMs: 96 * HOUR };

test('nothing in its way, it goes', () => {
  expect(decideClaim(claim())).toEqual({ do: 'send' });
  expect(decideClaim(claim({ now: usefulUntil, settings: theSettings({ calendar: { windows: {} } }) }))).toEqual({
    do: 'send',
  });
});

test('before its time it waits for it', () => {
  expect(decideClaim(claim({ now: sendAt - 1 }))).toEqual({ do: 'wait', until: sendAt, why: 'not_due' });
});

test('law 3: outside the window it waits for the next allowed time, or is too late', () => {
  const evening = Date.parse('2026-11-30T23:01Z');
  const opening = Date.parse('2026-12-01T14:00Z');
  expect(decideClaim(claim({ now: evening, message: { usefulUntil: opening } }))).toEqual({
    do: 'wait',
    until: opening,
    why: 'window',
  });
  expect(decideClaim(claim({ now: evening }))).toEqual({ do: 'withhold', reason: 'too_late' });
  expect(decideClaim(claim({ now: evening - 1 }))).toEqual({ do: 'send' });
});

test('law 3: on a closed day it waits for the next open one', () => {
  const settings = theSettings({ calendar: { closures: [{ from: '2026-11-30', to: '2026-11-30' }] } });
  const opening = Date.parse('2026-12-01T14:00Z');
  expect(decideClaim(claim({ settings, message: { usefulUntil: opening } }))).toEqual({
    do: 'wait',
    until: opening,
    why: 'window',
  });
});

describe('withheld', () => {
  test.each<[string, Partial<ClaimFacts>, string]>([
    ['a practice in rehearsal', { practice: rehearsing }, 'not_live'],
    ['a later step that is due as well', { laterStepDue: true }, 'too_late'],
    ['no more use', { now: usefulUntil + 1 }, 'too_late'],
    ['a visit that has begun', { now: visitAt }, 'started'],
    ['a visit that moved', { sameOccurrence: false }, 'moved'],
    [
      'a cancelled visit that moved before',
      { sameOccurrence: false, visit: aVisit({ pms: 'cancelled' }) },
      'cancelled',
    ],
  ])('%s', (_, facts, reason) => {
    expect(decideClaim(claim(facts))).toEqual({ do: 'withhold', reason });
  });

  test('a step for confirmed visits goes to a confirmed visit only', () => {
    const message = { condition: 'confirmed' } as const;
    expect(decideClaim(claim({ message }))).toEqual({ do: 'withhold', reason: 'too_late' });
    expect(decideClaim(claim({ message, visit: aVisit({ answer: 'confirmed' }) }))).toEqual({ do: 'send' });
    expect(decideClaim(claim({ message, visit: aVisit({ pms: 'confirmed' }) }))).toEqual({ do: 'send' });
    expect(decideClaim(claim({ message, now: sendAt - 1 }))).toMatchObject({ why: 'not_due' });
  });
});

test('in rehearsal an allow-listed contact is written to', () => {
  expect(decideClaim(claim({ practice: { ...rehearsing, rehearsalAllowed: true } }))).toEqual({ do: 'send' });
});

describe.each([
  ['paused', { practice: paused }],
  ['feed_too_old', { feed: oldFeed }],
] as const)('%s', (why, obstacle) => {
  test('it looks again every five minutes while it is of use, then is withheld for that', () => {
    const now = sendAt + MINUTE;
    expect(decideClaim(claim({ ...obstacle, now }))).toEqual({ do: 'wait', until: now + 5 * MINUTE, why });
    expect(decideClaim(claim({ ...obstacle, now: usefulUntil - 1 }))).toEqual({ do: 'wait', until: usefulUntil, why });
    expect(decideClaim(claim({ ...obstacle, now: usefulUntil }))).toEqual({ do: 'withhold', reason: why });
  });
});

test('a feed is too old from one instant to the next, and one that never came is not', () => {
  expect(decideClaim(claim({ feed: { ageMs: 96 * HOUR, pauseAfterMs: 96 * HOUR } }))).toEqual({ do: 'send' });
  expect(decideClaim(claim({ feed: { ageMs: null, pauseAfterMs: 0 } }))).toEqual({ do: 'send' });
});

test('another attempt at the same contact is waited for', () => {
  const facts = claim({ contactBusy: true });
  expect(decideClaim(facts)).toEqual({ do: 'wait', until: facts.now + 30_000, why: 'busy' });
});

test('what the plan withholds, the claim withholds for the same reason', () => {
  const visits = [
    aVisit(),
    aVisit({ pms: 'cancelled' }),
    aVisit({ gone: true }),
    aVisit({ pms: 'rescheduled' }),
    aVisit({ pms: 'arrived' }),
    aVisit({ pms: 'confirmed' }),
    aVisit({ answer: 'confirmed' }),
    aVisit({ answer: 'declined' }),
  ];
  const patients = [
    aPatient(),
    aPatient({ status: 'deceased' }),
    aPatient({ allows: { text: false, voice: null, email: null } }),
    aPatient({ text: aContact({ optedOut: true }) }),
    aPatient({ text: aContact({ landline: true }) }),
    aPatient({ text: null }),
    aPatient({ text: 'invalid' }),
  ];
  const settings = [
    theSettings({ steps: [aStep('-P1D')] }),
    theSettings({ steps: [aStep('-P1D', { condition: 'always' })] }),
    theSettings({ steps: [aStep('-P1D')], stopOnAnswer: false }),
    theSettings({ steps: [aStep('-P1D')], channelModes: { text: 'off', voice: 'off', email: 'off' } }),
    theSettings({ steps: [aStep('-P1D')], languages: { text: [], voice: [], email: [] } }),
  ];
  let withheld = 0;
  for (const visit of visits) {
    for (const patient of patients) {
      for (const setting of settings) {
        const [planned] = planMessages(theFacts({ visit, patient, settings: setting }));
        const decided = decideClaim(
          claim({
            visit,
            patient,
            settings: setting,
            now: planned!.sendAt,
            message: { ...setting.steps[0]!, ...planned! },
          }),
        );
        expect(decided).toEqual(
          planned!.withheld === null ? { do: 'send' } : { do: 'withhold', reason: planned!.withheld },
        );
        if (planned!.withheld !== null) withheld += 1;
      }
    }
  }
  expect(withheld).toBeGreaterThan(200);
});

test('what staff send does not wait for a newer copy of the PMS: they know better than it', () => {
  const message = { kind: 'appt_cancellation', slot: 'group-1', condition: 'always' } as const;
  expect(decideClaim(claim({ feed: oldFeed, message }))).toEqual({ do: 'send' });
});
