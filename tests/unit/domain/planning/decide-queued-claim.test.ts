import { describe, expect, test } from 'vitest';
import { deliveryHours } from '../../../../domain/planning/delivery-hours.ts';
import { theSettings } from './planning-builders.ts';
import { decideQueuedClaim, type QueuedClaimFacts } from '../../../../domain/planning/decide-queued-claim.ts';

const minute = 60_000;
const queuedAt = Date.parse('2026-11-23T03:00:00Z');

interface Given extends Partial<Omit<QueuedClaimFacts, 'message' | 'contact' | 'practice'>> {
  readonly message?: Partial<QueuedClaimFacts['message']>;
  readonly contact?: Partial<QueuedClaimFacts['contact']>;
  readonly practice?: Partial<QueuedClaimFacts['practice']>;
}

/** An acknowledgement that was queued at three in the morning and is looked at then, nothing speaking against it. */
function decide(given: Given = {}) {
  return decideQueuedClaim({
    contactBusy: false,
    unasked: null,
    now: queuedAt,
    ...given,
    message: {
      channel: 'text',
      confirmsOptOut: false,
      queuedAt,
      sendAt: queuedAt,
      usefulUntil: queuedAt + 15 * minute,
      ...given.message,
    },
    contact: { optedOut: false, landline: false, invalid: false, wrongNumber: false, ...given.contact },
    practice: { live: true, rehearsalAllowed: false, channelPausedAt: null, ...given.practice },
  });
}

test('it goes at once, at any hour: it answers someone who has just written', () => {
  expect(decide()).toEqual({ do: 'send' });
});

test('it goes until its last useful moment, and not after', () => {
  expect(decide({ now: queuedAt + 15 * minute })).toEqual({ do: 'send' });
  expect(decide({ now: queuedAt + 15 * minute + 1 })).toEqual({ do: 'withhold', reason: 'too_late' });
});

test('put off by the carrier beyond that, it is given up', () => {
  expect(decide({ message: { sendAt: queuedAt + 16 * minute } })).toEqual({ do: 'withhold', reason: 'too_late' });
});

describe('law 3: what staff write of themselves', () => {
  // Queued at three in the morning; the hours are from nine to eighteen.
  const hours = deliveryHours(theSettings({ calendar: { zone: 'UTC' } }).calendar, { channel: 'text' });
  const usefulUntil = queuedAt + 24 * 60 * minute;

  test('waits for the hours of delivery', () => {
    expect(decide({ unasked: { hours, patientActive: true }, message: { usefulUntil } })).toEqual({
      do: 'wait',
      until: Date.parse('2026-11-23T09:00:00Z'),
      why: 'window',
    });
    const now = Date.parse('2026-11-23T12:00:00Z');
    expect(decide({ unasked: { hours, patientActive: true }, message: { usefulUntil }, now })).toEqual({ do: 'send' });
    expect(decide({ unasked: { hours, patientActive: true } })).toEqual({ do: 'withhold', reason: 'too_late' });
  });

  test('goes to nobody whom the PMS has as inactive or deceased', () => {
    expect(decide({ unasked: { hours, patientActive: false } })).toEqual({ do: 'withhold', reason: 'inactive' });
  });
});

describe('law 3: whom it may not reach', () => {
  test.each([
    [{ optedOut: true }, 'opted_out'],
    [{ wrongNumber: true }, 'wrong_number'],
    [{ invalid: true }, 'invalid_contact'],
    [{ landline: true }, 'landline'],
  ])('%j', (contact, reason) => {
    expect(decide({ contact })).toEqual({ do: 'withhold', reason });
  });

  test('one who opted out gets the confirmation of that, and one who came back does not', () => {
    const message = { confirmsOptOut: true };
    expect(decide({ message, contact: { optedOut: true } })).toEqual({ do: 'send' });
    expect(decide({ message })).toEqual({ do: 'withhold', reason: 'answered' });
  });

  test('before the practice is live only contacts on its list', () => {
    expect(decide({ practice: { live: false } })).toEqual({ do: 'withhold', reason: 'not_live' });
    expect(decide({ practice: { live: false, rehearsalAllowed: true } })).toEqual({ do: 'send' });
  });
});

describe('what it waits for', () => {
  test('its time', () => {
    const sendAt = queuedAt + 5 * minute;
    expect(decide({ message: { sendAt } })).toEqual({ do: 'wait', until: sendAt, why: 'not_due' });
  });

  test('a pause, longer each time, and in vain in the end', () => {
    const practice = { channelPausedAt: queuedAt - minute };
    const waits = [0, 10_000, 10 * minute].map((after) => decide({ practice, now: queuedAt + after }));
    expect(waits).toEqual([
      { do: 'wait', until: queuedAt + 1_000, why: 'paused' },
      { do: 'wait', until: queuedAt + 15_000, why: 'paused' },
      { do: 'wait', until: queuedAt + 11 * minute, why: 'paused' },
    ]);
    expect(decide({ practice, now: queuedAt + 16 * minute })).toEqual({ do: 'withhold', reason: 'paused' });
  });

  test('an attempt to the same number that has no end yet', () => {
    expect(decide({ contactBusy: true, now: queuedAt + 200 })).toEqual({
      do: 'wait',
      until: queuedAt + 1_200,
      why: 'busy',
    });
  });
});
