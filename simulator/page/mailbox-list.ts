import type { VisitLabel } from '../kept-api.ts';
import type { Mail } from '../mail/mail.ts';
import { html, type Html } from './html.ts';
import { badge, timeOfDay } from './words.ts';

/** A mailbox as a line of the list. */
export interface MailboxLine {
  readonly address: string;
  readonly name: string;
  readonly yours: boolean;
  readonly last: Mail | null;
  readonly labels: VisitLabel | null;
}

/** The mailboxes on the left. */
export function mailboxList(
  { yours, others }: { readonly yours: readonly MailboxLine[]; readonly others: readonly MailboxLine[] },
  selected: string | null,
  now: number,
): Html {
  const items = (list: readonly MailboxLine[]): Html[] =>
    list.map((line) => item(line, line.address === selected, now));
  return html`<nav class="phones" aria-label="Mailboxes">
    <h2 id="yours">Yours to answer</h2>
    <ul aria-labelledby="yours" data-live="yours">
      ${items(yours)}
    </ul>
    ${yours.length === 0 && html`<p class="empty">No mailbox is marked as yours.</p>`}
    <h2 id="others">Other patients</h2>
    <ul aria-labelledby="others" data-live="others">
      ${items(others)}
    </ul>
    ${others.length === 0 && html`<p class="empty">No one else has been written to yet.</p>`}
  </nav>`;
}

function item({ address, name, last, labels }: MailboxLine, selected: boolean, now: number): Html {
  return html`<li id="line-${address}">
    <a href="/mailboxes/${encodeURIComponent(address)}" ${selected && html`aria-current="page"`}>
      <span class="who">${name || address}</span>
      ${last && html`<span class="when">${timeOfDay(last.createdAt, now)}</span>`}
      <span class="last">${last === null ? 'No mail yet' : last.subject}</span>
      ${labels && badge(labels.label)}
    </a>
  </li>`;
}
