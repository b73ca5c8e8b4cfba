import { html, type Html } from './html.ts';

/** A whole page. `live` ones ask for themselves again and again and show what changed. */
export function page(title: string, content: Html, live: boolean): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/window.css" />
        ${live && html`<script src="/window.js" defer></script>`}
      </head>
      <body>
        <header class="top">
          <a class="brand" href="/">Kept <span>simulator</span></a>
          <nav class="kinds" aria-label="What to look at">
            <a href="/">Phones</a> <a href="/mailboxes">Mailboxes</a>
          </nav>
          <p>Phones and mailboxes of the demo’s patients. Nothing written here leaves this machine.</p>
        </header>
        ${content}
      </body>
    </html>`.html;
}
