import { describe, expect, test } from 'vitest';
import type { MessageState } from '../../../../domain/message-state.ts';
import { planMessages } from '../../../../domain/planning/plan-messages.ts';
import type { PastMessage, PatientFacts, PlanningFacts } from '../../../../domain/planning/planning-facts.ts';
import {
  aContact,
  aPastMessage,
  aPatient,
  asHistory,
  aStep,
  aVisit,
  aWeekBefore,
  theFacts,
  theSettings,
  visitAt,
  inEveryKind,
} from './planning-builders.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const oneDay = aStep('-P1D');
const languages = { text: ['en'], voice: ['en'], email: ['en'] };
/** A text the day before, and calls from 10:00 to 18:00 as its backup. */
const settings = theSettings({
  steps: [oneDay],
  channelModes: { text: 'on', voice: 'backup', email: 'off' },
  calendar: { windows: { text: { from: '09:00', to: '18:00' }, voice: { from: '10:00', to: '18:00' } } },
  languages,
});
const home = aContact({ id: 'home' });

function plan(facts: Partial<PlanningFacts>): string[] {
  return planMessages(theFacts({ settings, ...facts })).map(
    ({ channel, withheld, sendAt, backupOf }) =>
      `${channel}${backupOf === null ? '' : ` for ${backupOf}`} ${withheld ?? new Date(sendAt).toISOString().slice(5, 16)}`,
  );
}

/** The text as it stands after its time. */
function theText(state: MessageState, given: Partial<PastMessage> = {}): PastMessage {
  return aPastMessage(oneDay, { sendAt: visitAt - DAY, state, ...given });
}

describe('a backup is planned for the time of its step', () => {
  test.each<[string, PatientFacts]>([
    ['no_contact', aPatient({ text: null, voice: home })],
    ['invalid_contact', aPatient({ text: 'invalid', voice: home })],
    ['invalid_contact', aPatient({ text: aContact({ invalid: true }), voice: home })],
    ['wrong_number', aPatient({ text: aContact({ wrongNumber: true }), voice: home })],
    ['landline', aPatient({ text: aContact({ landline: true }) })],
  ])('where the text cannot be used: %s', (reason, patient) => {
    expect(plan({ patient })).toEqual([`text ${reason}`, 'voice for text 11-30T15:00']);
  });

  test('where its channel is off, or has no words', () => {
    const off = { ...settings, channelModes: { text: 'off', voice: 'backup', email: 'off' } } as const;
    expect(plan({ settings: off })).toEqual(['text channel_off', 'voice for text 11-30T15:00']);
    const speechless = { ...settings, languages: inEveryKind({ ...languages, text: [] }) };
    expect(plan({ settings: speechless })).toEqual(['text no_template', 'voice for text 11-30T15:00']);
  });

  test('none where the text can go, nor where no channel is on as backup', () => {
    expect(plan({})).toEqual(['text 11-30T15:00']);
    const alone = { ...settings, channelModes: { text: 'on', voice: 'off', email: 'off' } } as const;
    expect(plan({ settings: alone, patient: aPatient({ text: null, voice: home }) })).toEqual(['text no_contact']);
  });
});

describe('law 3: an opt-out starts no backup', () => {
  test.each<[string, PatientFacts]>([
    ['of the number', aPatient({ text: aContact({ optedOut: true }), voice: home, email: home })],
    ['by the word of the PMS', aPatient({ voice: home, allows: { text: false, voice: null, email: null } })],
  ])('%s', (_, patient) => {
    expect(plan({ patient })).toEqual(['text opted_out']);
    // Nor where the carrier refused the text for that.
    expect(plan({ patient, history: [theText('not_received')], now: visitAt - DAY + HOUR })).toEqual([]);
  });

  test('one that was there already goes no more', () => {
    const before = planMessages(theFacts({ settings, patient: aPatient({ text: null, voice: home }) }));
    const patient = aPatient({ text: aContact({ optedOut: true }), voice: home });
    expect(plan({ patient, history: asHistory(before) })).toEqual(['text opted_out', 'voice for text opted_out']);
  });
});

describe('after its time', () => {
  const now = visitAt - DAY + 2 * HOUR + 5 * 60_000;

  test.each<[string, Partial<PastMessage> & { state: MessageState }]>([
    ['a failed text', { state: 'not_received' }],
    ['one that nobody knows of', { state: 'unknown' }],
    ['a silent one', { state: 'sent', detail: 'no_receipt' }],
    [
      'one that was merged into a failed one',
      { state: 'withheld', reason: 'merged', carriedBy: { state: 'not_received', detail: null } },
    ],
  ])('%s gets its backup at once', (_, text) => {
    expect(plan({ history: [theText(text.state, text)], now }).at(-1)).toBe('voice for text 11-30T17:05');
  });

  test.each<[string, Partial<PastMessage> & { state: MessageState }]>([
    ['in hand', { state: 'sending' }],
    ['sent not long ago', { state: 'sent' }],
    ['received', { state: 'received' }],
    [
      'merged into one that came',
      { state: 'withheld', reason: 'merged', carriedBy: { state: 'received', detail: null } },
    ],
    ['capped', { state: 'withheld', reason: 'capped' }],
    ['withheld by staff', { state: 'withheld', reason: 'staff' }],
  ])('one that is %s gets none', (_, text) => {
    expect(plan({ history: [theText(text.state, text)], now }).filter((line) => line.startsWith('voice'))).toEqual([]);
  });

  test('in the evening the backup waits for the morning while it is of use', () => {
    const evening = Date.parse('2026-11-30T23:30Z');
    const failed = [theText('not_received')];
    const afternoon = aVisit({ startsAt: visitAt + 4 * HOUR, endsAt: visitAt + 5 * HOUR });
    expect(plan({ history: failed, now: evening, visit: afternoon })).toEqual(['voice for text 12-01T15:00']);
    expect(plan({ history: failed, now: evening })).toEqual(['voice for text too_late']);
  });

  test('it keeps its time when the plan is made again, and its reason when the visit is answered', () => {
    const history = [theText('not_received')];
    const first = planMessages(theFacts({ settings, history, now }));
    const again = [...history, ...asHistory(first)];
    expect(planMessages(theFacts({ settings, history: again, now: now + HOUR }))).toEqual(first);
    const visit = aVisit({ answer: 'confirmed', answeredAt: now });
    expect(plan({ visit, history: again, now: now + HOUR })).toEqual(['voice for text answered']);
  });

  test('where word comes after all, the backup that waits is merged into what came', () => {
    const waiting = aPastMessage({ ...oneDay, channel: 'voice' }, { sendAt: now + HOUR });
    expect(plan({ history: [theText('received'), waiting], now })).toEqual(['voice for text merged']);
  });

  test('a later step that was handed over leaves no room for it', () => {
    const [threeDays] = [aStep('-P3D')];
    const both = { ...settings, steps: [threeDays, oneDay] };
    const failed = aPastMessage(threeDays, { sendAt: visitAt - 3 * DAY, state: 'not_received' });
    expect(plan({ settings: both, history: [failed, theText('received')], now })).toEqual(['voice for text too_late']);
  });
});

describe('which channel is first', () => {
  const all = { ...settings, channelModes: { text: 'on', voice: 'on', email: 'on' } } as const;
  const reachable = { text: aContact(), voice: home, email: aContact({ id: 'mail' }) };

  test.each([
    ['voice', ['voice 11-30T15:00']],
    ['email', ['email 11-30T15:00']],
    ['text', ['text 11-30T15:00']],
    [null, ['text 11-30T15:00']],
  ] as const)('a patient who prefers %s', (preferredChannel, expected) => {
    expect(plan({ settings: all, patient: aPatient({ ...reachable, preferredChannel }) })).toEqual(expected);
  });

  test("the step's own channel backs up the preferred one", () => {
    const patient = aPatient({ ...reachable, preferredChannel: 'email' });
    const mail = aPastMessage({ ...oneDay, channel: 'email' }, { sendAt: visitAt - DAY, state: 'not_received' });
    expect(plan({ settings: all, patient, history: [mail], now: visitAt - DAY + HOUR })).toEqual([
      'text for email 11-30T16:00',
    ]);
  });

  test('the preference counts where its channel is on, reaches the patient, and the practice heeds it', () => {
    const prefersCalls = aPatient({ ...reachable, preferredChannel: 'voice' });
    expect(plan({ patient: prefersCalls })).toEqual(['text 11-30T15:00']);
    const unreachable = aPatient({ ...reachable, voice: null, preferredChannel: 'voice' });
    expect(plan({ settings: all, patient: unreachable })).toEqual(['text 11-30T15:00']);
    const every = { ...all, contacts: { ...all.contacts, choice: 'every' } } as const;
    expect(plan({ settings: every, patient: prefersCalls })).toEqual(['text 11-30T15:00']);
  });

  test('a slot that was used is not used anew because the preference changed since', () => {
    const patient = aPatient({ ...reachable, preferredChannel: 'voice' });
    expect(plan({ settings: all, patient, history: [theText('sent')], now: visitAt - DAY + HOUR })).toEqual([]);
  });

  test('a step names its backups, or has none', () => {
    const both = { ...settings, channelModes: { text: 'on', voice: 'backup', email: 'on' } } as const;
    const patient = aPatient({ ...reachable, text: null });
    const steps = (backups: ('voice' | 'email')[]) => ({ ...both, steps: [{ ...oneDay, backups }] });
    expect(plan({ settings: steps([]), patient })).toEqual(['text no_contact']);
    expect(plan({ settings: steps(['email']), patient })).toEqual(['text no_contact', 'email for text 11-30T15:00']);
  });

  test('what is on as backup goes by itself for no step', () => {
    const steps = [{ ...oneDay, channel: 'voice' as const }];
    expect(plan({ settings: { ...settings, steps } })).toEqual(['voice channel_off']);
  });
});

test('of several contacts the first that can be used is taken, up to one that opted out', () => {
  const contactOf = (...text: PatientFacts['contacts']['text']): string | null | undefined => {
    const patient = { ...aPatient(), contacts: { text, voice: [], email: [] } };
    const [message] = planMessages(theFacts({ settings, patient, now: aWeekBefore }));
    return message?.withheld ?? message?.contactPointId;
  };
  const [cell, work] = [aContact({ id: 'cell', landline: true }), aContact({ id: 'work' })];
  expect(contactOf(cell, work)).toBe('work');
  expect(contactOf('invalid', cell, work)).toBe('work');
  expect(contactOf(cell, { ...home, optedOut: true }, work)).toBe('opted_out');
  expect(contactOf(cell, 'invalid')).toBe('landline');
});
