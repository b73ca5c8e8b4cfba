import type { FastifyInstance, FastifyReply } from 'fastify';
import Type, { type Static } from 'typebox';
import type { CallRecord } from '../calls/call-record.ts';
import type { Switchboard } from '../calls/switchboard.ts';
import type { Carrier } from '../carrier.ts';
import { subjectTypes, type KeptApi } from '../kept-api.ts';
import type { MailRecord } from '../mail/mail-record.ts';
import { isPhoneNumber } from '../phones.ts';
import type { CarrierRecord } from '../record.ts';
import { callerIds, type TextMessage } from '../text-message.ts';
import { callJson, callRoutes } from './call-routes.ts';
import { bubbles, phoneLines } from './conversations.ts';
import { html, type Html } from './html.ts';
import { page } from './layout.ts';
import { mailboxPages } from './mailbox-pages.ts';
import { noAnswerPage, visitPage, whyPage } from './look-page.ts';
import { phoneList } from './phone-list.ts';
import { phoneView } from './phone-view.ts';
import { wantsHtml } from './wants-html.ts';
import { windowScript } from './window-script.ts';
import { windowIcon, windowStyle } from './window-style.ts';

const WhichPage = Type.Object({ page: Type.Optional(Type.Integer({ minimum: 1 })) });
const PhonePath = Type.Object({ e164: Type.String() });
const IdPath = Type.Object({ id: Type.String({ pattern: '^[0-9a-f-]{36}$' }) });
const Reply = Type.Object({ text: Type.String({ minLength: 1, maxLength: 1600 }) });

export interface PageRoutesOptions {
  readonly carrier: Carrier;
  readonly switchboard: Switchboard;
  readonly record: CarrierRecord;
  readonly calls: CallRecord;
  readonly mails: MailRecord;
  readonly kept: KeptApi | null;
  /** Where the Temporal UI begins; null where there is none to link to. */
  readonly temporalUiUrl: string | null;
  readonly temporalNamespace: string;
  readonly clock: () => number;
}

/** The demo's window, the phones, and a look into Kept through its staff API. */
export function pageRoutes(app: FastifyInstance, options: PageRoutesOptions): void {
  const { carrier, record, calls, kept, clock } = options;
  const workflowBase =
    options.temporalUiUrl === null
      ? null
      : `${options.temporalUiUrl}/namespaces/${options.temporalNamespace}/workflows/`;

  app.addHook('onSend', (_request, reply, _payload, done) => {
    void reply.header('content-security-policy', "default-src 'self'; frame-ancestors 'none'; base-uri 'none'");
    void reply.header('cache-control', 'no-store');
    done();
  });
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.body instanceof URLSearchParams) request.body = Object.fromEntries(request.body);
    done();
  });

  app.get('/window.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(windowStyle));
  app.get('/window.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(windowScript));
  app.get('/icon.svg', (_request, reply) => reply.type('image/svg+xml').send(windowIcon));

  app.get<{ Querystring: Static<typeof WhichPage> }>(
    '/',
    { schema: { querystring: WhichPage } },
    async (request, reply) => {
      const list = phoneList(await phoneLines(options, request.query.page ?? 1), null, clock());
      const pick = html`<p class="pick">
        Pick a phone. Those that are yours get a text within a minute of the start.
      </p>`;
      return sendPage(reply, 'Kept simulator', windowOf('all', list, pick), true);
    },
  );

  app.get<{ Params: Static<typeof PhonePath>; Querystring: Static<typeof WhichPage> }>(
    '/phones/:e164',
    { schema: { params: PhonePath, querystring: WhichPage } },
    async (request, reply) => {
      const { e164 } = request.params;
      if (!isPhoneNumber(e164)) return reply.code(404).send({ error: 'That is no phone number.' });
      const phone = record.phones.get(e164) ?? null;
      if (!wantsHtml(request)) {
        const [messages, spoken] = [record.ofPhone(e164).map(messageJson), calls.ofPhone(e164).map(callJson)];
        return { e164, ...phone, messages, calls: spoken };
      }

      const list = phoneList(await phoneLines(options, request.query.page ?? 1), e164, clock());
      const shown = await bubbles(options, e164);
      const view = phoneView({ e164, phone, bubbles: shown, workflowBase, now: clock() });
      return sendPage(reply, `${phone?.name || e164} · Kept simulator`, windowOf('one', list, view), true);
    },
  );

  app.post<{ Params: Static<typeof PhonePath>; Body: Static<typeof Reply> }>(
    '/phones/:e164/replies',
    { schema: { params: PhonePath, body: Reply } },
    (request, reply) => {
      const { e164 } = request.params;
      if (!isPhoneNumber(e164)) return reply.code(404).send({ error: 'That is no phone number.' });
      const incoming = carrier.reply(e164, request.body.text);
      if (incoming === null) return reply.code(409).send({ error: 'Nobody has texted this phone yet.' });
      if (wantsHtml(request)) return reply.redirect(`/phones/${e164}`, 303);
      return reply.code(201).send(messageJson(incoming));
    },
  );

  callRoutes(app, options);
  mailboxPages(app, { mails: options.mails, kept, workflowBase, clock });

  for (const type of subjectTypes) {
    app.get<{ Params: Static<typeof IdPath> }>(`/look/${type}s/:id`, { schema: { params: IdPath } }, (request, reply) =>
      look(reply, `${type}s/${request.params.id}`, (body) => visitPage(body, type, request.params.id, workflowBase)),
    );
  }
  app.get<{ Params: Static<typeof IdPath> }>('/look/messages/:id', { schema: { params: IdPath } }, (request, reply) =>
    look(reply, `messages/${request.params.id}`, whyPage),
  );

  async function look(reply: FastifyReply, path: string, show: (body: unknown) => Html): Promise<FastifyReply> {
    const answer = (await kept?.read(path)) ?? null;
    if (answer?.status === 200) return sendPage(reply, 'Kept simulator', show(answer.body), false);
    return sendPage(reply.code(answer?.status ?? 503), 'Kept simulator', noAnswerPage(answer?.status ?? null), false);
  }
}

function windowOf(shows: 'all' | 'one', list: Html, stage: Html): Html {
  return html`<main class="window ${shows}">
    ${shows === 'all' && html`<h1 class="hidden">Phones</h1>`} ${list}
    <div class="stage">${stage}</div>
  </main>`;
}

function sendPage(reply: FastifyReply, title: string, content: Html, live: boolean): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(page(title, content, live));
}

/** A phone's message for a script. */
function messageJson(message: TextMessage): object {
  return {
    sid: message.sid,
    direction: message.direction,
    from: message.from,
    to: message.to,
    body: message.body,
    status: message.status,
    errorCode: message.errorCode,
    createdAt: new Date(message.createdAt).toISOString(),
    ...callerIds(message),
  };
}
