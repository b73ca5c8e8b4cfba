import type { HandOverEnd } from '../channel.ts';
import type { Exchange } from '../exchange.ts';
import { boundedRetryMs, defaultRetryMs, retryInMs, shortestRetryMs } from '../retry-after.ts';
import type { SendgridAnswer } from './client.ts';
import { readRefusal } from './errors.ts';

const senderRetryMs = 5 * 60_000;

/**
 * How a hand-over ended, from what the exchange saw and what the carrier answered; null where there was no answer. `not_taken` is
 * said only where that is proven: nothing was written, or the carrier says so. What is not a clear yes or no is `ambiguous`.
 * `now` is the wall clock's time.
 */
export function readEnd(exchange: Exchange, answer: SendgridAnswer | null, now: number): HandOverEnd {
  if (exchange.heldBack) return { end: 'not_taken', code: 'too_late_to_write', retryInMs: shortestRetryMs };
  if (!exchange.written) return { end: 'not_taken', code: 'not_connected', retryInMs: defaultRetryMs };
  if (answer === null) return { end: 'ambiguous', code: 'no_answer' };

  const { status, headers } = answer;
  if (status === 202) {
    const carrierId = headers['x-message-id'];
    if (typeof carrierId === 'string' && carrierId !== '') return { end: 'taken', carrierId };
  }
  if (status >= 200 && status < 300) return { end: 'ambiguous', code: 'unreadable_answer' };
  if (status === 429) return { end: 'not_taken', code: 'http_429', retryInMs: waitOf(headers, now) };
  // 408 and 425 come from whatever stands between: they tell of the connection, not of what the carrier did.
  if (status < 400 || status >= 500 || status === 408 || status === 425) {
    return { end: 'ambiguous', code: `http_${String(status)}` };
  }
  const { code, verdict } = readRefusal(status, answer.body);
  // The patient's message is not to end for a key or a sender of ours that is wrong: it waits, while useful, to be mended.
  if (verdict === 'sender_at_fault') return { end: 'not_taken', code, retryInMs: senderRetryMs };
  return { end: 'refused', code, verdict };
}

/**
 * `Retry-After` where there is one, else the second at which the limit is renewed.
 * @see https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/rate-limits
 */
function waitOf(headers: SendgridAnswer['headers'], now: number): number {
  if (headers['retry-after'] !== undefined) return retryInMs(headers['retry-after'], now);
  const renewed = headers['x-ratelimit-reset'];
  return typeof renewed === 'string' && /^\d+$/.test(renewed)
    ? boundedRetryMs(Number(renewed) * 1000 - now)
    : defaultRetryMs;
}
