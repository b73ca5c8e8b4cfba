import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startExchange, type Exchange } from '../../../../channels/exchange.ts';
import { asksToComeBack, verdictOf } from '../../../../channels/twilio/errors.ts';
import { endWithoutMessage } from '../../../../channels/twilio/hand-over-end.ts';

const now = Date.UTC(2026, 10, 23, 12);

function anExchange(changes: Partial<Exchange> = {}): Exchange {
  return { ...startExchange(() => true), written: true, ...changes };
}

describe('an exchange that gave no message id', () => {
  test.each([
    ['held back', anExchange({ written: false, heldBack: true }), null, 'not_taken', 'too_late_to_write'],
    ['never connected', anExchange({ written: false }), null, 'not_taken', 'not_connected'],
    ['written and never answered', anExchange(), null, 'ambiguous', 'no_answer'],
    ['a success without an id', anExchange({ status: 201 }), null, 'ambiguous', 'unreadable_answer'],
    ['a redirect', anExchange({ status: 307 }), null, 'ambiguous', 'http_307'],
    ['a failure there', anExchange({ status: 500 }), '20500', 'ambiguous', '20500'],
    ['a gateway that waited in vain', anExchange({ status: 504 }), null, 'ambiguous', 'http_504'],
    ['a connection that was too slow', anExchange({ status: 408 }), null, 'ambiguous', 'http_408'],
    ['too many requests', anExchange({ status: 429 }), '20429', 'not_taken', '20429'],
    ['a full queue', anExchange({ status: 400 }), '21611', 'not_taken', '21611'],
    ['an opt-out', anExchange({ status: 400 }), '21610', 'refused', '21610'],
    ['a gateway that forbids', anExchange({ status: 403 }), null, 'not_taken', 'http_403'],
    ['a token of ours that is wrong', anExchange({ status: 401 }), '20003', 'not_taken', '20003'],
  ] as const)('%s', (_case, exchange, carrierCode, end, code) => {
    expect(endWithoutMessage(exchange, carrierCode, now)).toMatchObject({ end, code });
  });

  test('is called not taken only where nothing was written, or the carrier refused and may take it later', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.option(fc.integer({ min: 100, max: 599 })),
        fc.option(fc.integer({ min: 20_000, max: 40_000 }).map(String)),
        (written, status, carrierCode) => {
          const { end } = endWithoutMessage(anExchange({ written, status: written ? status : null }), carrierCode, now);
          const saidNo = status !== null && status >= 400 && status < 500;
          if (!written) expect(end).toBe('not_taken');
          else if (!saidNo) expect(end).toBe('ambiguous');
          else if (end === 'not_taken')
            expect(
              status === 429 ||
                asksToComeBack(carrierCode ?? '') ||
                carrierCode === null ||
                verdictOf(carrierCode) === 'sender_at_fault',
            ).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('the wait that a 429 asks for', () => {
  const waitAsked = (retryAfter: string | null): number => {
    const end = endWithoutMessage(anExchange({ status: 429, retryAfter }), '20429', now);
    return end.end === 'not_taken' ? end.retryInMs : -1;
  };

  test.each([
    ['seconds', '7', 7000],
    ['a date', 'Mon, 23 Nov 2026 12:00:42 GMT', 42_000],
    ['a date that is past', 'Mon, 23 Nov 2026 11:00:00 GMT', 1000],
    ['no time at all', '0', 1000],
    ['more than an hour', '86400', 3_600_000],
    ['nothing', null, 10_000],
    ['nothing that can be read', 'soon', 10_000],
    ['blanks', '  ', 10_000],
  ])('%s', (_case, retryAfter, ms) => {
    expect(waitAsked(retryAfter)).toBe(ms);
  });

  test('is always between a second and an hour', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.nat().map(String),
          fc.date().map((date) => date.toUTCString()),
        ),
        (header) => {
          expect(waitAsked(header)).toBeGreaterThanOrEqual(1000);
          expect(waitAsked(header)).toBeLessThanOrEqual(3_600_000);
        },
      ),
    );
  });
});
