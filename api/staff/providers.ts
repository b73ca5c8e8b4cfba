import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { findFeedAge } from '../../db/feed-age.ts';
import { findStaffProviders } from '../../db/staff-providers.ts';
import { decodeNameCursor, encodeNameCursor } from '../cursor.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { Provider, providerJson } from '../schemas/provider.ts';
import { ListQuery, PageOf, staffProblems } from '../schemas/shapes.ts';
import { copyOf } from './list-page.ts';

/** Whom the practice's visits are with. */
export const providers: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/providers',
    {
      schema: {
        summary: 'Those of visits since ninety days ago, and whoever has a name in messages, by their id in the PMS',
        tags: ['practices'],
        querystring: ListQuery({}),
        response: { 200: PageOf(Provider), ...staffProblems },
      },
    },
    (request) =>
      deps.db.inPractice(practiceOf(request).id, async (tx) => {
        const { limit = 50, cursor } = request.query;
        const after = cursor === undefined ? null : decodeNameCursor('providers', cursor);
        const page = await findStaffProviders(tx, { limit, after });
        return {
          items: page.rows.map(providerJson),
          next: page.next === null ? null : encodeNameCursor('providers', page.next),
          copy: copyOf(await findFeedAge(tx), tx.now),
        };
      }),
  );
  done();
};
