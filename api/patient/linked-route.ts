import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../db/database.ts';
import type { LinkPurpose, Links } from '../../domain/links/links.ts';
import type { PageTokens } from '../../domain/links/page-tokens.ts';
import { anonymousPage } from './page-layout.ts';

/** What the patient's pages work with. */
export interface PatientPages {
  readonly db: Database;
  readonly links: Links;
  readonly tokens: PageTokens;
}

/** All that may stand behind `/v/`, so that a damaged link gets its page too, however long it is. */
export interface LinkedRoute {
  readonly Params: { readonly '*': string };
}

/**
 * Shown to anyone; requests are counted for each link, not for where they come from: many patients may share a proxy's address.
 * Guessing needs no limit here, since a token that is none of ours costs no look into the database.
 */
export const linkedRoute = {
  config: {
    public: true,
    rateLimit: {
      max: 60,
      timeWindow: '1 minute',
      keyGenerator: (request: FastifyRequest) => (request.params as LinkedRoute['Params'])['*'].slice(0, 64),
    },
  },
  schema: { hide: true },
} as const;

/** The message that the request's link names, or null. A sentence's end that stuck to the link is no part of it. */
export function linkedMessage(request: FastifyRequest<LinkedRoute>, links: Links, purpose: LinkPurpose): string | null {
  return links.readToken(purpose, request.params['*'].replace(/[.,;:!?)>\]'"]+$/, ''));
}

/** Answers with a page. */
export function showPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(page);
}

/** The same page for every link that leads nowhere, so that nothing is learnt of why. */
export function showBroken(reply: FastifyReply): FastifyReply {
  return showPage(reply.code(404), anonymousPage('brokenTitle', 'brokenText'));
}
