import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

/**
 * JSON, or nothing: many programs name the type also of a body that they leave out, as for an action that needs none. Fastify alone
 * would refuse that, and whoever asked would look for a fault in what they did not send.
 * @see https://fastify.dev/docs/latest/Reference/ContentTypeParser/
 */
export const jsonBodies = fp((app: FastifyInstance) => {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body, done);
  });
});
