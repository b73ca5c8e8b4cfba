import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findApiKeys, revokeApiKey } from '../../db/api-keys.ts';
import { Fault } from '../../domain/fault.ts';
import { addApiKey } from '../../operations/practices/add-api-key.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { Key, KeyBody, keyJson, NewKey } from '../schemas/key.ts';
import { IdPath, Named, staffProblems } from '../schemas/shapes.ts';

/** Tokens of this API. The first one, of an operator, is made by `kept key add`; it makes the others. */
export const keys: FastifyPluginCallbackTypebox<ApiDependencies> = (app, { db }, done) => {
  app.get(
    '/keys',
    {
      config: { everyPractice: true },
      schema: {
        summary: 'The tokens that open what this one opens, newest first; never the tokens themselves',
        tags: ['practices'],
        response: { 200: KeyPage, ...staffProblems },
      },
    },
    async ({ practices, apiKey }) => {
      const asked = { practiceIds: practices.map(({ id }) => id), operators: apiKey?.practiceId === null };
      const found = await db.acrossPractices((tx) => findApiKeys(tx, asked));
      return { items: found.map(keyJson), next: null };
    },
  );

  app.post(
    '/keys',
    {
      config: { everyPractice: true, operator: true },
      schema: {
        summary: 'Makes a token, of one practice or of an operator, and shows it this once; an operator’s token asks',
        tags: ['practices'],
        body: KeyBody,
        response: { 201: Named(NewKey), ...staffProblems },
      },
    },
    async (request, reply) => {
      const { name, practice = null } = request.body;
      return reply.code(201).send(await addApiKey(db, { name, practiceSlug: practice }));
    },
  );

  app.delete(
    '/keys/:id',
    {
      config: { everyPractice: true, operator: true },
      schema: {
        summary: 'Ends a token: it opens nothing from now on; an operator’s token asks',
        tags: ['practices'],
        params: IdPath,
        response: {
          200: Type.Object({ revoked: Type.Boolean({ description: 'False where it was ended already' }) }),
          ...staffProblems,
        },
      },
    },
    async (request) => {
      const revoked = await db.acrossPractices((tx) => revokeApiKey(tx, request.params.id));
      if (revoked === null) throw new Fault('not_found', 'No token has this id.');
      return { revoked };
    },
  );
  done();
};

/** Not of one practice, so there is no copy whose age could stand in it. */
const KeyPage = Type.Object({ items: Type.Array(Named(Key)), next: Type.Null() });
