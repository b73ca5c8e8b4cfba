import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { readIncomingText, readTextStatus } from '../../channels/twilio/webhook.ts';
import { storeText, storeTextStatus } from '../../db/raw-facts.ts';
import { Fault } from '../../domain/fault.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { CallbackIds, carrierRoute, formOf, Nothing, takeSignedForms } from './twilio-form.ts';
import { twilioVoice } from './twilio-voice.ts';

/**
 * What Twilio, or the simulator in its place, calls. Each stores the raw fact and commits before it answers, so that an answer
 * means that nothing can be lost any more; what follows from a text or its status is the reader's affair (`worker/fact-reader.ts`).
 * Where the storing fails it is a 503. By itself Twilio calls again only where it could not connect; with `#rc=5&rp=all` behind the
 * address that the number is given, after a 503 too (docs/operations.md).
 * @see https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export const twilioWebhooks: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  takeSignedForms(app, deps.config);

  app.post('/text', { config: carrierRoute, schema: { hide: true, querystring: Nothing } }, async (request, reply) => {
    const { carriers, form, body } = formOf(request);
    const { from, to, messagingService } = readIncomingText(form);
    await deps.db.inOneStatement((one) => storeText(one, { carriers, from, to, messagingService, body }));
    // An answer in TwiML that says nothing: what the patient is told goes out as a message of ours.
    return reply.type('text/xml').send('<?xml version="1.0" encoding="UTF-8"?><Response/>');
  });

  app.post(
    '/status',
    { config: carrierRoute, schema: { hide: true, querystring: CallbackIds } },
    async (request, reply) => {
      const { carriers, form, body } = formOf(request);
      readTextStatus(form);
      const { practice: practiceId, message: messageId, attempt: attemptId } = request.query;
      const status = { carriers, practiceId, messageId, attemptId, body };
      const stored = await deps.db.inOneStatement((one) => storeTextStatus(one, status));
      if (stored === null) {
        throw new Fault('forbidden', 'This account does not send for the practice that the callback names.');
      }
      return reply.code(204).send();
    },
  );
  // Its options bear the prefix that these routes were registered with, which stands already.
  app.register(twilioVoice, { ...deps, prefix: '' });
  done();
};
