import { readFileSync } from 'node:fs';
import { Compile } from 'typebox/schema';

/** One request and its answer, as they went over the wire. */
export interface Exchanged {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams | null;
  /** What was posted as JSON. */
  readonly sent?: unknown;
  readonly status: number;
  readonly answer: unknown;
}

type Schema = Record<string, unknown>;
interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly schema: Schema;
  readonly required?: boolean;
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> };
  readonly responses: Record<string, { readonly content: { 'application/json': { readonly schema: Schema } } }>;
}
interface Description {
  readonly paths: Record<string, Record<string, Operation> & { parameters?: readonly Parameter[] }>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

const description = JSON.parse(readFileSync(new URL('twilio.openapi.json', import.meta.url), 'utf8')) as Description;

/** What an answer that is not a success holds. It is not in the description: https://www.twilio.com/docs/usage/twilios-response */
const refusal: Schema = {
  type: 'object',
  properties: {
    code: { type: 'integer' },
    message: { type: 'string' },
    more_info: { type: 'string', pattern: '^https://www\\.twilio\\.com/docs/errors/\\d+$' },
    status: { type: 'integer' },
  },
};

/**
 * Everything in an exchange that is not as the carrier's published description says: fields that it does not know, values that
 * do not fit, fields of an answer that are missing.
 */
export function departures(exchanged: Exchanged): readonly string[] {
  const method = exchanged.method.toLowerCase();
  const operation = Object.entries(description.paths)
    .filter(([template, path]) => path[method] !== undefined && fits(template, path[method], exchanged.path))
    .map(([, path]) => path[method])[0];
  if (operation === undefined) return [`no such operation: ${exchanged.method} ${exchanged.path}`];
  const bodySchema = operation.requestBody?.content['application/x-www-form-urlencoded']?.schema;
  return [
    ...fieldsOf(exchanged.query, operation.parameters ?? []),
    ...(bodySchema === undefined || exchanged.form === null
      ? []
      : wrong(bodySchema, readForm(exchanged.form, bodySchema), [])),
    ...answerOf(exchanged, operation),
  ];
}

function answerOf(exchanged: Exchanged, operation: Operation): readonly string[] {
  const described = operation.responses[String(exchanged.status)];
  if (described !== undefined) return wrong(described.content['application/json'].schema, exchanged.answer, 'all');
  return exchanged.status < 400
    ? [`status ${exchanged.status} is not described`]
    : wrong(refusal, exchanged.answer, 'all');
}

function fieldsOf(query: URLSearchParams, parameters: readonly Parameter[]): readonly string[] {
  const known = parameters.filter((parameter) => parameter.in === 'query');
  const properties = Object.fromEntries(known.map((parameter) => [parameter.name, parameter.schema]));
  const schema = { type: 'object', properties };
  return wrong(schema, readForm(query, schema), []);
}

/** Forms hold text only: a number is one where the description asks for one, and what is named several times a list. */
function readForm(form: URLSearchParams, schema: Schema): Record<string, unknown> {
  const properties = schema['properties'] as Record<string, Schema | undefined>;
  return Object.fromEntries(
    [...form].map(([name, text]): [string, unknown] => {
      const type = properties[name]?.['type'];
      if (type === 'array') return [name, form.getAll(name)];
      return [name, type === 'integer' && /^\d+$/.test(text) ? Number(text) : text];
    }),
  );
}

function wrong(schema: Schema, value: unknown, required: 'all' | readonly string[]): readonly string[] {
  return Compile(strict(schema, required))
    .Errors(value)[1]
    .map((error) => `${error.instancePath} ${error.message}`);
}

/**
 * As JSON Schema: references resolved, `nullable` as a type, and no field allowed that is not described. `format` is left out:
 * the carrier calls its own relative links `uri`, and a telephone number is no format of JSON Schema.
 */
function strict(schema: Schema, required: 'all' | readonly string[]): Schema {
  const named = schema['$ref'];
  if (typeof named === 'string')
    return strict(description.components.schemas[named.split('/').at(-1) ?? ''] ?? {}, required);
  const { nullable, properties, items, required: own, ...rest } = schema;
  delete rest['format'];
  const type = nullable === true ? { type: [schema['type'], 'null'] } : {};
  const fields = properties as Record<string, Schema> | undefined;
  return {
    ...rest,
    ...type,
    ...(items === undefined ? {} : { items: strict(items as Schema, required) }),
    ...(fields === undefined
      ? {}
      : {
          properties: Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, strict(one, required)])),
          required: required === 'all' ? Object.keys(fields) : (own ?? []),
          additionalProperties: false,
        }),
  };
}

/** Whether a path is one of a template, each of whose fields is as the operation describes it. */
function fits(template: string, { parameters = [] }: Operation, path: string): boolean {
  const pattern = template.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, (_field, name: string) => {
    const described = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name);
    const own = described?.schema['pattern'];
    return typeof own === 'string' ? own.replace(/^\^|\$$/g, '') : '[^/]+';
  });
  return new RegExp(`^${pattern}$`).test(path);
}
