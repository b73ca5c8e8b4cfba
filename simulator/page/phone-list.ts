import type { Bubble, PhoneLine, PhoneLines } from './conversations.ts';
import { html, type Html } from './html.ts';
import { badge, readableNumber, timeOfDay } from './words.ts';

/** The phones on the left. */
export function phoneList(lines: PhoneLines, selected: string | null, now: number): Html {
  const items = (list: readonly PhoneLine[]): Html[] =>
    list.map((line) => item(line, lines.page, line.e164 === selected, now));
  return html`<nav class="phones" aria-label="Phones">
    <h2 id="yours">Yours to answer</h2>
    <ul aria-labelledby="yours" data-live="yours">
      ${items(lines.yours)}
    </ul>
    ${lines.yours.length === 0 && html`<p class="empty">No phone is marked as yours.</p>`}
    <h2 id="others">Other patients</h2>
    <ul aria-labelledby="others" data-live="others">
      ${items(lines.others)}
    </ul>
    <div data-live="pages">${pages(lines, selected)}</div>
  </nav>`;
}

function item(line: PhoneLine, page: number, selected: boolean, now: number): Html {
  const { last } = line;
  return html`<li id="line-${line.e164}">
    <a href="/phones/${line.e164}?page=${page}" ${selected && html`aria-current="page"`}>
      <span class="who">${line.name || readableNumber(line.e164)}</span>
      ${last && html`<span class="when">${timeOfDay(last.at, now)}</span>`}
      <span class="last">${last === null ? 'No message yet' : summary(last)}</span>
      ${line.labels && badge(line.labels.label)}
    </a>
  </li>`;
}

function summary({ message, call }: Bubble): string {
  if (message === null) return `${call.direction === 'inbound' ? 'Called back' : 'Call'}: ${call.status}`;
  return (message.direction === 'inbound' ? 'Reply: ' : '') + message.body;
}

function pages(lines: PhoneLines, selected: string | null): Html {
  const to = (page: number): string => `/${selected === null ? '' : `phones/${selected}`}?page=${String(page)}`;
  if (lines.count === 0) return html`<p class="empty">No one else has been texted yet.</p>`;
  return html`<p class="pages">
    <span>${lines.count} ${lines.count === 1 ? 'phone' : 'phones'}, page ${lines.page} of ${lines.pages}</span>
    ${lines.page > 1 && html`<a id="newer" href="${to(lines.page - 1)}">Newer</a>`}
    ${lines.page < lines.pages && html`<a id="older" href="${to(lines.page + 1)}">Older</a>`}
  </p>`;
}
