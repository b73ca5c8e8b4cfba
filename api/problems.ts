import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { Fault } from '../domain/fault.ts';
import { isoTime } from './iso-time.ts';
import { problemCodes, type Problem, type ProblemCode } from './schemas/problem.ts';

/** What is wrong with a request, before it has its address. */
interface Refusal {
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: Problem['errors'];
  readonly differences?: Problem['differences'];
}

/**
 * The one place where failures become HTTP: RFC 9457 problem documents. A `Fault` and a request that does not fit its schema
 * say what to do; of anything else only the fact leaves, because its text may quote a patient's data.
 */
export const problems = fp((app: FastifyInstance) => {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = refusalOf(error, request);
    if (refusal.status >= 500) request.log.error({ err: error, code: refusal.code }, 'request failed');
    return sendProblem(request, reply, refusal);
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(request, reply, {
      status: 404,
      code: 'not_found',
      detail: 'Nothing is at this address. GET /api/docs lists what there is.',
    }),
  );
});

function sendProblem(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { status, code, detail, errors, differences } = refusal;
  const problem: Problem = {
    type: `urn:kept:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    instance: `urn:uuid:${request.id}`,
    code,
    ...(errors === undefined ? {} : { errors }),
    ...(differences === undefined ? {} : { differences }),
  };
  if (status === 401) void reply.header('www-authenticate', 'Bearer realm="kept"');
  // As text: a route that declares no such answer would otherwise choose how its fields are written.
  return reply.code(status).type('application/problem+json').serializer(JSON.stringify).send(problem);
}

function refusalOf(error: FastifyError, request: FastifyRequest): Refusal {
  if (error instanceof Fault) return refusalOfFault(error);
  if (error.validation !== undefined) {
    const errors = error.validation.map((failure) => ({
      path: pathOf(error.validationContext, failure.instancePath, failure.params),
      message: adviceOf(failure, error.validationContext, request),
    }));
    return {
      status: 400,
      code: 'bad_input',
      detail: 'The request does not fit its description: see `errors`.',
      // A value that may be null is held against both of its forms, and fails twice; one inside another fails with it.
      errors: errors.filter(
        ({ path, message }, index) =>
          !errors.some(
            (other, at) =>
              other.message === message && (other.path.startsWith(`${path}.`) || (other.path === path && at < index)),
          ),
      ),
    };
  }
  const code = codeOfStatus[error.statusCode ?? 500];
  if (error.statusCode === undefined || code === undefined)
    return { status: 500, code: 'unknown', detail: problemCodes.unknown };
  return { status: error.statusCode, code, detail: problemCodes[code] };
}

function refusalOfFault({ status, code, message: detail, details }: Fault): Refusal {
  const errors = details.errors?.map(({ path, message }) => ({ path: `body.${path}`, message }));
  const differences = details.differences?.map(({ changedAt, ...difference }) => ({
    ...difference,
    changedAt: isoTime(changedAt, 'UTC'),
  }));
  return { status, code, detail, ...(errors && { errors }), ...(differences && { differences }) };
}

/** What Fastify and its plugins refuse by a status of their own. */
const codeOfStatus: Readonly<Partial<Record<number, ProblemCode>>> = {
  400: 'bad_input',
  413: 'too_large',
  415: 'unsupported_media',
  429: 'too_many_requests',
  503: 'overloaded',
};

type Failure = NonNullable<FastifyError['validation']>[number];

/** `query.limit`, `body.name`: where in the request the fault is. */
function pathOf(context: string | undefined, instancePath: string, params: Failure['params']): string {
  const named = params['additionalProperty'] ?? params['missingProperty'];
  const part = context === 'querystring' ? 'query' : (context ?? 'request');
  const below = instancePath.split('/').slice(1);
  return [part, ...below, ...(typeof named === 'string' ? [named] : [])].join('.');
}

function adviceOf(failure: Failure, context: string | undefined, request: FastifyRequest): string {
  const schema = schemaOf(context, request);
  const shape = context === 'body' ? shapeOf(schema.properties?.[failure.instancePath.split('/')[1] ?? '']) : null;
  // What a field's own description says stands before the names that the request knows, which are of another place.
  if (failure.keyword === 'additionalProperties' && shape === null) {
    return `Unknown. Known here: ${Object.keys(schema.properties ?? {}).join(', ') || 'none'}.`;
  }
  if (failure.keyword === 'required') return 'Is missing: add it.';
  if (shape !== null) return shape;
  if (failure.keyword === 'enum') return `Must be one of: ${(failure.params['allowedValues'] as string[]).join(', ')}.`;
  if (failure.keyword === 'format') return formatAdvice[String(failure.params['format'])] ?? 'Its form is wrong.';
  if (failure.keyword === 'const') return `Must be: ${String(failure.params['allowedValue'])}.`;
  return `It ${failure.message ?? 'does not fit'}.`;
}

interface DescribedSchema {
  readonly properties?: Readonly<Record<string, DescribedSchema>>;
  readonly description?: string;
}

function schemaOf(context: string | undefined, request: FastifyRequest): DescribedSchema {
  const { body, headers, querystring } = request.routeOptions.schema ?? {};
  return (context === 'body' ? body : context === 'headers' ? headers : querystring) ?? {};
}

/** What a field's own description says that it must be. */
function shapeOf(field: DescribedSchema | undefined): string | null {
  return /Must be .*$/.exec(field?.description ?? '')?.[0] ?? null;
}

const formatAdvice: Readonly<Record<string, string>> = {
  date: 'Must be a day, such as 2026-11-23.',
  uuid: 'Must be an id, such as 0199a000-0000-7000-8000-000000000000.',
};
