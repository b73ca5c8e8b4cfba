import type { UnsubscribePage } from '../../operations/answers/record-unsubscribe.ts';
import { html } from './html.ts';
import { practicePage, wordsOf } from './page-layout.ts';

/** The page that ends mails to an address: its one button, or that it was pressed. */
export function unsubscribeView(page: UnsubscribePage, pageToken: string, pressAgain: boolean): string {
  const words = wordsOf(page.language);
  if (page.optedOut) return practicePage(page, words.unsubscribedTitle, html`<p>${words.unsubscribedText}</p>`);
  return practicePage(
    page,
    words.unsubscribeTitle,
    html`${pressAgain && html`<p class="notice" role="alert">${words.pressAgain}</p>`}
      <p>${words.unsubscribeText}</p>
      <form method="post">
        <input type="hidden" name="page" value="${pageToken}" />
        <button class="no first" name="button" value="unsubscribe">${words.unsubscribe}</button>
      </form>`,
  );
}
