import type { PressOutcome } from '../../domain/answers/decide-press.ts';
import type { Answer } from '../../domain/planning/plan.ts';
import type { PageVisit, VisitPage } from '../../operations/answers/read-visit-page.ts';
import { birthDateForm } from './birth-date-form.ts';
import { html, type Html } from './html.ts';
import { practicePage, wordsOf, wordsOfRecalls } from './page-layout.ts';
import type { PageWords } from './page-words.ts';
import { instructionsFor, visitCard } from './visit-card.ts';

/** How a visit's page is shown. */
export interface VisitView {
  /** What came of the press that it answers; null where it was only fetched. */
  readonly outcome: PressOutcome | null;
  /** What keeps an entered date of birth from being looked at. */
  readonly lacks: 'date' | 'visit' | null;
  readonly triesLeft: number;
  /** The button that the link was behind. */
  readonly choice: 'confirm' | 'decline' | null;
  readonly pageToken: string;
}

/** The page of a visit or a recall, whatever came of a press on it. */
export function visitView(page: VisitPage, view: VisitView): string {
  const ofRecalls = page.visits.every(({ type }) => type === 'recall');
  const words = ofRecalls ? wordsOfRecalls(page.language) : wordsOf(page.language);
  const open = page.visits.filter(({ state }) => state === 'open');
  switch (view.outcome) {
    case 'unclear':
      return told(page, words.unclearTitle, words.unclearText);
    case 'locked':
      return told(page, words.lockedTitle, words.lockedText);
    case 'no_birth_date':
      return told(page, words.noBirthDateTitle, words.noBirthDateText);
    case 'late':
      return ended(page, words, words.lateText);
    case 'asked':
    case 'wrong_birth_date':
      return open.length === 0 ? ended(page, words, null) : birthDatePage(page, open, view, words);
    case 'early':
    case 'confirmed':
    case 'declined':
    case null:
      if (open.length === 0) return ended(page, words, null);
      return page.asks ? answerPage(page, open, view, words) : instructionsPage(page, words);
  }
}

function told(page: VisitPage, title: string, text: string): string {
  return practicePage(page, title, html`<p>${text}</p>`);
}

/** Nothing can be answered any more; of a visit that changed nothing is told but that. */
function ended(page: VisitPage, words: PageWords, more: string | null): string {
  const changed = page.visits.some(({ state }) => state === 'changed');
  const over = page.asks ? words.overTitle : words.nothingMoreTitle;
  const [title, text] = changed ? [words.changedTitle, words.changedText] : [over, words.overText];
  return practicePage(page, title, html`<p>${text} ${more}</p>`);
}

function instructionsPage(page: VisitPage, words: PageWords): string {
  return practicePage(page, words.instructionsTitle, html`${visits(page, words)}`);
}

/** Each visit, and what is to be done before it where the page shows that. */
function visits(page: VisitPage, words: PageWords): Html[] {
  const several = page.visits.length > 1;
  return page.visits.flatMap((visit) => [
    visitCard(visit, page.language, words, several),
    ...(page.instructs ? [instructionsFor(visit, words)] : []),
  ]);
}

function birthDatePage(page: VisitPage, open: readonly PageVisit[], view: VisitView, words: PageWords): string {
  const notice =
    view.outcome === 'wrong_birth_date'
      ? words.wrongBirthDate(view.triesLeft)
      : { date: words.notADate, visit: words.chooseVisit, none: null }[view.lacks ?? 'none'];
  const content = html`${notice !== null && html`<p class="notice" role="alert">${notice}</p>`}
    ${open.length === 1 && open.map((visit) => visitCard(visit, page.language, words, false))}
    ${birthDateForm(open, view.pageToken, page.language, words)} <a class="back" href="?">${words.back}</a>`;
  return practicePage(page, words.birthDateTitle, content);
}

function answerPage(page: VisitPage, open: readonly PageVisit[], view: VisitView, words: PageWords): string {
  const answers = new Set(open.map(({ answer }) => answer));
  const only = answers.size === 1 ? (open[0]?.answer ?? 'none') : null;
  const { title, text } = headline(only, words);
  const choice = only === 'none' ? view.choice : null;
  const content = html`${view.outcome === 'early' && html`<p class="notice" role="alert">${words.pressAgain}</p>`}
    ${text !== null && html`<p>${text}</p>`}
    ${choice !== null && html`<p>${choice === 'confirm' ? words.chosenConfirm : words.chosenDecline}</p>`}
    ${visits(page, words)}
    <form method="post">
      <input type="hidden" name="page" value="${view.pageToken}" />
      ${buttons(only, choice, open.length > 1, words)}
    </form>`;
  return practicePage(page, title, content);
}

function headline(answer: Answer | null, words: PageWords): { title: string; text: string | null } {
  switch (answer) {
    case 'none':
      return { title: words.confirmTitle, text: null };
    case 'confirmed':
      return { title: words.confirmedTitle, text: words.confirmedText };
    case 'declined':
      return { title: words.declinedTitle, text: words.declinedText };
    case null:
      return { title: words.mixedTitle, text: null };
  }
}

/** What can still be answered: not what is answered already, and first what was chosen in the mail. */
function buttons(
  only: Answer | null,
  choice: 'confirm' | 'decline' | null,
  several: boolean,
  words: PageWords,
): Html[] {
  const confirmLabel = several ? words.confirmAll : only === 'declined' ? words.confirmAfterAll : words.confirm;
  const declineLabel = only === 'confirmed' ? words.declineAfterAll : words.decline;
  const declineFirst = choice === 'decline';
  const confirm = html`<button class="yes ${declineFirst && 'second'}" name="button" value="confirm">
    ${confirmLabel}
  </button>`;
  const decline = html`<button class="no ${declineFirst && 'first'}" name="button" value="decline">
    ${declineLabel}
  </button>`;
  if (only === 'confirmed') return [decline];
  if (only === 'declined') return [confirm];
  return declineFirst ? [decline, confirm] : [confirm, decline];
}
