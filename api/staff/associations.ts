import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findAssociations } from '../../db/associations.ts';
import { findSettingsVersion } from '../../db/setting-changes.ts';
import { askedAssociations } from '../../operations/settings/asked-associations.ts';
import { wordsAtVisit } from '../../operations/settings/words-at-visit.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { Associations, AssociationsBody, associationsJson } from '../schemas/associations.ts';
import { ChangePreview, changePreviewJson } from '../schemas/change-preview.ts';
import { IfMatch, Saved, savedJson } from '../schemas/settings.ts';
import { Id, Named, staffProblem, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { previewAsked, saveAsked } from './change-area.ts';

/** Where which words apply: by facility, provider and type of appointment. */
export const associations: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/associations',
    {
      schema: {
        summary: 'Where which words apply, and the words that a visit gets where one is named',
        tags: ['settings'],
        querystring: StaffQuery({ appointment: Type.Optional(Id) }),
        response: { 200: Named(Associations), ...staffProblems },
      },
    },
    (request, reply) =>
      deps.db.inPractice(practiceOf(request).id, async (tx) => {
        const { appointment } = request.query;
        const version = await findSettingsVersion(tx);
        const atVisit = appointment === undefined ? null : await wordsAtVisit(tx, appointment);
        void reply.header('etag', `"${String(version)}"`);
        return associationsJson(version, await findAssociations(tx), atVisit);
      }),
  );

  app.post(
    '/associations/preview',
    {
      schema: {
        summary: 'What associations would do to what is to be sent; nothing is changed',
        tags: ['settings'],
        querystring: StaffQuery({}),
        body: AssociationsBody,
        response: { 200: Named(ChangePreview), ...staffProblems },
      },
    },
    async (request) => {
      const asked = await askedAssociations(deps.db, practiceOf(request).id, request.body.items);
      return changePreviewJson(await previewAsked(deps, request, { ...asked, facility: undefined }));
    },
  );

  app.patch(
    '/associations',
    {
      schema: {
        summary:
          'Lets words apply at places, or lets places follow the wider ones; messages in hand keep what they had',
        tags: ['settings'],
        querystring: StaffQuery({}),
        headers: IfMatch,
        body: AssociationsBody,
        response: { 200: Named(Saved), ...staffProblems, 409: staffProblem },
      },
    },
    async (request) => {
      const asked = await askedAssociations(deps.db, practiceOf(request).id, request.body.items);
      return savedJson(await saveAsked(deps, request, request.headers, { ...asked, facility: undefined }));
    },
  );
  done();
};
