import { readFileSync } from 'node:fs';
import { escapeHtml } from '../../domain/escape-html.ts';
import type { EmailWords } from '../channel.ts';
import { mailWords, type ButtonWords } from './mail-words.ts';

/** A mail as it is read: with a layout, and as plain text. */
export interface LaidOut {
  readonly html: string;
  readonly text: string;
}

/**
 * Puts words into the mail's layout. The layout is MJML (`layout/mail.mjml`), turned into HTML when it is changed and not per mail
 * (`npm run layout`, which writes `layout/mail.html`): this only fills its places.
 */
export function createLayout(): (words: EmailWords) => LaidOut {
  const layout = readFileSync(new URL('layout/mail.html', import.meta.url), 'utf8');
  const withoutButtons = layout.replace(/<!-- answer -->[\s\S]*<!-- \/answer -->/, '');
  return (words) => ({
    html: fill(words.links.confirm === null ? withoutButtons : layout, placesOf(words)),
    text: plainText(words),
  });
}

type Place = 'language' | 'subjectLine' | 'preview' | 'paragraphs' | 'practiceName' | 'practicePhone';

function placesOf(words: EmailWords): ReadonlyMap<string, string> {
  const { buttonsOpenPage, callUs, doNotReply, unsubscribe } = mailWords(words.language);
  const paragraphs = paragraphsOf(words.body);
  const own: Record<Place, string> = {
    language: escapeHtml(words.language),
    subjectLine: escapeHtml(words.subjectLine),
    // What a list of mails shows beside the subject.
    preview: escapeHtml(paragraphs[0] ?? ''),
    paragraphs: paragraphs.map((text) => `<p style="margin: 0 0 16px;">${broken(escapeHtml(text))}</p>`).join('\n'),
    practiceName: escapeHtml(words.fromName),
    practicePhone: escapeHtml(words.practicePhone),
  };
  const { links } = words;
  return new Map(
    Object.entries({
      ...own,
      ...{ ...buttonsOf(words), buttonsOpenPage, callUs, doNotReply, unsubscribe },
      confirmLink: escapeHtml(links.confirm ?? ''),
      declineLink: escapeHtml(links.decline ?? ''),
      unsubscribeLink: escapeHtml(links.unsubscribe),
    }),
  );
}

function buttonsOf({ language, asksOf }: EmailWords): ButtonWords {
  const { ofVisit, ofRecall } = mailWords(language);
  return asksOf === 'recall' ? ofRecall : ofVisit;
}

function fill(layout: string, places: ReadonlyMap<string, string>): string {
  return layout.replace(/\{\{(\w+)\}\}/g, (_, place: string) => places.get(place) ?? '');
}

/** Each link stands on a line of its own, where every reader of plain text makes it one that can be pressed. */
function plainText(words: EmailWords): string {
  const { callUs, doNotReply, unsubscribe } = mailWords(words.language);
  const { confirm, decline } = buttonsOf(words);
  const { links } = words;
  const buttons =
    links.confirm === null || links.decline === null
      ? []
      : [`${confirm}:\n${links.confirm}`, `${decline}:\n${links.decline}`];
  return [
    ...paragraphsOf(words.body),
    ...buttons,
    `${words.fromName}\n${callUs} ${words.practicePhone}`,
    doNotReply,
    `${unsubscribe}:\n${links.unsubscribe}`,
  ].join('\n\n');
}

function paragraphsOf(body: string): string[] {
  return body
    .split(/\n\s*\n/)
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

function broken(text: string): string {
  return text.replaceAll('\n', '<br>\n');
}
