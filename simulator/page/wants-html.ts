import type { FastifyRequest } from 'fastify';

/** Whether a browser asks, rather than a script. */
export function wantsHtml(request: FastifyRequest): boolean {
  return request.headers.accept?.includes('text/html') ?? false;
}
