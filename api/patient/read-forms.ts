import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { Fault } from '../../domain/fault.ts';

/** Longer than any of our forms, and than the one click of a mail program. */
const bodyLimit = 8 * 1024;

/**
 * Reads forms as pages send them, and as mail programs do, which may write their one click as multipart (RFC 8058, section 3.2).
 * Whatever else is sent has no fields.
 * @see https://github.com/fastify/fastify-formbody
 * @see https://github.com/fastify/fastify-multipart
 */
export const readForms = fp(async (app: FastifyInstance) => {
  app.removeAllContentTypeParsers();
  await app.register(formbody, { bodyLimit });
  await app.register(multipart, { limits: { files: 0, fields: 20, parts: 20, fieldSize: bodyLimit } });
  app.addContentTypeParser('*', { bodyLimit, parseAs: 'string' }, (_request, _body, parsed) => {
    parsed(null, {});
  });
  app.addHook('preValidation', async (request) => {
    if (request.isMultipart()) request.body = await multipartFields(request);
  });
});

/** Throws `bad_input` where it breaks off, or is longer than any of ours. */
async function multipartFields(request: FastifyRequest): Promise<Record<string, unknown>> {
  const fields: [string, unknown][] = [];
  try {
    for await (const part of request.parts()) if (part.type === 'field') fields.push([part.fieldname, part.value]);
  } catch {
    // Nothing but the sender's bytes is read here, and the library's errors bear no common mark.
    throw new Fault('bad_input', 'The form cannot be read: send it once more.');
  }
  return Object.fromEntries(fields);
}

/** A field's texts, in the form's order; none where it has no such field. */
export function fieldTexts(body: unknown, name: string): string[] {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return [];
  const value = (body as Readonly<Record<string, unknown>>)[name];
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}

/** A field's first text; empty where it has none. */
export function fieldText(body: unknown, name: string): string {
  return fieldTexts(body, name)[0] ?? '';
}
