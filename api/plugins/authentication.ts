import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { findApiKey, type ApiKey } from '../../db/api-keys.ts';
import type { Database, Transaction } from '../../db/database.ts';
import type { ChangedBy } from '../../db/setting-changes.ts';
import { findPractices, type PracticeRow } from '../../db/practices.ts';
import { Fault, invariant } from '../../domain/fault.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Opened to anyone. A route that does not say so asks for a token. */
    public?: boolean;
    /** Works for every practice that the token opens, so none is chosen. */
    everyPractice?: boolean;
    /** Asked with an operator's token only: one that opens every practice. */
    operator?: boolean;
    /** Called by a carrier, which proves itself by its signature and may call often. */
    carrier?: boolean;
    /** Called by machines that watch us: no limit. */
    unlimited?: boolean;
  }
  interface FastifyRequest {
    /** The practices that the token opens; empty on public routes. */
    practices: readonly PracticeRow[];
    /** The one that the request works for. */
    practice: PracticeRow | null;
    /** The token that it came with; null on public routes. */
    apiKey: ApiKey | null;
  }
}

/**
 * Who asks, and for which practice. Tokens are looked up anew each time, so a revoked one ends at once. Nothing here trusts a
 * route's address: a route is public only where its own config says so.
 */
export const authentication = fp((app: FastifyInstance, options: { readonly db: Database }) => {
  app.decorateRequest('practices');
  app.decorateRequest('practice', null);
  app.decorateRequest('apiKey', null);
  app.addHook('onRequest', async (request) => {
    request.practices = [];
    const { config } = request.routeOptions;
    if (request.is404 || config.public === true) return;
    const token = tokenOf(request);
    const { key, practices } = await options.db.acrossPractices((tx) => whatOpens(tx, token));
    request.apiKey = key;
    request.practices = practices;
    if (config.operator === true && key.practiceId !== null) {
      throw new Fault(
        'forbidden',
        'This token opens one practice only. Ask with an operator’s: `kept key add` without --practice makes one.',
      );
    }
    if (config.everyPractice !== true) request.practice = choosePractice(request);
  });
});

/** The practice that the request works for, on a route that asks for a token. */
export function practiceOf(request: FastifyRequest): PracticeRow {
  invariant(request.practice !== null, 'a staff route has its practice chosen');
  return request.practice;
}

/** The token that a change was made with, on a route that asks for one. */
export function changedByOf(request: FastifyRequest): ChangedBy {
  invariant(request.apiKey !== null, 'a staff route has its token');
  return { keyId: request.apiKey.id, keyName: request.apiKey.name };
}

function tokenOf(request: FastifyRequest): string {
  const token = /^Bearer ([\w-]{20,200})$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) {
    throw new Fault('unauthenticated', 'Send `Authorization: Bearer TOKEN`. `kept key add` makes a token.');
  }
  return token;
}

async function whatOpens(tx: Transaction, token: string): Promise<{ key: ApiKey; practices: PracticeRow[] }> {
  const key = await findApiKey(tx, token);
  if (key === null) throw new Fault('unauthenticated', 'This token opens nothing. `kept key add` makes a new one.');
  const practices = await findPractices(tx);
  return { key, practices: practices.filter(({ id }) => key.practiceId === null || id === key.practiceId) };
}

/** `?practice=SLUG` decides; without it the only practice, and where there are several the demo's. */
function choosePractice(request: FastifyRequest): PracticeRow {
  const { practices } = request;
  const { practice: slug } = request.query as { readonly practice?: unknown };
  if (slug !== undefined) {
    const named = practices.find((practice) => practice.slug === slug);
    if (named === undefined) {
      throw new Fault(
        'forbidden',
        'This token opens no practice of that slug. GET /api/v1/practices lists those it opens.',
      );
    }
    return named;
  }
  const [first, ...more] = practices;
  const chosen = more.length === 0 ? first : practices.find((practice) => practice.slug === 'demo');
  if (chosen === undefined) {
    throw new Fault(
      'bad_input',
      first === undefined
        ? 'There is no practice yet. POST /api/v1/practices, or `kept practice add`, makes one.'
        : 'This token opens several practices. Say which: ?practice=SLUG; GET /api/v1/practices lists them.',
    );
  }
  return chosen;
}
