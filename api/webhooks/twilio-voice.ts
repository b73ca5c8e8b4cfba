import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import Type, { type Static } from 'typebox';
import { readCallQuestion, readCallStatus, type CallQuestion } from '../../channels/twilio/call-webhook.ts';
import { twiml } from '../../channels/twilio/twiml.ts';
import type { CallStep } from '../../domain/calls/call-step.ts';
import { answerCall, recordLeftMessage } from '../../operations/calls/answer-call.ts';
import type { CallIds, CallWord } from '../../operations/calls/follow-call.ts';
import {
  answerIncomingCall,
  recordIncomingKey,
  recordIncomingTransfer,
  type IncomingCall,
} from '../../operations/calls/incoming-call.ts';
import { recordCallKey } from '../../operations/calls/record-call-key.ts';
import { recordCallStatus } from '../../operations/calls/record-call-status.ts';
import { recordTransfer } from '../../operations/calls/record-transfer.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { Id } from '../schemas/shapes.ts';
import { CallbackIds, carrierRoute, formOf } from './twilio-form.ts';

/**
 * Where a call stands, as the address says that we gave the carrier: no step is its beginning. A call without ids is one to a number
 * of ours. `said`: how often its words had been said.
 */
const CallPlace = Type.Object(
  {
    practice: Type.Optional(Id),
    message: Type.Optional(Id),
    attempt: Type.Optional(Id),
    step: Type.Optional(Type.Enum(['keys', 'transfer', 'left'])),
    said: Type.Optional(Type.String({ pattern: '^[0-9]$' })),
  },
  { additionalProperties: false },
);
type CallPlace = Static<typeof CallPlace>;

/** What Twilio calls while a call goes on: for its words, with the keys that were pressed, and with how far it is. */
export const twilioVoice: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  const { db, config } = deps;

  app.post(
    '/voice',
    { config: carrierRoute, schema: { hide: true, querystring: CallPlace } },
    async (request, reply) => {
      const { carriers, form } = formOf(request);
      const raw = Object.fromEntries(form);
      const question = readCallQuestion(form);
      const place = request.query;
      const ids = idsOf(place);
      const step =
        ids === null
          ? await goOnIncoming(place, { ...question, carriers, raw })
          : await goOn(place, ids, { ...question, carriers, code: null, verdict: null, raw });
      return send(reply, step, place);
    },
  );

  app.post(
    '/voice-status',
    { config: carrierRoute, schema: { hide: true, querystring: CallbackIds } },
    async (request, reply) => {
      const { carriers, form } = formOf(request);
      const { practice: practiceId, message: messageId, attempt: attemptId } = request.query;
      const ids = { practiceId, messageId, attemptId };
      await recordCallStatus(db, ids, { ...readCallStatus(form), carriers, raw: Object.fromEntries(form) });
      return reply.code(204).send();
    },
  );
  done();

  function goOn(place: CallPlace, ids: CallIds, call: CallQuestion & CallWord): Promise<CallStep> {
    switch (place.step) {
      case 'keys':
        return recordCallKey(db, ids, { ...call, said: Number(place.said ?? 1) });
      case 'transfer':
        return recordTransfer(db, ids, { ...call, taken: call.transferTaken });
      case 'left':
        return recordLeftMessage(db, ids, call);
      default:
        return answerCall(db, ids, call);
    }
  }

  function goOnIncoming(place: CallPlace, call: CallQuestion & IncomingCall): Promise<CallStep> {
    if (place.step === 'keys') return recordIncomingKey(db, call);
    if (place.step === 'transfer') return recordIncomingTransfer(db, { ...call, taken: call.transferTaken });
    return answerIncomingCall(db, call);
  }

  function send(reply: FastifyReply, step: CallStep, { practice, message, attempt }: CallPlace): FastifyReply {
    const address = (rest: Readonly<Record<string, string>>): string => {
      const ids = practice && message && attempt ? { practice, message, attempt } : {};
      return `${config.publicUrl}/webhooks/twilio/voice?${new URLSearchParams({ ...ids, ...rest }).toString()}`;
    };
    const body = twiml(step, {
      keys: (said) => address({ step: 'keys', said: String(said) }),
      transfer: address({ step: 'transfer' }),
      left: address({ step: 'left' }),
    });
    return reply.type('text/xml').send(body);
  }
};

/** The ids of a call of ours; null for a call to one of our numbers. */
function idsOf({ practice, message, attempt }: CallPlace): CallIds | null {
  if (practice === undefined || message === undefined || attempt === undefined) return null;
  return { practiceId: practice, messageId: message, attemptId: attempt };
}
