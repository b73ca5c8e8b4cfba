import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findExclusions } from '../../db/exclusions.ts';
import { excludeKind, includeKind } from '../../operations/actions/exclude-kind.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { changedByOf, practiceOf } from '../plugins/authentication.ts';
import { Exclusion, exclusionJson, KindSlug } from '../schemas/exclusion.ts';
import { Id, IdPath, ListQuery, Named, PageOf, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { listPage } from './list-page.ts';

/** Do not send: which visits are to get nothing of a kind. */
export const exclusions: FastifyPluginCallbackTypebox<ApiDependencies> = (app, { db }, done) => {
  app.get(
    '/exclusions',
    {
      schema: {
        summary: 'Visits that are to get nothing of a kind, the newest exclusion first',
        tags: ['messages'],
        querystring: ListQuery({ appointmentId: Type.Optional(Id) }),
        response: { 200: PageOf(Exclusion), ...staffProblems },
      },
    },
    (request) =>
      db.inPractice(practiceOf(request).id, (tx) =>
        listPage(tx, 'exclusions', request.query, (page) => findExclusions(tx, request.query, page), exclusionJson),
      ),
  );

  app.post(
    '/exclusions',
    {
      schema: {
        summary: 'Lets nothing of a kind be sent for a visit; 200 where it is so already',
        tags: ['messages'],
        querystring: StaffQuery({}),
        body: Type.Object({ appointmentId: Id, kind: KindSlug }, { additionalProperties: false }),
        response: { 200: Named(Exclusion), 201: Named(Exclusion), ...staffProblems },
      },
    },
    async (request, reply) => {
      const asked = { ...request.body, by: changedByOf(request) };
      const { exclusion, isNew } = await excludeKind(db, practiceOf(request).id, asked);
      return reply.code(isNew ? 201 : 200).send(exclusionJson(exclusion));
    },
  );

  app.delete(
    '/exclusions/:id',
    {
      schema: {
        summary: 'Takes an exclusion away; what it withheld and still can go, goes',
        tags: ['messages'],
        params: IdPath,
        querystring: StaffQuery({}),
        response: {
          200: Type.Object({ removed: Type.Boolean({ description: 'False where it was gone already' }) }),
          ...staffProblems,
        },
      },
    },
    async (request) => {
      const asked = { exclusionId: request.params.id, by: changedByOf(request) };
      return { removed: await includeKind(db, practiceOf(request).id, asked) };
    },
  );
  done();
};
