import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { PracticeTransaction } from '../../db/database.ts';
import { findThread, type ThreadLine as ThreadLineRow } from '../../db/inbox-thread.ts';
import type { Page, PageRequest } from '../../db/keyset.ts';
import { findWaitingReplies } from '../../db/staff-inbox.ts';
import { findOptOuts } from '../../db/staff-opt-outs.ts';
import { Fault } from '../../domain/fault.ts';
import { answerReply, writeQuickMessage } from '../../operations/actions/write-to-patient.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { changedByOf, practiceOf } from '../plugins/authentication.ts';
import {
  InboxReply,
  inboxReplyJson,
  OptOut,
  optOutJson,
  ThreadLine,
  threadLineJson,
} from '../schemas/patient-words.ts';
import { Message, messageJson } from '../schemas/message.ts';
import { IdempotencyKey, WrittenText } from '../schemas/written-text.ts';
import { Id, IdPath, ListQuery, Named, PageOf, staffProblem, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { listPage } from './list-page.ts';

/** What patients sent back that waits for a person, and who asked to hear no more. */
export const inbox: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/inbox',
    {
      schema: {
        summary: 'Replies that wait for a person, newest first',
        tags: ['inbox'],
        querystring: ListQuery({}),
        response: { 200: PageOf(InboxReply), ...staffProblems },
      },
    },
    (request) =>
      deps.db.inPractice(practiceOf(request).id, (tx) =>
        listPage(tx, 'inbox', request.query, (page) => findWaitingReplies(tx, page), inboxReplyJson),
      ),
  );

  app.get(
    '/inbox/:id',
    {
      schema: {
        summary: 'What went back and forth with whom this reply came from, newest first',
        tags: ['inbox'],
        params: IdPath,
        querystring: ListQuery({}),
        response: { 200: PageOf(ThreadLine), ...staffProblems },
      },
    },
    (request) =>
      deps.db.inPractice(practiceOf(request).id, (tx) =>
        listPage(
          tx,
          `inbox ${request.params.id}`,
          request.query,
          (page) => threadOf(tx, request.params.id, page),
          threadLineJson,
        ),
      ),
  );

  app.post(
    '/inbox/:id/replies',
    {
      schema: {
        summary: 'Answers a text that waits in the inbox, by text and at once; it then waits no longer',
        tags: ['inbox'],
        params: IdPath,
        querystring: StaffQuery({}),
        headers: IdempotencyKey,
        body: Type.Object({ text: WrittenText }, { additionalProperties: false }),
        response: { 200: Named(Message), 201: Named(Message), ...staffProblems, 409: staffProblem },
      },
    },
    async (request, reply) => {
      const asked = {
        replyId: request.params.id,
        text: request.body.text,
        by: changedByOf(request),
        key: request.headers['idempotency-key'],
      };
      const { message, isNew } = await answerReply(deps.db, practiceOf(request).id, asked);
      return reply.code(isNew ? 201 : 200).send(messageJson(message));
    },
  );

  app.post(
    '/quick-messages',
    {
      schema: {
        summary: 'Writes a text to one patient, inside the hours of delivery',
        tags: ['inbox'],
        querystring: StaffQuery({}),
        headers: IdempotencyKey,
        body: Type.Object({ patientId: Id, text: WrittenText }, { additionalProperties: false }),
        response: { 200: Named(Message), 201: Named(Message), ...staffProblems, 409: staffProblem },
      },
    },
    async (request, reply) => {
      const asked = { ...request.body, by: changedByOf(request), key: request.headers['idempotency-key'] };
      const { message, isNew } = await writeQuickMessage(deps.db, practiceOf(request).id, asked);
      return reply.code(isNew ? 201 : 200).send(messageJson(message));
    },
  );

  app.get(
    '/opt-outs',
    {
      schema: {
        summary: 'Contact points that opted out, newest first',
        tags: ['inbox'],
        querystring: ListQuery({}),
        response: { 200: PageOf(OptOut), ...staffProblems },
      },
    },
    (request) =>
      deps.db.inPractice(practiceOf(request).id, (tx) =>
        listPage(tx, 'opt-outs', request.query, (page) => findOptOuts(tx, page), optOutJson),
      ),
  );
  done();
};

async function threadOf(tx: PracticeTransaction, replyId: string, page: PageRequest): Promise<Page<ThreadLineRow>> {
  const thread = await findThread(tx, replyId, page);
  if (thread === null)
    throw new Fault('not_found', 'There is no such reply. Take its id from the inbox or the worklist.');
  return thread;
}
