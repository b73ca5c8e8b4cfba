import type { HandOverEnd } from '../channel.ts';
import { asksToComeBack, verdictOf } from './errors.ts';
import type { Exchange } from '../exchange.ts';
import { defaultRetryMs, retryInMs, shortestRetryMs } from '../retry-after.ts';

const senderRetryMs = 5 * 60_000;

/**
 * How a hand-over ended that did not end in a message id. It is called `not_taken` only where that is proven: nothing was
 * written, or the carrier says so; whatever else is not a clear no may have been taken, and is `ambiguous`.
 * `carrierCode` is the code in the carrier's answer, `now` the wall clock's time.
 */
export function endWithoutMessage(exchange: Exchange, carrierCode: string | null, now: number): HandOverEnd {
  if (exchange.heldBack) return { end: 'not_taken', code: 'too_late_to_write', retryInMs: shortestRetryMs };
  if (!exchange.written) return { end: 'not_taken', code: 'not_connected', retryInMs: defaultRetryMs };

  const { status } = exchange;
  if (status === null) return { end: 'ambiguous', code: 'no_answer' };
  if (status >= 200 && status < 300) return { end: 'ambiguous', code: 'unreadable_answer' };

  const code = carrierCode ?? `http_${String(status)}`;
  if (status === 429) return { end: 'not_taken', code, retryInMs: retryInMs(exchange.retryAfter, now) };
  if (status < 400 || status >= 500 || saysNothingOfTheMessage(status)) return { end: 'ambiguous', code };
  if (asksToComeBack(code)) return { end: 'not_taken', code, retryInMs: retryInMs(exchange.retryAfter, now) };
  const verdict = verdictOfRefusal(code, status);
  // The patient's message is not to end for a token of ours that is wrong: it waits, while useful, for somebody to mend that.
  if (verdict === 'sender_at_fault') return { end: 'not_taken', code, retryInMs: senderRetryMs };
  return { end: 'refused', code, verdict };
}

/** 408 and 425 come from whatever stands between: they tell of the connection, not of what the carrier did. */
function saysNothingOfTheMessage(status: number): boolean {
  return status === 408 || status === 425;
}

/** An answer without the carrier's own code, from a gateway before it, is never the patient's fault. */
function verdictOfRefusal(code: string, status: number): ReturnType<typeof verdictOf> {
  return code === `http_${String(status)}` ? 'sender_at_fault' : verdictOf(code);
}
