import { Writable } from 'node:stream';
import type { RouteOptions } from 'fastify';
import { pino } from 'pino';
import { buildApp } from '../../../api/app.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import type { Engine } from '../../../api/engine.ts';
import { readConfig } from '../../../config.ts';
import { addApiKey } from '../../../operations/practices/add-api-key.ts';
import { replanBatch } from '../../../operations/settings/replan-practice.ts';
import { openTestDatabase, type TestDatabase } from '../../environment/test-database.ts';
import { readAllFacts } from '../operations/read-all-facts.ts';

/** No test of the API is about how busy the machine is: it looks once an hour. */
export const neverSheds = { sampleMs: 3_600_000 };

/** 10:00 in Norfolk on the day before the planted visits. */
const now = Date.parse('2026-11-23T15:00:00Z');

/** Sends a document to a path under `/api/v1/`, as read at a version where one is given, and returns the status and the document. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the test says what it expects
export type Send = <Body = unknown>(
  method: 'POST' | 'PATCH',
  url: string,
  payload?: object,
  version?: number,
) => Promise<{ status: number; body: Body }>;

export interface OpenApi {
  readonly database: TestDatabase;
  readonly app: ReturnType<typeof buildApp>;
  /** Every route that the router took, also those that the description leaves out. */
  readonly routes: readonly RouteOptions[];
  /** Everything that was logged. */
  readonly logged: () => string;
  /** A token: of one practice, or with null the operator's. */
  token(practiceSlug: string | null): Promise<string>;
  /** Asks with a token and returns the status and the document. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the test says what it expects
  get<Body = unknown>(url: string, token?: string): Promise<{ status: number; body: Body }>;
  /** Sends with a token. */
  send(token: string, ...given: Parameters<Send>): Promise<{ status: number; body: never }>;
  /** What a worker does beside the API: reads what the webhooks stored. */
  read(): Promise<void>;
  /** What a worker does beside the API: lets a practice's plans follow a change. */
  follow(practiceId: string): Promise<void>;
  close(): Promise<void>;
}

/** The API over a database of its own, at a fixed time where no clock is given. Only the engine is played: no test here is about it. */
export async function openApi(given: Partial<ApiDependencies> = {}, clock = () => now): Promise<OpenApi> {
  const database = await openTestDatabase({ clock });
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const app = buildApp(
    {
      db: database.db,
      config: readConfig({
        KEPT_PUBLIC_URL: 'https://kept.example',
        KEPT_SECRET: 'the-secret-of-the-tests-32-characters',
        TWILIO_ACCOUNT_SID: 'ACconfigured',
        TWILIO_AUTH_TOKEN: 'old-token',
        TWILIO_AUTH_TOKEN_NEXT: 'new-token',
        KEPT_SIMULATOR_URL: 'http://simulator.example',
        KEPT_SIMULATOR_ACCOUNT_SID: 'ACsimulator',
        KEPT_SIMULATOR_AUTH_TOKEN: 'simulator-token',
      }),
      engine: anEngine(),
      logger: pino({ level: 'trace' }, stream),
      ...given,
    },
    neverSheds,
  );
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => void routes.push(route));
  await app.ready();

  return {
    database,
    app,
    routes,
    logged: () => lines.join(''),
    token: async (practiceSlug) => (await addApiKey(database.db, { name: 'test', practiceSlug })).token,
    async get(url, token) {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const response = await app.inject({ url, headers });
      const isJson = String(response.headers['content-type']).includes('json');
      return { status: response.statusCode, body: (isJson ? response.json() : response.body) as never };
    },
    async send(token, method, url, payload, version) {
      const response = await app.inject({
        method,
        url: `/api/v1/${url}`,
        headers: {
          authorization: `Bearer ${token}`,
          ...(version !== undefined && { 'if-match': `"${String(version)}"` }),
        },
        ...(payload !== undefined && { payload }),
      });
      return { status: response.statusCode, body: response.json<never>() };
    },
    async follow(practiceId) {
      while ((await replanBatch(database.db, practiceId)).more);
    },
    async read() {
      await readAllFacts(database.db);
    },
    async close() {
      await app.close();
      await database.close();
    },
  };
}

/** An engine that is there and knows of no workflow. */
export function anEngine(given: Partial<Engine> = {}): Engine {
  return {
    state: () => Promise.resolve(null),
    reachable: () => Promise.resolve(true),
    startSync: ({ feedId }) => Promise.resolve({ workflowId: `sync:${feedId}`, started: true }),
    startReplan: () => Promise.resolve(),
    ...given,
  };
}
