import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { readSettings } from '../../operations/settings/read-settings.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { ChangePreview, changePreviewJson } from '../schemas/change-preview.ts';
import { IfMatch, Saved, savedJson, Settings, SettingsBody, settingsJson } from '../schemas/settings.ts';
import { levelQuery } from '../schemas/level.ts';
import { Named, staffProblem, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { previewAsked, saveAsked } from './change-area.ts';

const Query = StaffQuery(levelQuery);

/** What a practice, or one of its facilities, is set to: read, tried and changed. */
export const settings: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/settings',
    {
      schema: {
        summary:
          'What holds at the practice, or at a facility, for a provider or a type, and where each value comes from',
        tags: ['settings'],
        querystring: Query,
        response: { 200: Named(Settings), ...staffProblems },
      },
    },
    async (request, reply) => {
      const read = await deps.db.inPractice(practiceOf(request).id, (tx) => readSettings(tx, request.query));
      void reply.header('etag', `"${String(read.version)}"`);
      return settingsJson(read);
    },
  );

  app.post(
    '/settings/preview',
    {
      schema: {
        summary: 'What a change would do to what is to be sent; nothing is changed',
        tags: ['settings'],
        querystring: Query,
        body: SettingsBody,
        response: { 200: Named(ChangePreview), ...staffProblems },
      },
    },
    async (request) => {
      const change = { area: 'settings', values: request.body, ...request.query } as const;
      return changePreviewJson(await previewAsked(deps, request, change));
    },
  );

  app.patch(
    '/settings',
    {
      schema: {
        summary: 'Changes the settings that are given; waiting messages are planned again',
        tags: ['settings'],
        querystring: Query,
        headers: IfMatch,
        body: SettingsBody,
        response: { 200: Named(Saved), ...staffProblems, 409: staffProblem },
      },
    },
    async (request) => {
      const change = { area: 'settings', values: request.body, ...request.query } as const;
      return savedJson(await saveAsked(deps, request, request.headers, change));
    },
  );
  done();
};
