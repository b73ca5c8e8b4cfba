import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOpen, whichVisit, type Asked, type WhichVisit } from '../../../../domain/answers/which-visit.ts';

const now = Date.parse('2026-11-23T15:00:00Z');
const day = 86_400_000;

const given = fc.record({
  answer: fc.constantFrom('confirmed' as const, 'declined' as const),
  all: fc.boolean(),
  now: fc.constant(now),
});

/** Messages on one phone, newest first: each asked about one to three of five visits, some of which have changed since. */
const askedVisits = fc
  .record({
    visits: fc.array(
      fc.record({
        movedBy: fc.constantFrom(0, 0, 0, day),
        pms: fc.constantFrom('scheduled', 'scheduled', 'confirmed', 'cancelled', 'completed'),
        gone: fc.constantFrom(false, false, false, true),
        answer: fc.constantFrom('none', 'none', 'confirmed', 'declined'),
        expiresIn: fc.constantFrom(day, day, -1),
      }),
      { minLength: 5, maxLength: 5 },
    ),
    messages: fc.array(fc.uniqueArray(fc.nat({ max: 4 }), { minLength: 1, maxLength: 3 }), { maxLength: 6 }),
  })
  .map(({ visits, messages }): readonly Asked[] =>
    messages.flatMap((about, message) =>
      about.map((visit): Asked => {
        const { movedBy, expiresIn, ...stands } = visits[visit]!;
        return {
          ...(stands as Pick<Asked, 'pms' | 'gone' | 'answer'>),
          messageId: `message ${message} about ${visit}`,
          sentMessageId: `message ${message}`,
          sentAt: now - message * day,
          language: 'en',
          subjectId: `visit ${visit}`,
          type: 'appointment',
          patientId: 'patient',
          occurrence: now + 2 * day,
          startsAt: now + 2 * day + movedBy,
          answerableUntil: now + expiresIn,
          asks: 'visit',
        };
      }),
    ),
  );

test('an answer is only ever for visits that were asked about and are still open, each once, as they were asked about last', () => {
  fc.assert(
    fc.property(askedVisits, given, (asked, said) => {
      const meant = visitsOf(whichVisit(asked, said));
      for (const one of meant) {
        expect(isOpen(one, now)).toBe(true);
        expect(asked.find((other) => other.subjectId === one.subjectId && isOpen(other, now))).toBe(one);
      }
      expect(new Set(meant.map(({ subjectId }) => subjectId)).size).toBe(meant.length);
    }),
  );
});

test('nothing is guessed: without "all", several visits are answered only by a yes to the one message that asked about them', () => {
  let several = 0;
  fc.assert(
    fc.property(askedVisits, given, (asked, said) => {
      const found = whichVisit(asked, { ...said, all: false });
      if (found.which !== 'these' || found.asked.length < 2) return;
      several += 1;
      expect(said.answer).toBe('confirmed');
      expect(new Set(visitsOf(found).map(({ sentMessageId }) => sentMessageId))).toEqual(
        new Set([asked[0]!.sentMessageId]),
      );
    }),
    { numRuns: 2_000 },
  );
  expect(several).toBeGreaterThan(20);
});

test('the newest message decides whether an answer is late, and who was asked anything gets one of the four', () => {
  fc.assert(
    fc.property(askedVisits, given, (asked, said) => {
      const { which } = whichVisit(asked, said);
      const newest = asked.filter(({ sentMessageId }) => sentMessageId === asked[0]?.sentMessageId);
      expect(which === 'none').toBe(asked.length === 0);
      expect(which === 'late').toBe(asked.length > 0 && !newest.some((one) => isOpen(one, now)));
    }),
  );
});

test('"all" leaves nothing to ask, and takes in what would have been asked about', () => {
  fc.assert(
    fc.property(askedVisits, given, (asked, said) => {
      const all = whichVisit(asked, { ...said, all: true });
      expect(all.which).not.toBe('ask');
      const asks = whichVisit(asked, { ...said, all: false });
      if (asks.which === 'ask') expect(visitsOf(all)).toEqual(visitsOf(asks));
    }),
  );
});

function visitsOf(found: WhichVisit): readonly Asked[] {
  if (found.which === 'these') return found.asked;
  return found.which === 'ask' ? found.among : [];
}
