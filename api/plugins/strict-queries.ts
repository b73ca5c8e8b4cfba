import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import Type from 'typebox';
import { Fault } from '../../domain/fault.ts';

/**
 * A query is taken at its word: what is not described is refused, and a number must be written as digits. Fastify's validator
 * would otherwise drop the one and guess at the other (`1e2`, `0x10`, an empty string), and a misspelt filter would go unseen.
 */
export const strictQueries = fp((app: FastifyInstance) => {
  app.addHook('onRoute', (route) => {
    if (route.schema?.hide === true || route.config?.public === true) return;
    route.schema = { querystring: Type.Object({}, { additionalProperties: false }), ...route.schema };
  });
  app.addHook('preValidation', (request, _reply, done) => {
    const query = request.query as Record<string, unknown>;
    const { properties = {} } = (request.routeOptions.schema?.querystring ?? {}) as {
      readonly properties?: Readonly<Record<string, { readonly type?: string }>>;
    };
    for (const [name, value] of Object.entries(query)) {
      // Postgres has no such character, and would refuse it as a fault of ours.
      if (String(value).includes('\0'))
        throw new Fault('bad_input', `query.${name} holds a character that no text has.`);
      if (properties[name]?.type === 'integer' && typeof value === 'string' && /^\d{1,9}$/.test(value)) {
        query[name] = Number(value);
      }
    }
    done();
  });
});
