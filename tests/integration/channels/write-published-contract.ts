import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { fetchDescription } from './fetch-description.ts';

/**
 * `npm run contract`: takes from Twilio's published description, as the npm package carries it, the operations that we
 * call, with everything that they name. The package itself is not installed: it brings 270 others, one of which asks for a newer
 * Node than ours.
 */
const source = '@twilio/cli-core@8.3.2';
const file = 'package/src/services/twilio-api/twilio_api_v2010.json';
const paths = [
  '/2010-04-01/Accounts/{AccountSid}/Calls.json',
  '/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json',
  '/2010-04-01/Accounts/{AccountSid}/Messages.json',
  '/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json',
];
/** For people, and left out. */
const prose = new Set(['description', 'summary', 'example', 'examples', 'tags', 'security', 'operationId']);

interface Description {
  readonly paths: Record<string, object>;
  readonly components: { readonly schemas: Record<string, unknown> };
  readonly info: { readonly license: unknown };
}

const whole = fetchDescription(source, file) as Description;
const wanted = Object.fromEntries(paths.map((path) => [path, withoutProse(operationsOf(whole.paths[path]))]));
const extract = {
  openapi: '3.0.1',
  info: {
    title: 'Twilio - Api: the Message and the Call resource',
    version: '1.0.0',
    license: whole.info.license,
    description: `An excerpt of Twilio's published description twilio_api_v2010 as ${source} carries it, without prose and examples.`,
  },
  paths: wanted,
  components: { schemas: schemasNamedIn(wanted) },
};
const target = new URL('twilio.openapi.json', import.meta.url).pathname;
writeFileSync(target, await format(JSON.stringify(extract), { ...(await resolveConfig(target)), filepath: target }));

/** What is done to a message or a call; they are never deleted by us. */
function operationsOf(path: object | undefined): object {
  const kept = Object.entries(path ?? {}).filter(
    ([name]) => name === 'get' || name === 'post' || name === 'parameters',
  );
  return Object.fromEntries(kept);
}

function withoutProse(value: unknown, named = false): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutProse(one));
  if (typeof value !== 'object' || value === null) return value;
  // Among the properties of a schema these are names, as of any other field.
  const kept = Object.entries(value).filter(([name]) => named || !(prose.has(name) || name.startsWith('x-')));
  return Object.fromEntries(kept.map(([name, one]) => [name, withoutProse(one, name === 'properties')]));
}

function schemasNamedIn(value: unknown): Record<string, unknown> {
  const found = new Map<string, unknown>();
  const look = (one: unknown): void => {
    for (const [, name = ''] of JSON.stringify(one).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (found.has(name)) continue;
      const schema = withoutProse(whole.components.schemas[name]);
      found.set(name, schema);
      look(schema);
    }
  };
  look(value);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
