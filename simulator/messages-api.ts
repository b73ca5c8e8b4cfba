import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  errorBody,
  noSuchResource,
  notAuthenticated,
  serverError,
  tooManyRequests,
  type CarrierError,
} from './carrier-errors.ts';
import type { Carrier } from './carrier.ts';
import type { Faults } from './faults.ts';
import { messageList } from './message-list.ts';
import { messageResource } from './message-resource.ts';
import { readTextRequest } from './read-text-request.ts';
import type { RateLimit } from './rate-limit.ts';
import type { CarrierRecord } from './record.ts';
import type { Timers } from './timers.ts';
import type { Account } from './webhooks.ts';

export interface MessagesApiOptions {
  readonly carrier: Carrier;
  readonly record: CarrierRecord;
  readonly faults: Faults;
  readonly limit: RateLimit;
  readonly timers: Timers;
  readonly account: Account;
  /** How late a `slow` answer is. */
  readonly slowMs: number;
}

/** The carrier's Message resource: create, list, fetch. @see https://www.twilio.com/docs/messaging/api/message-resource */
export function messagesApi(app: FastifyInstance, options: MessagesApiOptions): void {
  const { carrier, record, faults, limit, timers, account } = options;
  const path = `/2010-04-01/Accounts/${account.accountSid}/Messages`;
  const login = `Basic ${Buffer.from(`${account.accountSid}:${account.authToken}`).toString('base64')}`;

  app.addHook('onRequest', async (request, reply) => {
    if (!sameText(request.headers.authorization ?? '', login)) await refuse(reply, notAuthenticated);
  });

  app.post(`${path}.json`, async (request, reply) => {
    if (!limit.takes() || faults.happens('reject_429'))
      return refuse(reply.header('retry-after', '1'), tooManyRequests);
    if (faults.happens('fail_500_before')) return refuse(reply, serverError);
    const asked = readTextRequest(request.body as URLSearchParams, record);
    if ('code' in asked) return refuse(reply, asked);

    const message = carrier.take(asked);
    if (faults.happens('fail_500_after')) return refuse(reply, serverError);
    if (faults.happens('timeout_after')) return sayNothing(reply);
    if (faults.happens('reset_after')) return reset(request, reply);
    if (faults.happens('slow')) await timers.wait(options.slowMs);
    return reply.code(201).send(messageResource(message, account.accountSid));
  });

  app.get(`${path}.json`, (request) => messageList(record.messages, queryOf(request), account.accountSid));

  app.get<{ Params: { sid: string } }>(`${path}/:sid`, (request, reply) => {
    const message = record.message(request.params.sid.replace(/\.json$/, ''));
    if (message === null) return refuse(reply, noSuchResource(request.url));
    return messageResource(message, account.accountSid);
  });
}

function refuse(reply: FastifyReply, error: CarrierError): FastifyReply {
  return reply.code(error.status).send(errorBody(error));
}

/** The request stays open until whoever made it gives up. */
function sayNothing(reply: FastifyReply): FastifyReply {
  reply.hijack();
  return reply;
}

function reset(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.resetAndDestroy();
  return reply;
}

function queryOf(request: FastifyRequest): URLSearchParams {
  return new URL(request.url, 'http://carrier').searchParams;
}

function sameText(given: string, wanted: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(wanted);
  return a.length === b.length && timingSafeEqual(a, b);
}
