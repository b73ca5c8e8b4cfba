import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findStepsOfPlaces } from '../../db/steps.ts';
import { readSettings } from '../../operations/settings/read-settings.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { ChangePreview, changePreviewJson } from '../schemas/change-preview.ts';
import { IfMatch, Saved, savedJson } from '../schemas/settings.ts';
import { FacilityName, Named, staffProblem, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { Steps, StepsBody, stepsJson } from '../schemas/steps.ts';
import { previewAsked, saveAsked } from './change-area.ts';

const Query = StaffQuery({ facility: Type.Optional(FacilityName) });

/** The schedule: which message goes when and by what, at the practice and otherwise at a facility. */
export const steps: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/steps',
    {
      schema: {
        summary: 'The schedule that holds at the practice, or at a facility, and whose each step is',
        tags: ['settings'],
        querystring: Query,
        response: { 200: Named(Steps), ...staffProblems },
      },
    },
    (request, reply) =>
      deps.db.inPractice(practiceOf(request).id, async (tx) => {
        const { version, facilityId } = await readSettings(tx, request.query.facility ?? null);
        void reply.header('etag', `"${String(version)}"`);
        return stepsJson(version, facilityId, await findStepsOfPlaces(tx));
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
      const { facility } = request.query;
      return changePreviewJson(await previewAsked(deps, request, { area: 'steps', values: request.body, facility }));
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
      const { facility } = request.query;
      const change = { area: 'steps', values: request.body, facility } as const;
      return savedJson(await saveAsked(deps, request, request.headers, change));
    },
  );
  done();
};
