import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startExchange } from '../../../../channels/exchange.ts';
import { readEnd } from '../../../../channels/sendgrid/hand-over-end.ts';
import type { SendgridAnswer } from '../../../../channels/sendgrid/client.ts';

const now = Date.UTC(2026, 10, 23, 12);
const written = { ...startExchange(() => true), written: true };
const answer = (status: number, headers: SendgridAnswer['headers'] = {}, body: unknown = ''): SendgridAnswer => ({
  status,
  headers,
  body,
});

test.each([
  [{ 'x-ratelimit-reset': String(now / 1000 + 30) }, 30_000],
  [{ 'retry-after': '7', 'x-ratelimit-reset': String(now / 1000 + 30) }, 7000],
  [{ 'x-ratelimit-reset': String(now / 1000 - 5) }, 1000],
  [{ 'x-ratelimit-reset': 'soon' }, 10_000],
  [{}, 10_000],
])('429 with %j waits %d ms', (headers, retryInMs) => {
  expect(readEnd(written, answer(429, headers), now)).toEqual({ end: 'not_taken', code: 'http_429', retryInMs });
});

test.each([
  [202, {}, 'unreadable_answer'],
  [200, { 'x-message-id': 'an-id' }, 'unreadable_answer'],
  [302, {}, 'http_302'],
  [408, {}, 'http_408'],
  [500, {}, 'http_500'],
  [503, {}, 'http_503'],
])('%d is in doubt', (status, headers, code) => {
  expect(readEnd(written, answer(status, headers), now)).toEqual({ end: 'ambiguous', code });
});

const errors = (field: string | null) => ({ errors: [{ message: 'no', field, help: null }] });

test.each([
  [400, errors('personalizations.0.to.0.email'), 'invalid_recipient', 'invalid_contact'],
  [400, errors('content.0.value'), 'http_400', 'rejected'],
  [400, errors(null), 'http_400', 'rejected'],
  [413, errors(null), 'too_large', 'rejected'],
])('%d with %j is refused', (status, body, code, verdict) => {
  expect(readEnd(written, answer(status, {}, body), now)).toEqual({ end: 'refused', code, verdict });
});

test.each([
  [401, errors(null), 'http_401'],
  [403, errors('from'), 'http_403'],
  [404, errors(null), 'http_404'],
  [400, errors('from.email'), 'invalid_sender'],
  [400, 'a gateway before the carrier', 'http_400'],
])('%d with %j ends no message', (status, body, code) => {
  expect(readEnd(written, answer(status, {}, body), now)).toEqual({ end: 'not_taken', code, retryInMs: 300_000 });
});

test('law 1: only what is proven not to be taken may go again', () => {
  fc.assert(
    fc.property(
      fc.record({ written: fc.boolean(), heldBack: fc.boolean() }),
      fc.option(fc.record({ status: fc.integer({ min: 100, max: 599 }), body: fc.anything() }), { nil: null }),
      (exchange, said) => {
        const end = readEnd(
          { ...written, ...exchange },
          said === null ? null : answer(said.status, {}, said.body),
          now,
        );
        const isProven =
          exchange.heldBack || !exchange.written || (said !== null && said.status >= 400 && said.status < 500);
        if (end.end === 'not_taken' || end.end === 'refused') expect(isProven).toBe(true);
      },
    ),
  );
});
