import { readFileSync } from 'node:fs';
import { Compile } from 'typebox/schema';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { maySendMails } from '../../../channels/sendgrid/account-scopes.ts';
import { createSendgridEmail } from '../../../channels/sendgrid/email.ts';
import { aSimulator, type ASimulator } from '../simulator/a-simulator.ts';
import { aMail } from './a-mail.ts';
import { aRecordingProxy, type ARecordingProxy } from './a-recording-proxy.ts';
import type { Exchanged } from './published-contract.ts';

type Schema = Record<string, unknown>;
interface Content {
  readonly content?: { readonly 'application/json': { readonly schema: Schema } };
}
interface Operation {
  readonly requestBody: Content | null;
  readonly responses: Record<string, Content>;
}

const { operations } = JSON.parse(readFileSync(new URL('sendgrid.openapi.json', import.meta.url), 'utf8')) as {
  operations: Record<string, Operation>;
};

/** What in an exchange is not as the carrier published it: fields that it does not know, and values that do not fit. */
function departures({ method, path, sent, status, answer }: Exchanged): readonly string[] {
  const operation = operations[`${method} ${path}`];
  if (operation === undefined) return [`no such operation: ${method} ${path}`];
  // A client that is told to wait is not in the description, nor is any 5xx but one; they look like the others.
  const described = operation.responses[String(status)] ?? (status > 400 ? operation.responses['400'] : undefined);
  if (described === undefined) return [`status ${String(status)} is not described`];
  return [...wrong(operation.requestBody, sent), ...wrong(described, answer)];
}

function wrong(described: Content | null, value: unknown): readonly string[] {
  const schema = described?.content?.['application/json'].schema;
  if (schema === undefined) return value === null ? [] : ['a body where none is described'];
  return Compile(closed(schema))
    .Errors(value)[1]
    .map((error) => `${error.instancePath} ${error.message}`);
}

/** As JSON Schema, with no field allowed that is not described; a format is left to the carrier. */
function closed(schema: Schema): Schema {
  const { nullable, properties, items, ...rest } = schema;
  delete rest['format'];
  const fields = properties as Record<string, Schema> | undefined;
  return {
    ...rest,
    ...(nullable === true && typeof rest['type'] === 'string' ? { type: [rest['type'], 'null'] } : {}),
    ...(items === undefined ? {} : { items: closed(items as Schema) }),
    ...(fields === undefined
      ? {}
      : {
          properties: Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, closed(one)])),
          additionalProperties: false,
        }),
  };
}

let simulator: ASimulator;
let proxy: ARecordingProxy;
beforeEach(async () => {
  simulator = await aSimulator();
  proxy = await aRecordingProxy(simulator.url);
});
afterEach(async () => {
  await proxy.close();
  await simulator.close();
});

test('every request that our client writes and every answer of the simulator is as SendGrid published it', async () => {
  const account = { ...simulator.mailAccount, baseUrl: proxy.url };
  const email = createSendgridEmail(account);
  const noButtons = { confirm: null, decline: null, unsubscribe: 'https://kept.example/u/t' };
  expect(await email.handOver(aMail())).toMatchObject({ end: 'taken' });
  expect(await email.handOver(aMail({ words: { language: 'es', event: null, links: noButtons } }))).toMatchObject({
    end: 'taken',
  });
  await email.handOver(aMail({ to: 'nobody@nowhere' }));
  await createSendgridEmail({ ...account, apiKey: 'SG.another.key' }).handOver(aMail());
  await simulator.setFaults({ reject_429: 1 });
  await email.handOver(aMail());
  await simulator.setFaults({ fail_500_before: 1 });
  await email.handOver(aMail());
  expect(await maySendMails(account)).toBe(true);
  await expect(maySendMails({ ...account, apiKey: 'SG.another.key' })).rejects.toMatchObject({
    code: 'carrier_unavailable',
  });

  expect(proxy.exchanges.map(({ status }) => status)).toEqual([202, 202, 400, 401, 429, 500, 200, 401]);
  expect(proxy.exchanges.flatMap(departures)).toEqual([]);
});

test('the check finds what the carrier does not know', () => {
  const sent = { personalizations: [{ to: [{ email: 'a@b.example', nick: 'x' }] }], from: { email: 'c@d.example' } };
  const found = departures({
    method: 'POST',
    path: '/v3/mail/send',
    query: new URLSearchParams(),
    form: null,
    sent: { ...sent, subject: 'x', content: [{ type: 'text/plain', value: '' }] },
    status: 202,
    answer: { id: 1 },
  });
  expect(new Set(found.map((one) => one.split(' ')[0]))).toEqual(
    new Set(['/personalizations/0/to/0', '/personalizations/0/to/0/nick', '/content/0/value', 'a']),
  );
});
