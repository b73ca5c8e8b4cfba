import { expect, test } from 'vitest';
import type { BurstVisit } from '../../chaos/burst.ts';
import { count, type BurstMessage, type Evidence, type Taken } from '../../chaos/count.ts';
import type { Meddled } from '../../chaos/meddle.ts';

const visit: BurstVisit = {
  id: 'visit',
  practiceId: 'practice',
  channel: 'text',
  address: '+12015550001',
  startsAt: 1_000_000,
};
const attempt = { id: 'attempt', openedAt: 10_000, handOverBy: 15_000 };
const sent: BurstMessage = {
  id: 'message',
  visitId: visit.id,
  state: 'sent',
  reason: null,
  listed: false,
  attempts: [attempt],
};
const taken: Taken = { messageId: sent.id, attemptId: attempt.id, to: visit.address, at: 10_100 };
const cancelledBefore: Meddled = { visitId: visit.id, what: 'cancel', attemptsBefore: [] };
const good: Evidence = {
  visits: [visit],
  messages: [sent],
  taken: [taken],
  meddled: [],
  paused: [],
  waitingForNewTime: new Set(),
  onItsWayMs: 11_000,
};

/** The figures that must be nothing. */
function figuresOf(changes: Partial<Evidence>): object {
  const { lost, doubled, forbidden, unlisted } = count({ ...good, ...changes });
  return { lost, doubled, forbidden, unlisted };
}
const nothing = { lost: 0, doubled: 0, forbidden: 0, unlisted: 0 };

test('a message that went once, and is known to have gone, is no offence', () => {
  expect(count(good)).toMatchObject({
    ...nothing,
    accepted: 1,
    byState: { sent: 1 },
    byChannel: { text: 1 },
    offences: [],
  });
});

test.each<[string, Partial<Evidence>]>([
  ['of which there is no row', { messages: [], taken: [] }],
  ['that waits still', { messages: [{ ...sent, state: 'not_sent', attempts: [] }], taken: [] }],
  ['that is still in hand', { messages: [{ ...sent, state: 'sending' }] }],
  ['that is said to have gone and is at no carrier', { taken: [] }],
  [
    'that is withheld for what nobody did',
    { messages: [{ ...sent, state: 'withheld', reason: 'too_late', attempts: [] }], taken: [] },
  ],
  [
    'that is withheld for another reason than what was done',
    {
      messages: [{ ...sent, state: 'withheld', reason: 'opted_out', attempts: [] }],
      taken: [],
      meddled: [cancelledBefore],
    },
  ],
  [
    'of a moved visit, about whose new time nothing is planned',
    {
      messages: [{ ...sent, state: 'withheld', reason: 'moved', attempts: [] }],
      taken: [],
      meddled: [{ ...cancelledBefore, what: 'move' }],
    },
  ],
])('lost is one %s', (_what, changes) => {
  expect(figuresOf(changes)).toEqual({ ...nothing, lost: 1 });
});

test.each(['unknown', 'sent', 'received'] as const)('doubled is one that went twice, be it %s', (state) => {
  const attempts = [attempt, { ...attempt, id: 'second' }];
  const messages = [{ ...sent, state, listed: true, attempts }];
  expect(figuresOf({ messages, taken: [taken, { ...taken, attemptId: 'second' }] })).toEqual({
    ...nothing,
    doubled: 1,
  });
  // One attempt that was handed over twice, and one message that went by two rows of it.
  expect(figuresOf({ messages, taken: [taken, taken] })).toEqual({ ...nothing, doubled: 1 });
});

test.each<[string, Partial<Evidence>]>([
  ['claimed after a cancellation', { meddled: [cancelledBefore] }],
  ['claimed in a pause', { paused: [{ practiceId: 'practice', channel: 'text', from: 9_000, until: 11_000 }] }],
  ['handed over without a claim that is known', { taken: [{ ...taken, attemptId: 'nobody' }] }],
  [
    'handed over with the claim of another',
    { taken: [{ ...taken, messageId: 'another' }], messages: [{ ...sent, state: 'unknown', listed: true }] },
  ],
  ['at the carrier after its absence counted', { taken: [{ ...taken, at: 26_001 }] }],
  [
    'withheld, and went',
    {
      messages: [{ ...sent, state: 'withheld', reason: 'cancelled' }],
      meddled: [{ ...cancelledBefore, attemptsBefore: [attempt.id] }],
    },
  ],
])('forbidden is one that was %s', (_what, changes) => {
  expect(figuresOf(changes)).toEqual({ ...nothing, forbidden: 1 });
});

test('what was in hand before a change, or claimed beside a pause, may go', () => {
  const meddled = [{ ...cancelledBefore, attemptsBefore: [attempt.id] }];
  const paused = [{ practiceId: 'practice', channel: 'text' as const, from: 10_000, until: 12_000 }];
  expect(figuresOf({ meddled, paused })).toEqual(nothing);
});

test('an unknown one is an offence only while nobody finds it on the worklist', () => {
  const unknown = { ...sent, state: 'unknown' as const };
  expect(figuresOf({ messages: [unknown] })).toEqual({ ...nothing, unlisted: 1 });
  expect(figuresOf({ messages: [{ ...unknown, listed: true }], taken: [] })).toEqual(nothing);
});
