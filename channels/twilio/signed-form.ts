import webhooks from 'twilio/lib/webhooks/webhooks.js';

/** A request of the carrier as it arrived. */
export interface SignedRequest {
  /** The public address that the carrier was given, query included: not what a proxy made of it. */
  readonly address: string;
  /** `X-Twilio-Signature`; empty where there was none. */
  readonly signature: string;
  /** The exact bytes of the form. */
  readonly body: string;
}

/**
 * The form of a request that one of these tokens signed, or null: nothing of an unsigned request can be read. Several tokens
 * stand while one is replaced by the next.
 * @see https://www.twilio.com/docs/usage/security#validating-requests
 */
export function readSignedForm(request: SignedRequest, acceptedTokens: readonly string[]): URLSearchParams | null {
  const form = new URLSearchParams(request.body);
  const params = Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name)]));
  const signed = acceptedTokens.some((token) =>
    webhooks.validateRequest(token, request.signature, request.address, params),
  );
  return signed ? form : null;
}

/** The fields of a form whose signature was good, to be kept: Postgres does not hold the character 0, so another stands in for it. */
export function readStoredForm(body: string): URLSearchParams {
  return new URLSearchParams(body.replaceAll('%00', '%EF%BF%BD'));
}
