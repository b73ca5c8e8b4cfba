import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { readSignedForm } from '../../channels/twilio/signed-form.ts';
import type { Carrier } from '../../domain/carrier.ts';
import { Fault } from '../../domain/fault.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { Id } from '../schemas/shapes.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the carrier wrote, once its signature has been found good. */
    signed: SignedForm | null;
  }
}

/** A form whose signature is good. */
export interface SignedForm {
  /** Whose account it is: of the practices that write through it. */
  readonly carriers: readonly Carrier[];
  readonly form: URLSearchParams;
  /** Its exact bytes. */
  readonly body: string;
}

/** Of each route that a carrier calls. */
export const carrierRoute = { public: true, carrier: true };

/** No query at all. */
export const Nothing = Type.Object({}, { additionalProperties: false });

/** Whom a callback is about: we put the ids into its address at the hand-over. */
export const CallbackIds = Type.Object({ practice: Id, message: Id, attempt: Id }, { additionalProperties: false });

/** The forms of everything under `app` are read once their signature has been checked; what is not signed is refused. */
export function takeSignedForms(app: FastifyInstance, config: ApiDependencies['config']): void {
  // The signature is over the exact bytes, so they stay as they came; and what is not a form is refused for its signature first.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, parsed) => {
    parsed(null, body);
  });
  app.decorateRequest('signed', null);
  // Before validation: to whom did not sign, nothing is said of what is missing.
  app.addHook('preValidation', (request, _reply, next) => {
    request.signed = signedForm(request, config);
    next();
  });
}

/** The form of a request. */
export function formOf(request: FastifyRequest): SignedForm {
  if (request.signed === null) throw new Fault('forbidden', 'No account of ours signed this.');
  return request.signed;
}

/** Throws `forbidden` where the account is none of ours or none of its tokens signed this. */
function signedForm(request: FastifyRequest, { carriers: accounts, publicUrl }: ApiDependencies['config']): SignedForm {
  const body = typeof request.body === 'string' ? request.body : '';
  // Only to choose the token: until the signature is good, nothing that the form says is believed.
  const accountSid = new URLSearchParams(body).get('AccountSid');
  const carriers = (['configured', 'simulator'] as const).filter(
    (carrier) => accounts[carrier].twilio?.accountSid === accountSid,
  );
  const account = carriers[0] === undefined ? null : accounts[carriers[0]].twilio;
  const signature = request.headers['x-twilio-signature'];
  const form = readSignedForm(
    { address: publicUrl + request.url, signature: typeof signature === 'string' ? signature : '', body },
    account?.acceptedTokens ?? [],
  );
  if (form !== null) return { carriers, form, body };
  throw new Fault(
    'forbidden',
    'No account of ours signed this. The signature is over KEPT_PUBLIC_URL and the exact form.',
  );
}
