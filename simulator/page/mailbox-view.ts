import { subjectWords, type VisitLabel } from '../kept-api.ts';
import { buttonText } from '../mail/links-in-mail.ts';
import { callerIdsOfMail, mailStatus, wasDelivered, type Mail } from '../mail/mail.ts';
import type { Mailbox } from '../mail/mailbox.ts';
import { html, type Html } from './html.ts';
import { badge, timeOfDay } from './words.ts';

export interface MailboxViewOptions {
  readonly address: string;
  readonly mailbox: Mailbox | null;
  /** Oldest first. */
  readonly mails: readonly Mail[];
  /** The one that is open. */
  readonly shown: Mail | null;
  readonly labels: VisitLabel | null;
  readonly workflowBase: string | null;
  readonly now: number;
}

/** One mailbox with its mails, and the one that is open as a mail program shows it: its buttons lead to the patient's page. */
export function mailboxView(options: MailboxViewOptions): Html {
  const { address, mailbox, mails, shown, now } = options;
  return html`<section class="mailbox" aria-label="Mailbox ${address}">
    <div class="phone-head">
      <a class="back" href="/mailboxes">All mailboxes</a>
      <h1>${mailbox?.name || address}</h1>
      <p>${address} · ${nature(mailbox)}</p>
    </div>
    <ul class="subjects" aria-label="Mails" data-live="subjects">
      ${[...mails].reverse().map(
        (mail) =>
          html`<li id="mail-${mail.id}">
            <a
              href="/mailboxes/${encodeURIComponent(address)}?mail=${mail.id}"
              ${mail === shown && html`aria-current="page"`}
              >${mail.subject}</a
            >
            ${timeOfDay(mail.createdAt, now)} · ${mailStatus(mail)}
          </li>`,
      )}
    </ul>
    ${shown === null ? html`<p class="empty">No mail has come yet.</p>` : openMail(shown, options)}
  </section>`;
}

function nature(mailbox: Mailbox | null): string {
  if (mailbox === null) return 'Nobody reads this mailbox for you';
  const about = [
    ...(mailbox.scanner ? ['behind a program that follows every link'] : []),
    ...(mailbox.dateOfBirth === null ? [] : [`born ${mailbox.dateOfBirth}`]),
  ];
  return [ownerOf(mailbox), ...about].join(', ');
}

function ownerOf({ yours, delivery, behaviour }: Mailbox): string {
  if (delivery === 'bounces') return 'There is no such mailbox: mails bounce';
  if (delivery === 'blocks') return 'Its server blocks mails';
  if (yours) return 'Yours: nobody answers it for you';
  const natures = {
    confirms: 'Simulated: confirms',
    declines: 'Simulated: declines',
    opens: 'Simulated: reads and does nothing',
    unsubscribes: 'Simulated: unsubscribes',
    reports_spam: 'Simulated: reports spam',
    ignores: 'Simulated: never looks',
  };
  return natures[behaviour];
}

function openMail(mail: Mail, { address, labels, workflowBase, now }: MailboxViewOptions): Html {
  const { messageId } = callerIdsOfMail(mail);
  return html`<div data-live="mail-state" class="meta">
      From ${mail.from.name} (${mail.from.email}) · ${mail.events.map(({ word }) => word).join(', ') || 'on its way'}
      ${labels && badge(labels.label)}
      <span class="links">
        ${
          labels &&
          html`<a id="visit-${mail.id}" href="/look/${labels.type}s/${labels.subjectId}"
            >${subjectWords[labels.type]}</a
          >`
        }
        ${
          labels &&
          workflowBase !== null &&
          html`<a id="workflow-${mail.id}" href="${workflowBase}${labels.type}:${labels.subjectId}">workflow</a>`
        }
        ${messageId !== null && html`<a id="why-${mail.id}" href="/look/messages/${messageId}">why</a>`}
      </span>
    </div>
    ${
      wasDelivered(mail)
        ? html`<iframe class="mail" title="The mail: ${mail.subject}" src="/mails/${mail.id}/html"></iframe>
            ${presses(mail, address)}`
        : html`<p class="empty">It does not lie in the mailbox.</p>`
    }
    <details>
      <summary>As plain text</summary>
      <pre tabindex="0">${mail.text}</pre>
    </details>
    ${mail.attachments.map(
      ({ filename, content }, index) =>
        html`<details>
          <summary>${filename}</summary>
          <p><a href="/mails/${mail.id}/attachments/${index}">Save it</a></p>
          <pre tabindex="0">${Buffer.from(content, 'base64').toString('utf8')}</pre>
        </details>`,
    )}
    <details>
      <summary>Its headers, and what happened to it</summary>
      <pre tabindex="0">${JSON.stringify({ headers: mail.headers, events: mail.events }, null, 2)}</pre>
    </details>
    <p class="meta">${wasDelivered(mail) ? 'It came' : 'It was sent'} ${timeOfDay(mail.createdAt, now)}.</p>`;
}

/** The same as the mail's own buttons, with the page's pressed too, and what a mail program offers beside the sender's name. */
function presses(mail: Mail, address: string): Html {
  return html`<form
    class="quick"
    method="post"
    action="/mailboxes/${encodeURIComponent(address)}/press"
    aria-label="Answer as the owner of this mailbox"
  >
    <input type="hidden" name="mail" value="${mail.id}" />
    ${(['confirm', 'decline'] as const).flatMap((choice) => {
      const text = buttonText(mail, choice);
      return text === null ? [] : [html`<button name="button" value="${choice}">${text}</button>`];
    })}
    <button name="button" value="unsubscribe">Unsubscribe</button>
  </form>`;
}
