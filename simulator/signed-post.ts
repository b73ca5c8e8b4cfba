import { createHmac } from 'node:crypto';

/** How a request to the sender's webhook ended: its status and words, or why there were none. */
export type PostEnd =
  { readonly status: number; readonly body: string } | { readonly failed: 'not_connected' | 'no_answer' };

/** The carrier gives up on an answer after this. */
const answerTimeoutMs = 15_000;

/** Posts a form, signed with the account's token over the address as it was given. */
export async function signedPost(address: string, form: URLSearchParams, authToken: string): Promise<PostEnd> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        'x-twilio-signature': signature(address, form, authToken),
        'user-agent': 'TwilioProxy/1.1',
      },
      body: form.toString(),
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    return { failed: neverConnected(error) ? 'not_connected' : 'no_answer' };
  }
}

/**
 * HMAC-SHA1 over the address and every field, sorted by name, each name followed by its value.
 * @see https://www.twilio.com/docs/usage/security#validating-requests
 */
function signature(address: string, form: URLSearchParams, authToken: string): string {
  const fields = [...form].sort(([a], [b]) => (a < b ? -1 : 1));
  const signed = address + fields.map(([name, value]) => name + value).join('');
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64');
}

function neverConnected(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : null;
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  return code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'UND_ERR_CONNECT_TIMEOUT';
}
