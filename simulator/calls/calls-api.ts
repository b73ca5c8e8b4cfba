import type { FastifyInstance } from 'fastify';
import { answerCreation, guardAccount, queryOf, refuse } from '../account-api.ts';
import { noSuchResource } from '../carrier-errors.ts';
import type { Faults } from '../faults.ts';
import type { Timers } from '../timers.ts';
import type { Account } from '../webhooks.ts';
import { callList } from './call-list.ts';
import type { CallRecord } from './call-record.ts';
import { callResource } from './call-resource.ts';
import { readCallRequest } from './read-call-request.ts';
import type { Switchboard } from './switchboard.ts';

export interface CallsApiOptions {
  readonly switchboard: Switchboard;
  readonly record: CallRecord;
  readonly faults: Faults;
  readonly timers: Timers;
  readonly account: Account;
  /** How late a `slow` answer is. */
  readonly slowMs: number;
}

/** The carrier's Call resource: create, list, fetch. @see https://www.twilio.com/docs/voice/api/call-resource */
export function callsApi(app: FastifyInstance, options: CallsApiOptions): void {
  const { switchboard, record, account } = options;
  const path = `/2010-04-01/Accounts/${account.accountSid}/Calls`;
  guardAccount(app, account);

  app.post(`${path}.json`, (request, reply) =>
    answerCreation(request, reply, {
      ...options,
      read: readCallRequest,
      take: (asked) => callResource(switchboard.take(asked), account.accountSid),
    }),
  );

  app.get(`${path}.json`, (request) => callList(record.calls, queryOf(request), account.accountSid));

  app.get<{ Params: { sid: string } }>(`${path}/:sid`, (request, reply) => {
    const call = record.call(request.params.sid.replace(/\.json$/, ''));
    if (call === null) return refuse(reply, noSuchResource(request.url));
    return callResource(call, account.accountSid);
  });
}
