import { phoneForReading } from '../../domain/contacts/phone.ts';
import { html, type Html } from './html.ts';
import { pageStyle } from './page-style.ts';
import { english, spanish, type PageWords } from './page-words.ts';
import { englishOfRecalls, spanishOfRecalls } from './recall-page-words.ts';

/** Who a page is from, and the language that it speaks. */
export interface PageSender {
  readonly language: string;
  readonly practiceName: string;
  /** E.164. */
  readonly practicePhone: string;
}

/** The words of a message's language; English for one that we do not speak. */
export function wordsOf(language: string): PageWords {
  return language === 'es' ? spanish : english;
}

/** The same for a page that asks about recalls. */
export function wordsOfRecalls(language: string): PageWords {
  return { ...wordsOf(language), ...(language === 'es' ? spanishOfRecalls : englishOfRecalls) };
}

/** A page of a practice: its name above, its number below. */
export function practicePage(sender: PageSender, title: string, content: Html): string {
  const words = wordsOf(sender.language);
  const inside = html`<p class="from">${sender.practiceName}</p>
    <h1>${title}</h1>
    ${content}
    <p>
      ${words.callUs}
      <a class="call" href="tel:${sender.practicePhone}">${phoneForReading(sender.practicePhone)}</a>
    </p>
    <footer>${words.emergency}</footer>`;
  return wholePage(sender.language === 'es' ? 'es' : 'en', `${title} · ${sender.practiceName}`, inside);
}

/** What is said where no practice may be named: the same to everyone, in both languages. */
export function anonymousPage(title: 'brokenTitle' | 'troubleTitle', text: 'brokenText' | 'troubleText'): string {
  const inside = html`<section>
      <h1>${english[title]}</h1>
      <p>${english[text]}</p>
    </section>
    <section lang="es">
      <h2>${spanish[title]}</h2>
      <p>${spanish[text]}</p>
    </section>`;
  return wholePage('en', english[title], inside);
}

function wholePage(language: string, title: string, inside: Html): string {
  // Put together apart, so that it stands exactly as it was hashed for the policy.
  const style = { html: `<style>${pageStyle}</style>` };
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="format-detection" content="telephone=no" />
        <title>${title}</title>
        ${style}
      </head>
      <body>
        <main>${inside}</main>
      </body>
    </html>`.html;
}
