import { createHash } from 'node:crypto';

/**
 * How the patient's pages look: one column, type that a phone shows at arm's length, buttons that a thumb hits. Text stands at a
 * contrast of 4.5 or more against what is behind it, and what can be pressed at 3 (WCAG 2.2, 1.4.3 and 1.4.11).
 */
export const pageStyle = `
:root { --ink: #1b2430; --soft: #4a5563; --ground: #eef2f5; --card: #fff; --yes: #0a6b3d; --no: #8f1d1d; --line: #c9d2da; }
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; background: var(--ground); color: var(--ink); font: 1.125rem/1.5 system-ui, sans-serif; }
main { max-width: 30rem; margin: 0 auto; padding: 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 1rem; }
.from { margin: 0 0 1rem; color: var(--soft); font-weight: 600; overflow-wrap: anywhere; }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 1.5rem 0 .5rem; font-size: 1.125rem; }
p { margin: .75rem 0; }
.visit { margin: 1rem 0; padding: .9rem 1rem; border: 1px solid var(--line); border-left: .4rem solid var(--soft); border-radius: .6rem; overflow-wrap: anywhere; }
.visit p { margin: 0; }
.when { font-weight: 700; font-size: 1.2rem; }
.lines { white-space: pre-line; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.confirmed { border-left-color: var(--yes); }
.declined { border-left-color: var(--no); }
.notice { padding: .75rem 1rem; border-radius: .6rem; background: #fdf0d0; color: #573700; font-weight: 600; }
form { margin: 1.25rem 0; }
button, .back { display: block; width: 100%; margin: .75rem 0; padding: .95rem 1rem; font: inherit; font-weight: 700; text-align: center; border-radius: .75rem; border: 2px solid; cursor: pointer; }
.yes { background: var(--yes); border-color: var(--yes); color: #fff; }
.no { background: #fff; border-color: var(--no); color: var(--no); }
.no.first { background: var(--no); color: #fff; }
.yes.second { background: #fff; color: var(--yes); }
.back { border-color: var(--soft); color: var(--ink); text-decoration: none; }
fieldset { margin: 1rem 0; padding: 0; border: 0; }
legend { padding: 0; font-weight: 700; }
.date { display: grid; grid-template-columns: 1fr 1fr 1.5fr; gap: .75rem; }
.date label { font-weight: 600; }
.date input { width: 100%; margin-top: .25rem; padding: .7rem; font: inherit; color: inherit; background: #fff; border: 2px solid var(--soft); border-radius: .5rem; }
.tick { display: flex; gap: .75rem; align-items: flex-start; padding: .6rem 0; }
.tick input { flex: none; width: 1.5rem; height: 1.5rem; margin: .1rem 0 0; accent-color: var(--no); }
a { color: #0b5680; }
.call { font-size: 1.2rem; font-weight: 700; white-space: nowrap; }
:focus-visible { outline: 3px solid #b35c00; outline-offset: 3px; }
footer { margin-top: 1.5rem; padding-top: .75rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 1rem; }
section + section { margin-top: 2rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
`;

/** The policy of these pages: this style, forms to ourselves, and nothing else at all. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
