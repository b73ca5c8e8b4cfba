import { visitDate, visitTime } from '../../domain/templates/visit-words.ts';
import type { PageVisit } from '../../operations/answers/read-visit-page.ts';
import { html, type Html } from './html.ts';
import type { PageWords } from './page-words.ts';

/** One visit: when and where (a recall has no time yet), and, where the page lists several, whose it is and how it stands. */
export function visitCard(visit: PageVisit, language: string, words: PageWords, oneOfSeveral: boolean): Html {
  const answer = visit.state === 'open' && visit.answer !== 'none' ? visit.answer : '';
  return html`<div class="visit ${answer}">
    ${oneOfSeveral && visit.firstName !== '' && html`<p>${visit.firstName}</p>`}
    ${visit.type === 'appointment' && html`<p class="when">${whenInWords(visit, language)}</p>`}
    <p>${visit.facilityName}</p>
    ${visit.facilityAddress !== '' && html`<p class="soft">${visit.facilityAddress}</p>`}
    ${oneOfSeveral && standing(visit, words)}
  </div>`;
}

/** What its patient is to do before it, under its card; nothing where the page has none to show. */
export function instructionsFor(visit: PageVisit, words: PageWords): Html {
  if (visit.state !== 'open') return html``;
  const paragraphs = (visit.instructions ?? words.noInstructions).split(/\n\s*\n/);
  return html`${paragraphs.map((paragraph) => html`<p class="lines">${paragraph}</p>`)}`;
}

/** `Tuesday, December 1, 9:00 AM`. */
export function whenInWords({ at, zone }: PageVisit, language: string): string {
  const date = visitDate(at, zone, language);
  return `${date.charAt(0).toUpperCase()}${date.slice(1)}, ${visitTime(at, zone, language)}`;
}

function standing({ state, answer }: PageVisit, words: PageWords): Html | null {
  if (state === 'changed') return html`<p>${words.isChanged}</p>`;
  if (state === 'over') return html`<p>${words.isOver}</p>`;
  if (answer === 'none') return null;
  return html`<p><strong>${answer === 'confirmed' ? words.isConfirmed : words.isDeclined}</strong></p>`;
}
