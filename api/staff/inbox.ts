import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { findWaitingReplies } from '../../db/staff-inbox.ts';
import { findOptOuts } from '../../db/staff-opt-outs.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { InboxReply, inboxReplyJson, OptOut, optOutJson } from '../schemas/patient-words.ts';
import { ListQuery, PageOf, staffProblems } from '../schemas/shapes.ts';
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
