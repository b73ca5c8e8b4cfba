import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

/**
 * Headers that keep a browser from doing more with our pages than they need. Upgrades to HTTPS are demanded only where the
 * public address is HTTPS: on plain HTTP they would shut out everyone but this machine itself.
 * @see https://github.com/fastify/fastify-helmet
 */
export const securityHeaders = fp(async (app: FastifyInstance, options: { readonly publicUrl: string }) => {
  const secure = options.publicUrl.startsWith('https://');
  await app.register(helmet, {
    hsts: secure,
    contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': secure ? [] : null } },
    referrerPolicy: { policy: 'no-referrer' },
  });
});
