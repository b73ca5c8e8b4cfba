import { createHash } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';

/** Requests a minute of one token: a person with a busy screen stays far below, a script that runs away does not. */
const staffLimit = 1_200;
/** A carrier calls back once for every change of every message, so its limit only stops what cannot be meant. */
const webhookLimit = 60_000;

/**
 * Counts each token for itself, and what bears no token by where it comes from. It guards against scripts that run away, not
 * against guesses: a token is 256 random bits.
 * @see https://github.com/fastify/fastify-rate-limit
 */
export const rateLimits = fp(async (app: FastifyInstance) => {
  await app.register(rateLimit, {
    timeWindow: '1 minute',
    max: (request) => (request.routeOptions.config.carrier === true ? webhookLimit : staffLimit),
    keyGenerator: callerOf,
    allowList: (request) => request.routeOptions.config.unlimited === true,
  });
});

function callerOf(request: FastifyRequest): string {
  const bearer = request.headers.authorization;
  return bearer === undefined ? request.ip : createHash('sha256').update(bearer).digest('base64');
}
