import type { KeyObject } from 'node:crypto';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { readEvents } from '../../channels/sendgrid/events.ts';
import { isSignedBy, readWebhookKey } from '../../channels/sendgrid/signed-events.ts';
import type { Config } from '../../config.ts';
import { storeEmailEvents } from '../../db/raw-facts.ts';
import type { Carrier } from '../../domain/carrier.ts';
import { Fault } from '../../domain/fault.ts';
import type { ApiDependencies } from '../dependencies.ts';

const config = { public: true, carrier: true };

/** The carrier posts up to 768 kB at once. */
const bodyLimit = 1024 * 1024;

/**
 * What SendGrid, or the simulator in its place, reports. An answer means that everything it told is stored, to be read as
 * what Twilio tells is; where that failed it is a 5xx, and the carrier tells all of it again, for a day.
 * @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook
 */
export const sendgridWebhooks: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  const keys = keysOf(deps.config.carriers);
  // The signature is over the exact bytes, so they stay as they came.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => {
    parsed(null, body);
  });

  app.post('/events', { config, bodyLimit, schema: { hide: true } }, async (request, reply) => {
    const { carriers, body } = signed(request, keys);
    const batch = readEvents(body.toString('utf8'));
    if (batch === null) throw new Fault('bad_input', 'The carrier posts a list of events: this is none.');
    const events = batch.events.map(({ ids, raw }) => ({ ...ids, body: JSON.stringify(raw) }));
    const stored = await deps.db.inOneStatement((one) => storeEmailEvents(one, carriers, events));
    const { unreadable } = batch;
    if (unreadable > 0) request.log.warn({ stored, unreadable }, 'Some events of the mail carrier could not be read.');
    else request.log.debug({ stored, foreign: events.length - stored + batch.foreign }, 'Events of the mail carrier.');
    return reply.code(204).send();
  });
  done();
};

interface CarrierKey {
  readonly carrier: Carrier;
  readonly key: KeyObject;
}

function keysOf({ configured, simulator }: Config['carriers']): readonly CarrierKey[] {
  return [
    ...keyOf('configured', configured.sendgrid?.webhookKey, 'SENDGRID_WEBHOOK_KEY'),
    ...keyOf('simulator', simulator.sendgrid?.webhookKey, 'KEPT_SIMULATOR_SENDGRID_WEBHOOK_KEY'),
  ];
}

function keyOf(carrier: Carrier, text: string | undefined, variable: string): readonly CarrierKey[] {
  return text === undefined ? [] : [{ carrier, key: readWebhookKey(text, variable) }];
}

/** Throws `forbidden` where none of our accounts' keys signed this, or signed it too long ago. */
function signed(request: FastifyRequest, keys: readonly CarrierKey[]): { carriers: readonly Carrier[]; body: Buffer } {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const events = { timestamp: header(request, 'timestamp'), signature: header(request, 'signature'), body };
  const carriers = keys.filter(({ key }) => isSignedBy(key, events, Date.now())).map(({ carrier }) => carrier);
  if (carriers.length > 0) return { carriers, body };
  throw new Fault(
    'forbidden',
    'No account of ours signed this in the last five minutes. The signature is over the time and the exact bytes.',
  );
}

function header(request: FastifyRequest, name: 'timestamp' | 'signature'): string {
  const value = request.headers[`x-twilio-email-event-webhook-${name}`];
  return typeof value === 'string' ? value : '';
}
