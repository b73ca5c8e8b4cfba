import type { FastifyInstance, FastifyReply } from 'fastify';
import Type, { type Static } from 'typebox';
import { wantsHtml } from '../page/wants-html.ts';
import type { MailRecord } from './mail-record.ts';
import { callerIdsOfMail, mailStatus, type Mail } from './mail.ts';
import { describedMailbox, isMailAddress } from './mailbox.ts';
import type { MailboxOwners } from './mailbox-owners.ts';

const Mailboxes = Type.Object({
  mailboxes: Type.Array(
    Type.Object({
      address: Type.String({ maxLength: 254 }),
      name: Type.Optional(Type.String()),
      yours: Type.Optional(Type.Boolean()),
      behaviour: Type.Optional(Type.Enum(['confirms', 'declines', 'opens', 'unsubscribes', 'reports_spam', 'ignores'])),
      delivery: Type.Optional(Type.Enum(['delivers', 'defers', 'blocks', 'bounces'])),
      scanner: Type.Optional(Type.Boolean()),
      dateOfBirth: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
    }),
  ),
});
const MailboxPath = Type.Object({ address: Type.String() });
const MailPath = Type.Object({ id: Type.String() });
const Press = Type.Object({
  button: Type.Enum(['confirm', 'decline', 'unsubscribe']),
  /** Which of the mailbox's mails; the newest where none is named. */
  mail: Type.Optional(Type.String()),
});

export interface MailboxRoutesOptions {
  readonly record: MailRecord;
  readonly owners: MailboxOwners;
}

/** The mailboxes for scripts: who they are, what lies in them, and their buttons. */
export function mailboxRoutes(app: FastifyInstance, { record, owners }: MailboxRoutesOptions): void {
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.body instanceof URLSearchParams) request.body = Object.fromEntries(request.body);
    done();
  });

  app.put<{ Body: Static<typeof Mailboxes> }>('/mailboxes', { schema: { body: Mailboxes } }, (request) => {
    const mailboxes = request.body.mailboxes.map(describedMailbox);
    record.add({ entry: 'mailboxes', mailboxes });
    return { mailboxes: mailboxes.length };
  });

  app.post<{ Params: Static<typeof MailboxPath>; Body: Static<typeof Press> }>(
    '/mailboxes/:address/press',
    { schema: { params: MailboxPath, body: Press } },
    async (request, reply) => {
      const { address } = request.params;
      if (!isMailAddress(address)) return reply.code(404).send({ error: 'That is no mail address.' });
      const mails = record.to(address);
      const mail = mails.find(({ id }) => id === request.body.mail) ?? mails.at(-1);
      if (mail === undefined) return reply.code(409).send({ error: 'No mail has come to this mailbox yet.' });
      const end = await owners.press(mail, request.body.button);
      if (wantsHtml(request)) return reply.redirect(`/mailboxes/${encodeURIComponent(address)}?mail=${mail.id}`, 303);
      return reply.code(end.pressed ? 200 : 409).send({ ...mailJson(mail), ...end });
    },
  );

  app.post<{ Params: Static<typeof MailPath> }>(
    '/mails/:id/spam-reports',
    { schema: { params: MailPath } },
    (request, reply) => {
      const mail = record.mail(request.params.id);
      if (mail === null) return noSuchMail(reply);
      owners.reportAsSpam(mail);
      return reply.code(201).send(mailJson(mail));
    },
  );

  /** The mail as its reader shows it: nothing in it runs, and its links open a window of their own. */
  app.get<{ Params: Static<typeof MailPath> }>(
    '/mails/:id/html',
    { schema: { params: MailPath } },
    (request, reply) => {
      const mail = record.mail(request.params.id);
      if (mail === null) return noSuchMail(reply);
      owners.open(mail);
      return (
        reply
          .header(
            'content-security-policy',
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
          )
          .header('cache-control', 'no-store')
          .type('text/html; charset=utf-8')
          // Where a mail's own markup does not say so, its links open a window of their own too.
          .send(mail.html.replace('<head>', '<head><base target="_blank">'))
      );
    },
  );

  app.get<{ Params: Static<typeof MailPath> & { number: string } }>(
    '/mails/:id/attachments/:number',
    (request, reply) => {
      const attachment = record.mail(request.params.id)?.attachments[Number(request.params.number)];
      if (attachment === undefined) return noSuchMail(reply);
      return reply
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('content-disposition', 'attachment; filename="appointment.ics"')
        .type(attachment.type)
        .send(Buffer.from(attachment.content, 'base64'));
    },
  );
}

function noSuchMail(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ error: 'There is no such mail.' });
}

/** A mail for a script. */
export function mailJson(mail: Mail): object {
  return {
    ...callerIdsOfMail(mail),
    id: mail.id,
    from: mail.from,
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    headers: mail.headers,
    attachments: mail.attachments,
    status: mailStatus(mail),
    events: mail.events.map(({ word, at, fields }) => ({ event: word, at: new Date(at).toISOString(), ...fields })),
    createdAt: new Date(mail.createdAt).toISOString(),
  };
}
