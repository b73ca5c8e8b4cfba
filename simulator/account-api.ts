import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorBody, notAuthenticated, serverError, tooManyRequests, type CarrierError } from './carrier-errors.ts';
import type { Faults } from './faults.ts';
import type { RateLimit } from './rate-limit.ts';
import { resetConnection } from './reset-connection.ts';
import { sameText } from './same-text.ts';
import type { Timers } from './timers.ts';
import type { Account } from './webhooks.ts';

/** Lets nobody in who does not know the account's token. */
export function guardAccount(app: FastifyInstance, account: Account): void {
  const login = `Basic ${Buffer.from(`${account.accountSid}:${account.authToken}`).toString('base64')}`;
  app.addHook('onRequest', async (request, reply) => {
    if (!sameText(request.headers.authorization ?? '', login)) await refuse(reply, notAuthenticated);
  });
}

export interface Creation<Asked extends object> {
  readonly faults: Faults;
  /** How many may come a second; no limit where it is left out. */
  readonly limit?: RateLimit;
  readonly timers: Timers;
  /** How late a `slow` answer is. */
  readonly slowMs: number;
  /** Reads the form, or refuses it. */
  read(form: URLSearchParams): Asked | CarrierError;
  /** Takes what was asked for, and shows the new resource. */
  take(asked: Asked): object;
}

/** Answers a request that creates something, with whatever is to go wrong around it. */
export async function answerCreation<Asked extends object>(
  request: FastifyRequest,
  reply: FastifyReply,
  creation: Creation<Asked>,
): Promise<FastifyReply> {
  const { faults, limit, timers, slowMs } = creation;
  if (limit?.takes() === false || faults.happens('reject_429'))
    return refuse(reply.header('retry-after', '1'), tooManyRequests);
  if (faults.happens('fail_500_before')) return refuse(reply, serverError);
  const asked = creation.read(request.body as URLSearchParams);
  if ('code' in asked) return refuse(reply, asked);

  const resource = creation.take(asked);
  if (faults.happens('fail_500_after')) return refuse(reply, serverError);
  if (faults.happens('timeout_after')) return sayNothing(reply);
  if (faults.happens('reset_after')) return resetConnection(request, reply);
  if (faults.happens('slow')) await timers.wait(slowMs);
  return reply.code(201).send(resource);
}

export function refuse(reply: FastifyReply, error: CarrierError): FastifyReply {
  return reply.code(error.status).send(errorBody(error));
}

export function queryOf(request: FastifyRequest): URLSearchParams {
  return new URL(request.url, 'http://carrier').searchParams;
}

/** The request stays open until whoever made it gives up. */
function sayNothing(reply: FastifyReply): FastifyReply {
  reply.hijack();
  return reply;
}
