import type { Choice } from './press-link.ts';
import type { Mail } from './mail.ts';

/** The places that a mail's HTML links to, in their order. */
export function linksInMail(mail: Mail): readonly string[] {
  return [...mail.html.matchAll(/<a\b[^>]*\bhref="([^"]+)"/gi)]
    .map(([, href = '']) => href.replaceAll('&amp;', '&'))
    .filter((href) => /^https?:/.test(href));
}

/** Where a mail's button leads; null where it has no such button. */
export function buttonLink(mail: Mail, choice: Choice): string | null {
  return linksInMail(mail).find((link) => link.includes(`choose=${choice}`)) ?? null;
}
