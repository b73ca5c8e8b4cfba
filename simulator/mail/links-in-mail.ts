import type { Choice } from './press-link.ts';
import type { Mail } from './mail.ts';
import { unescaped } from './unescaped.ts';

interface MailLink {
  readonly href: string;
  readonly text: string;
}

/** The places that a mail's HTML links to, in their order. */
export function linksInMail(mail: Mail): readonly string[] {
  return readLinks(mail).map(({ href }) => href);
}

function readLinks({ html }: Mail): MailLink[] {
  return [...html.matchAll(/<a\b[^>]*\bhref="([^"]+)"[^>]*>([\s\S]*?)<\/a>/gi)]
    .map(([, href = '', inside = '']) => ({
      href: unescaped(href),
      text: unescaped(inside.replace(/<[^>]*>/g, '')).trim(),
    }))
    .filter(({ href }) => /^https?:/.test(href));
}

/** Where a mail's button leads; null where it has no such button. */
export function buttonLink(mail: Mail, choice: Choice): string | null {
  return findButton(mail, choice)?.href ?? null;
}

/** What stands on a mail's button; null likewise. */
export function buttonText(mail: Mail, choice: Choice): string | null {
  return findButton(mail, choice)?.text ?? null;
}

function findButton(mail: Mail, choice: Choice): MailLink | undefined {
  return readLinks(mail).find(({ href }) => href.includes(`choose=${choice}`));
}
