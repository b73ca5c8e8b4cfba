import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { readSignedForm } from '../../channels/twilio/signed-form.ts';
import { readStatus } from '../../channels/twilio/status.ts';
import { readIncomingText, readTextStatus } from '../../channels/twilio/webhook.ts';
import { Fault } from '../../domain/fault.ts';
import { recordReceipt } from '../../operations/record-receipt.ts';
import { recordTextReply } from '../../operations/record-text-reply.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { Id } from '../schemas/shapes.ts';
import type { Carrier } from '../../domain/carrier.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the carrier wrote, once its signature has been found good. */
    signed: SignedForm | null;
  }
}

interface SignedForm {
  /** Whose account it is: of the practices that write through it. */
  readonly carriers: readonly Carrier[];
  readonly form: URLSearchParams;
}

const config = { public: true, carrier: true };

/**
 * What Twilio, or the simulator in its place, calls. Each stores the raw fact and commits before it answers, so that an answer
 * means that nothing can be lost any more; where that fails it is a 503. By itself Twilio calls again only where it could not
 * connect; with `#rc=5&rp=all` behind the address that the number is given, after a 503 too (docs/operations.md).
 * @see https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export const twilioWebhooks: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  // The signature is over the exact bytes, so they stay as they came; and what is not a form is refused for its signature first.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, parsed) => {
    parsed(null, body);
  });
  app.decorateRequest('signed', null);
  // Before validation: to whom did not sign, nothing is said of what is missing.
  app.addHook('preValidation', (request, _reply, next) => {
    request.signed = signedForm(request, deps.config);
    next();
  });

  app.post('/text', { config, schema: { hide: true, querystring: Nothing } }, async (request, reply) => {
    const { carriers, form } = formOf(request);
    await recordTextReply(deps.db, { carriers, ...readIncomingText(form) });
    // An answer in TwiML that says nothing: what the patient is told goes out as a message of ours.
    return reply.type('text/xml').send('<?xml version="1.0" encoding="UTF-8"?><Response/>');
  });

  app.post('/status', { config, schema: { hide: true, querystring: CallbackIds } }, async (request, reply) => {
    const { carriers, form } = formOf(request);
    const { practice, message, attempt } = request.query;
    const report = readTextStatus(form);
    const { moves, verdict } = readStatus(report.status, report.code);
    await recordReceipt(deps.db, {
      carriers,
      practiceId: practice,
      messageId: message,
      attemptId: attempt,
      ...report,
      word: moves,
      verdict,
      raw: Object.fromEntries(form),
    });
    return reply.code(204).send();
  });
  done();
};

const Nothing = Type.Object({}, { additionalProperties: false });

/** Whom a callback is about: we put the ids into its address at the hand-over. */
const CallbackIds = Type.Object({ practice: Id, message: Id, attempt: Id }, { additionalProperties: false });

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
  if (form !== null) return { carriers, form };
  throw new Fault(
    'forbidden',
    'No account of ours signed this. The signature is over KEPT_PUBLIC_URL and the exact form.',
  );
}

function formOf(request: FastifyRequest): SignedForm {
  if (request.signed === null) throw new Fault('forbidden', 'No account of ours signed this.');
  return request.signed;
}
