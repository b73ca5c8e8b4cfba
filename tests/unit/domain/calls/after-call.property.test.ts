import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextCall, type CallFacts } from '../../../../domain/calls/after-call.ts';
import { phonesOfNextCall } from '../../../../domain/calls/callable.ts';
import type { Contact, ContactPoint } from '../../../../domain/planning/planning-facts.ts';

const minute = 60_000;
const phone = (id: string): fc.Arbitrary<Contact> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant('invalid' as const) },
    {
      weight: 5,
      arbitrary: fc.record({
        id: fc.constant(id),
        optedOut: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
        landline: fc.boolean(),
        invalid: fc.boolean(),
        wrongNumber: fc.constantFrom(false, false, true),
      }),
    },
  );
const facts: fc.Arbitrary<CallFacts> = fc.record({
  calls: fc.integer({ min: 1, max: 10 }),
  tries: fc.integer({ min: 1, max: 10 }),
  retryAfterMs: fc.integer({ min: minute, max: 120 * minute }),
  usefulUntil: fc.integer({ min: 0, max: 240 * minute }),
  contacts: fc.tuple(phone('cell'), phone('home'), phone('work')),
  contactPointId: fc.constantFrom('cell', 'home', 'work', 'gone'),
  now: fc.integer({ min: 0, max: 120 * minute }),
});
const isPoint = (contact: Contact): contact is ContactPoint => contact !== 'invalid';

test('the next call goes to a phone that may be called, in time, while tries are left, and to none else', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const next = nextCall(given);
      const known = given.contacts.filter(isPoint);
      const end = known.findIndex(({ optedOut }) => optedOut);
      const allowed = (end === -1 ? known : known.slice(0, end)).filter(
        ({ invalid, wrongNumber }) => !invalid && !wrongNumber,
      );
      const inTime = given.calls < given.tries && given.now + given.retryAfterMs <= given.usefulUntil;
      expect(next !== null).toBe(inTime && allowed.length > 0);
      if (next === null) return;
      expect(next.at).toBe(given.now + given.retryAfterMs);
      expect(allowed.map(({ id }) => id)).toContain(next.contactPointId);
      // The same phone again only where there is no other.
      if (allowed.length > 1) expect(next.contactPointId).not.toBe(given.contactPointId);
    }),
    { numRuns: 2_000 },
  );
});

test('every phone that may be called has its turn before one is called again', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const rounds = { ...given, tries: 99, usefulUntil: Number.MAX_SAFE_INTEGER };
      const called: string[] = [];
      for (let last = given.contactPointId; called.length < 6; last = called.at(-1) ?? last) {
        const next = nextCall({ ...rounds, contactPointId: last });
        if (next === null) return;
        called.push(next.contactPointId);
      }
      const cycle = new Set(called).size;
      expect(called.map((id, index) => called.indexOf(id) === index % cycle)).not.toContain(false);
    }),
    { numRuns: 1_000 },
  );
});

test('law 3: a next call is held against its own phone and what opted out before it', () => {
  fc.assert(
    fc.property(facts, ({ contacts, contactPointId }) => {
      const held = phonesOfNextCall(contacts, contactPointId);
      const known = contacts.filter(isPoint);
      const own = known.findIndex(({ id }) => id === contactPointId);
      expect(held.some(({ id }) => id === contactPointId)).toBe(own >= 0);
      const before = known.filter(({ optedOut }, index) => index < own && optedOut);
      expect(held.slice(0, -1)).toEqual(own >= 0 ? before : []);
    }),
    { numRuns: 1_000 },
  );
});
