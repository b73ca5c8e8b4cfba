import type { FastifyReply, FastifyRequest } from 'fastify';

/** Breaks the connection off in place of an answer. */
export function resetConnection(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.resetAndDestroy();
  return reply;
}
