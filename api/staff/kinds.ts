import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { findSettingsVersion } from '../../db/setting-changes.ts';
import { readKinds } from '../../operations/settings/read-kinds.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { ChangePreview, changePreviewJson } from '../schemas/change-preview.ts';
import { Kinds, KindsBody, kindsJson } from '../schemas/kinds.ts';
import { IfMatch, Saved, savedJson } from '../schemas/settings.ts';
import { Named, staffProblem, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { previewAsked, saveAsked } from './change-area.ts';

const Query = StaffQuery({});

/** What messages are for: the kinds that ship and the practice's own. Their steps are those of `/steps`. */
export const kinds: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/kinds',
    {
      schema: {
        summary: 'The kinds of messages, and what each does',
        tags: ['settings'],
        querystring: Query,
        response: { 200: Named(Kinds), ...staffProblems },
      },
    },
    (request, reply) =>
      deps.db.inPractice(practiceOf(request).id, async (tx) => {
        const version = await findSettingsVersion(tx);
        void reply.header('etag', `"${String(version)}"`);
        return kindsJson(version, await readKinds(tx));
      }),
  );

  app.post(
    '/kinds/preview',
    {
      schema: {
        summary: 'What a change of kinds would do to what is to be sent; nothing is changed',
        tags: ['settings'],
        querystring: Query,
        body: KindsBody,
        response: { 200: Named(ChangePreview), ...staffProblems },
      },
    },
    async (request) => {
      const change = { area: 'kinds', values: request.body, facility: undefined } as const;
      return changePreviewJson(await previewAsked(deps, request, change));
    },
  );

  app.patch(
    '/kinds',
    {
      schema: {
        summary: 'Adds, changes and removes kinds, and switches those that ship; waiting messages are planned again',
        tags: ['settings'],
        querystring: Query,
        headers: IfMatch,
        body: KindsBody,
        response: { 200: Named(Saved), ...staffProblems, 409: staffProblem },
      },
    },
    async (request) => {
      const change = { area: 'kinds', values: request.body, facility: undefined } as const;
      return savedJson(await saveAsked(deps, request, request.headers, change));
    },
  );
  done();
};
