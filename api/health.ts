import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findPendingMigrations } from '../db/schema-state.ts';
import { Fault } from '../domain/fault.ts';
import type { ApiDependencies } from './dependencies.ts';

const engineDeadlineMs = 2_000;

/** Nothing of it is patients' data, and whoever watches us has no token. */
const config = { public: true, unlimited: true };

/**
 * `live`: the process answers, so a restart would not help. `ready`: it can do its work; where not, the failing part says what
 * is wrong.
 */
export const health: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get('/health/live', { config, schema: { hide: true, response: { 200: Live } } }, () => ({
    status: 'live' as const,
  }));

  app.get(
    '/health/ready',
    { config, schema: { hide: true, response: { 200: Ready, 503: Ready } } },
    async (_, reply) => {
      const [database, engine] = await Promise.all([databaseCheck(deps), engineCheck(deps)]);
      const ready = database === 'ok' && engine === 'ok';
      return reply
        .code(ready ? 200 : 503)
        .send({ status: ready ? 'ready' : 'not_ready', checks: { database, engine } });
    },
  );
  done();
};

const Live = Type.Object({ status: Type.Literal('live') });
const Ready = Type.Object({
  status: Type.Enum(['ready', 'not_ready']),
  checks: Type.Object({ database: Type.String(), engine: Type.String() }),
});

async function databaseCheck({ db }: ApiDependencies): Promise<string> {
  try {
    const pending = await db.acrossPractices(findPendingMigrations);
    return pending.length === 0 ? 'ok' : `Run \`kept migrate\`: ${pending.join(', ')} has yet to run.`;
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

async function engineCheck({ engine }: ApiDependencies): Promise<string> {
  return (await engine.reachable(engineDeadlineMs))
    ? 'ok'
    : 'The workflow engine cannot be reached at TEMPORAL_ADDRESS.';
}
