import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { readStatus } from '../../channels/twilio/status.ts';
import { readIncomingText, readTextStatus } from '../../channels/twilio/webhook.ts';
import { recordReceipt } from '../../operations/sending/record-receipt.ts';
import { recordTextReply } from '../../operations/answers/record-text-reply.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { CallbackIds, carrierRoute, formOf, Nothing, takeSignedForms } from './twilio-form.ts';
import { twilioVoice } from './twilio-voice.ts';

/**
 * What Twilio, or the simulator in its place, calls. Each stores the raw fact and commits before it answers, so that an answer
 * means that nothing can be lost any more; where that fails it is a 503. By itself Twilio calls again only where it could not
 * connect; with `#rc=5&rp=all` behind the address that the number is given, after a 503 too (docs/operations.md).
 * @see https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export const twilioWebhooks: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  takeSignedForms(app, deps.config);

  app.post('/text', { config: carrierRoute, schema: { hide: true, querystring: Nothing } }, async (request, reply) => {
    const { carriers, form } = formOf(request);
    await recordTextReply(deps.db, { carriers, ...readIncomingText(form) });
    // An answer in TwiML that says nothing: what the patient is told goes out as a message of ours.
    return reply.type('text/xml').send('<?xml version="1.0" encoding="UTF-8"?><Response/>');
  });

  app.post(
    '/status',
    { config: carrierRoute, schema: { hide: true, querystring: CallbackIds } },
    async (request, reply) => {
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
    },
  );
  // Its options bear the prefix that these routes were registered with, which stands already.
  app.register(twilioVoice, { ...deps, prefix: '' });
  done();
};
