import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Static } from 'typebox';
import type { Faults } from '../faults.ts';
import { resetConnection } from '../reset-connection.ts';
import { sameText } from '../same-text.ts';
import type { Timers } from '../timers.ts';
import type { MailCarrier } from './mail-carrier.ts';
import { mailErrorBody, mailServerError, noMailAuthorization, tooManyMails, type MailError } from './mail-errors.ts';
import { MailSend, readMailRequest } from './read-mail-request.ts';

export interface MailApiOptions {
  readonly carrier: MailCarrier;
  readonly faults: Faults;
  readonly timers: Timers;
  readonly apiKey: string;
  readonly clock: () => number;
  /** How late a `slow` answer is. */
  readonly slowMs: number;
}

/** The carrier's mail send. @see https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send */
export function mailApi(app: FastifyInstance, options: MailApiOptions): void {
  const { carrier, faults, timers } = options;
  const login = `Bearer ${options.apiKey}`;

  /** What the account's key may do. */
  app.get('/v3/scopes', (request, reply) =>
    sameText(request.headers.authorization ?? '', login)
      ? reply.send({ scopes: ['mail.send'] })
      : refuse(reply, noMailAuthorization),
  );

  app.post<{ Body: Static<typeof MailSend> }>(
    '/v3/mail/send',
    { schema: { body: MailSend }, attachValidation: true },
    async (request, reply) => {
      if (!sameText(request.headers.authorization ?? '', login)) {
        return refuse(reply, noMailAuthorization);
      }
      if (faults.happens('reject_429')) return refuse(tellLimit(reply, options.clock()), tooManyMails);
      if (faults.happens('fail_500_before')) return refuse(reply, mailServerError);
      const asked = request.validationError === undefined ? readMailRequest(request.body) : unreadable(request);
      if ('status' in asked) return refuse(reply, asked);

      const mail = carrier.take(asked);
      if (faults.happens('fail_500_after')) return refuse(reply, mailServerError);
      if (faults.happens('timeout_after')) return reply.hijack();
      if (faults.happens('reset_after')) return resetConnection(request, reply);
      if (faults.happens('slow')) await timers.wait(options.slowMs);
      return reply.code(202).header('x-message-id', mail.id).send();
    },
  );
}

/** What of the request its schema objects to. */
interface RefusedBySchema {
  readonly validation: readonly {
    readonly instancePath: string;
    readonly message?: string;
    readonly params: Readonly<Record<string, unknown>>;
  }[];
}

/** The field that the request's schema objects to first, as the carrier names fields: `personalizations.0.to`. */
function unreadable(request: { readonly validationError?: RefusedBySchema }): MailError {
  const [first] = request.validationError?.validation ?? [];
  const missing = first?.params['missingProperty'];
  const path = [...(first?.instancePath.split('/').slice(1) ?? []), ...(typeof missing === 'string' ? [missing] : [])];
  return { status: 400, message: `Bad Request: ${first?.message ?? 'unreadable'}`, field: path.join('.') };
}

/** @see https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/rate-limits */
function tellLimit(reply: FastifyReply, now: number): FastifyReply {
  return reply.headers({
    'x-ratelimit-limit': '600',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.floor(now / 1000) + 2),
  });
}

function refuse(reply: FastifyReply, error: MailError): FastifyReply {
  return reply.code(error.status).send(mailErrorBody(error));
}
