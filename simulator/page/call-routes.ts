import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import type { CallRecord } from '../calls/call-record.ts';
import { callerIdsOfCall, phoneOfCall, senderOfCall, type PhoneCall } from '../calls/phone-call.ts';
import type { Switchboard } from '../calls/switchboard.ts';
import { isPhoneNumber } from '../phones.ts';
import type { CarrierRecord } from '../record.ts';
import { senderOf } from '../text-message.ts';
import { wantsHtml } from './wants-html.ts';

const CallPath = Type.Object({ id: Type.String() });
const PhonePath = Type.Object({ e164: Type.String() });
const Keys = Type.Object({ digits: Type.String({ pattern: '^[0-9*#]{1,32}$' }) });

export interface CallRoutesOptions {
  readonly switchboard: Switchboard;
  readonly record: CarrierRecord;
  readonly calls: CallRecord;
}

/** What a person does with a call: press keys, hang up, call back. A call is named by the carrier's id, or Kept's message's. */
export function callRoutes(app: FastifyInstance, { switchboard, record, calls }: CallRoutesOptions): void {
  app.get<{ Params: Static<typeof CallPath> }>('/calls/:id', { schema: { params: CallPath } }, (request, reply) => {
    const call = find(request.params.id);
    return call === null ? noSuchCall(reply) : callJson(call);
  });

  app.post<{ Params: Static<typeof CallPath>; Body: Static<typeof Keys> }>(
    '/calls/:id/keys',
    { schema: { params: CallPath, body: Keys } },
    (request, reply) => {
      const call = find(request.params.id);
      if (call === null) return noSuchCall(reply);
      if (!switchboard.press(call.sid, request.body.digits)) return over(reply);
      return done(request, reply, call);
    },
  );

  app.post<{ Params: Static<typeof CallPath> }>(
    '/calls/:id/hang-up',
    { schema: { params: CallPath } },
    (request, reply) => {
      const call = find(request.params.id);
      if (call === null) return noSuchCall(reply);
      if (!switchboard.hangUp(call.sid)) return over(reply);
      return done(request, reply, call);
    },
  );

  app.post<{ Params: Static<typeof PhonePath> }>(
    '/phones/:e164/calls',
    { schema: { params: PhonePath } },
    (request, reply) => {
      const { e164 } = request.params;
      if (!isPhoneNumber(e164)) return reply.code(404).send({ error: 'That is no phone number.' });
      const sender = lastSenderTo(e164);
      if (sender === null) return reply.code(409).send({ error: 'Nobody has texted or called this phone yet.' });
      return done(request, reply, switchboard.callBack(e164, sender));
    },
  );

  function find(id: string): PhoneCall | null {
    return calls.call(id) ?? calls.calls.findLast((call) => callerIdsOfCall(call).messageId === id) ?? null;
  }

  function lastSenderTo(e164: string): string | null {
    const message = record.ofPhone(e164).at(-1);
    const call = calls.ofPhone(e164).at(-1);
    if (call !== undefined && call.place > (message?.place ?? -1)) return senderOfCall(call);
    return message === undefined ? null : senderOf(message);
  }
}

function done(request: FastifyRequest, reply: FastifyReply, call: PhoneCall): FastifyReply {
  if (wantsHtml(request)) return reply.redirect(`/phones/${phoneOfCall(call)}`, 303);
  return reply.code(201).send(callJson(call));
}

function noSuchCall(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ error: 'There is no such call.' });
}

function over(reply: FastifyReply): FastifyReply {
  return reply.code(409).send({ error: 'That call is over.' });
}

/** A call for a script. */
export function callJson(call: PhoneCall): object {
  return {
    sid: call.sid,
    direction: call.direction,
    from: call.from,
    to: call.to,
    status: call.status,
    answeredBy: call.answeredBy,
    heard: call.heard.map(({ by, text }) => ({ by, text })),
    createdAt: new Date(call.createdAt).toISOString(),
    ...callerIdsOfCall(call),
  };
}
