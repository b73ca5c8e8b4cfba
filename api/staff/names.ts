import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { findNames } from '../../db/names.ts';
import { findSettingsVersion } from '../../db/setting-changes.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { Names, NamesBody, namesJson, SavedNames, warningsOf } from '../schemas/names.ts';
import { IfMatch, savedJson } from '../schemas/settings.ts';
import { Named, staffProblem, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { saveAsked } from './change-area.ts';

/** What messages call the practice, its facilities and its providers. */
export const names: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/names',
    {
      schema: {
        summary: 'What messages call the practice, its facilities and its providers',
        tags: ['settings'],
        querystring: StaffQuery({}),
        response: { 200: Named(Names), ...staffProblems },
      },
    },
    (request, reply) =>
      deps.db.inPractice(practiceOf(request).id, async (tx) => {
        const version = await findSettingsVersion(tx);
        void reply.header('etag', `"${String(version)}"`);
        return namesJson(version, await findNames(tx));
      }),
  );

  app.patch(
    '/names',
    {
      schema: {
        summary: 'Changes names in messages; messages in hand keep what they had',
        tags: ['settings'],
        querystring: StaffQuery({}),
        headers: IfMatch,
        body: NamesBody,
        response: { 200: Named(SavedNames), ...staffProblems, 409: staffProblem },
      },
    },
    async (request) => {
      const { body: values } = request;
      const saved = await saveAsked(deps, request, request.headers, { area: 'names', values, facility: undefined });
      return { ...savedJson(saved), warnings: warningsOf(Object.values(values).filter((name) => name !== null)) };
    },
  );
  done();
};
