import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { Fault } from '../../domain/fault.ts';

/**
 * One line for each request: the route's pattern and never the address, no query, body or caller (law 6: what stands in them
 * may be a patient's). Fastify's own line, which has them, is off.
 */
export const requestLog = fp((app: FastifyInstance) => {
  app.addHook('onResponse', (request, reply, done) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        practice: request.practice?.slug,
      },
      'answered',
    );
    done();
  });
});

/** A logger that writes of a request, an answer or an error only what names no patient, whoever hands it one. */
export function withoutPatientData(logger: FastifyBaseLogger): FastifyBaseLogger {
  return logger.child({}, { serializers: { req: () => ({}), res: () => ({}), err: errorWithoutItsText } });
}

/** A `Fault` says nothing of patients; of any other error only its type and the places in our code are kept. */
function errorWithoutItsText(error: unknown): object {
  if (error instanceof Fault) return { type: 'Fault', code: error.code, message: error.message };
  if (!(error instanceof Error)) return { type: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { type: error.name, stack: frames.map((line) => line.trim()).join('\n') };
}
