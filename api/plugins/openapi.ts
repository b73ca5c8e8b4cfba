import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

/**
 * The description of the API, made from the routes' own schemas, and a page to try it on. Both are public: they tell how the
 * API is used and nothing of any practice.
 * @see https://github.com/fastify/fastify-swagger
 */
export const openapi = fp(async (app: FastifyInstance) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Kept staff API',
        version: '1',
        description:
          'What was planned, sent and answered for each appointment, and why. Lists are keyset pages: pass `next` as `cursor`. ' +
          'Times are ISO 8601 with the facility’s offset. Failures are RFC 9457 problem documents.',
      },
      servers: [{ url: '/' }],
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    refResolver: { buildLocalReference: (schema, _base, _fragment, index) => nameOf(schema, index) },
  });

  await app.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, public: true };
    });
    await docs.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: contentSecurity });
  });
  app.get('/api/openapi.json', { config: { public: true }, schema: { hide: true } }, () => app.swagger());
});

/** Swagger UI sets styles of its own in the page, and nothing else that a strict policy would forbid. */
const contentSecurity = {
  'default-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
  'object-src': "'none'",
  'frame-ancestors': "'self'",
};

function nameOf(schema: { readonly $id?: unknown }, index: number): string {
  return typeof schema.$id === 'string' ? schema.$id : `schema-${index}`;
}
