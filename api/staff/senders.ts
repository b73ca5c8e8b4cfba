import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { findFeedAge } from '../../db/feed-age.ts';
import { findStaffSenders } from '../../db/staff-senders.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { Sender, senderJson } from '../schemas/sender.ts';
import { PageOf, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { copyOf } from './list-page.ts';

/** What a practice's messages go out from. They are few: one page holds them all. */
export const senders: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/senders',
    {
      schema: {
        summary: 'The numbers and addresses that the practice’s messages go out from, by channel',
        tags: ['practices'],
        querystring: StaffQuery({}),
        response: { 200: PageOf(Sender), ...staffProblems },
      },
    },
    (request) =>
      deps.db.inPractice(practiceOf(request).id, async (tx) => ({
        items: (await findStaffSenders(tx)).map(senderJson),
        next: null,
        copy: copyOf(await findFeedAge(tx), tx.now),
      })),
  );
  done();
};
