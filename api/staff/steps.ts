import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { findStepsOfLevels } from '../../db/steps.ts';
import { readSettings } from '../../operations/settings/read-settings.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { ChangePreview, changePreviewJson } from '../schemas/change-preview.ts';
import { IfMatch, Saved, savedJson } from '../schemas/settings.ts';
import { levelQuery } from '../schemas/level.ts';
import { Named, staffProblem, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { Steps, StepsBody, stepsJson } from '../schemas/steps.ts';
import { previewAsked, saveAsked } from './change-area.ts';

const Query = StaffQuery(levelQuery);

/** The schedule: which message goes when and by what, at the practice, and otherwise at a facility, for a provider or a type. */
export const steps: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/steps',
    {
      schema: {
        summary:
          'The schedule that holds at the practice, or at a facility, for a provider or a type, and where its parts come from',
        tags: ['settings'],
        querystring: Query,
        response: { 200: Named(Steps), ...staffProblems },
      },
    },
    (request, reply) =>
      deps.db.inPractice(practiceOf(request).id, async (tx) => {
        const { version, level } = await readSettings(tx, request.query);
        void reply.header('etag', `"${String(version)}"`);
        return stepsJson(version, level, await findStepsOfLevels(tx));
      }),
  );

  app.post(
    '/steps/preview',
    {
      schema: {
        summary: 'What a change of the schedule would do to what is to be sent; nothing is changed',
        tags: ['settings'],
        querystring: Query,
        body: StepsBody,
        response: { 200: Named(ChangePreview), ...staffProblems },
      },
    },
    async (request) => {
      const change = { area: 'steps', values: request.body, ...request.query } as const;
      return changePreviewJson(await previewAsked(deps, request, change));
    },
  );

  app.patch(
    '/steps',
    {
      schema: {
        summary: 'Adds, changes and removes steps; waiting messages are planned again',
        tags: ['settings'],
        querystring: Query,
        headers: IfMatch,
        body: StepsBody,
        response: { 200: Named(Saved), ...staffProblems, 409: staffProblem },
      },
    },
    async (request) => {
      const change = { area: 'steps', values: request.body, ...request.query } as const;
      return savedJson(await saveAsked(deps, request, request.headers, change));
    },
  );
  done();
};
