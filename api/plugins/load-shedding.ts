import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

/**
 * Answers 503 with `retry-after` once the event loop runs a second behind: carriers call back again later, and what is taken on
 * beyond that would only time out. Measured over five seconds: over one, a single stall on a busy machine is the whole sample.
 * No limit on memory: the container's is the one that counts. Health is always answered: a restart would make it worse.
 * @see https://github.com/fastify/under-pressure
 */
export const loadShedding = fp(async (app: FastifyInstance, { sampleMs = 5_000 }: { readonly sampleMs?: number }) => {
  await app.register(underPressure, {
    maxEventLoopDelay: 1_000,
    sampleInterval: sampleMs,
    pressureHandler: (request, reply) => {
      if (request.routeOptions.config.unlimited === true) return Promise.resolve();
      void reply.header('retry-after', '5');
      return Promise.reject(Object.assign(new Error('The event loop is behind.'), { statusCode: 503 }));
    },
  });
});
