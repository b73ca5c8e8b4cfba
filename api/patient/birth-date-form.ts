import type { PageVisit } from '../../operations/answers/read-visit-page.ts';
import { html, type Html } from './html.ts';
import type { PageWords } from './page-words.ts';
import { whenInWords } from './visit-card.ts';

/** What Decline asks for: the date of birth, and which visits are meant where there are several. */
export function birthDateForm(
  visits: readonly PageVisit[],
  pageToken: string,
  language: string,
  words: PageWords,
): Html {
  return html`<form method="post">
    <input type="hidden" name="page" value="${pageToken}" />
    ${
      visits.length > 1 &&
      html`<fieldset>
        <legend>${words.whichVisits}</legend>
        ${visits.map(
          (visit) =>
            html`<label class="tick">
              <input type="checkbox" name="visit" value="${visit.subjectId}" />
              <span><strong>${visit.firstName}</strong> ${whenInWords(visit, language)}, ${visit.facilityName}</span>
            </label>`,
        )}
      </fieldset>`
    }
    <p>${words.birthDateText}</p>
    <div class="date">
      ${dateField('month', words.month, 2)} ${dateField('day', words.day, 2)} ${dateField('year', words.year, 4)}
    </div>
    <button class="no first" name="button" value="birth_date">${words.declineNow}</button>
  </form>`;
}

function dateField(name: string, label: string, digits: number): Html {
  return html`<label
    >${label}<input name="${name}" inputmode="numeric" autocomplete="bday-${name}" maxlength="${digits}" required
  /></label>`;
}
