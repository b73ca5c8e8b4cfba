import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeToTell, type ChangedVisit, type ToldMessage } from '../../../../domain/planning/pms-change.ts';
import { shippedKinds } from '../../../../domain/shipped-kinds.ts';
import { aPastMessage, aStep, visitAt } from './planning-builders.ts';

const MINUTE = 60_000;
const rules = { graceMs: 10 * MINUTE, kinds: shippedKinds };

interface State {
  readonly startsAt: number;
  readonly isOff: boolean;
  /** How long it stood. */
  readonly minutes: number;
}

const time = fc.integer({ min: 0, max: 2 }).map((days) => visitAt + days * 24 * 60 * MINUTE);
const state: fc.Arbitrary<State> = fc.record({
  startsAt: time,
  isOff: fc.boolean(),
  minutes: fc.constantFrom(1, 5, 9, 10, 11, 600),
});
const states = fc.array(state, { minLength: 1, maxLength: 6 });

/** A visit that went through these states, the last of which it has. */
function changed(through: readonly State[]): ChangedVisit {
  const present = through.at(-1)!;
  let at = 0;
  const formerTimes = through.slice(0, -1).map(({ startsAt, isOff, minutes }) => {
    at += minutes * MINUTE;
    return { startsAt, wasOff: isOff, changedAt: at };
  });
  return { startsAt: present.startsAt, isOff: present.isOff, firstSeenAt: 0, formerTimes };
}

function aReminder(occurrence: number, sendAt: number, message: Partial<ToldMessage> = {}): ToldMessage {
  return { ...aPastMessage(aStep('-P1D'), { sendAt, state: 'received' }), occurrence, ...message };
}

test('without a message, who is told knew how the visit last stood for the grace, and it does not stand so any more', () => {
  fc.assert(
    fc.property(states, (through) => {
      const present = through.at(-1)!;
      const known = through.slice(0, -1).findLast(({ minutes }) => minutes >= 10);
      const differs = known !== undefined && (present.isOff || known.startsAt !== present.startsAt);
      const expected =
        known === undefined || known.isOff || !differs
          ? null
          : { what: present.isOff ? 'visit_cancelled' : 'visit_moved', knownAt: known.startsAt };
      expect(changeToTell(changed(through), [], rules)).toEqual(expected);
    }),
  );
});

test('states that stood for less than the grace change nothing of what is told', () => {
  fc.assert(
    fc.property(
      states,
      state.map((one) => ({ ...one, minutes: 4 })),
      (through, moment) => {
        const withMoment = [...through.slice(0, -1), moment, through.at(-1)!];
        expect(changeToTell(changed(withMoment), [], rules)).toEqual(changeToTell(changed(through), [], rules));
      },
    ),
  );
});

test('a time that stood for a moment is known where a message told it then, and only by one that came', () => {
  const [before, between] = [visitAt, visitAt + 24 * 60 * MINUTE];
  const visit = changed([
    { startsAt: before, isOff: false, minutes: 600 },
    { startsAt: between, isOff: false, minutes: 5 },
    { startsAt: before, isOff: false, minutes: 0 },
  ]);
  const sendAt = 602 * MINUTE;
  expect(changeToTell(visit, [], rules)).toBeNull();
  expect(changeToTell(visit, [aReminder(between, sendAt)], rules)).toEqual({ what: 'visit_moved', knownAt: between });
  for (const untold of [
    aReminder(between, sendAt, { state: 'not_sent' }),
    aReminder(between, sendAt, { state: 'not_received' }),
    aReminder(between, sendAt, { state: 'withheld', reason: 'moved' }),
    aReminder(between, 590 * MINUTE),
    aReminder(before, sendAt),
    aReminder(between, sendAt, { kind: 'appt_cancellation' }),
  ]) {
    expect(changeToTell(visit, [untold], rules)).toBeNull();
  }
});
