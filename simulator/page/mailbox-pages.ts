import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import type { KeptApi, VisitLabel } from '../kept-api.ts';
import type { MailRecord } from '../mail/mail-record.ts';
import { callerIdsOfMail, type Mail } from '../mail/mail.ts';
import { isMailAddress } from '../mail/mailbox.ts';
import { mailJson } from '../mail/mailbox-routes.ts';
import { html } from './html.ts';
import { page } from './layout.ts';
import { mailboxList, type MailboxLine } from './mailbox-list.ts';
import { mailboxView } from './mailbox-view.ts';
import { wantsHtml } from './wants-html.ts';

const MailboxPath = Type.Object({ address: Type.String() });
const WhichMail = Type.Object({ mail: Type.Optional(Type.String()) });

export interface MailboxPagesOptions {
  readonly mails: MailRecord;
  readonly kept: KeptApi | null;
  /** Where the Temporal UI shows a workflow, up to its id; null where there is none to link to. */
  readonly workflowBase: string | null;
  readonly clock: () => number;
}

/** Of the others than yours, the most recently used. */
const mostOthers = 40;
/** Labels in the list may lag: the API would be asked for each line otherwise, every two seconds. */
const listAgeMs = 5000;

/** The mailboxes as a person looks into them; a script gets the same as JSON. */
export function mailboxPages(app: FastifyInstance, options: MailboxPagesOptions): void {
  const { mails, kept, clock } = options;

  app.get('/mailboxes', async (request, reply) => {
    const lines = await mailboxLines();
    if (!wantsHtml(request)) {
      return {
        mailboxes: [...lines.yours, ...lines.others].map(({ address, name, yours }) => ({ address, name, yours })),
      };
    }
    const pick = html`<p class="pick">Pick a mailbox. Those that are yours get a mail within minutes of the start.</p>`;
    const content = html`<main class="window all">
      <h1 class="hidden">Mailboxes</h1>
      ${mailboxList(lines, null, clock())}
      <div class="stage">${pick}</div>
    </main>`;
    return reply.type('text/html; charset=utf-8').send(page('Mailboxes · Kept simulator', content, true));
  });

  app.get<{ Params: Static<typeof MailboxPath>; Querystring: Static<typeof WhichMail> }>(
    '/mailboxes/:address',
    { schema: { params: MailboxPath, querystring: WhichMail } },
    async (request, reply) => {
      const { address } = request.params;
      if (!isMailAddress(address)) return reply.code(404).send({ error: 'That is no mail address.' });
      const mailbox = mails.mailboxes.get(address.toLowerCase()) ?? null;
      const inIt = mails.to(address);
      if (!wantsHtml(request)) return { address, ...mailbox, mails: inIt.map(mailJson) };

      const shown = inIt.find(({ id }) => id === request.query.mail) ?? inIt.at(-1) ?? null;
      const labels = shown === null ? null : await labelsOf(shown, 1000);
      const { workflowBase } = options;
      const view = mailboxView({ address, mailbox, mails: inIt, shown, labels, workflowBase, now: clock() });
      const content = html`<main class="window one">
        ${mailboxList(await mailboxLines(), address.toLowerCase(), clock())}
        <div class="stage">${view}</div>
      </main>`;
      const title = `${mailbox?.name || address} · Kept simulator`;
      return reply.type('text/html; charset=utf-8').send(page(title, content, true));
    },
  );

  async function mailboxLines(): Promise<{ yours: readonly MailboxLine[]; others: readonly MailboxLine[] }> {
    const isYours = (address: string): boolean => mails.mailboxes.get(address)?.yours ?? false;
    const yours = [...mails.mailboxes.keys()].filter(isYours);
    const others = mails
      .addressesInUse()
      .filter((address) => !isYours(address))
      .map((address) => ({ address, at: mails.to(address).at(-1)?.createdAt ?? 0 }))
      .sort((a, b) => b.at - a.at)
      .slice(0, mostOthers)
      .map(({ address }) => address);
    return { yours: await Promise.all(yours.map(line)), others: await Promise.all(others.map(line)) };
  }

  async function line(address: string): Promise<MailboxLine> {
    const mailbox = mails.mailboxes.get(address);
    const last = mails.to(address).at(-1) ?? null;
    return {
      address,
      name: mailbox?.name ?? '',
      yours: mailbox?.yours ?? false,
      last,
      labels: last === null ? null : await labelsOf(last, listAgeMs),
    };
  }

  async function labelsOf(mail: Mail, maxAgeMs: number): Promise<VisitLabel | null> {
    const { messageId } = callerIdsOfMail(mail);
    return kept === null || messageId === null ? null : kept.labelsOf(messageId, maxAgeMs);
  }
}
