import type { FastifyInstance } from 'fastify';
import { answerCreation, guardAccount, queryOf, refuse } from './account-api.ts';
import { noSuchResource } from './carrier-errors.ts';
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
  const { carrier, record, account } = options;
  const path = `/2010-04-01/Accounts/${account.accountSid}/Messages`;
  guardAccount(app, account);

  app.post(`${path}.json`, (request, reply) =>
    answerCreation(request, reply, {
      ...options,
      read: (form) => readTextRequest(form, record),
      take: (asked) => messageResource(carrier.take(asked), account.accountSid),
    }),
  );

  app.get(`${path}.json`, (request) => messageList(record.messages, queryOf(request), account.accountSid));

  app.get<{ Params: { sid: string } }>(`${path}/:sid`, (request, reply) => {
    const message = record.message(request.params.sid.replace(/\.json$/, ''));
    if (message === null) return refuse(reply, noSuchResource(request.url));
    return messageResource(message, account.accountSid);
  });
}
