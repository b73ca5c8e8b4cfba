import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findSettingsVersion } from '../../db/setting-changes.ts';
import { findTemplates } from '../../db/templates.ts';
import { tryTemplates } from '../../operations/settings/try-templates.ts';
import { wordsForVisit } from '../../operations/settings/words-for-visit.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { IfMatch, savedJson } from '../schemas/settings.ts';
import { Id, Named, staffProblem, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import {
  SavedTemplates,
  Templates,
  TemplatesBody,
  templatesJson,
  TemplatesPreview,
  templatesPreviewJson,
  triedJson,
} from '../schemas/templates.ts';
import { previewAsked, saveAsked } from './change-area.ts';

/** The words of every kind by channel and language: read, tried, also with a real visit, and saved. */
export const templates: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/templates',
    {
      schema: {
        summary: 'The practice’s words as they stand, and what words may hold',
        tags: ['settings'],
        querystring: StaffQuery({}),
        response: { 200: Named(Templates), ...staffProblems },
      },
    },
    (request, reply) => {
      const { id, timeZone } = practiceOf(request);
      return deps.db.inPractice(id, async (tx) => {
        const version = await findSettingsVersion(tx);
        void reply.header('etag', `"${String(version)}"`);
        return templatesJson(version, await findTemplates(tx), timeZone);
      });
    },
  );

  app.post(
    '/templates/preview',
    {
      schema: {
        summary: 'What words would say, of a visit too where one is named, and which waiting messages would get them',
        tags: ['settings'],
        querystring: StaffQuery({ appointment: Type.Optional(Id) }),
        body: TemplatesBody,
        response: { 200: Named(TemplatesPreview), ...staffProblems },
      },
    },
    async (request) => {
      const { body: values, query } = request;
      const preview = await previewAsked(deps, request, { area: 'templates', values, facility: undefined });
      return deps.db.inPractice(practiceOf(request).id, async (tx) => {
        const { tried } = await tryTemplates(tx, values);
        const said = query.appointment === undefined ? [] : await wordsForVisit(tx, values, query.appointment);
        return templatesPreviewJson(preview, tried, said);
      });
    },
  );

  app.patch(
    '/templates',
    {
      schema: {
        summary: 'Saves words, each as a version of its own, or withdraws them; messages in hand keep what they had',
        tags: ['settings'],
        querystring: StaffQuery({}),
        headers: IfMatch,
        body: TemplatesBody,
        response: { 200: Named(SavedTemplates), ...staffProblems, 409: staffProblem },
      },
    },
    async (request) => {
      const change = { area: 'templates', values: request.body, facility: undefined } as const;
      const saved = await saveAsked(deps, request, request.headers, change);
      const { tried } = await deps.db.inPractice(practiceOf(request).id, (tx) => tryTemplates(tx, request.body));
      return { ...savedJson(saved), templates: tried.map(triedJson) };
    },
  );
  done();
};
